"""A class of three hundred: every answer is counted once, and every student sees each question and each reveal."""

import asyncio
from collections import Counter
from pathlib import Path

from benchmarks.classroom import ENVIRONMENT, counted, teach, warm_up
from benchmarks.serving import ROOT, streamlit_server
from bertplay.classroom.store import ClassroomStore
from bertplay.settings import Settings

CLIENTS = 300
STEPS = 2


def test_three_hundred_students_answer_and_nothing_is_lost(tmp_path: Path) -> None:
    with streamlit_server(
        ROOT / "app.py", ("--client.showErrorDetails", "full"), ENVIRONMENT | {"BERTPLAY_RUNS_DIR": str(tmp_path)}
    ) as server:
        asyncio.run(warm_up(server))  # a fresh server under many browsers is the subject of test_browsers.py
        store = ClassroomStore(Settings(runs_dir=tmp_path))
        code, key = store.open()
        stages, sent, _grown = asyncio.run(teach(server, code, key, CLIENTS, STEPS))
        found = counted(store, code)
        store.close()
    assert found == sent
    assert [words.total() for words in found] == [CLIENTS] * STEPS
    assert {name: len(seconds) for name, seconds in stages.items()} == Counter(
        {"joined": CLIENTS, **dict.fromkeys(("asked", "answered", "revealed"), CLIENTS * STEPS)}
    )
