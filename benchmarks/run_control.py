"""How soon a run answers: from the start to the first point, from each button to its effect; meanwhile, predictions of a masked word.

Everything goes through the service, the store and a worker process, as from the page; only the browser, which
polls once a second, is left out.

    python -m benchmarks.run_control --rounds 5
"""

import argparse
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median, quantiles

from bertplay.backends.local import LocalBackend, make_cache
from bertplay.runs.service import RunService
from bertplay.runs.state import RunState
from bertplay.settings import get_settings
from bertplay.tasks.masked_word import predict_masked_words
from bertplay.training.events import Command
from bertplay.training.jobs import DataSource, FineTune

GUESSES = 200
PATIENCE = 120.0
SECONDS_BEFORE_A_CLICK = 10.0


def until(is_true: Callable[[], bool]) -> float:
    """Seconds until it is true, polled fifty times a second."""
    begin = time.perf_counter()
    while not is_true():
        if time.perf_counter() - begin > PATIENCE:
            raise SystemExit("it did not come true")
        time.sleep(0.02)
    return time.perf_counter() - begin


def one_round(service: RunService, seed: int) -> dict[str, float]:
    """Start, pause, one step, ten steps, continue, stop, resume. As the page does, a warm worker is started before start and resume."""
    get_ready(service)
    run_id = service.start(FineTune(DataSource("sample:reviews"), epochs=20, seed=seed))
    found = {"start to first point": until(lambda: bool(service.events(run_id, ["evaluated"])))}
    until(lambda: service.run(run_id).step >= 10)
    service.send(run_id, Command.PAUSE)
    found["pause"] = until(lambda: service.run(run_id).state is RunState.PAUSED)
    for steps in (1, 10):
        goal = service.run(run_id).step + steps
        service.step(run_id, steps)
        found[f"steps: {steps}"] = until(lambda goal=goal: service.run(run_id).step == goal)  # type: ignore[misc]
        until(lambda: service.run(run_id).state is RunState.PAUSED)
    service.send(run_id, Command.CONTINUE)
    found["go on"] = until(lambda: service.run(run_id).state is RunState.RUNNING)
    time.sleep(3.0)
    service.send(run_id, Command.STOP)
    found["stop, with the best kept"] = until(lambda: service.run(run_id).state is RunState.CANCELLED)
    get_ready(service)
    service.resume(run_id)
    found["resume, until it trains"] = until(lambda: service.run(run_id).state is RunState.RUNNING)
    service.send(run_id, Command.STOP)
    until(lambda: not service.run(run_id).is_moving)
    return found


def get_ready(service: RunService) -> None:
    """A worker waits that has imported everything, as after ten seconds on the page; with --cold there is none."""
    if service.scheduler.launcher.warm_worker.warm():
        time.sleep(SECONDS_BEFORE_A_CLICK)


def guesses(backend: LocalBackend) -> list[float]:
    """Seconds of each prediction, one after the other, a little apart, like clicks."""
    found = []
    for number in range(GUESSES):
        begin = time.perf_counter()
        backend.call("bert", predict_masked_words, f"In {1700 + number} she opened the [MASK] and went inside.", top_k=10)
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
        settings = get_settings().model_copy(update={"runs_dir": Path(folder), "warm_worker": not options.cold})
        service = RunService(settings)
        service.scheduler.start()
        rounds = [one_round(service, seed) for seed in range(options.rounds)]
        for name in rounds[0]:
            print(in_words(name, [one[name] for one in rounds]), flush=True)
        backend = LocalBackend(make_cache(settings))
        backend.call("bert", predict_masked_words, "She opened the [MASK].", top_k=10)
        idle = guesses(backend)
        run_id = service.start(FineTune(DataSource("sample:reviews"), epochs=100))
        until(lambda: service.run(run_id).step >= 5)
        busy = guesses(backend)
        service.send(run_id, Command.STOP)
        until(lambda: not service.run(run_id).is_moving)
        service.scheduler.stop()
        for name, seconds in (("guess, idle", idle), ("guess, while a run trains", busy)):
            print(f"{name:28} median {1000 * median(seconds):6.1f} ms, p95 {1000 * quantiles(seconds, n=20)[-1]:6.1f} ms")


if __name__ == "__main__":
    main()
