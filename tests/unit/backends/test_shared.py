"""SharedBackend: what many ask at once is computed once, and nothing is kept too long."""

import gc
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from weakref import ref

import numpy as np
import pytest

from bertplay.backends import shared
from bertplay.backends.base import Backend
from bertplay.backends.shared import SharedBackend, array_bytes
from bertplay.errors import BadInput
from bertplay.results import WordPrediction
from tests.waiting import SECONDS


class Model:
    """Stands for a loaded model."""


class Counting:
    """A Backend of one model that counts what it computes."""

    def __init__(self) -> None:
        self.model = Model()
        self.computed: list[Any] = []

    def call(self, model_id: str, task: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        return task(self.model, *args, **kwargs)


@pytest.fixture
def counting() -> Counting:
    return Counting()


def asked_of(counting: Counting) -> tuple[Backend, Callable[..., Any]]:
    def task(model: Model, text: Any, *, times: int = 1) -> Any:
        counting.computed.append(text)
        return (text, times)

    return SharedBackend(counting), task


def test_the_same_question_is_computed_once(counting: Counting) -> None:
    backend, task = asked_of(counting)
    assert [backend.call("m", task, "a", times=2) for _ in range(3)] == [("a", 2)] * 3
    assert backend.call("m", task, "a", times=3) == ("a", 3)
    assert backend.call("m", task, "b") == ("b", 1)
    assert counting.computed == ["a", "a", "b"]


def test_who_asks_meanwhile_waits_for_the_one_answer(counting: Counting) -> None:
    backend, begun, may_end = SharedBackend(counting), threading.Event(), threading.Event()

    def slow(model: Model, text: str) -> str:
        counting.computed.append(text)
        begun.set()
        assert may_end.wait(SECONDS)
        return text

    with ThreadPoolExecutor(8) as pool:
        answers = [pool.submit(backend.call, "m", slow, "a")]
        assert begun.wait(SECONDS)
        answers += [pool.submit(backend.call, "m", slow, "a") for _ in range(7)]
        may_end.set()
        assert [answer.result(SECONDS) for answer in answers] == ["a"] * 8
    assert counting.computed == ["a"]


def test_what_failed_is_asked_anew(counting: Counting) -> None:
    backend = SharedBackend(counting)

    def failing_once(model: Model, text: str) -> str:
        counting.computed.append(text)
        if len(counting.computed) == 1:
            raise BadInput("no", remedy="ask again")
        return text

    with pytest.raises(BadInput):
        backend.call("m", failing_once, "a")
    assert backend.call("m", failing_once, "a") == "a"
    assert backend.call("m", failing_once, "a") == "a"
    assert len(counting.computed) == 2


def test_a_list_among_the_arguments_is_no_hindrance(counting: Counting) -> None:
    backend, task = asked_of(counting)
    assert [backend.call("m", task, ["a"]) for _ in range(2)] == [(["a"], 1)] * 2


def test_the_oldest_answer_makes_room(counting: Counting, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shared, "MAX_ANSWERS", 2)
    backend, task = asked_of(counting)
    for text in "abac":
        backend.call("m", task, text)
    assert counting.computed == ["a", "b", "c"]
    backend.call("m", task, "a")
    assert counting.computed == ["a", "b", "c"]
    backend.call("m", task, "b")
    assert counting.computed == ["a", "b", "c", "b"]


def test_large_answers_are_not_cached(counting: Counting) -> None:
    backend = SharedBackend(counting)

    def large(model: Model, numbers: int) -> Any:
        counting.computed.append(numbers)
        return (np.zeros(numbers, dtype=np.float32),)

    for numbers in (500_000, 500_000, 500_001, 500_001):
        backend.call("m", large, numbers)
    assert counting.computed == [500_000, 500_001, 500_001]
    for numbers in (*range(30_000, 30_008), 500_000):  # eight more large ones: the first of all has made room
        backend.call("m", large, numbers)
    assert counting.computed[-2:] == [30_007, 500_000]


def test_answers_go_with_their_model(counting: Counting) -> None:
    backend, task = asked_of(counting)
    backend.call("m", task, "a")
    gone = ref(counting.model)
    counting.model = Model()  # loaded anew, perhaps with other weights
    gc.collect()
    assert gone() is None
    backend.call("m", task, "a")
    assert counting.computed == ["a", "a"]


def test_arrays_are_found_inside_a_result() -> None:
    guess = WordPrediction("a", 0.5)
    assert array_bytes((guess, {"x": [np.zeros(3)]}, "text")) == 24


def test_a_list_of_words_is_the_same_question_for_all_who_bring_it(counting: Counting) -> None:
    """As after the reveal, when each student's own word is added to the list."""
    backend, task = asked_of(counting)
    for words in (["hot"], ["hot"], ["cold"], ("hot",), [["hot"]]):
        assert backend.call("m", task, words) == (words, 1)
    assert counting.computed == [["hot"], ["cold"], ("hot",), [["hot"]]]
