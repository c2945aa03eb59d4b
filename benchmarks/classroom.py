"""A class on one server process: how long until a question is on every student's page, an answer is counted, and the reveal is there.

Students are asyncio clients that do what the page's script does: they open the page, listen to its events and send answers (their
browsers would draw what has arrived, which is not measured). All of them join, and answer, at the very same moment. The teacher is a
WebSocket client that presses the buttons of the teacher's page. The clients share the machine with the server. At the end the counts
of the store are compared with what was sent.

    python -m benchmarks.classroom              the table of docs/benchmarks.md

Sends traffic to this machine alone.
"""

import argparse
import asyncio
import json
import resource
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Coroutine, Iterable
from contextlib import asynccontextmanager
from random import Random
from typing import TypeVar

from benchmarks.front_end import FrontEnd
from benchmarks.serving import ROOT, Server, streamlit_server, summary
from benchmarks.students import Student
from bertplay.classroom.store import ClassroomStore
from bertplay.settings import Settings

SENTENCES = (
    "The soup is too hot.",
    "She opened the door and went inside.",
    "The dog barked at the postman.",
    "The ship sailed across the sea.",
)
WORDS = ("hot", "cold", "door", "house", "dog", "key", "sea", "tree", "castle", "night", "snow", "train")
WARM_SECONDS = 10.0
STAGES = {
    "joined": "open the page until it shows something",
    "asked": "press “Ask” until the question is there",
    "answered": "send an answer until it is counted",
    "revealed": "press “Reveal” until the answers are there",
}
ENVIRONMENT = {"BERTPLAY_HUB": "off", "BERTPLAY_JOINS_PER_MINUTE": "100000"}
T = TypeVar("T")


async def together(calls: Iterable[Coroutine[None, None, T]]) -> list[T]:
    """The results of several calls started together. If one fails, the others are cancelled."""
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(call) for call in calls]
    return [task.result() for task in tasks]


async def timed(call: Coroutine[None, None, object]) -> float:
    """Seconds until a call that begins now has ended."""
    started = time.perf_counter()
    await call
    return time.perf_counter() - started


async def press(teacher: FrontEnd, button: str, until: str, arrivals: Iterable[Coroutine[None, None, float]]) -> list[float]:
    """Seconds from a press of the teacher's until it has arrived with each student."""
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(arrival) for arrival in arrivals]
        await asyncio.sleep(0)
        started = time.perf_counter()
        await teacher.press(button, until=until)
    return [task.result() - started for task in tasks]


async def ask(teacher: FrontEnd, students: list[Student], step: int, rng: Random) -> tuple[dict[str, list[float]], Counter[str]]:
    """One question, from asking to revealing; the seconds of each stage, and the words that were sent."""
    title = SENTENCES[step % len(SENTENCES)].rsplit(" ", 1)[0] + " [MASK]."
    query = {"text": SENTENCES[step % len(SENTENCES)], "hide": str(len(title.split()) - 1)}
    await teacher.open("masked_word", teacher.query | query, until="Ask the class")
    waiting = (student.wait_for(lambda shown: shown["title"] == title) for student in students)
    asked = await press(teacher, "Ask the class", "Reveal the model's answer", waiting)
    words = [rng.choice(WORDS) for _ in students]
    answered = await together(student.answer(word) for student, word in zip(students, words, strict=True))
    waiting = (student.wait_for(lambda shown: bool(shown["revealed"])) for student in students)
    revealed = await press(teacher, "Reveal the model's answer", "Hide the model's answer", waiting)
    return {"asked": asked, "answered": answered, "revealed": revealed}, Counter(words)


@asynccontextmanager
async def class_of(server: Server, code: str, key: str, clients: int) -> AsyncIterator[tuple[list[Student], FrontEnd]]:
    """The students' pages and the teacher's; all are closed at the end, whatever happens."""
    students = [Student(server.url, code) for _ in range(clients)]
    teacher = FrontEnd(server.url, {"class": code, "key": key})
    try:
        yield students, teacher
    finally:
        await asyncio.gather(*(tab.close() for tab in (*students, teacher)))


async def teach(server: Server, code: str, key: str, clients: int, steps: int) -> tuple[dict[str, list[float]], list[Counter[str]], float]:
    """A whole lesson: the seconds of each stage, what was sent in each step, and by how many MiB the server grew."""
    rng, sent = Random(0), []
    async with class_of(server, code, key, clients) as (students, teacher):
        await teacher.open("masked_word", teacher.query, until="Ask the class")
        before = server.memory_mib()
        stages = {"joined": await together(timed(student.join()) for student in students)}
        for step in range(steps):
            seconds, words = await ask(teacher, students, step, rng)
            sent.append(words)
            for name, values in seconds.items():
                stages.setdefault(name, []).extend(values)
        grown = server.memory_mib() - before
        assert teacher.raised == []
    return stages, sent, grown


def counted(store: ClassroomStore, code: str) -> list[Counter[str]]:
    """What the store has counted, for each question."""
    return [Counter({one.answer: one.count for one in question.boxes[0].answers if one.count}) for question in store.counts(code).questions]


def measure(clients: int, steps: int) -> dict[str, object]:
    """A fresh server, a pause for the model to load, then the lesson."""
    with (
        tempfile.TemporaryDirectory() as folder,
        streamlit_server(ROOT / "app.py", (), ENVIRONMENT | {"BERTPLAY_RUNS_DIR": folder}) as server,
    ):
        asyncio.run(warm_up(server))
        time.sleep(WARM_SECONDS)
        store = ClassroomStore(Settings(runs_dir=folder))  # type: ignore[arg-type]
        code, key = store.open()
        stages, sent, grown = asyncio.run(teach(server, code, key, clients, steps))
        counts = counted(store, code)
        store.close()
    lost = sum((words - found).total() + (found - words).total() for words, found in zip(sent, counts, strict=True))
    figures = {name: summary(seconds) for name, seconds in stages.items()}
    return {"clients": clients, "answers": sum(map(Counter.total, sent)), "lost_or_too_many": lost, "grown_mib": round(grown), **figures}


async def warm_up(server: Server) -> None:
    """One browser before all others."""
    async with FrontEnd(server.url, {}) as first:
        await first.open("masked_word", {}, until="the entropy of its prediction")


def table(rows: list[dict[str, object]]) -> str:
    """The figures as docs/benchmarks.md has them: median / 95th percentile."""
    lines = ["| | " + " | ".join(f"{row['clients']:,} students" for row in rows) + " |", "| --- " * (len(rows) + 1) + "|"]
    for name, title in STAGES.items():
        lines.append(f"| {title} | " + " | ".join(f"{seconds(row[name])}" for row in rows) + " |")
    lines.append(
        "| answers lost or counted twice | " + " | ".join(f"{row['lost_or_too_many']} of {row['answers']:,}" for row in rows) + " |"
    )
    lines.append("| memory over the empty server | " + " | ".join(f"{row['grown_mib']} MiB" for row in rows) + " |")
    return "\n".join(lines)


def seconds(figures: object) -> str:
    """{"median_ms": 123.4, "p95_ms": 456.7} -> "0.12 / 0.46 s"."""
    assert isinstance(figures, dict)
    return f"{figures['median_ms'] / 1000:.2f} / {figures['p95_ms'] / 1000:.2f} s"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--clients", type=int, nargs="+", default=[30, 300, 3_000])
    parser.add_argument("--steps", type=int, default=3, help="questions, each answered by everybody")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    rows = [measure(clients, options.steps) for clients in options.clients]
    print(json.dumps(rows) if options.json else table(rows))


if __name__ == "__main__":
    main()
