"""The models of another machine, as the pages see them."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from bertplay.calls.compare import COMPARE_PREDICTIONS
from bertplay.calls.masked_word import PREDICT_MASKED_WORDS
from bertplay.errors import BadInput, ClusterUnavailable, TooManyQuestions
from bertplay.model_service import open_model_service
from bertplay.model_service.base import ModelService
from bertplay.model_service.fallback import WithFallback
from bertplay.model_service.local import LocalModels
from bertplay.model_service.remote import RemoteModels
from bertplay.settings import Settings
from tests.replicas import Server

CALL = PREDICT_MASKED_WORDS("tiny", text="The king and the [MASK] went to the town.", top_k=3)


def test_the_answers_are_those_of_this_machine(remote: RemoteModels, local: LocalModels, server: Server) -> None:
    service: ModelService = remote
    assert service.answer(CALL) == local.answer(CALL)
    assert server.held == ["tiny"]
    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(service.answer, [CALL] * 24)) == {local.answer(CALL)}


def test_an_error_is_the_same_sentence(remote: RemoteModels, local: LocalModels) -> None:
    wrong = PREDICT_MASKED_WORDS("tiny", text="no gap", top_k=3)
    with pytest.raises(BadInput) as here:
        local.answer(wrong)
    with pytest.raises(BadInput) as there:
        remote.answer(wrong)
    assert str(there.value) == str(here.value)


def test_what_is_in_memory_is_that_of_all_replicas(remote: RemoteModels) -> None:
    assert not remote.is_ready("tiny")
    remote.load("tiny")
    assert remote.is_ready("tiny")
    memory = remote.memory()
    assert memory.processes == 2
    assert memory.budget_bytes == 2 << 30
    assert [(entry.id, entry.state, entry.bytes) for entry in memory.entries] == [("tiny", "ready", memory.bytes_held)]
    assert remote.unload("tiny") == ("tiny",)
    assert remote.unload() == ()
    assert not remote.is_ready("tiny")


def test_a_replica_that_ends_is_asked_again(remote: RemoteModels, local: LocalModels, server: Server) -> None:
    server.statuses = [500, 503]
    assert remote.answer(CALL) == local.answer(CALL)
    assert server.statuses == []


def test_too_many_questions_and_no_answer_are_said(remote: RemoteModels, server: Server) -> None:
    server.statuses = [429]
    with pytest.raises(TooManyQuestions, match="Too many questions are waiting"):
        remote.answer(CALL)
    server.statuses = [503] * 4
    with pytest.raises(ClusterUnavailable, match="do not answer: it answered 503"):
        remote.answer(CALL)
    server.statuses = [404]
    with pytest.raises(ClusterUnavailable, match="it answered 404"):
        remote.answer(CALL)


@pytest.fixture
def nobody(monkeypatch: pytest.MonkeyPatch) -> Iterator[RemoteModels]:
    """A cluster that is not there."""
    monkeypatch.setattr("bertplay.model_service.remote.PAUSES", ())
    models = RemoteModels("http://127.0.0.1:9")
    yield models
    models.close()


def test_a_cluster_that_is_not_there_is_said(nobody: RemoteModels) -> None:
    with pytest.raises(ClusterUnavailable, match=r"do not answer: ConnectError. Given: 'http://127.0.0.1:9'"):
        nobody.answer(CALL)
    with pytest.raises(ClusterUnavailable):
        nobody.load("tiny")
    assert not nobody.is_ready("tiny")


def test_this_process_answers_meanwhile_where_the_settings_say_so(nobody: RemoteModels, local: LocalModels) -> None:
    made: list[LocalModels] = []
    service = WithFallback(nobody, lambda: made.append(local) or local)
    assert made == []
    assert service.answer(CALL) == local.answer(CALL)
    assert service.is_ready("tiny")
    assert service.memory().processes == 1
    assert made == [local]


def test_the_settings_say_who_answers() -> None:
    assert isinstance(open_model_service(Settings()), LocalModels)
    assert isinstance(open_model_service(Settings(backend="ray")), RemoteModels)
    assert isinstance(open_model_service(Settings(backend="ray", ray_fallback=True)), WithFallback)


def test_several_models_are_compared_in_one_process(remote: RemoteModels, server: Server) -> None:
    """So that what they cost can be compared, too."""
    found = remote.answer(COMPARE_PREDICTIONS("bert", text="She opened the [MASK].", top_k=3))
    assert [column.model for column in found.columns] == ["bert"]
    assert server.held == ["bert"]
