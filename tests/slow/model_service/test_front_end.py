"""A server whose models are elsewhere: every page answers, without PyTorch and in little memory."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bertplay.model_service.local import LocalModels
from bertplay.settings import Settings
from tests.replicas import serving

MAX_MIB = 300


@pytest.mark.timeout(600)
def test_every_page_answers_without_torch(tmp_path: Path) -> None:
    with serving([LocalModels(Settings())]) as server:
        ours = {"BERTPLAY_BACKEND": "ray", "BERTPLAY_RAY_ADDRESS": server.address, "BERTPLAY_RUNS_DIR": str(tmp_path)}
        program = [sys.executable, "-W", "ignore", "-m", "tests.slow.model_service.all_pages"]
        done = subprocess.run(program, env=os.environ | ours, stdout=subprocess.PIPE, text=True, check=True)
    found = json.loads(done.stdout.splitlines()[-1])
    assert found["faults"] == []
    assert {"masked_word predictions", "layers attention", "wordpiece text_to_tokens", "rnn race"} <= set(found["answered"])
    assert found["imported"] == []
    assert found["mib"] <= MAX_MIB
