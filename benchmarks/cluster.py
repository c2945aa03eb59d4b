"""What does a Ray cluster cost on one machine, and what does it survive?

    python -m benchmarks.cluster models     two replicas against one process: one question, 64 at once, a replica killed under 256
    python -m benchmarks.cluster run        a machine (a raylet) is killed during a fine-tuning run: how long until it trains elsewhere?
    python -m benchmarks.cluster counting   the same with a training that only counts, 20 ms a step: process, store and checkpoints are real

It needs requirements-cluster.txt. Models compute with one thread each.
"""

import argparse
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import median

import psutil

from bertplay.calls.masked_word import PREDICT_MASKED_WORDS
from bertplay.model_service.base import ModelService
from bertplay.model_service.local import LocalModels
from bertplay.model_service.remote import RemoteModels
from bertplay.results.training_events import Step
from bertplay.runs.worker import RunJob
from bertplay.settings import Settings
from bertplay.training.run_job import run_job
from tests.unit.runs.small_worker import count

PORT = 8571
QUESTIONS = 40


def until(is_true: Callable[[], bool], pause: float = 0.05) -> float:
    """Wait; how long it took."""
    began = time.monotonic()
    while not is_true():
        time.sleep(pause)
    return time.monotonic() - began


def ask(models: ModelService, number: int) -> object:
    return models.answer(PREDICT_MASKED_WORDS("bert", text=f"She opened the [MASK] with key {number}.", top_k=5))


def replicas_of(process: psutil.Process) -> list[psutil.Process]:
    return [one for one in process.children(recursive=True) if "ServeReplica" in " ".join(one.cmdline())]


def measure(models: ModelService, name: str) -> None:
    """One question after another, and 64 different ones from 32 threads. Equal questions would be answered once."""
    ask(models, -1)
    times = []
    for number in range(QUESTIONS):
        began = time.monotonic()
        ask(models, 1_000 + number)
        times.append(1_000 * (time.monotonic() - began))
    with ThreadPoolExecutor(32) as pool:
        began = time.monotonic()
        list(pool.map(lambda number: ask(models, 2_000 + number), range(64)))
        together = 1_000 * (time.monotonic() - began)
    print(
        f"{name}: one question {median(times):.1f} ms, p95 {times[int(0.95 * len(times))]:.1f} ms; 64 at once {together:.0f} ms", flush=True
    )


def models() -> None:
    command = [sys.executable, "-m", "bertplay", "serve-cluster", "--replicas", "2", "--cpus", "0.5", "--port", str(PORT)]
    began = time.monotonic()
    started = subprocess.Popen(command, env=os.environ | {"BERTPLAY_THREADS": "1"}, stdout=subprocess.PIPE, text=True)  # noqa: S603
    assert started.stdout is not None
    assert "replicas answer" in started.stdout.readline()
    print(f"two replicas answer after {time.monotonic() - began:.1f} s")
    process, remote, local = psutil.Process(started.pid), RemoteModels(f"http://127.0.0.1:{PORT}"), LocalModels(Settings(threads=1))
    try:
        print("same answers:", all(ask(remote, number) == ask(local, number) for number in range(20)))
        measure(local, "in this process")
        measure(remote, "two replicas")
        everything = [process, *process.children(recursive=True)]
        print(f"memory, {len(everything)} processes: {sum(one.memory_full_info().pss for one in everything) >> 20} MiB PSS")
        killed(process, remote)
    finally:
        started.send_signal(signal.SIGTERM)
        print(f"stopped in {until(lambda: started.poll() is not None):.1f} s")


def killed(process: psutil.Process, remote: RemoteModels) -> None:
    """256 questions from 64 threads, and one replica less."""
    victim = replicas_of(process)[0]
    with ThreadPoolExecutor(64) as pool:
        asked = [pool.submit(ask, remote, 3_000 + number) for number in range(256)]
        until(lambda: sum(one.done() for one in asked) >= 8, 0.001)
        began = time.monotonic()
        victim.kill()
        under_way = sum(not one.done() for one in asked)
        errors = [one.exception() for one in asked if one.exception()]
        took = time.monotonic() - began
    print(f"killed with {under_way} of 256 under way: {len(errors)} errors; the last answer after {took:.1f} s {errors[:1]}")
    print(f"two replicas again after {until(lambda: remote.memory().processes == 2 and victim not in replicas_of(process)):.1f} s more")


def run(train: RunJob = run_job, epochs: int = 4) -> None:
    """Three raylets on this machine: a head that does not train, one that is lost, one that continues."""
    import ray
    from ray.cluster_utils import Cluster

    from bertplay.runs.launchers.ray_actor import RayLauncher
    from bertplay.runs.scheduler import Scheduler
    from bertplay.runs.service import RunService
    from bertplay.runs.state import RunState
    from bertplay.runs.store import Store
    from bertplay.training.jobs import DataSource, FineTune

    machine = {"num_cpus": 1, "object_store_memory": 100 << 20}
    cluster = Cluster(initialize_head=True, head_node_args={**machine, "num_cpus": 0, "include_dashboard": False})
    ray.init(address=cluster.address, namespace="bertplay", log_to_driver=False, logging_level="ERROR")
    first = cluster.add_node(**machine)
    settings = Settings(runs_dir=Path(tempfile.mkdtemp()), run_threads=1, backend="ray")
    service = RunService(settings, Scheduler(Store(settings), RayLauncher(settings, train)))
    service.scheduler.start()

    def steps(run_id: str) -> list[int]:
        return [event.step for event in service.events(run_id) if isinstance(event, Step)]

    run_id = service.start(FineTune(DataSource("sample:reviews"), epochs=epochs, evaluate_every=10))
    print(f"the first step after {until(lambda: bool(steps(run_id))):.1f} s")
    cluster.add_node(**machine)
    until(lambda: steps(run_id)[-1:] >= [25])
    done = steps(run_id)[-1]
    cluster.remove_node(first, allow_graceful=False)
    began = time.monotonic()
    until(lambda: service.run(run_id).attempt == 2)
    print(f"machine lost at step {done}; a worker on the other has the run after {time.monotonic() - began:.1f} s", flush=True)
    until(lambda: steps(run_id)[-1:] > [done])
    print(f"it is further than before after {time.monotonic() - began:.1f} s")
    until(lambda: service.run(run_id).state not in (RunState.RUNNING, RunState.QUEUED, RunState.INTERRUPTED))
    view, found = service.run(run_id), steps(run_id)
    print(f"{view.state}, attempt {view.attempt}, {len(found)} steps, each once and in order: {found == list(range(1, len(found) + 1))}")
    service.scheduler.stop()
    ray.shutdown()
    cluster.shutdown()


if __name__ == "__main__":
    parts = {"models": models, "run": run, "counting": lambda: run(count, 30)}
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("part", choices=parts)
    parts[parser.parse_args().part]()
