"""Several models on one question, and lists of items: the same answers as each task gives, costs that are measured."""

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bertplay.errors import BadInput, BertplayError, MissingAbility
from bertplay.lessons.compare import item_samples
from bertplay.models.loaded import LoadedModel, Wanted
from bertplay.results.compare import FalseWords, Item, Likeness, OneWord, PairAnswer, Pieces
from bertplay.tasks.compare import compare_false_words, compare_likeness, compare_one_word, compare_pair, compare_pieces, compare_words
from bertplay.tasks.compare_items import read_items, score_items
from bertplay.tasks.masked_word import guess_masked_words
from bertplay.tasks.named_words import score_words
from bertplay.tasks.next_sentence import judge_pair

TEXT = "The king and the [MASK] went to the town."


def test_the_guesses_are_those_of_the_masked_word_and_the_costs_are_there(tiny_model: LoadedModel) -> None:
    found = compare_words(tiny_model, TEXT, top_k=3)
    assert found.answer == guess_masked_words(tiny_model, TEXT, top_k=3)
    assert found.cost.parameters == tiny_model.parameters
    assert found.cost.bytes == tiny_model.bytes
    assert found.cost.pieces == len(tiny_model.encode(TEXT))
    assert 1 <= found.cost.runs <= 5
    assert found.cost.milliseconds > 0


@pytest.mark.parametrize(("name", "marks"), [("bert", "##"), ("roberta", "Ġ"), ("albert", "▁")])
def test_pieces_are_written_as_each_family_writes_them(name: str, marks: str, tiny_family: Any) -> None:
    model, _ = tiny_family(name)
    answer = compare_pieces(model, "the unaffable king").answer
    assert isinstance(answer, Pieces)
    assert any(piece.text.startswith(marks) for piece in answer.pieces)


def test_a_pair_is_judged_by_what_each_was_trained_for(tiny_model: LoadedModel, tiny_family: Any) -> None:
    first, second = "The king went to town.", "He was old."
    answer = compare_pair(tiny_model, first, second).answer
    assert isinstance(answer, PairAnswer)
    assert answer.question == "next sentence"
    assert answer.probability == pytest.approx(judge_pair(tiny_model, first, second).probability_next)
    albert, _ = tiny_family("albert")
    answer = compare_pair(albert, first, second).answer
    assert isinstance(answer, PairAnswer)
    [output] = albert.forward([albert.encode(first, second)], Wanted(pair=True))
    assert answer.question == "sentence order"
    assert answer.probability == pytest.approx(float(np.exp(output.pair[0]) / np.exp(output.pair).sum()), abs=1e-6)
    roberta, _ = tiny_family("roberta")
    with pytest.raises(MissingAbility, match=r"Liu et al\. 2019"):
        compare_pair(roberta, first, second)


@pytest.mark.parametrize("name", ["bert", "xlnet", "bilstm", "word2vec"])
def test_likeness_is_a_cosine_beside_unrelated_sentences(name: str, tiny_family: Any) -> None:
    model, _ = tiny_family(name)
    same = compare_likeness(model, "the king is old", "the king is old").answer
    assert isinstance(same, Likeness)
    assert same.cosine == pytest.approx(1, abs=1e-5)
    assert same.baseline.low <= same.baseline.mean <= same.baseline.high


def test_word2vec_has_one_vector_for_a_word_and_bert_has_many(tiny_family: Any) -> None:
    sentences = ["the king is old", "they saw a king", "king"]
    table, bert = (compare_one_word(tiny_family(name)[0], "king", sentences).answer for name in ("word2vec", "bert"))
    assert isinstance(table, OneWord)
    assert isinstance(bert, OneWord)
    np.testing.assert_allclose(table.cosines, 1, atol=1e-5)
    assert np.min(bert.cosines) < 0.99
    assert table.sentences == tuple(sentences)


