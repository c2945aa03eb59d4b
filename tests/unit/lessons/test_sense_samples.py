"""The bundled sentences: their format, and what is true of them for the bundled model."""

from collections import Counter

import pytest

from bertplay.errors import BadInput
from bertplay.files.labelled import Labelled, from_lines, read_labelled
from bertplay.lessons.sense_samples import FIRST_QUERY, SUMS, sense_samples, sentence_sample, unrelated_sentences
from bertplay.models.catalog import find_model
from bertplay.models.loaded import LoadedModel
from bertplay.models.loading import load_model
from bertplay.results.embeddings import SenseSeparation
from bertplay.tasks.embeddings import compare_sentences
from bertplay.tasks.word_in_context import WordQuery
from bertplay.tasks.word_search import find_word
from bertplay.tasks.word_senses import map_word, nearest_centroid_accuracy, separate_senses
from bertplay.tasks.word_table import nearest_words


@pytest.fixture(scope="module")
def bert() -> LoadedModel:
    return load_model(find_model("bert"))


def separated(bert: LoadedModel, word: str) -> SenseSeparation:
    sample = sense_samples()[word]
    return separate_senses(bert, WordQuery(word, sample.texts, sample.labels))


def test_ten_words_with_twenty_sentences_and_two_or_three_senses() -> None:
    samples = sense_samples()
    assert len(samples) == 10
    for word, sample in samples.items():
        senses = Counter(sample.labels)
        assert len(sample.texts) >= 20
        assert len(set(sample.texts)) == len(sample.texts)
        assert len(senses) in {2, 3}
        assert min(senses.values()) >= 8
        assert all(find_word(text, word) for text in sample.texts)


@pytest.mark.parametrize("word", ["bank", "bat", "cell", "light", "match"])
def test_the_layers_tell_the_senses_apart_and_the_embeddings_do_not(bert: LoadedModel, word: str) -> None:
    found = separated(bert, word)
    by_layer = {one.layer: one.accuracy for one in found.layers}
    assert by_layer[0] < 0.6
    assert by_layer[found.best] >= 0.87
    assert found.best >= 2


def test_spicy_is_hard_to_tell_from_warm(bert: LoadedModel) -> None:
    """Of the ten words, the one whose senses are separated worst."""
    found = separated(bert, "hot")
    assert max(one.accuracy for one in found.layers) < 0.85


def test_the_first_map_parts_money_and_river_also_on_the_map(bert: LoadedModel) -> None:
    import numpy as np

    sample = sense_samples()["bank"]
    found = map_word(bert, WordQuery("bank", sample.texts, sample.labels))
    assert not found.points[0].any()
    labels = np.array(sample.labels)
    assert nearest_centroid_accuracy(found.points[-1], labels) > 0.8
    assert nearest_centroid_accuracy(found.points[1], labels) < 0.65


@pytest.mark.parametrize(
    ("expression", "first"), [("king - man + woman", "queen"), ("paris - france + england", "london"), ("was - is + are", "were")]
)
def test_sums_of_words_come_out(bert: LoadedModel, expression: str, first: str) -> None:
    assert expression in SUMS
    assert nearest_words(bert, expression).nearest[0].text == first


def test_random_words_are_alike_before_the_mean_is_taken_away(bert: LoadedModel) -> None:
    found = nearest_words(bert, "river")
    assert found.baseline.mean > 0.05
    assert abs(found.baseline_centred.mean) < 0.01
    assert len(nearest_words(bert, "unfriendliness").terms[0].tokens) > 1


def test_the_first_query_finds_music_and_not_is_hardly_heard(bert: LoadedModel) -> None:
    found = compare_sentences(bert, sentence_sample(), FIRST_QUERY, unrelated_sentences())
    assert {near.index for near in found.nearest[:2]} == {0, 1}
    assert found.baseline.high < 0.5 < found.nearest[1].cosine
    denied = compare_sentences(bert, sentence_sample(), "The doctor gave the patient a new medicine.", unrelated_sentences())
    assert denied.nearest[0].text == "The doctor did not give the patient a new medicine."


def test_lines_and_labels() -> None:
    given = from_lines("river | We sat.\n\n  money\tA loan | or two.  \nno label\na | \n")
    assert given == Labelled(("We sat.", "A loan | or two.", "no label", "a |"), ("river", "money", "", ""))
    assert from_lines(given.as_lines()).texts == given.texts
    (problem,) = from_lines("x\n" * 2_003).problems
    assert problem.text == "Only the first 2,000 of 2,003 sentences are used."


@pytest.mark.parametrize(
    ("data", "texts", "labels"),
    [
        (b"text,label\nWe sat.,river\n", ("We sat.",), ("river",)),
        (b"\xef\xbb\xbfid;sense;sentence\n1;river;We sat.\n2;;It fell.\n", ("We sat.", "It fell."), ("river", "")),
        (b"river,We sat on it.\nmoney,A loan.\n", ("We sat on it.", "A loan."), ("river", "money")),
        (b'"One, two"\n"Three\nfour"\n', ("One, two", "Three four"), ("", "")),
    ],
)
def test_csv(data: bytes, texts: tuple[str, ...], labels: tuple[str, ...]) -> None:
    assert read_labelled(data, "a.csv") == Labelled(texts, labels)


@pytest.mark.parametrize("data", [b"", b"\xff\xfe\x00", b"\n\n"])
def test_what_is_no_csv_is_refused(data: bytes) -> None:
    with pytest.raises(BadInput):
        read_labelled(data, "a.csv")
