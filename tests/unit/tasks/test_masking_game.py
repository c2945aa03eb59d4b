"""The masking game: the shares of the paper, the reference of a call by hand, and what is refused."""

from collections import Counter

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from bertplay.errors import BadInput
from bertplay.models.loaded import LoadedModel
from bertplay.results.pretraining import Fate
from bertplay.tasks.masking_game import choose, draw_fate, play_masking


def test_the_fates_have_the_shares_of_the_paper() -> None:
    fates = Counter(draw_fate(float(share)) for share in np.random.default_rng(0).random(100_000))
    for fate, share in ((Fate.MASKED, 0.8), (Fate.RANDOM, 0.1), (Fate.KEPT, 0.1)):
        assert fates[fate] / 100_000 == pytest.approx(share, abs=0.01)


@given(st.integers(1, 500), st.floats(0.01, 1.0), st.integers(0, 1000))
def test_so_many_are_chosen_once_each_and_in_order(count: int, rate: float, seed: int) -> None:
    chosen = choose(np.random.default_rng(seed), list(range(count)), rate)
    assert len(chosen) == max(1, round(rate * count))
    assert chosen == sorted(set(chosen))


def test_the_scores_are_those_of_the_spoiled_text(tiny_model: LoadedModel) -> None:
    game = play_masking(tiny_model, "the cat sat on the mat and the dog ran to the man in the house.", seed=3, rate=0.5)
    ids = [piece.id for piece in game.pieces]
    mask, words = tiny_model.mask_id, {text: i for i, text in enumerate(tiny_model.vocabulary)}
    for piece in game.chosen:
        assert piece.truth == game.pieces[piece.position]
        ids[piece.position] = mask if piece.fate is Fate.MASKED else words[piece.shown]
        assert piece.fate is not Fate.KEPT or piece.shown == piece.truth.text
    with torch.inference_mode():
        scores = tiny_model._model(input_ids=torch.tensor([ids])).prediction_logits[0].softmax(-1)
    for piece in game.chosen:
        assert piece.probability == pytest.approx(float(scores[piece.position, piece.truth.id]), rel=1e-4)
        assert piece.rank == 1 + int((scores[piece.position] > scores[piece.position, piece.truth.id]).sum())
    losses = [-np.log(piece.probability) for piece in game.chosen]
    assert game.perplexity == pytest.approx(float(np.exp(np.mean(losses))), rel=1e-4)


def test_the_same_seed_plays_the_same_game_and_another_seed_another(tiny_model: LoadedModel) -> None:
    text = "the cat sat on the mat and the dog ran to the man in the house."
    assert play_masking(tiny_model, text, seed=5) == play_masking(tiny_model, text, seed=5)
    assert len({tuple(p.position for p in play_masking(tiny_model, text, seed=s).chosen) for s in range(10)}) > 1


@pytest.mark.parametrize(
    ("text", "options", "problem"),
    [
        ("", {}, "no word"),
        ("  \n ", {}, "no word"),
        ("the [MASK] sat", {}, "already"),
        ("the cat", {"rate": 0.0}, "out of range"),
        ("the cat", {"rate": 1.5}, "out of range"),
        ("the cat", {"seed": -1}, "not negative"),
    ],
)
def test_what_cannot_be_played_is_refused(tiny_model: LoadedModel, text: str, options: dict[str, float], problem: str) -> None:
    with pytest.raises(BadInput, match=problem):
        play_masking(tiny_model, text, **options)  # type: ignore[arg-type]


@given(st.text(max_size=60))
def test_any_text_is_played_or_refused(tiny_model: LoadedModel, text: str) -> None:
    try:
        game = play_masking(tiny_model, text)
    except BadInput:
        return
    assert game.perplexity >= 1.0
    assert game.chosen
