"""A list of masked sentences with their answers, put to a model: how often is it right, and what does that cost?"""

import csv
import math
import time
from collections.abc import Sequence
from statistics import median

import numpy as np

from bertplay.errors import BadInput
from bertplay.models.loaded import Encoding, LoadedModel
from bertplay.models.spec import Ability
from bertplay.results import Floats, WordScore
from bertplay.results.compare import Item, ItemScore, JudgedItem
from bertplay.tasks.checks import encode_masked, word_scores
from bertplay.tasks.compare import cost_of
from bertplay.tasks.named_words import score_at_mask
from bertplay.wording import later, mark

MOST_ITEMS = 1_000
MOST_CHARACTERS = 500_000


def read_items(text: str) -> tuple[Item, ...]:
    """Items from a table: sentence, answer, and maybe another word; tabs or commas between. A line without [MASK] may head it.

    "The capital of France is [MASK].\\tParis" -> Item("The capital of France is [MASK].", "Paris")
    """
    if len(text) > MOST_CHARACTERS:
        size, limit = later("{n:,} characters", n=len(text)), later("Use at most {most:,}.", most=MOST_CHARACTERS)
        raise BadInput(mark("The file is too large."), value=size, remedy=limit)
    delimiter = "\t" if "\t" in text else ","
    lines = text.lstrip("\ufeff").replace("\0", "").splitlines()
    rows = [row for row in csv.reader(lines, delimiter=delimiter) if any(map(str.strip, row))]
    if rows and "mask" not in rows[0][0].lower():
        rows = rows[1:]
    items = []
    for number, row in enumerate(rows, 1):
        cells = [cell.strip() for cell in row]
        if len(cells) < 2 or not cells[0] or not cells[1]:
            problem = later("Row {number} has no answer.", number=number)
            raise BadInput(problem, value=" ".join(cells), remedy=mark("Write sentence, tab, answer in each line."))
        items.append(Item(cells[0], cells[1], cells[2] if len(cells) > 2 else ""))
    return tuple(items)


def score_items(model: LoadedModel, items: Sequence[Item]) -> ItemScore:
    """Put every item to the model. The time is the median of the items asked one at a time, up to twenty of them."""
    model.require(Ability.MASKED_WORD)
    if not 1 <= len(items) <= MOST_ITEMS:
        limits = later("Give 1 to {most:,}, one a line.", most=MOST_ITEMS)
        raise BadInput(mark("The number of items is out of range."), value=len(items), remedy=limits)
    encodings = [encode_masked(model, item.text) for item in items]
    for item, encoding in zip(items, encodings, strict=True):
        if len(encoding.masks) != 1:
            raise BadInput(mark("An item has more than one mask."), value=item.text, remedy=mark("Hide one word in each sentence."))
    scores = word_scores(model, encodings)
    judged = tuple(judge(model, *one) for one in zip(items, encodings, (s[0] for s in scores), strict=True))
    ranks = [one.rank for one in judged if one.rank is not None]
    bits = [one.bits for one in judged if one.bits is not None]
    preferences = [one.prefers for one in judged if one.prefers is not None]
    return ItemScore(
        model=model.spec.id,
        accuracy=sum(rank == 1 for rank in ranks) / len(items),
        preferred=sum(preferences) / len(preferences) if preferences else None,
        median_rank=float(median(ranks)) if ranks else None,
        several=len(items) - len(ranks),
        bits=float(np.mean(bits)) if bits else None,
        cost=cost_of(model, *clock(model, encodings), sum(map(len, encodings))),
        items=judged,
    )


def judge(model: LoadedModel, item: Item, encoding: Encoding, scores: Floats) -> JudgedItem:
    """One item from the log-probabilities [vocabulary] at its mask."""
    named = [item.answer, item.other] if item.other else [item.answer]
    answer, *others = score_at_mask(model, encoding, 0, scores, named)
    bits, other_bits = bits_of(answer), bits_of(others[0]) if others else None
    prefers = None if bits is None or other_bits is None else bits < other_bits
    return JudgedItem(item, model.vocabulary[int(scores.argmax())], answer.rank, bits, other_bits, prefers)


def bits_of(score: WordScore) -> float | None:
    """-log2 of a probability; None for a word that cannot be written, or one so improbable that it is 0."""
    return -math.log2(score.probability) if score.is_known and score.probability > 0 else None


def clock(model: LoadedModel, encodings: Sequence[Encoding]) -> tuple[float, int]:
    """(median milliseconds of one sentence alone, how many were asked)"""
    times = []
    for encoding in encodings[:20]:
        began = time.perf_counter()
        word_scores(model, [encoding])
        times.append(1000 * (time.perf_counter() - began))
    return median(times), len(times)
