"""What travels to another machine and back: calls as values, answers equal to the last bit, and nothing that is called."""

import json
import os
import pickle
from dataclasses import fields, is_dataclass
from functools import partial
from typing import Annotated, Any, get_args, get_origin, get_type_hints

import numpy as np
import pytest

from bertplay.calls import TASKS, Call
from bertplay.calls.embeddings import FOLLOW_WORD
from bertplay.calls.layers import ABLATE, MAP_ATTENTION
from bertplay.calls.masked_word import PREDICT_MASKED_WORDS, SCORE_CANDIDATES
from bertplay.errors import BadInput, BertplayError, CacheFull, ClusterUnavailable
from bertplay.i18n import N_, _, lazy, using_language
from bertplay.model_service import wire
from bertplay.model_service.local import LocalModels
from bertplay.model_service.wire import (
    ANSWERED,
    VALUES,
    answer_from_bytes,
    answer_to_bytes,
    build,
    call_from_bytes,
    call_to_bytes,
    check_build,
)
from bertplay.results.ablations import Ablation

TEXT = "The king and the [MASK] went to the town."


def named(task: str) -> bytes:
    """A call of a task that is not in the registry."""
    return json.dumps({"task": task, "model": "", "arguments": {}}).encode()


CALLS: list[Call[Any]] = [
    PREDICT_MASKED_WORDS("tiny", text=TEXT, top_k=3),
    SCORE_CANDIDATES("tiny", text=TEXT, words=("king", "town")),
    MAP_ATTENTION("tiny", text=TEXT),
    ABLATE("tiny", text=TEXT, ablation=Ablation(positions=False), top_k=3),
    FOLLOW_WORD("tiny", word="king", sentences=["The king went.", "A king and a town."]),
]


@pytest.mark.parametrize("call", CALLS, ids=lambda call: call.task.name)
def test_a_call_and_its_answer_come_back_as_they_were(call: Call[Any], local: LocalModels) -> None:
    arrived = call_from_bytes(call_to_bytes(call))
    assert (arrived.task, arrived.model, arrived.key) == (call.task, call.model, call.key)
    answer = local.answer(call)
    assert same(answer_from_bytes(answer_to_bytes(local.answer(arrived))), answer)


@pytest.mark.parametrize("name", sorted(ANSWERED))
def test_every_result_is_made_of_values_that_may_travel(name: str) -> None:
    found = types_in(get_type_hints(TASKS[name].function)["return"], set())
    assert found
    assert {kind.__module__ for kind in found if not kind.__module__.startswith(VALUES)} <= {"builtins", "numpy", "types", "typing"}


def types_in(hint: Any, seen: set[type]) -> set[type]:
    """The classes in a type, in its arguments, and in the fields of dataclasses among them."""
    for inner in get_args(hint):
        types_in(inner, seen)
    kind = get_origin(hint) or hint
    if isinstance(kind, type) and kind not in seen and kind is not Annotated:
        seen.add(kind)
        for field in fields(kind) if is_dataclass(kind) else ():
            types_in(get_type_hints(kind)[field.name], seen)
    return seen


def same(one: Any, other: Any) -> bool:
    """Equal to the last bit, arrays and their types too."""
    return type(one) is type(other) and pickle.dumps(one) == pickle.dumps(other)


def test_an_array_stays_read_only_and_of_its_type() -> None:
    array = np.arange(6, dtype=np.float32).reshape(2, 3)
    array.flags.writeable = False
    found = answer_from_bytes(answer_to_bytes(array))
    assert (found.tolist(), found.dtype, found.flags.writeable) == (array.tolist(), np.float32, False)


@pytest.mark.parametrize("content", [b"", b"[]", b'{"task": "predict_masked_words"}', b"\xff", *map(named, ("train_one", "os.system"))])
def test_what_is_no_call_is_refused(content: bytes) -> None:
    with pytest.raises(BadInput):
        call_from_bytes(content)


def test_an_argument_that_the_task_does_not_take_is_refused() -> None:
    with pytest.raises(BadInput, match="no such argument"):
        call_from_bytes(b'{"task": "predict_masked_words", "model": "bert", "arguments": {"shell": "ls"}}')
    with pytest.raises(BadInput, match="cannot take"):
        call_from_bytes(b'{"task": "predict_masked_words", "model": "bert", "arguments": {"text": "a [MASK]", "top_k": "many"}}')


class Called:
    def __reduce__(self) -> Any:
        return os.system, ("true",)


@pytest.mark.parametrize("value", [Called(), partial(print, "x"), os.system, TASKS["check_claim"].summarize, PREDICT_MASKED_WORDS])
def test_an_answer_calls_nothing(value: object) -> None:
    with pytest.raises(pickle.UnpicklingError, match="may not hold"):
        answer_from_bytes(pickle.dumps(value))


def test_every_error_arrives_as_the_sentence_it_was_in_the_language_of_its_reader() -> None:
    def kinds(kind: type[BertplayError]) -> set[type[BertplayError]]:
        return {kind}.union(*map(kinds, kind.__subclasses__()))

    for kind in sorted(kinds(BertplayError), key=lambda kind: kind.__name__):
        if kind.__module__ != "bertplay.errors":
            continue  # of a test, or of a file that is read here
        error = kind("Something is wrong.", value=["a", 3], remedy="Do something.")
        found = answer_from_bytes(answer_to_bytes(error))
        assert (type(found), str(found)) == (kind, str(error))
    said = N_("{title} needs {need}, more than the {budget} that all models together may use.")
    full = CacheFull(
        lazy(said, title="BERT", need="2 MiB", budget="1 MiB"), remedy=N_("Choose a smaller model, or raise BERTPLAY_CACHE_MIB.")
    )
    with using_language("fr"):
        assert _(answer_from_bytes(answer_to_bytes(full)).problem) == _(full.problem) != str(full.problem)


def test_only_the_same_code_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    check_build(build())
    with pytest.raises(ClusterUnavailable, match="different version"):
        check_build("0.0.9 0123456789")
    here = build()
    wire.build.cache_clear()
    monkeypatch.setattr(wire, "TRAVELS", ("errors.py",))
    assert build() != here
    wire.build.cache_clear()
