"""Words with a tag each: CoNLL in its variants.

CoNLL (Tjong Kim Sang and De Meulder 2003) has one word a line, its tag in one of the columns behind it, and a blank line after each
sentence. Distributions differ: a running number before the word, comment lines, a row of names, several columns of tags, "S-" and "E-"
beside "B-" and "I-", or neither; of CoNLL-U the last column. All are read as BIO tags. Tables and JSON are read in tagged_tables.py.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, islice, zip_longest

import regex

from bertplay.errors import BadInput
from bertplay.files.columns import NAMES, SENTENCE_COLUMNS, TAG_COLUMNS, WORD_COLUMNS, column_named
from bertplay.files.span_tags import WEBANNO, as_bio_blocks, from_webanno
from bertplay.files.tables import MAX_CELL, MAX_GIVEN, MISSING, check_count, refuse_bad_lines
from bertplay.files.tags import CHUNKS, CONLLU_COLUMNS, NOTHING, TAG, as_bio, is_plain, kinds_of, misc_tag, prefixed, with_prefix
from bertplay.i18n import N_, LazyString, lazy
from bertplay.results.problem import Problem

BLANKS = re.compile("[ \t]+")  # a no-break space is part of a word: "10 000"
JOINED_BY = "|/_"
"""Between a word and its tag where a line is a whole sentence."""
SEEN, SAMPLE = 200, 100_000
"""Sentences and characters by which it is found out whether a text has tags."""
MAX_TAG = 40
TOKEN = regex.compile(r"[\w\p{M}]+(?:[-'’.,/][\w\p{M}]+)*|\S")
UNKNOWN_TAG = N_("The tag {tag!r} is not O, B-KIND or I-KIND; the sentence is left out.")
TOO_LONG = N_("A sentence has more than 100,000 characters; it is left out.")
NO_WORD = N_("The word is empty; the sentence is left out.")
NO_TAG = N_("There is no tag after the word; the sentence is left out.")
PLAIN = N_("The tags have no B- or I-: neighbouring words with the same tag are read as one entity.")
NO_MISC_TAG = N_("This CoNLL-U file has no entity tags such as NER=B-PER in its last column; coreference (Entity=) is not read.")
NO_TAGS = N_("There are no tags.")
WRITE_TAGS = N_("Write a word and its tag on each line: Anna B-PER.")
NO_END = N_("The table has one word per row and does not say where a sentence ends.")


@dataclass(frozen=True, slots=True)
class TaggedSentence:
    """The words of a sentence with a BIO tag each, and the line where it begins."""

    words: tuple[str, ...]
    tags: tuple[str, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Columns:
    """Where a word and its tag are, counted from 0, in lines of so many columns; is_plain: the tags are kinds, without B- and I-."""

    word: int
    tag: int
    width: int
    is_plain: bool = False


Tagged = tuple[list[TaggedSentence], list[Problem]]
Line = tuple[int, list[str]]


def tagged_text(text: str, name: str) -> Tagged:
    """The sentences of a CoNLL text. A sentence with a line that cannot be used is left out."""
    blocks = list(cell_blocks(text))
    return tagged_blocks(from_webanno(blocks) if text.startswith(WEBANNO) else blocks, name)


def tagged_blocks(blocks: Sequence[Sequence[Line]], name: str) -> Tagged:
    """The sentences of lines that are cut already, those of a sentence together; a row with the names of the columns may be the first."""
    names = blocks[0][0][1] if blocks else []
    if column_named(names, WORD_COLUMNS) and column_named(names, TAG_COLUMNS):
        blocks = sentence_blocks(names, [block for block in (blocks[0][1:], *blocks[1:]) if block], name)
    else:
        if column_named(names, WORD_COLUMNS) and len(blocks[0]) > 1 and not any(map(TAG.fullmatch, names)):
            blocks = [blocks[0][1:], *blocks[1:]]  # names of which none is usual for tags
        names = []
    blocks, notes = with_misc_tags(blocks)
    columns, problems = find_columns(blocks, names, name)
    problems += notes
    sentences: list[TaggedSentence] = []
    for block in blocks:
        sentence, wrong = as_sentence([(number, *word_and_tag(cells, columns)) for number, cells in block])
        problems += wrong
        if sentence is not None:
            sentences.append(sentence)
            check_count(len(sentences), name)
    refuse_bad_lines(len(sentences), [problem for problem in problems if problem.line], name)
    return sentences, problems


def sentence_blocks(names: Sequence[str], blocks: Sequence[Sequence[Line]], name: str) -> Sequence[Sequence[Line]]:
    """The lines of each sentence, by its number, which may be in its first line alone; or by blank lines where no column has numbers."""
    column = column_named(names, SENTENCE_COLUMNS)
    if column is None:
        if len(blocks) == 1 and len(blocks[0]) > 1:
            remedy = N_("Add a column “sentence” with the number of each word's sentence, or save it as CoNLL.")
            raise BadInput(NO_END, value=name, remedy=remedy)
        return blocks
    at, number, numbered = list(names).index(column), "", []
    for line in (line for block in blocks for line in block):
        given = line[1][at] if len(line[1]) > at else ""
        number = number if given.casefold() in ("", *MISSING) else given
        numbered.append((number, line))
    return [[line for _, line in group] for _, group in groupby(numbered, key=lambda one: one[0])]


def with_misc_tags(blocks: Sequence[Sequence[Line]]) -> tuple[Sequence[Sequence[Line]], list[Problem]]:
    """Tags with brackets as BIO; of CoNLL-U the tags of the last column, behind number and word; where there are none, that is said."""
    blocks = as_bio_blocks(blocks)
    lines = [cells for block in blocks for _number, cells in block]
    if not lines or any(len(cells) != CONLLU_COLUMNS for cells in lines) or not all(map(is_running, blocks)):
        return blocks, []
    if any(kinds_of([cells[column] for cells in lines]) for column in range(2, CONLLU_COLUMNS)):
        return blocks, []
    found = [[(number, [*cells[:2], misc_tag(cells)]) for number, cells in block if cells[0].isdecimal()] for block in blocks]
    has_none = all(cells[2] == "O" for block in found for _number, cells in block)
    return found, [Problem(NO_MISC_TAG)] if has_none else []


def has_tags(text: str) -> bool:
    """Whether a text is one of words with tags in columns, and not of sentences; kinds without B- and I- only where tabs cut them."""
    blocks = list(islice(cell_blocks(text[:SAMPLE]), SEEN))
    if text.startswith(WEBANNO) or as_bio_blocks(blocks) is not blocks:
        return True
    rows = [cells for block in blocks for _number, cells in block]
    width = Counter(map(len, rows)).most_common(1)[0][0] if rows else 0
    even = [cells for cells in rows if len(cells) == width]
    if len(even) < 0.8 * len(rows):
        return False
    columns = [[cells[column] for cells in even] for column in range(1, width)]
    may_be_plain = len(blocks) > 1 and ("\t" in text or blocks[0][0][0] == blocks[0][-1][0])
    return any(kinds_of(column) or (may_be_plain and is_plain(column)) for column in columns)


def word_and_tag(cells: Sequence[str], columns: Columns) -> tuple[str, str]:
    """The cells of a line; of a line that is shorter than the others the last one is its tag, one that is longer has none.

    A table that was written for spreadsheets has a quotation mark four times.
    """
    while len(cells) > columns.width and not cells[-1]:
        cells = cells[:-1]
    if len(cells) > columns.width:
        return cells[columns.word], "\t".join(cells[1:])
    if len(cells) == columns.width:
        word, tag = cells[columns.word], cells[columns.tag]
    else:
        word, tag = cells[min(columns.word, len(cells) - 1)], cells[-1] if len(cells) > columns.word + 1 else ""
    tag = "O" if tag in NOTHING else prefixed(tag) if columns.is_plain else with_prefix(tag)
    return '"' if word == '""""' else word, tag


