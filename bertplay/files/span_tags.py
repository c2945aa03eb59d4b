"""Tags that mark where entities begin and end, as BIO: the brackets of CoNLL-2012, the numbers of WebAnno and INCEpTION."""

import re
from collections.abc import Iterable, Sequence

from bertplay.files.tags import NOTHING

Block = Sequence[tuple[int, list[str]]]
"""The lines of a sentence, each with its number and its cells."""
BRACKETED = re.compile(r"(?=.)(?:\(([A-Za-z][^()*\s]*))?\*?(\))?")
ROLES = re.compile(r"(?:[CR]-)?(?:V|A\d|AM-\w+|ARG\w*(?:-\w+)?)")
"""Semantic roles, which CoNLL-2012 has in the same form behind the entities."""
WEBANNO = "#FORMAT=WebAnno"
WEBANNO_WORD = 2
NUMBERED = re.compile(r"([^\[|]+)(?:\[(\d+)\])?")


def as_bio_blocks(blocks: Sequence[Block]) -> Sequence[Block]:
    """The lines up to the column of bracketed tags, that as BIO: (PERSON* *) * (GPE) -> B-PERSON I-PERSON O B-GPE; others as they are."""
    lines = [cells for block in blocks for _number, cells in block]
    for column in range(1, min(map(len, lines), default=0)):
        found = [BRACKETED.fullmatch(cells[column]) or cells[column] in NOTHING for cells in lines]
        kinds = {match[1] for match in found if isinstance(match, re.Match) and match[1]}
        if all(found) and kinds and not all(map(ROLES.fullmatch, kinds)):
            return [with_tags(block, column, from_brackets(cells[column] for _number, cells in block)) for block in blocks]
    return blocks


def with_tags(block: Block, column: int, tags: Iterable[str]) -> Block:
    """The cells before a column, and a tag in place of the rest."""
    return [(number, [*cells[:column], tag]) for (number, cells), tag in zip(block, tags, strict=True)]


def from_brackets(cells: Iterable[str]) -> Iterable[str]:
    """The tags of a sentence."""
    kind = ""
    for cell in cells:
        match = BRACKETED.fullmatch(cell)
        begins, ends = (match[1], match[2]) if match else (None, None)
        kind = begins or kind
        yield f"{'B' if begins else 'I'}-{kind}" if kind else "O"
        kind = "" if ends else kind


def from_webanno(blocks: Sequence[Block]) -> Sequence[Block]:
    """The words and tags of WebAnno's TSV: "1-1", "0-4", "Anna", "PER[1]"; a number for each entity of several words.

    Of several columns it is the first that names kinds.
    """
    words = [
        [(number, cells) for number, cells in block if len(cells) > WEBANNO_WORD and re.fullmatch(r"\d+-\d+", cells[0])] for block in blocks
    ]
    words = [block for block in words if block]
    lines = [cells for block in words for _number, cells in block]
    width = min(map(len, lines), default=0)
    named = [column for column in range(WEBANNO_WORD + 1, width) if any(re.search(r"[A-Za-z]", cells[column]) for cells in lines)]
    column = named[0] if named else width - 1
    return [
        with_tags(
            [(number, ["", cells[WEBANNO_WORD]]) for number, cells in block], 2, from_numbers(cells[column] for _number, cells in block)
        )
        for block in words
    ]


def from_numbers(cells: Iterable[str]) -> Iterable[str]:
    """The tags of a sentence: PER[1] PER[1] _ LOC -> B-PER I-PER O B-LOC."""
    before = None
    for cell in cells:
        match = None if cell in ("_", "*", "") else NUMBERED.match(cell)
        yield f"{'I' if match[2] and before == match.groups() else 'B'}-{match[1].replace(' ', '_')}" if match else "O"
        before = match.groups() if match else None
