"""Cloze items: scored like candidate words, read from any table, complete in the samples."""

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bertplay.errors import BadInput, BertplayError
from bertplay.lessons.compare import item_samples
from bertplay.models.loaded import LoadedModel
from bertplay.results.compare import Item
from bertplay.tasks.candidate_words import score_candidates
from bertplay.tasks.compare_items import read_items, score_items
from bertplay.tasks.masked_word import predict_masked_words

TEXT = "The king and the [MASK] went to the town."


def test_items_are_scored_as_the_words_one_names(tiny_model: LoadedModel) -> None:
    items = (Item(TEXT, "queen", "dog"), Item("a [MASK] house", "unaffable"), Item("the [MASK]", "quixotic\u4e00"))
    score = score_items(tiny_model, items)
    first, several, unknown = score.items
    named = {word.word: word for word in score_candidates(tiny_model, TEXT, ["queen", "dog"]).words}
    assert first.rank == named["queen"].rank
    assert first.bits == pytest.approx(-math.log2(named["queen"].probability))
    assert first.prefers == (named["queen"].probability > named["dog"].probability)
    assert several.rank is None
    assert several.prefers is None
    assert unknown.bits is None
    assert score.several == 2
    assert score.median_rank == first.rank
    assert score.accuracy == sum(one.rank == 1 for one in score.items) / 3
    assert first.prediction == predict_masked_words(tiny_model, TEXT, top_k=1).masks[0].guesses[0].word


def test_a_correct_first_prediction_counts(tiny_model: LoadedModel) -> None:
    guess = predict_masked_words(tiny_model, TEXT, top_k=1).masks[0].guesses[0].word
    assert score_items(tiny_model, [Item(TEXT, guess)]).accuracy == 1


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.tsv", "sentence\tanswer\tother\nA [MASK], of course.\tking\tqueen\n\nThe [MASK].\tdog\n"),
        ("a.csv", '"A [MASK], of course.",king,queen\r\nThe [MASK].,dog\r\n'),
        ("a.csv", 'sep=;\n"A <mask>, of course.";king;queen\nThe [mask].;dog;\n'),
        ("a.csv", 'id,answer,sentence,other\nq1,king,"A [MASK], of course.",queen\nq2,dog,The [MASK].,\n'),
        ("a.jsonl", '{"text": "A [MASK], of course.", "answer": "king", "other": "queen"}\n{"text": "The [MASK].", "answer": "dog"}\n'),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_items_are_read_from_any_table(name: str, text: str, encoding: str) -> None:
    items, problems = read_items(text.encode(encoding), name)
    assert [(item.answer, item.other) for item in items] == [("king", "queen"), ("dog", "")]
    assert items[0].text.endswith(", of course.")
    assert problems == []


def test_an_item_without_an_answer_is_left_out() -> None:
    items, problems = read_items(b"The [MASK].\tdog\n\nThe [MASK].\nA [MASK].\tking\n", "a.tsv")
    assert len(items) == 2
    assert [problem.line for problem in problems] == [3]
    with pytest.raises(BadInput, match="Each line needs a sentence"):
        read_items(b"The [MASK].", "a.tsv")


def test_the_answer_is_in_the_column_that_is_called_so() -> None:
    items, _ = read_items(b'{"uuid": "x1", "obj_label": "king", "masked_sentences": ["A [MASK]."], "uri": "y"}', "a.jsonl")
    assert [(item.text, item.answer, item.other) for item in items] == [("A [MASK].", "king", "")]
    items, _ = read_items(b'{"satz": "A [MASK].", "loesung": "king"}', "a.jsonl")
    assert [item.answer for item in items] == ["king"]


def test_a_first_line_without_a_mask_is_listed_unless_it_names_columns() -> None:
    items, problems = read_items(b"The dog sleeps.\tdog\n" + b"A [MASK].\tking\n" * 19 + b"[MASK] or [MASK].\tdog\n", "a.tsv")
    assert len(items) == 19
    assert [problem.line for problem in problems] == [1, 21]


ROWS = st.lists(st.tuples(st.just("[MASK]"), st.text(max_size=5)).map("\t".join), min_size=1, max_size=3).map("\n".join)


@given(st.text(max_size=300) | ROWS, st.sampled_from(["a.tsv", "a.csv", "a.jsonl", "a.txt"]))
def test_any_file_is_read_or_refused(text: str, name: str) -> None:
    try:
        items, _problems = read_items(text.encode("utf-8", "surrogatepass"), name)
    except BertplayError:
        return
    assert all(item.text and item.answer for item in items)


@pytest.mark.parametrize("sample", item_samples().values(), ids=item_samples().keys())
def test_the_samples_are_whole(sample: Any) -> None:
    assert 40 <= len(sample.items) <= 100
    assert len({item.text for item in sample.items}) == len(sample.items)
    for item in sample.items:
        assert item.text.count("[MASK]") == 1
        assert item.answer != item.other
        assert bool(item.other) or sample.measure == "first"
    assert sample.asks
    assert sample.right
    assert sample.limits


def test_half_of_the_grammar_and_of_the_negations_each_way() -> None:
    """So that always predicting the same word gets at most half."""
    grammar = [item.answer for item in item_samples()["grammar"].items]
    assert sum(answer in {"are", "were", "have"} for answer in grammar) * 2 == len(grammar)
    negation = item_samples()["negation"].items
    assert sum(" not " in item.text for item in negation) * 2 == len(negation)