def cell_blocks(text: str) -> Iterator[list[Line]]:
    """What is between blank lines, cut at tabs or blanks, without comments and the marks between documents; or a sentence each line."""
    lines = text.split("\n")
    sample = [line for line in lines[:SEEN] if line.strip() and not line.startswith(("#", "-DOCSTART-"))]
    cut = tag_cutter(sample)
    is_sentence = cut is not None and sum(len(cut(line)) for line in sample) >= 2 * len(sample)
    block: list[Line] = []
    for number, line in enumerate([*lines, ""], 1):
        if line.strip():
            cells = [cell.strip() for cell in line.split("\t")] if "\t" in line else BLANKS.split(line.strip(" "))
            if len(cells) > 1 and all(len(cell) > 1 and cell[0] == cell[-1] == '"' for cell in cells):
                cells = [cell[1:-1].replace('""', '"') for cell in cells]
            if cells[0] != "-DOCSTART-" and not is_comment(cells) and not (is_sentence and all(cell.casefold() in NAMES for cell in cells)):
                block += [(number, cells) for cells in (cut(line) if cut else [cells])]
        if block and (is_sentence or not line.strip()):
            yield block
            block = []


def tag_cutter(lines: Sequence[str]) -> Callable[[str], list[list[str]]] | None:
    """How lines are cut that hold several words with their tags, or join a word to its tag; None for a word and its tag in two cells.

    "Anna|B-PER left|O" or "Anna left<tab>B-PER O" -> [["Anna", "B-PER"], ["left", "O"]]; "Anna|NNP|B-PER" -> ["Anna", "NNP", "B-PER"]
    """
    halves = [[cell.split() for cell in line.split("\t")] for line in lines]
    even = [one for one in halves if len(one) == 2 and len(one[0]) == len(one[1])]
    if lines and len(even) >= 0.9 * len(lines) and 2 * sum(len(one[0]) > 1 for one in even) > len(even):
        return lambda line: [list(pair) for pair in zip_longest(*(cell.split() for cell in line.split("\t")), fillvalue="")]
    cells = [cell for line in lines for cell in BLANKS.split(line.strip())]
    for mark in JOINED_BY:
        joined = [cell for cell in cells if mark in cell[1:-1]]
        tags = [cell.rpartition(mark)[2] for cell in joined]
        if cells and len(joined) >= 0.9 * len(cells) and (kinds_of(tags) is not None or is_plain(tags)):
            count = Counter(cell[1:].count(mark) for cell in joined).most_common(1)[0][0]
            return lambda line: [cell.rsplit(mark, count) for cell in BLANKS.split(line.strip())]
    return None


