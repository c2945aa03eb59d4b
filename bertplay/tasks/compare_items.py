"""Cloze items: masked sentences with their answers. How often is a model right?"""

import math
from collections.abc import Sequence
from statistics import median

import numpy as np

from bertplay.errors import BadInput
from bertplay.files.columns import column_named
from bertplay.files.decoding import decode
from bertplay.files.headings import is_heading, names_columns
from bertplay.files.tables import MAX_GIVEN, read_rows, refuse_bad_lines
from bertplay.i18n import N_, lazy
from bertplay.models.loaded import Encoding, LoadedModel
from bertplay.models.spec import Ability
from bertplay.results import Floats, WordScore
from bertplay.results.compare import Item, ItemPrediction, ItemScore
from bertplay.results.problem import Problem
from bertplay.tasks.candidate_words import score_at_mask
from bertplay.tasks.checks import encode_masked, word_scores
from bertplay.text import MASK_SPELLING

MAX_ITEMS = 1_000
ANSWER_COLUMNS = ("answer", "obj_label", "target", "gold", "label", "réponse", "antwort", "respuesta")
"""obj_label: LAMA (Petroni et al. 2019)."""
OTHER_COLUMNS = ("other", "other word", "other_word", "distractor", "foil", "wrong", "incorrect", "alternative")
NO_ANSWER = N_("Each line needs a sentence with [MASK], a tab and the answer.")
SEVERAL_MASKS = N_("The sentence has more than one [MASK]; the line is left out.")
NO_MASK = N_("The sentence has no [MASK]; the line is left out.")


def read_items(raw: bytes, name: str) -> tuple[tuple[Item, ...], list[Problem]]:
    """Items from a table: sentence, answer, and maybe another word; tabs or commas between. A line without [MASK] may head it.

    "The capital of France is [MASK].\tParis" -> Item("The capital of France is [MASK].", "Paris")
    The sentence is the cell with [MASK]; the answer is in the column that is called so, or else in the first of the others; a first
    column that counts the rows is none of words. A line without an answer is left out and listed.
    """
    text, doubts = decode(raw, name)
    rows, problems = read_rows(text, name)
    names = rows[0][1] if rows and (not rows[0][0] or is_header(rows[0][1], [cells for _, cells in rows[1:]])) else []
    rows = rows[bool(names) :]
    is_counted = all(len(cells) > 2 and cells[0].isdecimal() for _, cells in rows)
    items = []
    for line, cells in rows:
        found = as_item(named_cells(cells, names) or cells[is_counted:])
        if isinstance(found, Item):
            items.append(found)
        else:
            problems.append(Problem(found, line, given=", ".join(cells)[:MAX_GIVEN]))
    refuse_bad_lines(len(items), problems, name)
    if not items:
        raise BadInput(N_("The file contains no sentence with an answer."), value=name, remedy=NO_ANSWER)
    return tuple(items), [*doubts, *problems]


def is_header(first: Sequence[str], others: Sequence[Sequence[str]]) -> bool:
    """Whether the first row names the columns."""
    return not has_mask(first) and (column_named(first, ANSWER_COLUMNS) is not None or is_heading(first) or names_columns(first, others))


def named_cells(cells: Sequence[str], names: Sequence[str]) -> list[str]:
    """The sentence, the answer and the other word of a row, by the names of their columns; nothing where none is called the answer."""
    named = dict(zip(names, cells, strict=False))
    answer, other = (named.get(column_named(names, known) or "") for known in (ANSWER_COLUMNS, OTHER_COLUMNS))
    masked = [cell for cell in cells if MASK_SPELLING.search(cell)][:1] or [cells[0]]
    return [] if answer is None else [*masked, answer, *([other] if other else [])]


def as_item(cells: Sequence[str]) -> Item | str:
    """An item, or why a row is none."""
    at = next((i for i, cell in enumerate(cells) if MASK_SPELLING.search(cell)), 0)
    sentence, words = "".join(cells[at : at + 1]), [*cells[:at], *cells[at + 1 :]]
    if not sentence or not words or not words[0]:
        return NO_ANSWER
    if not has_mask(cells):
        return NO_MASK
    return Item(sentence, words[0], words[1] if len(words) > 1 else "") if len(MASK_SPELLING.findall(sentence)) == 1 else SEVERAL_MASKS


def has_mask(cells: Sequence[str]) -> bool:
    """Whether a cell of a row has a mask, in any spelling."""
    return any(map(MASK_SPELLING.search, cells))


def score_items(model: LoadedModel, items: Sequence[Item]) -> ItemScore:
    """Predict every item."""
    model.require(Ability.MASKED_WORD)
    if not 1 <= len(items) <= MAX_ITEMS:
        limits = lazy("Give 1 to {most:,}, one per line.", most=MAX_ITEMS)
        raise BadInput(N_("The number of items is out of range."), value=len(items), remedy=limits)
    encodings = [encode_masked(model, item.text) for item in items]
    for item, encoding in zip(items, encodings, strict=True):
        if len(encoding.masks) != 1:
            raise BadInput(N_("An item has more than one mask."), value=item.text, remedy=N_("Mask exactly one word in each sentence."))
    scores = word_scores(model, encodings)
    predicted = tuple(predict_item(model, *one) for one in zip(items, encodings, (s[0] for s in scores), strict=True))
    ranks = [one.rank for one in predicted if one.rank is not None]
    bits = [one.bits for one in predicted if one.bits is not None]
    preferences = [one.prefers for one in predicted if one.prefers is not None]
    return ItemScore(
        model=model.spec.id,
        accuracy=sum(rank == 1 for rank in ranks) / len(items),
        preferred=sum(preferences) / len(preferences) if preferences else None,
        median_rank=float(median(ranks)) if ranks else None,
        several=len(items) - len(ranks),
        bits=float(np.mean(bits)) if bits else None,
        items=predicted,
    )


def predict_item(model: LoadedModel, item: Item, encoding: Encoding, scores: Floats) -> ItemPrediction:
    """One item from the log-probabilities [vocabulary] at its mask."""
    named = [item.answer, item.other] if item.other else [item.answer]
    answer, *others = score_at_mask(model, encoding, 0, scores, named)
    bits, other_bits = bits_of(answer), bits_of(others[0]) if others else None
    prefers = None if bits is None or other_bits is None else bits < other_bits
    return ItemPrediction(item, model.vocabulary[int(scores.argmax())], answer.rank, bits, other_bits, prefers)


def bits_of(score: WordScore) -> float | None:
    """-log2 of a probability; None for a word that the vocabulary cannot spell, or whose probability rounds to 0."""
    return -math.log2(score.probability) if score.is_known and score.probability > 0 else None
