"""A class of thirty in one room: every answer is counted once, and everybody sees what the teacher reveals."""

import asyncio
from collections import Counter
from pathlib import Path

from benchmarks.room import teach, warm_up
from benchmarks.serving import ROOT, streamlit_server
from bertplay.rooms.store import RoomStore
from bertplay.settings import Settings

CLIENTS = 30
STEPS = 2


def test_thirty_pupils_answer_and_nothing_is_lost(tmp_path: Path) -> None:
    environment = {"BERTPLAY_RUNS_DIR": str(tmp_path), "BERTPLAY_OFFLINE": "1"}
    with streamlit_server(ROOT / "app.py", ("--client.showErrorDetails", "full"), environment) as server:
        asyncio.run(warm_up(server))  # a fresh server under thirty browsers is the subject of test_browsers.py
        store = RoomStore(Settings(runs_dir=tmp_path))
        room, key = store.open()
        figures, sent = asyncio.run(teach(server, room, key, CLIENTS, STEPS, spread=2.0))
        counted = [Counter({a.answer: a.count for a in question.answers}) for question in store.counts(room).questions]
        store.close()
    assert figures["raised"] == []
    assert counted == sent
    assert [words.total() for words in counted] == [CLIENTS] * STEPS
