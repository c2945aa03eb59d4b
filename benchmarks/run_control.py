"""How soon a run answers: from the start to the first point, from each button to what it asks for; and a guess at a masked word meanwhile.

Everything goes through the desk, the store and a worker process, as from the page; only the browser is left out, which looks once a second.

    python -m benchmarks.run_control --rounds 5
"""

import argparse
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median, quantiles

from bertplay.backends.local import LocalBackend, make_cache
from bertplay.runs.desk import Desk
from bertplay.runs.state import RunState
from bertplay.settings import get_settings
from bertplay.tasks.masked_word import guess_masked_words
from bertplay.training.config import DataSource, FineTuneConfig
from bertplay.training.events import Wish

GUESSES = 200
PATIENCE = 120.0
SECONDS_BEFORE_A_CLICK = 10.0


def until(is_true: Callable[[], bool]) -> float:
    """Seconds until it is true, looked at fifty times a second."""
    begin = time.perf_counter()
    while not is_true():
        if time.perf_counter() - begin > PATIENCE:
            raise SystemExit("it did not come true")
        time.sleep(0.02)
    return time.perf_counter() - begin


def one_round(desk: Desk, seed: int) -> dict[str, float]:
    """Start, pause, one step, ten steps, go on, stop, resume. As the page does, a worker is made ready before the start and the resume."""
    get_ready(desk)
    run_id = desk.start(FineTuneConfig(DataSource("sample:reviews"), epochs=20, seed=seed))
    found = {"start to first point": until(lambda: bool(desk.events(run_id, ["evaluated"])))}
    until(lambda: desk.run(run_id).step >= 10)
    desk.ask(run_id, Wish.PAUSE)
    found["pause"] = until(lambda: desk.run(run_id).state is RunState.PAUSED)
    for steps in (1, 10):
        goal = desk.run(run_id).step + steps
        desk.step(run_id, steps)
        found[f"steps: {steps}"] = until(lambda goal=goal: desk.run(run_id).step == goal)  # type: ignore[misc]
        until(lambda: desk.run(run_id).state is RunState.PAUSED)
    desk.ask(run_id, Wish.GO)
    found["go on"] = until(lambda: desk.run(run_id).state is RunState.RUNNING)
    time.sleep(3.0)
    desk.ask(run_id, Wish.STOP)
    found["stop, with the best kept"] = until(lambda: desk.run(run_id).state is RunState.CANCELLED)
    get_ready(desk)
    desk.resume(run_id)
    found["resume, until it trains"] = until(lambda: desk.run(run_id).state is RunState.RUNNING)
    desk.ask(run_id, Wish.STOP)
    until(lambda: not desk.run(run_id).is_moving)
    return found


def get_ready(desk: Desk) -> None:
    """A worker waits that has imported everything, as after ten seconds on the page; with --cold there is none."""
    if desk.keeper.ready.warm():
        time.sleep(SECONDS_BEFORE_A_CLICK)


def guesses(backend: LocalBackend) -> list[float]:
    """Seconds of each guess, one after the other, a little apart as clicks are."""
    found = []
    for number in range(GUESSES):
        begin = time.perf_counter()
        backend.call("bert", guess_masked_words, f"In {1700 + number} she opened the [MASK] and went inside.", top_k=10)
        found.append(time.perf_counter() - begin)
        time.sleep(0.05)
    return found


def in_words(name: str, seconds: list[float]) -> str:
    return f"{name:28} median {median(seconds):7.3f} s, longest {max(seconds):7.3f} s"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--cold", action="store_true", help="no worker waits: each is started when its run is")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        settings = get_settings().model_copy(update={"runs_dir": Path(folder), "ready_worker": not options.cold})
        desk = Desk(settings)
        desk.keeper.start()
        rounds = [one_round(desk, seed) for seed in range(options.rounds)]
        for name in rounds[0]:
            print(in_words(name, [one[name] for one in rounds]), flush=True)
        backend = LocalBackend(make_cache(settings))
        backend.call("bert", guess_masked_words, "She opened the [MASK].", top_k=10)
        idle = guesses(backend)
        run_id = desk.start(FineTuneConfig(DataSource("sample:reviews"), epochs=100))
        until(lambda: desk.run(run_id).step >= 5)
        busy = guesses(backend)
        desk.ask(run_id, Wish.STOP)
        until(lambda: not desk.run(run_id).is_moving)
        desk.keeper.stop()
        for name, seconds in (("guess, idle", idle), ("guess, while a run trains", busy)):
            print(f"{name:28} median {1000 * median(seconds):6.1f} ms, p95 {1000 * quantiles(seconds, n=20)[-1]:6.1f} ms")


if __name__ == "__main__":
    main()
