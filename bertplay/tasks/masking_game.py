"""The masking game: what BERT was trained by, played on a text of the reader's.

15 % of the pieces are chosen and must be predicted. Of these, 80 % are replaced by [MASK], 10 % by a random piece,
10 % stay: a model that only ever saw [MASK] would learn nothing about words that are there (Devlin et al. 2019).
"""

import math

import numpy as np

from bertplay.errors import BadInput
from bertplay.models.loaded import Encoding, LoadedModel
from bertplay.models.spec import Ability
from bertplay.results import Floats, Piece
from bertplay.results.pretraining import ChosenPiece, Fate, MaskingGame
from bertplay.tasks.checks import word_scores
from bertplay.tasks.masked_word import best_guesses
from bertplay.wording import later, mark

RATE = 0.15
MASKED, RANDOM = 0.8, 0.1  # of the chosen pieces; the rest is kept


def play_masking(model: LoadedModel, text: str, *, seed: int = 0, rate: float = RATE) -> MaskingGame:
    """Choose pieces of a text, decide their fate, and let the model predict them. The same seed plays the same game.

    Raises BadInput for an empty text, for one with a mask in it, and for a rate that is not a share.
    """
    model.require(Ability.MASKED_WORD)
    if not 0 < rate <= 1:
        limits = later("Give more than 0 and at most 1; BERT has {rate}.", rate=RATE)
        raise BadInput(mark("The share of chosen pieces is out of range."), value=rate, remedy=limits)
    if seed < 0:
        raise BadInput(mark("A seed is not negative."), value=seed, remedy=mark("Give 0 or more."))
    encoding = model.encode(text)
    if encoding.masks:
        remedy = mark("Give the whole text: the game hides words itself.")
        raise BadInput(mark("The text has a mask in it already."), value=text, remedy=remedy)
    candidates = [i for i, piece in enumerate(encoding.pieces) if not piece.is_special]
    if not candidates:
        raise BadInput(mark("There is no word in the text."), value=text, remedy=mark("Type a sentence or two."))
    rng = np.random.default_rng(seed)
    positions = choose(rng, candidates, rate)
    fates = [draw_fate(float(share)) for share in rng.random(len(positions))]
    shown = [replacement(model, fate, encoding.pieces[p], rng) for p, fate in zip(positions, fates, strict=True)]
    spoiled = encoding.with_pieces(dict(zip(positions, shown, strict=True)), model.mask_id)
    [scores] = word_scores(model, [spoiled], (tuple(positions),))
    chosen = tuple(judge(model, encoding, *one) for one in zip(positions, fates, shown, scores, strict=True))
    perplexity = math.exp(-sum(math.log(max(piece.probability, 1e-30)) for piece in chosen) / len(chosen))
    return MaskingGame(model.spec.id, text, encoding.pieces, chosen, rate, seed, perplexity, encoding.cut)


def choose(rng: np.random.Generator, candidates: list[int], rate: float) -> list[int]:
    """That share of the candidates, at least one: 20 of them at 15 % -> 3, in order."""
    count = max(1, round(rate * len(candidates)))
    return sorted(rng.choice(candidates, count, replace=False).tolist())


def draw_fate(share: float) -> Fate:
    """From a number drawn evenly from 0 to 1: 0.79 -> masked, 0.85 -> random, 0.95 -> kept."""
    if share < MASKED:
        return Fate.MASKED
    return Fate.RANDOM if share < MASKED + RANDOM else Fate.KEPT


def replacement(model: LoadedModel, fate: Fate, truth: Piece, rng: np.random.Generator) -> Piece:
    """The piece that the model sees."""
    if fate is Fate.MASKED:
        return model.piece(model.mask_id)
    return model.piece(int(rng.integers(len(model.vocabulary)))) if fate is Fate.RANDOM else truth


def judge(model: LoadedModel, encoding: Encoding, position: int, fate: Fate, shown: Piece, scores: Floats) -> ChosenPiece:
    """What log-probabilities [vocabulary] say about the piece that stood there."""
    truth = encoding.pieces[position]
    rank = 1 + int((scores > scores[truth.id]).sum())
    probability = float(np.exp(scores[truth.id]))
    return ChosenPiece(position, truth, shown.text, fate, best_guesses(model, scores, 1)[0], probability, rank)
