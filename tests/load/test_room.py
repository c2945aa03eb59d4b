"""A class of thirty in one room: every answer is counted once, and everybody sees what the teacher reveals."""

import asyncio
from collections import Counter
from pathlib import Path

from benchmarks.front_end import FrontEnd
from benchmarks.room import answer, teach, warm_up
from benchmarks.serving import ROOT, Server, streamlit_server
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


class Unmoved(FrontEnd):
    """A tab whose timers stand still: it sees what the server tells it, and asks for nothing by itself."""

    def _start_timer(self, fragment: str, seconds: float) -> None:
        """Never."""


def test_the_server_tells_the_pupils_who_ask_nothing(tmp_path: Path) -> None:
    """What is asked, in the small; what is revealed, without the rest of the page; another question, after that."""

    async def lesson(server: Server, room: str, key: str) -> list[str]:
        async with Unmoved(server.url, {"room": room}) as pupil, FrontEnd(server.url, {"room": room, "key": key}) as teacher:
            await pupil.open("room", pupil.query, until="You are in the room")
            await teacher.open("masked_word", teacher.query | {"text": "The soup is too hot.", "hide": "4"}, until="No answer yet.")
            async with asyncio.TaskGroup() as group:
                group.create_task(pupil.wait_for("To the question"))
                group.create_task(teacher.press("Ask the class this", until="-badge[:material/campaign"))
            await pupil.press("To the question", until="The model's answer is shown when")
            await answer(pupil, "hot", 0.0)
            async with asyncio.TaskGroup() as group:
                group.create_task(pupil.wait_for("You: hot"))
                group.create_task(teacher.press("Reveal the model's answer", until="Hide the model's answer"))
            return pupil.raised + teacher.raised

    environment = {"BERTPLAY_RUNS_DIR": str(tmp_path), "BERTPLAY_OFFLINE": "1"}
    with streamlit_server(ROOT / "app.py", ("--client.showErrorDetails", "full"), environment) as server:
        asyncio.run(warm_up(server))
        store = RoomStore(Settings(runs_dir=tmp_path))
        assert asyncio.run(lesson(server, *store.open())) == []
        store.close()
