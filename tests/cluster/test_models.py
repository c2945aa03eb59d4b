"""Two replicas on a Ray cluster: the answers of this machine, and none lost with a replica."""

import math
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any

import psutil
import pytest

from bertplay.calls import Call
from bertplay.calls.embeddings import COMPARE_SENTENCES
from bertplay.calls.layers import MAP_ATTENTION
from bertplay.calls.masked_word import PREDICT_MASKED_WORDS
from bertplay.calls.next_sentence import PREDICT_BOTH_ORDERS
from bertplay.doctor import who_answers
from bertplay.errors import BadInput, ClusterUnavailable
from bertplay.lessons.sense_samples import unrelated_sentences
from bertplay.model_service.local import LocalModels
from bertplay.model_service.remote import RemoteModels
from bertplay.results import MaskedWordPredictions, as_json
from bertplay.settings import Settings
from tests.waiting import until

SECONDS_OF_A_START = 240.0
TEXT = "She opened the [MASK] and went inside."
CALLS = (
    PREDICT_MASKED_WORDS("bert", text=TEXT, top_k=5),
    PREDICT_BOTH_ORDERS("albert", first="It rained all night.", second="In the morning the streets were wet."),
    MAP_ATTENTION("bert", text=TEXT),
    COMPARE_SENTENCES("bert", query="A dog barks.", texts=["A cat sleeps.", "The dog is loud."], unrelated=unrelated_sentences()),
)


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def replicas_of(process: psutil.Process) -> list[psutil.Process]:
    """The processes with models among those that the command started."""
    found = []
    for one in process.children(recursive=True):
        with suppress(psutil.Error):
            if "ServeReplica" in " ".join(one.cmdline()) and one.status() != psutil.STATUS_ZOMBIE:
                found.append(one)
    return found


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[RemoteModels, psutil.Process]]:
    """`serve-cluster` with two replicas on a cluster of this machine alone, and who asks it."""
    port = free_port()
    command = [sys.executable, "-m", "bertplay", "serve-cluster", "--replicas", "2", "--cpus", "0.5", "--port", str(port)]
    log = tmp_path_factory.mktemp("cluster") / "log.txt"
    with log.open("wb") as out:
        started = subprocess.Popen(command, env=os.environ | {"BERTPLAY_THREADS": "1"}, stdout=out, stderr=out)
    process, remote = psutil.Process(started.pid), RemoteModels(f"http://127.0.0.1:{port}")
    try:
        until(lambda: "replicas answer" in text_of(log, started), SECONDS_OF_A_START)
        yield remote, process
    finally:
        remote.close()
        started.send_signal(signal.SIGTERM)
        started.wait(60)


def text_of(log: Path, started: subprocess.Popen[bytes]) -> str:
    assert started.poll() is None, log.read_text("utf-8")
    return log.read_text("utf-8")


@pytest.mark.parametrize("call", CALLS, ids=lambda call: call.task.name)
def test_the_answers_are_those_of_one_process(call: Call[object], cluster: tuple[RemoteModels, psutil.Process]) -> None:
    """Whatever the machine is doing: a busy one cuts passes smaller, which moves the last bit of a number."""
    local = LocalModels(Settings(threads=1))
    assert is_close(as_json(cluster[0].answer(call)), as_json(local.answer(call)))


def is_close(one: Any, other: Any) -> bool:
    """Whether two values of JSON are the same, their numbers to a millionth."""
    if isinstance(one, float):
        return isinstance(other, float) and math.isclose(one, other, rel_tol=1e-6, abs_tol=1e-6)
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(is_close(value, other[name]) for name, value in one.items())
    if isinstance(one, list):
        return len(one) == len(other) and all(map(is_close, one, other))
    return bool(one == other)


def test_an_error_is_a_sentence_and_a_model_stays_where_it_is(cluster: tuple[RemoteModels, psutil.Process]) -> None:
    remote = cluster[0]
    with pytest.raises(BadInput, match="No word is hidden"):
        remote.answer(PREDICT_MASKED_WORDS("bert", text="no gap", top_k=5))
    remote.load("albert")
    for number in range(20):
        remote.answer(PREDICT_MASKED_WORDS("albert", text=f"The [MASK] has {number} legs.", top_k=5))
    memory = remote.memory()
    entries = {entry.id: entry for entry in memory.entries}
    assert memory.processes == 2
    assert entries["bert"].bytes > 2 * 50 << 20  # one in each replica
    assert entries["albert"].bytes < 2 * 16 << 20  # one for both
    assert remote.unload("albert") == ("albert",)
    assert not remote.is_ready("albert")
    assert "answers with 2 processes; bert in memory" in who_answers(Settings(backend="ray", ray_address=remote.address))


def test_another_version_is_refused(cluster: tuple[RemoteModels, psutil.Process]) -> None:
    other = RemoteModels(cluster[0].address)
    other._http.headers["x-bertplay-build"] = "0.0.1 0123456789"
    with pytest.raises(ClusterUnavailable, match="different version"):
        other.memory()
    other.close()


def test_a_killed_replica_takes_no_answer_with_it(cluster: tuple[RemoteModels, psutil.Process]) -> None:
    """256 questions are under way when one of two replicas is killed: each gets its answer, and a new replica comes."""
    remote, process = cluster

    def ask(number: int) -> MaskedWordPredictions:
        return remote.answer(PREDICT_MASKED_WORDS("bert", text=f"She opened the [MASK] with key {number}.", top_k=5))

    before = replicas_of(process)
    assert len(before) == 2
    with ThreadPoolExecutor(64) as pool:
        asked = [pool.submit(ask, number) for number in range(256)]
        until(lambda: sum(one.done() for one in asked) >= 8)
        before[0].kill()
        answers = [one.result() for one in asked]
    assert [answer.text for answer in answers] == [f"She opened the [MASK] with key {number}." for number in range(256)]
    until(lambda: remote.memory().processes == 2 and before[0] not in replicas_of(process), SECONDS_OF_A_START)
