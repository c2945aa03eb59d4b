"""How accurate is the forecast of the fine-tuning page: seconds and memory, measured in a few steps, against the run itself.

Each run goes through service, store and waiting worker, as from the page. The seconds of the run are from its worker's claim to its
end, its memory is the process at its highest.

    python -m benchmarks.forecast --rounds 3
"""

import argparse
import json
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from statistics import median

import psutil

from benchmarks.run_control import until
from bertplay.runs.forecast import forecast
from bertplay.runs.service import RunService
from bertplay.settings import Settings, get_settings
from bertplay.training.jobs import DataSource, FineTune, Method, Task

RUNS = {
    "reviews, all weights, 3 epochs": FineTune(DataSource("sample:reviews")),
    "topics, frozen, 3 epochs": FineTune(DataSource("sample:topics"), method=Method.FROZEN),
    "names, all weights, 3 epochs": FineTune(DataSource("sample:entities"), task=Task.ENTITIES),
    "reviews, counted words": FineTune(DataSource("sample:reviews"), method=Method.TFIDF),
}
Figures = dict[str, float]


def compare(config: FineTune, settings: Settings) -> Figures:
    """The forecast and the measured values, in an empty folder of runs."""
    with tempfile.TemporaryDirectory() as folder:
        service = RunService(settings.model_copy(update={"runs_dir": Path(folder), "warm_worker": True}))
        service.scheduler.start()
        until(lambda: not forecast(service, [config]).is_measuring)
        said = forecast(service, [config])
        if said.seconds is None or said.memory_bytes is None:
            raise SystemExit(said.problem or "nothing was measured")
        run_id, highest = service.start(config), 0
        while service.run(run_id).is_moving:
            highest = max(highest, *map(memory_of, service.scheduler.launcher.children()), 0)
            time.sleep(0.05)
        seconds = service.run(run_id).seconds or 0.0
        service.scheduler.stop()
        until(lambda: service.scheduler.launcher.children() == [])
    return {"said_seconds": said.seconds, "seconds": seconds, "said_gb": said.memory_bytes / 1e9, "gb": highest / 1e9}


def memory_of(pid: int) -> int:
    """Resident bytes of a process; 0 when it has just ended."""
    try:
        return int(psutil.Process(pid).memory_info().rss)
    except psutil.Error:
        return 0


def in_words(name: str, rounds: list[Figures]) -> str:
    """reviews: said 12.1 s, took 13.0 s, ratio 0.93 (0.88 to 1.02); …"""
    lines = []
    for unit, said, true in (("s", "said_seconds", "seconds"), ("GB", "said_gb", "gb")):
        ratios = sorted(one[said] / one[true] for one in rounds)
        middle = f"said {median(r[said] for r in rounds):.2f} {unit}, was {median(r[true] for r in rounds):.2f} {unit}"
        lines.append(f"{middle}, ratio {median(ratios):.2f} ({ratios[0]:.2f} to {ratios[-1]:.2f})")
    return f"{name:32} {'; '.join(lines)}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    found: dict[str, list[Figures]] = {name: [] for name in RUNS}
    for seed in range(options.rounds):
        for name, config in RUNS.items():
            found[name].append(compare(replace(config, seed=seed), get_settings()))
            print(in_words(name, found[name][-1:]), flush=True)
    for name, rounds in found.items():
        print(in_words(name, rounds))
    print(json.dumps(found))


if __name__ == "__main__":
    main()
