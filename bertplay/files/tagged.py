"""Words with a tag each: CoNLL in its variants, tables with one word a row, JSON lines with two lists.

CoNLL (Tjong Kim Sang and De Meulder 2003) has one word a line, its tag in one of the columns behind it, and a blank line after each
sentence. Distributions differ: a running number before the word, comment lines, several columns of tags, "S-" and "E-" beside "B-"
and "I-". All are read as BIO tags.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import regex

from bertplay.errors import BadInput
from bertplay.files.tables import Table, check_count, refuse_bad_lines
from bertplay.i18n import N_, LazyString, lazy
from bertplay.results.problem import Problem

TAG = re.compile(r"O|[BIESLU]-\S+")
BEGINS = {"S": "B", "U": "B", "E": "I", "L": "I"}
"""Other schemes in the terms of BIO: a single word begins, the last one is inside."""
CHUNKS = frozenset({"NP", "VP", "PP", "ADVP", "ADJP", "SBAR", "PRT", "CONJP", "INTJ", "LST", "UCP"})
"""Kinds of phrases, which the files of CoNLL-2003 tag in a column before the entities."""
BLANKS = re.compile("[ \t]+")  # a no-break space is part of a word: "10 000"
MAX_TAG = 40
TOKEN = regex.compile(r"[\w\p{M}]+(?:[-'’.,/][\w\p{M}]+)*|\S")
UNKNOWN_TAG = N_("The tag {tag!r} is not O, B-KIND or I-KIND; the sentence is left out.")
NO_WORD = N_("The word is empty; the sentence is left out.")
NO_TAG = N_("There is no tag after the word; the sentence is left out.")
WORD_NAMES = ("word", "words", "token", "tokens", "form")
TAG_NAMES = ("tag", "tags", "ner", "ner_tag", "ner_tags", "label", "labels", "entity")
SENTENCE_NAMES = ("sentence #", "sentence", "sentence_id", "sentence_idx", "sent_id", "sent", "sentence id")


@dataclass(frozen=True, slots=True)
class TaggedSentence:
    """The words of a sentence with a BIO tag each, and the line where it begins."""

    words: tuple[str, ...]
    tags: tuple[str, ...]
    line: int


Tagged = tuple[list[TaggedSentence], list[Problem]]
Line = tuple[int, list[str]]


def tagged_text(text: str, name: str) -> Tagged:
    """The sentences of a CoNLL text. A sentence with a line that cannot be used is left out."""
    blocks = list(cell_blocks(text))
    word, tag, problems = find_columns(blocks, name)
    sentences: list[TaggedSentence] = []
    for block in blocks:
        pairs = [(number, *word_and_tag(cells, word, tag)) for number, cells in block]
        sentence, wrong = as_sentence(pairs)
        problems += wrong
        if sentence is not None:
            sentences.append(sentence)
            check_count(len(sentences), name)
    refuse_bad_lines(len(sentences), [problem for problem in problems if problem.line], name)
    return sentences, problems


def has_tags(text: str) -> bool:
    """Whether a text is one of words with tags in columns, cut at tabs, and not of sentences."""
    rows = [cells for block in cell_blocks(text) for _number, cells in block]
    width = max(map(len, rows), default=0)
    return "\t" in text and any(kinds_of([cells[column] for cells in rows if len(cells) == width]) for column in range(1, width))


def word_and_tag(cells: Sequence[str], word: int, tag: int) -> tuple[str, str]:
    """The cells of a line; of a line that is shorter than the others the last one is its tag."""
    if len(cells) > max(word, tag):
        return cells[word], cells[tag]
    return cells[min(word, len(cells) - 1)], cells[-1] if len(cells) > word + 1 else ""


def cell_blocks(text: str) -> Iterator[list[Line]]:
    """What is between blank lines, cut at tabs or blanks, without comments and the marks between documents."""
    block: list[Line] = []
    for number, line in enumerate([*text.split("\n"), ""], 1):
        if line.strip():
            cells = [cell.strip() for cell in line.split("\t")] if "\t" in line else BLANKS.split(line.strip(" "))
            if cells[0] != "-DOCSTART-" and not is_comment(cells):
                block.append((number, cells))
        elif block:
            yield block
            block = []


def is_comment(cells: Sequence[str]) -> bool:
    """ "# id 000" is a comment; "#" with a tag, and "#Bonn" with one, are words."""
    return cells[0].startswith("#") and not any(TAG.fullmatch(cell) for cell in cells[1:])


def find_columns(blocks: Sequence[Sequence[Line]], name: str) -> tuple[int, int, list[Problem]]:
    """The column of the words and that of the tags, counted from 0, and a note where there was a choice.

    A first column of running numbers is none of words. Of several columns of tags it is the first that tags entities and not phrases.
    """
    rows = [cells for block in blocks for _number, cells in block]
    width = max(map(len, rows), default=0)
    if width < 2:
        raise BadInput(N_("There are no tags."), value=name, remedy=N_("Write a word and its tag on each line: Anna B-PER."))
    word = 1 if width > 2 and all(is_running(block) for block in blocks) else 0
    kinds = {column: kinds_of([cells[column] for cells in rows if len(cells) == width]) for column in range(word + 1, width)}
    tagged = [column for column, found in kinds.items() if found is not None and not found <= CHUNKS]
    named = [column for column in tagged if kinds[column]]
    tag = (named or tagged or [width - 1])[0]
    others = [column for column in named if column != tag]
    if not others:
        return word, tag, []
    note = lazy("Column {tag} is read as the tags; column {other} has tags too.", tag=tag + 1, other=others[0] + 1)
    return word, tag, [Problem(note)]


def is_running(block: Sequence[Line]) -> bool:
    """Whether the first cells count the words of a sentence: 0, 1, 2, … or 1, 2, 3, …"""
    first = [cells[0] for _number, cells in block]
    return first[0] in ("0", "1") and first == [str(int(first[0]) + i) for i in range(len(first))]


def kinds_of(cells: Sequence[str]) -> frozenset[str] | None:
    """The kinds that a column tags; None when it is no column of tags, which one wrong tag in ten does not make it."""
    tags = [cell for cell in cells if TAG.fullmatch(cell)]
    return frozenset(tag[2:] for tag in tags if tag != "O") if len(tags) >= 0.9 * len(cells) else None


def tagged_table(table: Table, name: str) -> Tagged:
    """The sentences of a table: two lists a row, or one word a row with the number of its sentence."""
    words, tags = column_named(table, WORD_NAMES), column_named(table, TAG_NAMES)
    if words is None or tags is None:
        known = ", ".join(repr(column) for column in table.columns[:8])
        wanted = N_("Two columns are needed, “words” and “tags”. The file has {known}.")
        raise BadInput(N_("The columns of words and tags were not found."), value=name, remedy=lazy(wanted, known=known))
    if table.rows and isinstance(table.rows[0].cells.get(words), list):
        found = [from_lists(row.cells.get(words), row.cells.get(tags), row.line) for row in table.rows]
    else:
        found = [as_sentence(block) for block in word_blocks(table, words, tags, name)]
    problems = [*table.problems, *(problem for _sentence, wrong in found for problem in wrong)]
    sentences = [sentence for sentence, _wrong in found if sentence is not None]
    refuse_bad_lines(len(sentences), problems, name)
    return sentences, problems


def column_named(table: Table, names: Sequence[str]) -> str | None:
    """The column with one of these names, in any case."""
    known = {column.casefold().strip(): column for column in table.columns}
    return next((known[name] for name in names if name in known), None)


def word_blocks(table: Table, words: str, tags: str, name: str) -> Iterator[list[tuple[int, str, str]]]:
    """The rows of each sentence; the number of a sentence may be in its first row alone."""
    sentence = column_named(table, SENTENCE_NAMES)
    if sentence is None:
        remedy = N_("Add a column “sentence” with the number of each word's sentence, or save it as CoNLL.")
        raise BadInput(N_("The table has one word a row and does not say where a sentence ends."), value=name, remedy=remedy)
    block: list[tuple[int, str, str]] = []
    before = ""
    for row in table.rows:
        number = row.text(sentence)
        if block and number and number != before:
            yield block
            block = []
        before = number or before
        block.append((row.line, row.text(words), row.text(tags)))
    if block:
        yield block


def from_lists(words: Any, tags: Any, line: int) -> tuple[TaggedSentence | None, list[Problem]]:
    """A sentence from two lists of a JSON line."""
    if not isinstance(words, list) or not isinstance(tags, list) or not all(isinstance(word, str) for word in words):
        return None, [Problem(N_("“words” and “tags” must be two lists of strings; the line is left out."), line)]
    if any(isinstance(tag, int) for tag in tags):
        return None, [Problem(N_("The tags are numbers, and their names are not in the file; write B-PER instead of 1. Left out."), line)]
    if len(words) != len(tags) or not words:
        counts = lazy("There are {words} words and {tags} tags; the line is left out.", words=len(words), tags=len(tags))
        return None, [Problem(counts, line)]
    return as_sentence([(line, word.strip(), str(tag)) for word, tag in zip(words, tags, strict=True)])


def as_sentence(words: Sequence[tuple[int, str, str]]) -> tuple[TaggedSentence | None, list[Problem]]:
    """A sentence from (line, word, tag), or what is wrong with its lines."""
    problems = [Problem(reason, line) for line, word, tag in words if (reason := why_not(word, tag))]
    if problems:
        return None, problems
    return TaggedSentence(tuple(word for _, word, _ in words), as_bio(tag for *_, tag in words), words[0][0]), []


def why_not(word: str, tag: str) -> LazyString | str:
    """What is wrong with a word and its tag; "" when nothing is."""
    if not word:
        return NO_WORD
    if not tag:
        return NO_TAG
    return "" if TAG.fullmatch(tag) else lazy(UNKNOWN_TAG, tag=tag[:MAX_TAG])


def as_bio(tags: Iterable[str]) -> tuple[str, ...]:
    """The tags as B- and I-: "I-" after another kind is read as a beginning, as older files write it: O I-PER -> O B-PER."""
    result: list[str] = []
    for tag in tags:
        scheme, kind = BEGINS.get(tag[0], tag[0]), tag[2:]
        before = result[-1] if result else "O"
        result.append("O" if tag == "O" else f"{'B' if scheme == 'I' and before[2:] != kind else scheme}-{kind}")
    return tuple(result)


def split_words(text: str) -> tuple[str, ...]:
    """The words of a sentence, punctuation apart, as files with tagged words have them.

    "Anna left Bonn." -> ("Anna", "left", "Bonn", "."); "3.5", "well-known" and "don't" are one word each
    """
    return tuple(text[start:end] for start, end in word_spans(text))


def word_spans(text: str) -> list[tuple[int, int]]:
    """First character and one after the last of each of these words."""
    return [match.span() for match in TOKEN.finditer(text)]
