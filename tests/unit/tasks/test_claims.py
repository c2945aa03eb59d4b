"""Textbook claims: the verdict follows from a figure, also on a model that has learned nothing."""

import pytest

from bertplay.lessons.claims import claims
from bertplay.models.loaded import LoadedModel
from bertplay.results.claims import Verdict
from bertplay.runs.experiments.less_data import NAME
from bertplay.tasks.ablations import compare_orders
from bertplay.tasks.claims import SAME, TESTS, both_contexts_help, check_claim, check_claims
from bertplay.tasks.left_right_context import compare_contexts


@pytest.fixture(scope="module")
def stamps(bundled_model: LoadedModel) -> dict[str, Verdict]:
    asked = [(claim.name, claim.samples) for claim in claims().values() if not claim.by_runs]
    return {claim.name: claim.verdict for claim in check_claims(bundled_model, asked)}


def test_every_claim_has_its_test_and_every_test_its_claim() -> None:
    assert {name for name, claim in claims().items() if not claim.by_runs} == set(TESTS)
    assert [name for name, claim in claims().items() if claim.by_runs] == [NAME]


def test_what_the_page_says_of_the_bundled_model(stamps: dict[str, Verdict]) -> None:
    assert stamps["cut"] is Verdict.DOES_NOT_HOLD
    assert stamps["no_recurrence"] is stamps["both_sides"] is stamps["rare_words"] is Verdict.HOLDS


def test_both_sides_are_those_of_the_page(bundled_model: LoadedModel) -> None:
    _, figure = both_contexts_help(bundled_model, [("The [MASK] barked at the stranger all night.", "dog")])
    sided = compare_contexts(bundled_model, "The [MASK] barked at the stranger all night.", top_k=50)
    probability = next(guess.probability for guess in sided.both.guesses if guess.word == "dog")
    bits = float(figure.split(" bits with the whole context")[0].rsplit(" ", 1)[1])
    assert 2**-bits == pytest.approx(probability, rel=0.04)  # the figure has one decimal


def test_words_of_several_tokens_are_left_out(bundled_model: LoadedModel) -> None:
    one = ("The [MASK] barked at the stranger all night.", "dog")
    _, alone = both_contexts_help(bundled_model, [one])
    _, beside = both_contexts_help(bundled_model, [one, ("He spoke [MASK] of it.", "unconstitutionally")])
    assert beside == alone
    assert check_claim(bundled_model, "both_sides", [("He spoke [MASK] of it.", "unconstitutionally")]).verdict is Verdict.CANNOT_BE_TESTED


def test_a_model_without_the_head_cannot_be_tested(tiny_distilbert: LoadedModel) -> None:
    assert check_claim(tiny_distilbert, "pairs", claims()["pairs"].samples).verdict is Verdict.CANNOT_BE_TESTED


def test_an_untrained_model_is_not_stamped_by_hand(tiny_model: LoadedModel) -> None:
    """It has position embeddings, so that claim holds; it has learned nothing, so it tells no pairs apart."""
    orders = [("the cat sat", "sat the cat")]
    claim = check_claim(tiny_model, "no_recurrence", orders)
    assert (claim.verdict is Verdict.HOLDS) == (compare_orders(tiny_model, *orders[0]).most_without_positions < SAME)
    pairs = [("the cat sat", "the dog ran", answer) for answer in ("yes", "no")] * 3
    assert check_claim(tiny_model, "pairs", pairs).verdict is Verdict.DOES_NOT_HOLD
