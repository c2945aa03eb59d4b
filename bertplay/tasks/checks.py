"""Checks and forward passes that several tasks share."""

import re
from collections.abc import Sequence

from bertplay.errors import BadInput
from bertplay.i18n import N_, lazy
from bertplay.models.loaded import Encoding, LoadedModel, Wanted
from bertplay.models.spec import Ability
from bertplay.results import Floats

MAX_TOP_K = 50


def check_top_k(top_k: int) -> None:
    """Raise BadInput unless 1 to 50 predictions are wanted."""
    if not 1 <= top_k <= MAX_TOP_K:
        raise BadInput(N_("The number of predictions is out of range."), value=top_k, remedy=lazy("Ask for 1 to {most}.", most=MAX_TOP_K))


def encode_masked(model: LoadedModel, text: str) -> Encoding:
    """The encoding of a text with at least one mask; raises BadInput when there is none."""
    model.require(Ability.MASKED_WORD)
    if not text.strip():
        raise BadInput(
            N_("There is no text."),
            remedy=lazy("Type a sentence and hide a word, or write {mask} for it.", mask=model.mask_text),
        )
    encoding = model.encode(text)
    if not encoding.masks:
        raise BadInput(
            N_("No word is hidden."),
            value=text,
            remedy=lazy("Hide a word, or write {mask} where the model should predict one.", mask=model.mask_text),
        )
    return encoding


def check_mask_index(encoding: Encoding, mask_index: int) -> None:
    """Raise BadInput unless the text has this mask, counted from 0."""
    if not 0 <= mask_index < len(encoding.masks):
        raise BadInput(
            N_("The text has no such mask."),
            value=mask_index,
            remedy=lazy("Count from 0: the last one is {last}.", last=len(encoding.masks) - 1),
        )


def widen_mask(model: LoadedModel, text: str, mask_index: int, width: int) -> str:
    """The text with one of its masks replaced by `width` masks in a row.

    "[MASK] is [MASK]." with mask 1 widened to 2 -> "[MASK] is [MASK] [MASK]."
    """
    masks = list(re.finditer(re.escape(model.mask_text), text))
    start, end = masks[mask_index].span()
    return text[:start] + " ".join([model.mask_text] * width) + text[end:]


def word_scores(model: LoadedModel, rows: Sequence[Encoding], positions: tuple[tuple[int, ...], ...] | None = None) -> list[Floats]:
    """Natural-log probabilities [positions, vocabulary] for each row, at its masks or at the positions given for it."""
    outputs = model.forward(rows, Wanted(scores=True, positions=positions))
    return [output.scores for output in outputs if output.scores is not None]
