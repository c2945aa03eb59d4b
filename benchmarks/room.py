"""A class in one room: how long until a pupil's answer is counted, until the teacher sees it, until all see what is revealed.

A pupil is a WebSocket client that does what Streamlit's front end does: it enters the room,
goes to what the teacher asks, sends a word at a moment of its own, looks again as often as the page tells it to, and waits
until what the class said ("revealed") and what the model says ("model") stand there. The teacher is another such client.
The clients share the machine with the server. At the end the counts of the store are compared with what was sent.
Sends traffic to this machine alone.
"""

import argparse
import asyncio
import json
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Coroutine, Iterable
from contextlib import asynccontextmanager
from random import Random
from typing import TypeVar

from benchmarks.front_end import FrontEnd
from benchmarks.serving import ROOT, Server, streamlit_server, summary
from bertplay.rooms.store import RoomStore
from bertplay.settings import Settings

SENTENCES = (
    "The soup is too hot.",
    "She opened the door and went inside.",
    "The dog barked at the postman.",
    "He lost his key on the way home.",
    "The ship sailed across the sea.",
    "They planted a tree in the garden.",
    "The king lived in a castle.",
    "It rained all night in the town.",
    "The children played in the snow.",
    "The train left the station early.",
)
WORDS = ("hot", "cold", "door", "house", "dog", "key", "sea", "tree", "castle", "night", "snow", "train")
WARM_SECONDS = 10.0
T = TypeVar("T")


async def answer(pupil: FrontEnd, word: str, wait: float) -> float:
    """Send a word after a while; seconds until the page says what was counted."""
    await asyncio.sleep(wait)
    pupil.values[pupil.id_of("Your word")] = word
    started = time.perf_counter()
    await pupil.press("Send", until=f"You said: {word}.")
    return time.perf_counter() - started


async def ask(
    teacher: FrontEnd, pupils: list[FrontEnd], step: int, spread: float, dice: Random
) -> tuple[dict[str, list[float]], list[str]]:
    """One question, from asking to revealing; the seconds of each stage, and the words that were sent."""
    text = SENTENCES[step % len(SENTENCES)]
    await teacher.open("masked_word", teacher.query | {"text": text, "hide": "1"}, until="No answer yet.")
    await teacher.press("Ask the class this", until="-badge[:material/campaign")
    words = [dice.choice(WORDS) for _ in pupils]
    moved = await together(timed(pupil.press("What is asked now", until="The model's answer is shown when")) for pupil in pupils)
    answered = await together(answer(p, word, dice.uniform(0, spread)) for p, word in zip(pupils, words, strict=True))
    seen = await timed(teacher.wait_for(f"{len(pupils):,} answers, "))
    async with asyncio.TaskGroup() as group:
        revealed = [group.create_task(timed(pupil.wait_for("The class said"))) for pupil in pupils]
        model = [group.create_task(timed(pupil.wait_for("Hidden here"))) for pupil in pupils]
        await asyncio.sleep(0)
        await teacher.press("Reveal the model's answer", until="Hide the model's answer")
    seconds = {"revealed": [task.result() for task in revealed], "model": [task.result() for task in model]}
    return {"moved": moved, "answered": answered, "teacher": [seen], **seconds}, words


async def timed(call: Awaitable[None]) -> float:
    """Seconds until a call that begins now has ended."""
    started = time.perf_counter()
    await call
    return time.perf_counter() - started


async def together(calls: Iterable[Coroutine[None, None, T]]) -> list[T]:
    """What several calls give that begin now. When one fails, the others are given up."""
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(call) for call in calls]
    return [task.result() for task in tasks]


@asynccontextmanager
async def class_of(server: Server, room: str, key: str, clients: int) -> AsyncIterator[tuple[list[FrontEnd], FrontEnd]]:
    """The pupils' tabs and the teacher's; all are closed at the end, whatever happens."""
    pupils = [FrontEnd(server.url, {"room": room}) for _ in range(clients)]
    teacher = FrontEnd(server.url, {"room": room, "key": key})
    try:
        yield pupils, teacher
    finally:
        await asyncio.gather(*(tab.close() for tab in (*pupils, teacher)))


async def teach(
    server: Server, room: str, key: str, clients: int, steps: int, spread: float
) -> tuple[dict[str, object], list[Counter[str]]]:
    """A whole lesson; its figures, and what was sent in each step."""
    dice = Random(0)
    stages: dict[str, list[float]] = {}
    sent = []
    async with class_of(server, room, key, clients) as (pupils, teacher):
        before = server.memory_mib()
        await together(pupil.open("room", pupil.query, until="You are in the room") for pupil in pupils)
        for step in range(steps):
            seconds, words = await ask(teacher, pupils, step, spread, dice)
            sent.append(Counter(words))
            for name, values in seconds.items():
                stages.setdefault(name, []).extend(values)
        after = server.memory_mib()
        raised = [r for front_end in (*pupils, teacher) for r in front_end.raised]
    figures: dict[str, object] = {name: summary(values) for name, values in stages.items()}
    return figures | {"memory_before_mib": round(before), "memory_after_mib": round(after), "raised": raised[:3]}, sent


def measure(clients: int, steps: int, spread: float) -> dict[str, object]:
    """A fresh server, a pause for the model to load, then the lesson; what is missing in the store is said."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {"BERTPLAY_RUNS_DIR": folder, "BERTPLAY_OFFLINE": "1"}
        with streamlit_server(ROOT / "app.py", environment=environment) as server:
            asyncio.run(warm_up(server))
            time.sleep(WARM_SECONDS)
            store = RoomStore(Settings(runs_dir=folder))  # type: ignore[arg-type]
            room, key = store.open()
            figures, sent = asyncio.run(teach(server, room, key, clients, steps, spread))
            counts = [Counter({a.answer: a.count for a in question.answers}) for question in store.counts(room).questions]
            store.close()
    lost = sum((words - counted).total() + (counted - words).total() for words, counted in zip(sent, counts, strict=True))
    return {"clients": clients, "steps": steps, "answers": sum(map(Counter.total, sent)), "lost_or_too_many": lost, **figures}


async def warm_up(server: Server) -> None:
    """One browser before all others."""
    async with FrontEnd(server.url, {}) as first:
        await first.open("masked_word", {}, until="Hidden here")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--clients", type=int, nargs="+", default=[30, 300])
    parser.add_argument("--steps", type=int, default=10, help="questions, each answered by everybody")
    parser.add_argument("--spread", type=float, default=10.0, help="within so many seconds everybody answers")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    rows = [measure(clients, options.steps, options.spread) for clients in options.clients]
    if options.json:
        print(json.dumps(rows))
        return
    for row in rows:
        print("\n".join(f"{name}: {value}" for name, value in row.items()), end="\n\n")


if __name__ == "__main__":
    main()