def is_comment(cells: Sequence[str]) -> bool:
    """ "# id 000" is a comment; "#" with a tag, and "#Bonn" with one, are words."""
    return cells[0].startswith("#") and not any(TAG.fullmatch(cell) for cell in cells[1:])


def find_columns(blocks: Sequence[Sequence[Line]], names: Sequence[str], name: str) -> tuple[Columns, list[Problem]]:
    """The columns of the words and of the tags, and a note where there was a choice. They may be named.

    A first column of running numbers is none of words. Of several columns of tags it is the first that tags entities and not phrases.
    """
    lines = [cells for block in blocks for _number, cells in block]
    width = Counter(map(len, lines)).most_common(1)[0][0] if lines else 0
    if width < 2:
        raise BadInput(NO_TAGS, value=name, remedy=WRITE_TAGS)
    rows = [cells for cells in lines if len(cells) == width]
    kinds = {column: kinds_of([cells[column] for cells in rows]) for column in range(width)}
    tagged = [column for column, found in kinds.items() if found is not None and not found <= CHUNKS]
    named = [column for column in tagged if kinds[column]]
    plain = [column for column in range(1, width) if not tagged and is_plain([cells[column] for cells in rows])]
    if not (names or tagged or plain or any(TAG.fullmatch(cell) for cells in lines for cell in cells[1:])):
        raise BadInput(NO_TAGS, value=name, remedy=WRITE_TAGS)
    tag = (named or tagged or plain or [width - 1])[0]
    words = (column for column in range(width) if width > 2 and column != tag and is_of_words(blocks, column))
    word = next(words, 0)
    if names:
        word, tag = (list(names).index(column_named(names, wanted) or "") for wanted in (WORD_COLUMNS, TAG_COLUMNS))
        plain = [tag] if is_plain([cells[tag] for cells in rows if tag < width]) else []
    word = next(column for column in range(width) if column != tag) if word == tag else word
    others = [column for column in named if column not in (word, tag)]
    said = N_("Column {tag} is read as the tags; column {other} has tags too.")
    notes = [Problem(lazy(said, tag=tag + 1, other=others[0] + 1))] if others else []
    return Columns(word, tag, width, bool(plain)), [*notes, *([Problem(PLAIN)] if plain else [])]


