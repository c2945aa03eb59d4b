"""Several models on one question: each task's own answer, a measured cost, a reason where there is no answer."""

from collections.abc import Callable
from typing import Any

import pytest

from bertplay.backends import compare
from bertplay.backends.compare import MAX_MODELS, compare_models, measure
from bertplay.errors import BadInput, UnknownModel
from bertplay.models.loaded import LoadedModel
from bertplay.tasks.followed_word import follow_word
from bertplay.tasks.masked_word import predict_masked_words
from bertplay.tasks.next_sentence import predict_both_orders

TEXT = "The king and the [MASK] went to the town."


class Families:
    """A backend of tiny models, by the names of their families."""

    def __init__(self, family: Callable[[str], tuple[LoadedModel, Any]]) -> None:
        self.family = family

    def call(self, model_id: str, task: Any, /, *args: Any, **kwargs: Any) -> Any:
        return task(self.family(model_id)[0], *args, **kwargs)


@pytest.fixture
def families(tiny_family: Any, monkeypatch: pytest.MonkeyPatch) -> Families:
    monkeypatch.setattr(compare, "find_model", lambda name: tiny_family(name)[0].spec)
    return Families(tiny_family)


def test_the_answer_is_that_of_the_task_and_its_cost_is_measured(tiny_model: LoadedModel) -> None:
    found = measure(tiny_model, predict_masked_words, text=TEXT, top_k=3)
    assert found.answer == predict_masked_words(tiny_model, TEXT, top_k=3)
    assert (found.cost.parameters, found.cost.bytes, found.cost.precision) == (
        tiny_model.parameters,
        tiny_model.bytes,
        tiny_model.precision,
    )
    assert 1 <= found.cost.runs <= 5
    assert found.cost.milliseconds > 0


def test_a_model_that_was_not_trained_for_it_has_the_reason(families: Families) -> None:
    found = compare_models(
        families, ["bert", "roberta", "albert"], predict_both_orders, first="The king went to town.", second="He was old."
    )
    assert [column.model for column in found.columns] == ["bert", "roberta", "albert"]
    assert [answer.question for _, answer in found.answers] == ["next sentence", "sentence order"]
    assert "Liu et al. 2019" in found.columns[1].reason


def test_a_word_that_one_vocabulary_lacks_is_no_error_for_the_others(families: Families) -> None:
    lines = ["the unaffable king", "an unaffable queen"]
    found = compare_models(families, ["word2vec", "bert"], follow_word, word="unaffable", sentences=lines)
    assert "not in the vocabulary" in found.columns[0].reason
    assert [column.model for column, _ in found.answers] == ["bert"]


def test_what_no_model_can_take_is_refused(families: Families) -> None:
    with pytest.raises(BadInput, match="No word is hidden"):
        compare_models(families, ["bert", "albert"], predict_masked_words, text="no gap")


@pytest.mark.parametrize("models", [[], ["bert"] * (MAX_MODELS + 1)])
def test_no_model_and_too_many_are_refused(families: Families, models: list[str]) -> None:
    with pytest.raises(BadInput, match="number of models"):
        compare_models(families, models, predict_masked_words, text=TEXT)


def test_a_model_that_is_not_there_is_an_error(tiny_family: Any) -> None:
    with pytest.raises(UnknownModel):
        compare_models(Families(tiny_family), ["../x"], predict_masked_words, text=TEXT)
