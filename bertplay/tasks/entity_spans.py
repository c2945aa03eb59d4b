"""Entities from the tags of words: B-PER I-PER O is one entity of two words, whatever the scheme of the tags."""

from collections.abc import Sequence

from bertplay.models.heads import split_tags
from bertplay.results.task_heads import EntitySpan

BEGINS, ENDS = frozenset("BSU"), frozenset("ELSU")
"""The places in an entity at which one begins, or ends, in any case: BIOES calls a single word S, BILOU calls it U."""


def entity_spans(
    text: str, words: Sequence[tuple[int, int]], tags: Sequence[str], shares: Sequence[float], labels: Sequence[str]
) -> tuple[EntitySpan, ...]:
    """The entities of a text, by the places of its words, their tags, and the probabilities of these.

    IOB1 writes I- for the first word as well, and B- only where two entities touch; plain tags have neither:

        Anna I-PER  Smith I-PER  Bonn I-LOC  Berlin B-LOC     ->  Anna Smith (PER), Bonn (LOC), Berlin (LOC)
        Anna PER    Smith PER    Bonn LOC    Berlin LOC       ->  Anna Smith (PER), Bonn Berlin (LOC)

    labels   all tags of the model: they say whether "I-" is a prefix
    """
    split = split_tags(labels)
    spans: list[list[int]] = []
    before, kind_before = "O", ""
    for i, tag in enumerate(tags):
        place, kind = split[tag]
        if kind and (place in BEGINS or kind != kind_before or before in ENDS):
            spans.append([i])
        elif kind:
            spans[-1].append(i)
        before, kind_before = place, kind
    return tuple(
        EntitySpan(
            text[words[span[0]][0] : words[span[-1]][1]],
            split[tags[span[0]]][1],
            words[span[0]][0],
            words[span[-1]][1],
            sum(shares[i] for i in span) / len(span),
        )
        for span in spans
    )
