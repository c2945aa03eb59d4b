"""The masking game: the shares of the paper, a reference worked by hand, and what is refused."""

from collections import Counter

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from bertplay.errors import BadInput
from bertplay.models.loaded import LoadedModel
from bertplay.results.pretraining import MaskingOutcome
from bertplay.tasks.masking_game import choose_positions, draw_outcome, play_masking_game


def test_the_outcomes_have_the_shares_of_the_paper() -> None:
    fates = Counter(draw_outcome(float(share)) for share in np.random.default_rng(0).random(100_000))
    for outcome, share in ((MaskingOutcome.MASKED, 0.8), (MaskingOutcome.RANDOM, 0.1), (MaskingOutcome.KEPT, 0.1)):
        assert fates[outcome] / 100_000 == pytest.approx(share, abs=0.01)


@given(st.integers(1, 500), st.floats(0.01, 1.0), st.integers(0, 1000))
def test_so_many_are_chosen_once_each_and_in_order(count: int, rate: float, seed: int) -> None:
    chosen = choose_positions(np.random.default_rng(seed), list(range(count)), rate)
    assert len(chosen) == max(1, round(rate * count))
    assert chosen == sorted(set(chosen))


def test_the_scores_are_those_of_the_spoiled_text(tiny_model: LoadedModel) -> None:
    game = play_masking_game(tiny_model, "the cat sat on the mat and the dog ran to the man in the house.", seed=3, rate=0.5)
    ids = [token.id for token in game.tokens]
    mask, words = tiny_model.mask_id, {text: i for i, text in enumerate(tiny_model.vocabulary)}
    for token in game.chosen:
        assert token.truth == game.tokens[token.position]
        ids[token.position] = mask if token.outcome is MaskingOutcome.MASKED else words[token.shown]
        assert token.outcome is not MaskingOutcome.KEPT or token.shown == token.truth.text
    with torch.inference_mode():
        scores = tiny_model._model(input_ids=torch.tensor([ids])).prediction_logits[0].softmax(-1)
    for token in game.chosen:
        assert token.probability == pytest.approx(float(scores[token.position, token.truth.id]), rel=1e-4)
        assert token.rank == 1 + int((scores[token.position] > scores[token.position, token.truth.id]).sum())
    losses = [-np.log(token.probability) for token in game.chosen]
    assert game.perplexity == pytest.approx(float(np.exp(np.mean(losses))), rel=1e-4)


def test_the_same_seed_plays_the_same_game_and_another_seed_another(tiny_model: LoadedModel) -> None:
    text = "the cat sat on the mat and the dog ran to the man in the house."
    assert play_masking_game(tiny_model, text, seed=5) == play_masking_game(tiny_model, text, seed=5)
    assert len({tuple(p.position for p in play_masking_game(tiny_model, text, seed=s).chosen) for s in range(10)}) > 1


@pytest.mark.parametrize(
    ("text", "options", "problem"),
    [
        ("", {}, "no word"),
        ("  \n ", {}, "no word"),
        ("the [MASK] sat", {}, "already"),
        ("the cat", {"rate": 0.0}, "out of range"),
        ("the cat", {"rate": 1.5}, "out of range"),
        ("the cat", {"seed": -1}, "negative"),
    ],
)
def test_what_cannot_be_played_is_refused(tiny_model: LoadedModel, text: str, options: dict[str, float], problem: str) -> None:
    with pytest.raises(BadInput, match=problem):
        play_masking_game(tiny_model, text, **options)  # type: ignore[arg-type]


@given(st.text(max_size=60))
def test_any_text_is_played_or_refused(tiny_model: LoadedModel, text: str) -> None:
    try:
        game = play_masking_game(tiny_model, text)
    except BadInput:
        return
    assert game.perplexity >= 1.0
    assert game.chosen
