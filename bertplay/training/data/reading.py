"""From rows of text to examples of a task, and the problems met on the way."""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from bertplay.errors import BadInput
from bertplay.text import without_surrogates
from bertplay.training.config import DataSource, Task
from bertplay.training.data.examples import Example, Problem
from bertplay.training.data.files import Row, blocks_of, check_rows, read_text, rows_of_jsonl, rows_of_table
from bertplay.wording import later, mark

Read = tuple[list[Example], list[Problem]]
TABLES = (".csv", ".tsv")
JSON_LINES = (".jsonl", ".ndjson")
TAG = re.compile(r"O|[BI]-\S+")


def read_examples(task: Task, file: Path, source: DataSource) -> Read:
    """The examples of a file, by its ending: .csv .tsv .jsonl, else CoNLL for entities and plain text for masked words."""
    text = without_surrogates(read_text(file))
    suffix = file.suffix.lower()
    if task is Task.ENTITIES and suffix not in JSON_LINES:
        return tagged_blocks(text, file.name)
    if suffix in TABLES or suffix in JSON_LINES:
        rows = (rows_of_table if suffix in TABLES else rows_of_jsonl)(text, file.name)
        check_columns(task, rows, source, file.name)
        return from_rows(task, rows, source)
    if task is Task.MASKED_WORDS:
        return paragraphs(text)
    raise BadInput(mark("The kind of this file is not known."), value=file.name, remedy=mark("Its name must end in .csv, .tsv or .jsonl."))


def check_columns(task: Task, rows: list[Row], source: DataSource, name: str) -> None:
    """BadInput unless the first row has the columns that are to be read; it names those that are there."""
    wanted = {Task.ENTITIES: ["words", "tags"], Task.MASKED_WORDS: [source.text_column]}.get(
        task, [source.text_column, source.label_column]
    )
    wanted += [source.pair_column] if task is Task.PAIRS else []
    if not rows:
        raise BadInput(mark("The table has no rows."), value=name, remedy=mark("Write one example a line, below the names of the columns."))
    there = list(rows[0][1])
    for column in wanted:
        if column not in there:
            names = ", ".join(repr(known) for known in there[:8])
            raise BadInput(
                mark("The file has no column of this name."), value=column, remedy=later("Its columns are {names}.", names=names)
            )


def from_rows(task: Task, rows: list[Row], source: DataSource) -> Read:
    """Rows of a table as examples; those without a text or a label are left out and named."""
    examples, problems = [], []
    for line, cells in rows:
        if task is Task.ENTITIES:
            example, wrong = tagged(cells.get("words"), cells.get("tags"), line)
        else:
            example, wrong = labelled(task, cells, source, line)
        if wrong:
            problems.append(Problem(wrong, line, is_fatal=task is Task.ENTITIES))
        else:
            examples.append(example)
    return examples, problems


def labelled(task: Task, cells: dict[str, Any], source: DataSource, line: int) -> tuple[Example, str]:
    """A sentence, or a pair, with its label; and why it cannot be used."""
    text = cell(cells, source.text_column)
    label = "" if task is Task.MASKED_WORDS else cell(cells, source.label_column)
    pair = cell(cells, source.pair_column) if task is Task.PAIRS else ""
    example = Example(text, label, pair, line=line)
    if not text or (task is Task.PAIRS and not pair):
        return example, mark("The text is empty; the line is left out.")
    if not label and task is not Task.MASKED_WORDS:
        return example, mark("The label is empty; the line is left out.")
    if len(label) > 60:
        return example, mark("The label has more than 60 characters; the line is left out.")
    return example, ""


def cell(cells: dict[str, Any], column: str) -> str:
    """What a cell says, without the blanks around it; JSON may hold numbers and truths as labels."""
    value = cells.get(column)
    return "" if value is None else str(value).strip()


def tagged(words: Any, tags: Any, line: int) -> tuple[Example, str]:
    """A sentence in words with a tag each; and why it cannot be used."""
    if not isinstance(words, list) or not isinstance(tags, list) or not all(isinstance(w, str) for w in [*words, *tags]):
        return Example("", line=line), "“words” and “tags” must be two lists of texts."
    if len(words) != len(tags) or not words:
        return Example("", line=line), later("There are {words} words and {tags} tags.", words=len(words), tags=len(tags))
    if wrong := next((tag for tag in tags if not TAG.fullmatch(tag)), None):
        return Example("", line=line), later("The tag {tag!r} is not known: it must be O, B-KIND or I-KIND.", tag=wrong[:40])
    return Example(" ".join(words), words=tuple(words), tags=begun(tags), line=line), ""


def begun(tags: Iterable[str]) -> tuple[str, ...]:
    """The tags with "I-" after another kind read as a beginning, as older CoNLL files write it: O I-PER -> O B-PER."""
    result: list[str] = []
    for tag in tags:
        before = result[-1] if result else "O"
        result.append(f"B{tag[1:]}" if tag.startswith("I-") and before[2:] != tag[2:] else tag)
    return tuple(result)


def tagged_blocks(text: str, name: str) -> Read:
    """CoNLL: one word a line, its tag in the last column, a blank line after each sentence."""
    examples: list[Example] = []
    problems: list[Problem] = []
    for first, block in blocks_of(text):
        words, tags, wrong = [], [], False
        for number, line in enumerate(block, first):
            cells = line.split("\t") if "\t" in line else line.split()
            if line.startswith("-DOCSTART-"):
                continue
            word, tag = cells[0].strip(), cells[-1].strip()
            reason = "" if len(cells) > 1 and word and TAG.fullmatch(tag) else why_not(cells)
            if reason:
                problems.append(Problem(reason, number, is_fatal=True))
                wrong = True
            words.append(word)
            tags.append(tag)
        if words and not wrong:
            examples.append(Example(" ".join(words), words=tuple(words), tags=begun(tags), line=first))
            check_rows(len(examples), name)
    return examples, problems


def why_not(cells: list[str]) -> str:
    """What is wrong with a line of CoNLL."""
    if len(cells) < 2:
        return mark("There is no tag: write a word, a tab and its tag.")
    return later("The tag {tag!r} is not known: it must be O, B-KIND or I-KIND.", tag=cells[-1].strip()[:40])


def paragraphs(text: str) -> Read:
    """Plain text: what stands between blank lines is read in one piece."""
    return [Example(" ".join(" ".join(block).split()), line=first) for first, block in blocks_of(text)], []
