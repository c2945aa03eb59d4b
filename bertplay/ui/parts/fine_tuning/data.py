"""The examples to learn from: a sample set, a file, or a table typed in the page; checked before anything starts."""

from functools import lru_cache
from typing import Any

import streamlit as st

from bertplay.text import without_surrogates
from bertplay.training.config import SAMPLE, DataSource, Task
from bertplay.training.data.checks import in_its_line, read_data
from bertplay.training.data.examples import Data
from bertplay.training.data.files import MOST_BYTES, columns_of
from bertplay.training.data.samples import samples
from bertplay.ui import state
from bertplay.ui.feedback import plain
from bertplay.ui.parts.fine_tuning import OWN, TASKS
from bertplay.ui.runtime import get_desk
from bertplay.ui.table import as_csv, draw_table
from bertplay.wording import mark, t

KINDS = ["csv", "tsv", "jsonl", "conll", "txt"]
SHOWN = 3
MOST_PROBLEMS = 12
FIRST_ROWS = [{"text": "", "label": ""} for _ in range(6)]
NEEDS = {
    Task.CLASSIFICATION: mark("A CSV, TSV or JSONL file with a column of sentences and a column of labels, 2 to 20 different ones."),
    Task.PAIRS: mark("A CSV, TSV or JSONL file with two columns of sentences and one of labels."),
    Task.ENTITIES: mark("A CoNLL file: a word and its tag on each line (B-PER, I-PER, O), an empty line between sentences."),
    Task.MASKED_WORDS: mark("A text file, one paragraph a line."),
}

read_once = lru_cache(maxsize=8)(read_data)
"""Files are kept under the digest of their content, so the same source is the same data."""


def choose_data() -> tuple[Task, DataSource] | None:
    """The pills of the sample sets; for data of one's own the file or the table. None until there is some."""
    titles = {f"{SAMPLE}{sample.name}": t(sample.title) for sample in samples()} | {OWN: t("My own data")}
    first = next(iter(titles))
    if st.session_state.get(state.TUNING_DATA) not in titles:
        link = st.query_params.get(state.TUNING_DATA, "")
        st.session_state[state.TUNING_DATA] = link if link in titles else first
    chosen = st.pills(
        t("What it is to learn"),
        list(titles),
        key=state.TUNING_DATA,
        format_func=titles.__getitem__,
        required=True,
        persist_state="session",
    )
    state.publish(state.TUNING_DATA, chosen or first, first)
    if chosen == OWN:
        return own_data()
    sample = next(sample for sample in samples() if f"{SAMPLE}{sample.name}" == (chosen or first))
    st.caption(t(sample.about))
    return sample.task, DataSource(f"{SAMPLE}{sample.name}")


def own_data() -> tuple[Task, DataSource] | None:
    """What kind of task, then a file or a typed table."""
    task = st.selectbox(t("The task"), list(TASKS), key=state.TUNING_TASK, format_func=lambda task: t(TASKS[task]), persist_state="session")
    st.caption(t(NEEDS[task]))
    file, typed = st.tabs([t("A file"), t("Type a table")])
    with file:
        given = st.file_uploader(t("Up to 10 MB, 20,000 rows"), type=KINDS, key=state.TUNING_FILE)
    with typed:
        table = typed_table() if task is Task.CLASSIFICATION else None
    if given is not None:
        return from_file(task, given)
    return (task, table) if table else None


def from_file(task: Task, given: Any) -> tuple[Task, DataSource] | None:
    """The file kept, its columns mapped by the reader."""
    if given.size > MOST_BYTES:
        st.text(t("This file has {size:,.0f} MB. Give one of at most {most:.0f} MB.", size=given.size / 1e6, most=MOST_BYTES / 1e6))
        return None
    suffix = f".{given.name.rsplit('.', 1)[-1].lower()}" if "." in given.name else ".txt"
    path = get_desk().keep_file(given.getvalue(), suffix)
    if task in (Task.ENTITIES, Task.MASKED_WORDS):
        return task, DataSource(str(path))
    columns = columns_of(path)
    wanted = ["text", *(["pair"] if task is Task.PAIRS else []), "label"]
    if len(columns) < len(wanted):
        st.text(t("This file has {n} column(s), and {needed} are needed.", n=len(columns), needed=len(wanted)))
        return None
    names = {"text": t("Column of the sentences"), "pair": t("Column of the second sentences"), "label": t("Column of the labels")}
    places = st.columns(len(wanted))
    mapped = {}
    for number, (place, name) in enumerate(zip(places, wanted, strict=True)):
        likely = columns.index(name) if name in columns else min(number, len(columns) - 1)
        key = f"{state.TUNING_COLUMN}_{name}_{path.stem}"
        mapped[name] = columns[place.selectbox(names[name], range(len(columns)), likely, key=key, format_func=shown(columns))]
    return task, DataSource(str(path), text_column=mapped["text"], pair_column=mapped.get("pair", ""), label_column=mapped["label"])


def shown(columns: tuple[str, ...]) -> Any:
    """Columns as a list shows them: without markup, never endless."""
    return lambda index: plain(columns[index])[:40] or t("column {number}", number=index + 1)


def typed_table() -> DataSource | None:
    """Rows of text and label; None until there are some."""
    import pandas as pd

    columns = {
        "text": st.column_config.TextColumn(t("text"), max_chars=2_000, width="large"),
        "label": st.column_config.TextColumn(t("label"), max_chars=50),
    }
    rows = st.data_editor(
        pd.DataFrame(FIRST_ROWS),
        num_rows="dynamic",
        key=state.TUNING_TABLE,
        column_config=columns,
        hide_index=True,
        alt=t("Your examples, to be typed: a text and its label in each row."),
    )
    cells = [(without_surrogates(str(row["text"] or "")), without_surrogates(str(row["label"] or ""))) for _, row in rows.iterrows()]
    filled = [(text, label) for text, label in cells if text.strip() or label.strip()]
    if not filled:
        return None
    return DataSource(str(get_desk().keep_file(as_csv(("text", "label"), filled), ".csv")))


def show_data(task: Task, source: DataSource) -> Data:
    """The first examples, how many there are, and every problem with its line."""
    data = read_once(task, source)
    rows = [
        {t("text"): plain(e.text)[:200], **({t("second"): plain(e.pair)[:200]} if e.pair else {}), t("label"): label_of(e)}
        for e in data.train[:SHOWN]
    ]
    if task is Task.MASKED_WORDS:
        rows = [{t("text"): row[t("text")]} for row in rows]
    draw_table(rows, alt=t("The first examples that are learned from."))
    st.caption(about_size(data))
    for problem in data.problems[:MOST_PROBLEMS]:
        st.text(f"{'✕' if problem.is_fatal else '•'} {plain(t(in_its_line(problem)))}")
    if len(data.problems) > MOST_PROBLEMS:
        st.caption(t("And {n:,} more.", n=len(data.problems) - MOST_PROBLEMS))
    return data


def about_size(data: Data) -> str:
    """How many examples there are, and of how many labels."""
    sizes = {"n": len(data.train), "held_out": len(data.held_out)}
    if not data.labels:
        return t("{n:,} examples to learn from, {held_out:,} to be judged by.", **sizes)
    return t("{n:,} examples to learn from, {held_out:,} to be judged by, {labels} labels.", **sizes, labels=len(data.labels))


def label_of(example: Any) -> str:
    """Its label; of words with tags only the words that are names."""
    if not example.tags:
        return plain(example.label)
    return plain(", ".join(f"{word} {tag}" for word, tag in zip(example.words, example.tags, strict=True) if tag != "O"))
