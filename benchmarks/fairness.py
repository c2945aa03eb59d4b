"""Whether a heavy request of one visitor delays another: a prediction on its own, and alongside each kind of heavy request.

Both visitors are clients that imitate Streamlit's front end, so page code, drawing and passes of the model all count; what a browser
draws does not. One types a sentence that nobody asked about before, a moment after the last answer, and is measured from sending it
until the script of the page has finished. The other one asks for the next heavy thing as soon as the last one is there. Alone and
beside alternate, so that a busy moment of the machine hits both. Target: at most twice as long.

    python -m benchmarks.fairness --rounds 3 --only embeddings

Sends traffic to this machine alone.
"""

import argparse
import asyncio
import json
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from itertools import count
from pathlib import Path
from random import Random
from statistics import median

from benchmarks.front_end import FINISHED, FrontEnd
from benchmarks.large import long_text
from benchmarks.serving import ROOT, streamlit_server, summary
from bertplay.lessons.compare import item_samples
from bertplay.runs.service import RunService
from bertplay.settings import Settings
from bertplay.training.events import Command
from bertplay.training.jobs import DataSource, FineTune

LINES = 2_000
FOUR_MODELS = "bert,roberta,albert,bilstm"
PATIENCE = 60.0
SECONDS_TO_BEGIN = 0.5
SENTENCE = "Sentence"
NUMBERS = count(1)
"""What makes each request another one: no answer comes from a store."""

Heavy = Callable[[FrontEnd], Awaitable[None]]


def typed(page: str, tab: str, label: str, text: Callable[[int], str]) -> Heavy:
    """A long text in a box of a tab."""

    async def ask(visitor: FrontEnd) -> None:
        if visitor.query != {"tab": tab}:
            visitor.query = {"tab": tab}
            await visitor.open(page, visitor.query, FINISHED)
        await visitor.enter(label, text(next(NUMBERS)))

    return ask


def compared(sample: str) -> Heavy:
    """Four models on one of the tests that come with the page; asked once, because the answer is kept."""

    async def ask(visitor: FrontEnd) -> None:
        if visitor.query:
            raise StopAsyncIteration
        visitor.query = {"tab": "test", "models": FOUR_MODELS, "test": sample}
        await visitor.open("compare", visitor.query, FINISHED)

    return ask


def lines(number: int) -> str:
    return "\n".join(f"The boat number {number} and {line} lay at the bank of the river." for line in range(LINES))


def numbered(number: int) -> str:
    return f"This is text number {number}. {long_text()}"


PARAGRAPHS = "One or more paragraphs, with a blank line between them"
HEAVY: dict[str, Heavy] = {
    "embeddings, 2,000 sentences": typed("embeddings", "similarity", "Sentences, one per line", lines),
    "layers, attention of a long text": typed("layers", "attention", SENTENCE, lambda number: numbered(number)[:20_000]),
    "layers, layer by layer": typed("layers", "layer_by_layer", SENTENCE, lambda number: numbered(number)[:20_000]),
    "masked word, surprisal": typed("masked_word", "surprisal", SENTENCE, lambda number: numbered(number)[:20_000]),
    "next sentence, test on a text": typed("next_sentence", "test", PARAGRAPHS, numbered),
    "next sentence, all orders": typed("next_sentence", "all_orders", PARAGRAPHS, numbered),
    "WordPiece, from text to tokens": typed("wordpiece", "text_to_tokens", "Text", numbered),
    "WordPiece, train a tokenizer": typed("wordpiece", "train", "Text to train on", numbered),
} | {f"compare, {name}": compared(name) for name in item_samples()}
RUN = "a fine-tuning run"


async def predictions(visitor: FrontEnd, rng: Random, enough: Callable[[list[float]], bool]) -> list[float]:
    """Seconds of each prediction, one after the other, a random moment apart."""
    found: list[float] = []
    while not enough(found):
        await asyncio.sleep(rng.uniform(0.05, 0.25))
        started = time.perf_counter()
        await visitor.enter(SENTENCE, f"In {next(NUMBERS)} she opened the [MASK] and went inside.")
        found.append(time.perf_counter() - started)
    return found


