"""The training examples: a sample set, a file, or a table that is typed here; checked before anything starts."""

from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import streamlit as st

from bertplay.files.decoding import MAX_BYTES
from bertplay.i18n import N_, _, lazy
from bertplay.summaries import Summary
from bertplay.summaries.fine_tuning import entities_of
from bertplay.text import as_csv, without_surrogates
from bertplay.training.data.checks import label_variants, read_data
from bertplay.training.data.examples import Data, Example
from bertplay.training.data.reading import likely_columns, table_in
from bertplay.training.data.samples import samples
from bertplay.training.jobs import SAMPLE, SAMPLE_NAMES, DataSource, Task
from bertplay.ui.feedback import plain, show_problems
from bertplay.ui.kit.tab import Choice, EditedTable, File, Toggle, View, draw_table, say
from bertplay.ui.runtime import get_run_service

OWN = "own"
TASKS: dict[str, str] = {
    Task.CLASSIFICATION: N_("Classify sentences"),
    Task.PAIRS: N_("Classify sentence pairs"),
    Task.ENTITIES: N_("Named entities"),
    Task.MASKED_WORDS: N_("Continue pretraining (MLM)"),
}
NEEDS = {
    Task.CLASSIFICATION: N_("A CSV, TSV or JSONL file with a column of sentences and a column of labels, 2 to 20 different ones."),
    Task.PAIRS: N_("A CSV, TSV or JSONL file with two columns of sentences and one of labels."),
    Task.ENTITIES: N_("A CoNLL file: a word and its tag on each line (B-PER, I-PER, O), an empty line between sentences."),
    Task.MASKED_WORDS: N_("A text file with one paragraph per line."),
}
DATA = Choice("data", N_("Training data"), default="topics", options={**SAMPLE_NAMES, OWN: N_("My own data")})
TASK = Choice("task", N_("The task"), default=Task.CLASSIFICATION, options=TASKS, form="select")
FILE = File("file", N_("Up to 10 MB, 20,000 rows"), max_mib=MAX_BYTES // 10**6)
TABLE = EditedTable(
    "table", N_("Your examples: type a text and its label in each row."), columns={"text": (N_("text"), 2_000), "label": (N_("label"), 50)}
)
HAS_HEADER = Toggle("has_header", N_("The first row names the columns"), default=True)
COLUMNS = {
    "text": Choice("text_column", N_("Column of the sentences"), options={}, form="select", show=str),
    "pair": Choice("pair_column", N_("Column of the second sentences"), options={}, form="select", show=str),
    "label": Choice("label_column", N_("Column of the labels"), options={}, form="select", show=str),
}
MERGE = Toggle("merge_labels", N_("Merge labels that differ only in case or spaces"))
SHOWN = 3
WHO_SEES = N_(
    "Your data stay on this server: you and its administrator can see them and the runs that learn from them, and others only if you share "
    "a run on the Runs page."
)

read_once = lru_cache(maxsize=8)(read_data)
"""Files are saved under the digest of their content, so the same source is the same data."""


@dataclass(frozen=True, slots=True)
class TrainingData:
    """What is learned, and from which examples."""

    task: Task
    source: DataSource
    data: Data


def draw_data(view: View) -> TrainingData | None:
    """The sample sets; for the reader's own data the file or the table. None until there is some."""
    chosen = DATA.draw(view)
    if chosen == OWN:
        found = draw_own_data(view)
    else:
        sample = next(sample for sample in samples() if sample.name == chosen)
        found = sample.task, DataSource(f"{SAMPLE}{chosen}")
        st.caption(_(sample.about))
    if found is None:
        st.info(_("Upload a file, or type a few sentences with their labels."), icon=":material/upload_file:")
        return None
    task, source = found
    data = read_once(task, source)
    if label_variants((*data.train, *data.held_out)) and MERGE.draw(view):
        source = replace(source, merge_labels=True)
    return TrainingData(task, source, read_once(task, source))


def draw_own_data(view: View) -> tuple[Task, DataSource] | None:
    """What kind of task, then a file or a typed table."""
    task = Task(TASK.draw(view))
    st.caption(f"{_(NEEDS[task])} {_(WHO_SEES)}")
    rows: list[tuple[str, ...]] = []
    if task is Task.CLASSIFICATION:
        file, typed = st.tabs([_("A file"), _("Type a table")])
        with file:
            given = FILE.draw(view)
        with typed:
            rows = TABLE.draw(view)
    else:
        given = FILE.draw(view)
    if given is not None:
        name = without_surrogates(given.name)
        path = get_run_service().save_file(given.getvalue(), name if "." in name else f"{name}.txt")
        return from_file(view, task, str(path))
    if not rows:
        return None
    return task, DataSource(str(get_run_service().save_file(as_csv([("text", "label"), *rows]), "typed.csv")))


def from_file(view: View, task: Task, path: str) -> tuple[Task, DataSource] | None:
    """The file that was saved, its columns mapped by the reader."""
    if task in (Task.ENTITIES, Task.MASKED_WORDS):
        return task, DataSource(path)
    has_header = HAS_HEADER.draw(view)
    table = table_in(Path(path), has_header)
    columns, likely = table.fields, likely_columns(table)
    if has_header and table_in(Path(path), None).columns[0] == "1" != columns[0]:
        first = ", ".join(map(repr, columns[:4]))
        st.warning(_("Is the first row data? It is read as the names of the columns; switch that off above if it is an example."))
        st.text(plain(first))
    wanted = ["text", *(["pair"] if task is Task.PAIRS else []), "label"]
    if len(columns) < len(wanted):
        st.text(_("The file has {n} column(s); {needed} are needed.", n=len(columns), needed=len(wanted)))
        return None
    titles = {column: plain(column)[:40] or _("column {number}", number=number) for number, column in enumerate(columns, 1)}
    mapped: dict[str, Any] = {}
    for place, name in zip(st.columns(len(wanted)), wanted, strict=True):
        with place:
            mapped[f"{name}_column"] = replace(COLUMNS[name], options=titles, default=likely[name]).draw(view)
    return task, DataSource(path, has_header=has_header, **mapped)


def show_data(view: View, found: TrainingData) -> None:
    """What there is to learn from and what has to be beaten, the first examples, every problem with its line."""
    say(view, summarize_data(found.data))
    rows: list[dict[str, Any]] = []
    for example in found.data.train[:SHOWN]:
        second = {_("second"): plain(example.pair)[:200]} if example.pair else {}
        label = {_("label"): label_of(example)} if found.task is not Task.MASKED_WORDS else {}
        rows.append({_("text"): plain(example.text)[:200], **second, **label})
    draw_table(rows, alt=_("The first training examples."))
    show_problems(found.data.problems)


def summarize_data(data: Data) -> Summary:
    """How many examples there are, of how many labels, and what is right without having learned anything."""
    values = {"n": len(data.train), "held_out": len(data.held_out), "labels": len(data.labels), "share": data.majority_share}
    if not data.labels:
        return Summary(lazy("{n:,} training examples, {held_out:,} held out for evaluation.", **values))
    if data.task is Task.ENTITIES:
        said = N_(
            "{n:,} training sentences, {held_out:,} held out. {share:percent} of the words are no entity, so accuracy alone says little."
        )
        return Summary(lazy(said, **values))
    said = N_(
        "{n:,} training examples with {labels} labels. To beat: always predicting the most frequent label is right for {share:percent} of "
        "the {held_out:,} held-out examples."
    )
    return Summary(lazy(said, **values))


def label_of(example: Example) -> str:
    """Its label; of tagged words only the entities."""
    if not example.tags:
        return plain(example.label)
    return plain(", ".join(f"{words} ({kind})" for words, kind in entities_of(example.words, example.tags)))
