"""SharedBackend: identical simultaneous questions are answered once. When a teacher reveals an answer, 300 pages ask the same."""

import threading
from collections import OrderedDict, deque
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar
from weakref import WeakKeyDictionary

import numpy as np

from bertplay.backends.base import Backend

if TYPE_CHECKING:
    from bertplay.models.loaded import LoadedModel

P = ParamSpec("P")
R = TypeVar("R")

MAX_ANSWERS = 100
"""The maximum for each model: enough for the words of a whole class."""
MAX_BYTES, LARGE_BYTES, MAX_LARGE = 2_000_000, 100_000, 8
"""Of the arrays of one answer, a longer one is computed for each; of those above LARGE_BYTES, the last eight are kept: maps of thousands
of sentences."""


class SharedBackend:
    """Passes calls on to another Backend; equal calls share one answer, which must not be modified."""

    def __init__(self, backend: Backend) -> None:
        self._backend = backend
        self._lock = threading.Lock()
        self._answers: WeakKeyDictionary[LoadedModel, OrderedDict[Hashable, Future[Any]]] = WeakKeyDictionary()
        self._large: WeakKeyDictionary[LoadedModel, deque[Hashable]] = WeakKeyDictionary()

    def call(self, model_id: str, task: "Callable[Concatenate[LoadedModel, P], R]", /, *args: P.args, **kwargs: P.kwargs) -> R:
        asked = (task, key_of(args), tuple((name, key_of(value)) for name, value in sorted(kwargs.items())))
        try:
            hash(asked)
        except TypeError:  # a mapping is among the arguments
            return self._backend.call(model_id, task, *args, **kwargs)
        return self._backend.call(model_id, lambda model: self._answer(model, asked, lambda: task(model, *args, **kwargs)))

    def _answer(self, model: "LoadedModel", asked: Hashable, compute: Callable[[], R]) -> R:
        """The cached answer, or the one being computed; otherwise this thread computes it. Failures are not cached."""
        answer, is_mine = self._join(model, asked)
        if not is_mine:
            return answer.result() if answer.exception() is None else compute()
        try:
            result = compute()
        except BaseException as error:
            self._forget(model, asked)
            answer.set_exception(error)
            raise
        size = array_bytes(result)
        if size > MAX_BYTES:
            self._forget(model, asked)
        elif size > LARGE_BYTES:
            self._make_room(model, asked)
        answer.set_result(result)
        return result

    def _join(self, model: "LoadedModel", asked: Hashable) -> tuple["Future[Any]", bool]:
        """An answer, and whether this thread has to compute it. The least recently used one is evicted."""
        with self._lock:
            answers = self._answers.setdefault(model, OrderedDict())
            is_mine = asked not in answers
            answer = answers.setdefault(asked, Future())
            answers.move_to_end(asked)
            if len(answers) > MAX_ANSWERS:
                answers.popitem(last=False)
        return answer, is_mine

    def _make_room(self, model: "LoadedModel", asked: Hashable) -> None:
        """Evict the oldest large answers when there are too many."""
        with self._lock:
            large = self._large.setdefault(model, deque())
            large.append(asked)
            if len(large) > MAX_LARGE:
                self._answers[model].pop(large.popleft(), None)

    def _forget(self, model: "LoadedModel", asked: Hashable) -> None:
        with self._lock:
            self._answers[model].pop(asked, None)


def key_of(value: Any) -> Any:
    """A hashable form of an argument: a list becomes a tuple."""
    return (type(value), *map(key_of, value)) if isinstance(value, list | tuple) else value


def array_bytes(value: Any) -> int:
    """The size of a result's arrays, in bytes."""
    if isinstance(value, np.ndarray):
        return value.nbytes
    if is_dataclass(value):
        return sum(array_bytes(getattr(value, field.name)) for field in fields(value))
    if isinstance(value, dict):
        return sum(map(array_bytes, value.values()))
    return sum(map(array_bytes, value)) if isinstance(value, tuple | list) else 0