def is_of_words(blocks: Sequence[Sequence[Line]], column: int) -> bool:
    """Whether a column may be that of the words: it is not all numbers, nor has the same in every line of a sentence, as an id has."""
    if all(cells[column].isdecimal() for block in blocks for _number, cells in block if len(cells) > column):
        return False
    columns = [[(number, cells[column:]) for number, cells in block if len(cells) > column] for block in blocks]
    is_id = all(len({cells[0] for _number, cells in one}) == 1 for one in columns if one) and any(len(one) > 1 for one in columns)
    return not is_id and not all(map(is_running, columns))


def is_running(block: Sequence[Line]) -> bool:
    """Whether the first cells count the words of a sentence: 0, 1, 2, … or 1, 2, 3, …; CoNLL-U has 2-3 between, for "du"."""
    first = [cells[0] for _number, cells in block if not re.fullmatch(r"\d+[-.]\d+", cells[0])]
    return bool(first) and first[0] in ("0", "1") and first == [str(int(first[0]) + i) for i in range(len(first))]


def as_sentence(words: Sequence[tuple[int, str, str]]) -> tuple[TaggedSentence | None, list[Problem]]:
    """A sentence from (line, word, tag), or what is wrong with its lines."""
    problems = [Problem(why, line, given=f"{word} {tag}"[:MAX_GIVEN]) for line, word, tag in words if (why := why_not(word, tag))]
    if problems:
        return None, [next(group) for _line, group in groupby(problems, key=lambda problem: problem.line)]
    if sum(len(word) + 1 for _, word, _ in words) > MAX_CELL:
        return None, [Problem(TOO_LONG, words[0][0], given=words[0][1][:MAX_GIVEN])]
    return TaggedSentence(tuple(word for _, word, _ in words), as_bio(tag for *_, tag in words), words[0][0]), []


def why_not(word: str, tag: str) -> LazyString | str:
    """What is wrong with a word and its tag; "" when nothing is."""
    if not word:
        return NO_WORD
    if not tag:
        return NO_TAG
    return "" if TAG.fullmatch(tag) else lazy(UNKNOWN_TAG, tag=tag[:MAX_TAG])


def split_words(text: str) -> tuple[str, ...]:
    """The words of a sentence, punctuation apart, as files with tagged words have them.

    "Anna left Bonn." -> ("Anna", "left", "Bonn", "."); "3.5", "well-known" and "don't" are one word each
    """
    return tuple(text[start:end] for start, end in word_spans(text))


def word_spans(text: str) -> list[tuple[int, int]]:
    """First character and one after the last of each of these words."""
    return [match.span() for match in TOKEN.finditer(text)]