async def requests(url: str, heavy: Heavy, taken: list[float]) -> None:
    """One heavy request after another, each in `taken` with its seconds."""
    async with FrontEnd(url, {}) as visitor:
        with suppress(StopAsyncIteration):
            while True:
                started = time.perf_counter()
                await heavy(visitor)
                taken.append(time.perf_counter() - started)


@asynccontextmanager
async def beside(url: str, heavy: Heavy, taken: list[float]) -> AsyncIterator[asyncio.Task[None]]:
    """Heavy requests that run until the end of the block, or until there are no more."""
    task = asyncio.create_task(requests(url, heavy, taken))
    await asyncio.sleep(SECONDS_TO_BEGIN)
    try:
        yield task
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


@asynccontextmanager
async def training(folder: Path) -> AsyncIterator[None]:
    """A run of the server's, started by a command, until the end of the block."""
    service = RunService(Settings(runs_dir=folder))
    run_id = service.start(FineTune(DataSource("sample:reviews"), epochs=100))
    while service.run(run_id).step < 5:
        await asyncio.sleep(0.2)
    try:
        yield
    finally:
        service.send(run_id, Command.STOP)
        while service.run(run_id).is_moving:
            await asyncio.sleep(0.2)


async def measure(url: str, folder: Path, names: list[str], guesses: int) -> dict[str, dict[str, list[float]]]:
    """Seconds of predictions alone and beside each kind, and of the heavy requests themselves."""
    rng, found = Random(0), {}
    async with FrontEnd(url, {}) as visitor:
        await visitor.open("masked_word", {}, "the entropy of its prediction")
        await predictions(visitor, rng, lambda found: len(found) >= 10)  # everything is imported and loaded
        for name in names:
            alone = await predictions(visitor, rng, lambda found: len(found) >= guesses // 2)
            taken: list[float] = []
            if name == RUN:
                async with training(folder):
                    busy = await predictions(visitor, rng, lambda found: len(found) >= guesses)
            else:
                async with beside(url, HEAVY[name], taken) as task:
                    busy = await predictions(visitor, rng, lambda found, task=task: len(found) >= guesses or task.done())  # type: ignore[misc]
            await asyncio.sleep(1.0)
            alone += await predictions(visitor, rng, lambda found: len(found) >= guesses // 2)
            found[name] = {"alone": alone, "beside": busy, "heavy": taken}
    return found


def in_words(name: str, seconds: dict[str, list[float]]) -> str:
    alone, busy, heavy = (seconds[what] for what in ("alone", "beside", "heavy"))
    times = median(busy) / median(alone)
    request = f"{median(heavy):6.2f}" if heavy else "     -"
    return f"{name:34} {1000 * median(alone):7.0f} {1000 * median(busy):7.0f} {times:6.2f} {1000 * max(busy):8.0f} {len(busy):5} {request}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3, help="each with a server of its own (default: 3)")
    parser.add_argument("--guesses", type=int, default=20, help="alone, and at most so many beside a heavy request (default: 20)")
    parser.add_argument("--only", default="", help="kinds whose names begin so")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    names = [name for name in (*HEAVY, RUN) if name.startswith(options.only)]
    all_seconds: dict[str, dict[str, list[float]]] = {}
    for _ in range(options.rounds):
        with tempfile.TemporaryDirectory() as folder:
            environment = {"BERTPLAY_HUB": "off", "BERTPLAY_RUNS_DIR": folder}
            with streamlit_server(ROOT / "app.py", environment=environment) as server:
                for name, seconds in asyncio.run(measure(server.url, Path(folder), names, options.guesses)).items():
                    mine = all_seconds.setdefault(name, {"alone": [], "beside": [], "heavy": []})
                    for what, more in seconds.items():
                        mine[what] += more
    if options.json:
        print(json.dumps({name: {what: summary(s) for what, s in seconds.items() if s} for name, seconds in all_seconds.items()}))
        return
    print(f"{'milliseconds, median':34} {'alone':>7} {'beside':>7} {'times':>6} {'longest':>8} {'n':>5} {'heavy, s':>8}")
    for name, seconds in all_seconds.items():
        print(in_words(name, seconds))


if __name__ == "__main__":
    main()
