"""What every example of the next-sentence page shows is true for the bundled model, its mistakes too."""

import pytest

from bertplay.lessons.next_sentence import PairExample, RankExample, pair_examples, rank_examples, samples
from bertplay.models.catalog import find_model
from bertplay.models.loaded import LoadedModel
from bertplay.models.loading import load_model
from bertplay.results.next_sentence import KindScore, PairKind
from bertplay.tasks.next_sentence import predict_next_sentence, rank_candidates
from bertplay.tasks.next_sentence_evaluation import evaluate_pairs
from bertplay.tasks.next_sentence_matrix import score_all_orders

SAYS_NEXT = {"Rain": 0.8, "Another topic": 0.25, "Swapped": 0.8, "A contradiction": 0.9, "Waterloo": 0.7}
"""Above this it says "is next"; for a figure below a half, under it it says "is not next"."""
FIRST_PICK = {"A lost key": 1, "An album": 2, "The postman": 0}
TEXTS = {sample.title: sample.text for sample in samples()}


@pytest.fixture(scope="module")
def bert() -> LoadedModel:
    return load_model(find_model("bert"))


def scores_of(bert: LoadedModel, title: str) -> dict[PairKind, KindScore]:
    return {score.kind: score for score in evaluate_pairs(bert, TEXTS[title]).scores}


def test_every_example_is_held_by_a_test() -> None:
    assert {example.title for example in pair_examples()} == set(SAYS_NEXT)
    assert {example.title for example in rank_examples()} == set(FIRST_PICK)
    assert set(TEXTS) == {"Three topics", "One story", "One paragraph"}


@pytest.mark.parametrize("example", pair_examples(), ids=lambda example: example.title)
def test_the_verdict_on_each_pair(bert: LoadedModel, example: PairExample) -> None:
    verdict, bound = predict_next_sentence(bert, example.first, example.second), SAYS_NEXT[example.title]
    assert verdict.probability_next > bound if bound > 0.5 else verdict.probability_next < bound


def test_the_page_shows_mistakes_too(bert: LoadedModel) -> None:
    right = [predict_next_sentence(bert, e.first, e.second).is_next == e.follows for e in pair_examples()]
    assert right == [True, True, False, False, False]


@pytest.mark.parametrize("example", rank_examples(), ids=lambda example: example.title)
def test_the_first_of_the_candidates(bert: LoadedModel, example: RankExample) -> None:
    ranked = rank_candidates(bert, example.first, example.candidates)
    assert ranked.candidates[0].place == FIRST_PICK[example.title]
    assert 0 <= example.answer < len(example.candidates)
    assert ranked.candidates[0].probability_next > ranked.candidates[1].probability_next + 0.01


def test_three_subjects_are_distinguished_and_their_order_is_not(bert: LoadedModel) -> None:
    scores = scores_of(bert, "Three topics")
    assert scores[PairKind.TRUE].accuracy > 0.75
    assert scores[PairKind.SWAPPED].accuracy < 0.2
    assert scores[PairKind.APART].accuracy < 0.25
    assert scores[PairKind.ACROSS].accuracy > scores_of(bert, "One story")[PairKind.ACROSS].accuracy + 0.2
    assert scores[PairKind.ACROSS].quartiles[1] < scores[PairKind.TRUE].quartiles[0]


def test_one_paragraph_is_one_subject(bert: LoadedModel) -> None:
    scores = scores_of(bert, "One paragraph")
    assert PairKind.ACROSS not in scores
    assert scores[PairKind.TRUE].accuracy == 1
    assert scores[PairKind.APART].accuracy == 0


@pytest.mark.parametrize("title", TEXTS)
def test_the_samples_fit_the_matrix_and_the_model_would_read_them_otherwise(bert: LoadedModel, title: str) -> None:
    matrix = score_all_orders(bert, TEXTS[title])
    assert matrix.left_out == 0
    assert matrix.bits < matrix.true_bits
    assert matrix.order != tuple(range(len(matrix.sentences)))
