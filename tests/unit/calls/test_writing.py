"""A call as a program and as a command: both compute the same, whatever was typed."""

import ast
import shlex
from enum import Enum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bertplay.calls import TASKS, Call, command_of, python_of
from bertplay.calls.layers import ABLATE
from bertplay.calls.masked_word import PREDICT_MASKED_WORDS, SCORE_CANDIDATES, SCORE_SURPRISAL
from bertplay.calls.next_sentence import RANK_CANDIDATES
from bertplay.calls.wordpiece import SEARCH_WORD, TRAIN_WORDPIECE
from bertplay.calls.writing import literal, option
from bertplay.errors import BadInput
from bertplay.results.ablations import Ablation


class Color(Enum):
    RED = "red"


def test_a_value_is_written_as_python_writes_it() -> None:
    assert literal(("a", 1, None)) == "['a', 1, None]"
    assert literal({"a": (1, 2)}) == "{'a': [1, 2]}"
    assert literal(Color.RED) == "'red'"
    assert literal(Ablation(positions=False, ablated_layer=2)) == "Ablation(positions=False, ablated_layer=2)"


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (5, ["--top-k", "5"]),
        (None, []),
        (False, []),
        (True, ["--top-k"]),
        (("a", "b"), ["--top-k", "a", "--top-k", "b"]),
        (("a", None), ["--top-k", "a", "--top-k", ""]),
        ((None, None), []),
        ((), []),
        (Color.RED, ["--top-k", "red"]),
    ],
)
def test_an_option_of_a_command(value: object, words: list[str]) -> None:
    assert option("top_k", value) == words


def test_a_command_has_its_arguments_in_their_order() -> None:
    call = SCORE_CANDIDATES("bert", text="a [MASK]", words=["cold", "hot"], mask_index=0)
    assert shlex.split(command_of(call))[2:] == ["bertplay", "candidates", "--model", "bert", "--mask-index", "0", "a [MASK]", "cold, hot"]
    ranked = RANK_CANDIDATES("bert", first="It rained.", candidates=["We sat.", "-x"])
    assert shlex.split(command_of(ranked))[3:] == ["rank-next", "--model", "bert", "--", "It rained.", "We sat.", "-x"]


def test_a_text_that_begins_with_a_dash_is_no_option() -> None:
    assert shlex.split(command_of(SCORE_SURPRISAL("bert", text="--help me")))[-2:] == ["--", "--help me"]


def test_what_has_no_command_has_none() -> None:
    assert command_of(TRAIN_WORDPIECE(text="a", size=10, rule="frequency")) == ""


@given(st.text())
def test_any_text_is_a_literal_in_a_program_and_one_word_of_a_command(text: str) -> None:
    for call in (PREDICT_MASKED_WORDS("bert", text=text, top_k=5), SCORE_SURPRISAL("bert", text=text), SEARCH_WORD("bert", word=text)):
        tree = ast.parse(python_of(call))
        assert text in {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)}
        assert shlex.split(command_of(call))[-1] == text


def test_a_dataclass_is_imported_by_the_program_that_names_it() -> None:
    program = python_of(ABLATE("bert", text="a [MASK]", ablation=Ablation(positions=False)))
    assert "from bertplay.results.ablations import Ablation\n" in program
    ast.parse(program)


@pytest.mark.parametrize(
    "call",
    [
        PREDICT_MASKED_WORDS("bert", text="a [MASK]", top_k=3, hidden=("door",)),
        SCORE_CANDIDATES("bert", text="a [MASK]", words=["cold", "hot"], mask_index=0),
        ABLATE("bert", text="a [MASK]", ablation=Ablation(positions=False, ablated_layer=2, ablated_head=1)),
        TRAIN_WORDPIECE(text="a b", size=10, rule="ratio"),
    ],
    ids=lambda call: call.task.name,
)
def test_a_call_comes_back_from_json(call: Call[object]) -> None:
    written = call.to_json()
    again = TASKS[written["task"]].call_from_json(written["model"], written["arguments"])
    assert again == call
    assert again.key == call.key


def test_the_same_question_has_the_same_key() -> None:
    assert PREDICT_MASKED_WORDS("bert", text="a", top_k=3).key == PREDICT_MASKED_WORDS("bert", top_k=3, text="a").key
    assert PREDICT_MASKED_WORDS("bert", text="a").key != PREDICT_MASKED_WORDS("albert", text="a").key


@pytest.mark.parametrize("arguments", [{"text": "a", "path": "/etc/passwd"}, {"text": "a", "model": "x"}, {"text": "a", "return": 1}])
def test_an_argument_that_the_task_does_not_take_is_refused(arguments: dict[str, object]) -> None:
    with pytest.raises(BadInput):
        PREDICT_MASKED_WORDS.call_from_json("bert", arguments)


@pytest.mark.parametrize("arguments", [{"text": 3}, {"text": "a", "top_k": "many"}, {"text": "a", "hidden": [[1]]}])
def test_a_value_that_the_task_cannot_take_is_refused(arguments: dict[str, object]) -> None:
    with pytest.raises(BadInput):
        PREDICT_MASKED_WORDS.call_from_json("bert", arguments)


def test_a_program_for_a_model_of_the_hub_is_pinned() -> None:
    program = python_of(PREDICT_MASKED_WORDS("bert-base-uncased", text="A [MASK]."))
    assert "name, revision = 'google-bert/bert-base-uncased', '86b5e0934494bd15c9632b12f734a8a67f723594'" in program
    assert program.count("from_pretrained(name, revision=revision") == 2