def test_an_invented_word_is_missing_from_a_table_and_has_pieces_in_bert(tiny_family: Any) -> None:
    lines = ["the unaffable king", "an unaffable queen"]
    with pytest.raises(MissingAbility, match="missing"):
        compare_one_word(tiny_family("word2vec")[0], "unaffable", lines)
    assert isinstance(compare_one_word(tiny_family("bert")[0], "unaffable", lines).answer, OneWord)


def test_false_words_are_judged_by_the_discriminator_alone(tiny_family: Any) -> None:
    model, _ = tiny_family("discriminator")
    answer = compare_false_words(model, "The unaffable king ate.").answer
    assert isinstance(answer, FalseWords)
    assert [word.word for word in answer.words] == ["The", "unaffable", "king", "ate", "."]
    encoding = model.encode("The unaffable king ate.")
    [output] = model.forward([encoding], Wanted(replaced=True))
    pieces = [i for i, piece in enumerate(encoding.pieces) if 4 <= piece.start < 13]
    assert answer.words[1].probability == pytest.approx(1 / (1 + math.exp(-output.replaced[pieces].max())), rel=1e-5)
    generator, _ = tiny_family("electra")
    with pytest.raises(MissingAbility, match="its discriminator marks replaced ones"):
        compare_false_words(generator, "The king ate.")


def test_items_are_scored_as_the_words_one_names(tiny_model: LoadedModel) -> None:
    items = (Item(TEXT, "queen", "dog"), Item("a [MASK] house", "unaffable"), Item("the [MASK]", "quixotic\u4e00"))
    score = score_items(tiny_model, items)
    first, several, unknown = score.items
    named = {word.word: word for word in score_words(tiny_model, TEXT, ["queen", "dog"]).words}
    assert first.rank == named["queen"].rank
    assert first.bits == pytest.approx(-math.log2(named["queen"].probability))
    assert first.prefers == (named["queen"].probability > named["dog"].probability)
    assert several.rank is None
    assert several.prefers is None
    assert unknown.bits is None
    assert score.several == 2
    assert score.median_rank == first.rank
    assert score.accuracy == sum(one.rank == 1 for one in score.items) / 3
    assert first.guess == guess_masked_words(tiny_model, TEXT, top_k=1).masks[0].guesses[0].word


def test_a_right_first_guess_counts(tiny_model: LoadedModel) -> None:
    guess = guess_masked_words(tiny_model, TEXT, top_k=1).masks[0].guesses[0].word
    assert score_items(tiny_model, [Item(TEXT, guess)]).accuracy == 1


def test_items_are_read_from_tabs_and_from_commas() -> None:
    expected = (Item("A [MASK], of course.", "king", "queen"), Item("The [MASK].", "dog"))
    assert read_items("sentence\tanswer\tother\nA [MASK], of course.\tking\tqueen\n\nThe [MASK].\tdog\n") == expected
    assert read_items('"A [MASK], of course.",king,queen\r\nThe [MASK].,dog\r\n') == expected
    with pytest.raises(BadInput, match="Row 1 has no answer"):
        read_items("The [MASK].")


ROWS = st.lists(st.tuples(st.just("[MASK]"), st.text(max_size=5)).map("\t".join), min_size=1, max_size=3).map("\n".join)


@given(st.text(max_size=300) | ROWS)
def test_any_file_is_read_or_refused(text: str) -> None:
    try:
        items = read_items(text)
    except BertplayError:
        return
    assert all(item.text and item.answer for item in items)


@pytest.mark.parametrize("sample", item_samples().values(), ids=lambda sample: sample.id)
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
    """So that always saying the same word gets no more than half."""
    grammar = [item.answer for item in item_samples()["grammar"].items]
    assert sum(answer in {"are", "were", "have"} for answer in grammar) * 2 == len(grammar)
    negation = item_samples()["negation"].items
    assert sum(" not " in item.text for item in negation) * 2 == len(negation)
