"""Entities from tags: one example of each scheme, worked by hand."""

import pytest

from bertplay.tasks.entity_spans import entity_spans

TEXT = "Anna Smith saw Bonn Berlin"
WORDS = ((0, 4), (5, 10), (11, 14), (15, 19), (20, 26))
SHARES = (0.9, 0.7, 1.0, 0.8, 0.6)
APART = [("Anna Smith", "PER", 0.8), ("Bonn", "LOC", 0.8), ("Berlin", "LOC", 0.6)]
TOGETHER = [("Anna Smith", "PER", 0.8), ("Bonn Berlin", "LOC", 0.7)]


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ("B-PER I-PER O B-LOC B-LOC", APART),  # IOB2
        ("I-PER I-PER O I-LOC B-LOC", APART),  # IOB1
        ("B-PER L-PER O U-LOC U-LOC", APART),  # BILOU
        ("B-PER E-PER O S-LOC S-LOC", APART),  # BIOES
        ("B_PER I_PER O B_LOC B_LOC", APART),
        ("PER PER O LOC LOC", TOGETHER),  # plain
        ("B-PER I-PER O I-LOC I-LOC", TOGETHER),
        ("O O O O O", []),
    ],
)
def test_each_scheme(tags: str, expected: list[tuple[str, str, float]]) -> None:
    found = entity_spans(TEXT, WORDS, tags.split(), SHARES, tags.split())
    assert [(one.text, one.kind, pytest.approx(one.probability)) for one in found] == expected


def test_a_kind_may_look_like_a_prefix() -> None:
    """ "B-MAX" is a name of a kind where another tag has no prefix."""
    found = entity_spans(TEXT, WORDS, ["B-MAX", "B-MAX", "O", "O", "O"], SHARES, ["O", "B-MAX", "CITY"])
    assert [(one.text, one.kind) for one in found] == [("Anna Smith", "B-MAX")]
