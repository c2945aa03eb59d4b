"""The masking game: masked language modelling, BERT's pretraining task, on any text.

15 % of the tokens are chosen and must be predicted. Of these, 80 % are replaced by [MASK], 10 % by a random token,
10 % stay: otherwise the model would learn nothing about unmasked words, and fine-tuning has no [MASK] (Devlin et al. 2019).
"""

import math

import numpy as np

from bertplay.errors import BadInput
from bertplay.i18n import N_, lazy
from bertplay.models.loaded import Encoding, LoadedModel
from bertplay.models.spec import Ability
from bertplay.results import Floats, Token
from bertplay.results.pretraining import ChosenToken, MaskingGame, MaskingOutcome
from bertplay.tasks.checks import word_scores
from bertplay.tasks.masked_word import top_predictions

RATE = 0.15
MASKED, RANDOM = 0.8, 0.1  # of the chosen tokens; the rest is kept


def play_masking_game(model: LoadedModel, text: str, *, seed: int = 0, rate: float = RATE) -> MaskingGame:
    """Choose tokens, draw a masking outcome for each, and let the model predict them. The same seed gives the same game.

    Raises BadInput for an empty text, for one with a mask in it, and for a rate that is not a share.
    """
    model.require(Ability.MASKED_WORD)
    if not 0 < rate <= 1:
        limits = lazy("Give more than 0 and at most 1; BERT uses {rate}.", rate=RATE)
        raise BadInput(N_("The share of chosen tokens is out of range."), value=rate, remedy=limits)
    if seed < 0:
        raise BadInput(N_("The seed is negative."), value=seed, remedy=N_("Give 0 or more."))
    encoding = model.encode(text)
    if encoding.masks:
        remedy = N_("Give the whole text: the game masks tokens itself.")
        raise BadInput(N_("The text already contains a mask."), value=text, remedy=remedy)
    candidates = [i for i, token in enumerate(encoding.tokens) if not token.is_special]
    if not candidates:
        raise BadInput(N_("There is no word in the text."), value=text, remedy=N_("Type a sentence or two."))
    rng = np.random.default_rng(seed)
    positions = choose_positions(rng, candidates, rate)
    outcomes = [draw_outcome(float(share)) for share in rng.random(len(positions))]
    shown = [replacement(model, outcome, encoding.tokens[p], rng) for p, outcome in zip(positions, outcomes, strict=True)]
    corrupted = encoding.with_tokens(dict(zip(positions, shown, strict=True)), model.mask_id)
    [scores] = word_scores(model, [corrupted], (tuple(positions),))
    chosen = tuple(predict_chosen(model, encoding, *one) for one in zip(positions, outcomes, shown, scores, strict=True))
    perplexity = math.exp(-sum(math.log(max(token.probability, 1e-30)) for token in chosen) / len(chosen))
    return MaskingGame(model.spec.id, text, encoding.tokens, chosen, rate, seed, perplexity, encoding.cut)


def choose_positions(rng: np.random.Generator, candidates: list[int], rate: float) -> list[int]:
    """A random share of the candidates, at least one: 20 of them at 15 % -> 3, in order."""
    count = max(1, round(rate * len(candidates)))
    return sorted(rng.choice(candidates, count, replace=False).tolist())


def draw_outcome(share: float) -> MaskingOutcome:
    """From a number drawn evenly from 0 to 1: 0.79 -> masked, 0.85 -> random, 0.95 -> kept."""
    if share < MASKED:
        return MaskingOutcome.MASKED
    return MaskingOutcome.RANDOM if share < MASKED + RANDOM else MaskingOutcome.KEPT


def replacement(model: LoadedModel, outcome: MaskingOutcome, truth: Token, rng: np.random.Generator) -> Token:
    """The token that the model reads instead."""
    if outcome is MaskingOutcome.MASKED:
        return model.token(model.mask_id)
    return model.token(int(rng.integers(len(model.vocabulary)))) if outcome is MaskingOutcome.RANDOM else truth


def predict_chosen(
    model: LoadedModel, encoding: Encoding, position: int, outcome: MaskingOutcome, shown: Token, scores: Floats
) -> ChosenToken:
    """The prediction for the original token, from log-probabilities [vocabulary]."""
    truth = encoding.tokens[position]
    rank = 1 + int((scores > scores[truth.id]).sum())
    probability = float(np.exp(scores[truth.id]))
    return ChosenToken(position, truth, shown.text, outcome, top_predictions(model, scores, 1)[0], probability, rank)
