"""Accuracy, and F1 of whole entities: the figures that a run is judged by. No torch."""

from collections.abc import Sequence

Span = tuple[int, int, str]
"""First word, one after the last, kind."""


def spans(tags: Sequence[str]) -> list[Span]:
    """The entities in a row of BIO tags.

    B-PER I-PER O B-LOC -> (0, 2, PER), (3, 4, LOC). An "I-" that carries nothing on begins an entity, as in
    seqeval's default mode and in conlleval: O I-PER -> (1, 2, PER).
    """
    found: list[Span] = []
    begin, kind = 0, ""
    for place, tag in enumerate([*tags, "O"]):
        carries_on = tag.startswith("I-") and tag[2:] == kind
        if kind and not carries_on:
            found.append((begin, place, kind))
            kind = ""
        if tag != "O" and not carries_on:
            begin, kind = place, tag[2:]
    return found


def entity_f1(truth: Sequence[Sequence[str]], guessed: Sequence[Sequence[str]]) -> float:
    """Micro F1 over entities: right is an entity whose words and kind are all right; 0 when there is none at all."""
    true = {(row, *span) for row, tags in enumerate(truth) for span in spans(tags)}
    said = {(row, *span) for row, tags in enumerate(guessed) for span in spans(tags)}
    return 2 * len(true & said) / (len(true) + len(said)) if true or said else 0.0


def accuracy(truth: Sequence[str], guessed: Sequence[str]) -> float:
    """The share that is right; 0 of nothing."""
    return sum(a == b for a, b in zip(truth, guessed, strict=True)) / max(1, len(truth))
