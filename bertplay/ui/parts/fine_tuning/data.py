"""The examples to learn from: a sample set, a file, or a table typed in the page; checked before anything starts."""

from functools import lru_cache
from typing import Any

import streamlit as st

from bertplay.text import without_surrogates
from bertplay.training.config import SAMPLE, DataSource, Task
from bertplay.training.data.checks import read_data
from bertplay.training.data.examples import Data
from bertplay.training.data.files import MOST_BYTES, columns_of
from bertplay.training.data.samples import samples
from bertplay.ui import state
from bertplay.ui.feedback import plain
from bertplay.ui.parts.fine_tuning import OWN, TASKS
from bertplay.ui.runtime import get_desk
from bertplay.ui.table import as_csv

KINDS = ["csv", "tsv", "jsonl", "conll", "txt"]
SHOWN = 3
MOST_PROBLEMS = 12
FIRST_ROWS = [{"text": "", "label": ""} for _ in range(6)]
NEEDS = {
    Task.CLASSIFICATION: "A CSV, TSV or JSONL file with a column of sentences and a column of labels, 2 to 20 different ones.",
    Task.PAIRS: "A CSV, TSV or JSONL file with two columns of sentences and one of labels.",
    Task.ENTITIES: "A CoNLL file: a word and its tag on each line (B-PER, I-PER, O), an empty line between sentences.",
    Task.MASKED_WORDS: "A text file, one paragraph a line.",
}

read_once = lru_cache(maxsize=8)(read_data)
"""Files are kept under the digest of their content, so the same source is the same data."""


def choose_data() -> tuple[Task, DataSource] | None:
    """The pills of the sample sets; for data of one's own the file or the table. None until there is some."""
    titles = {f"{SAMPLE}{sample.name}": sample.title for sample in samples()} | {OWN: "My own data"}
    first = next(iter(titles))
    if st.session_state.get(state.TUNING_DATA) not in titles:
        link = st.query_params.get(state.TUNING_DATA, "")
        st.session_state[state.TUNING_DATA] = link if link in titles else first
    chosen = st.pills(
        "What it is to learn", list(titles), key=state.TUNING_DATA, format_func=titles.__getitem__, required=True, persist_state="session"
    )
    state.publish(state.TUNING_DATA, chosen or first, first)
    if chosen == OWN:
        return own_data()
    sample = next(sample for sample in samples() if f"{SAMPLE}{sample.name}" == (chosen or first))
    st.caption(sample.about)
    return sample.task, DataSource(f"{SAMPLE}{sample.name}")


def own_data() -> tuple[Task, DataSource] | None:
    """What kind of task, then a file or a typed table."""
    task = st.selectbox("The task", list(TASKS), key=state.TUNING_TASK, format_func=TASKS.__getitem__, persist_state="session")
    st.caption(NEEDS[task])
    file, typed = st.tabs(["A file", "Type a table"])
    with file:
        given = st.file_uploader("Up to 10 MB, 20,000 rows", type=KINDS, key=state.TUNING_FILE)
    with typed:
        table = typed_table() if task is Task.CLASSIFICATION else None
    if given is not None:
        return from_file(task, given)
    return (task, table) if table else None


def from_file(task: Task, given: Any) -> tuple[Task, DataSource] | None:
    """The file kept, its columns mapped by the reader."""
    if given.size > MOST_BYTES:
        st.text(f"This file has {given.size / 1e6:,.0f} MB. Give one of at most {MOST_BYTES / 1e6:.0f} MB.")
        return None
    suffix = f".{given.name.rsplit('.', 1)[-1].lower()}" if "." in given.name else ".txt"
    path = get_desk().keep_file(given.getvalue(), suffix)
    if task in (Task.ENTITIES, Task.MASKED_WORDS):
        return task, DataSource(str(path))
    columns = columns_of(path)
    wanted = ["text", *(["pair"] if task is Task.PAIRS else []), "label"]
    if len(columns) < len(wanted):
        st.text(f"This file has {len(columns)} column(s), and {len(wanted)} are needed.")
        return None
    names = {"text": "Column of the sentences", "pair": "Column of the second sentences", "label": "Column of the labels"}
    places = st.columns(len(wanted))
    mapped = {}
    for number, (place, name) in enumerate(zip(places, wanted, strict=True)):
        likely = columns.index(name) if name in columns else min(number, len(columns) - 1)
        key = f"{state.TUNING_COLUMN}_{name}_{path.stem}"
        mapped[name] = columns[place.selectbox(names[name], range(len(columns)), likely, key=key, format_func=shown(columns))]
    return task, DataSource(str(path), text_column=mapped["text"], pair_column=mapped.get("pair", ""), label_column=mapped["label"])


def shown(columns: tuple[str, ...]) -> Any:
    """Columns as a list shows them: without markup, never endless."""
    return lambda index: plain(columns[index])[:40] or f"column {index + 1}"


def typed_table() -> DataSource | None:
    """Rows of text and label; None until there are some."""
    import pandas as pd

    columns = {
        "text": st.column_config.TextColumn("text", max_chars=2_000, width="large"),
        "label": st.column_config.TextColumn("label", max_chars=50),
    }
    rows = st.data_editor(pd.DataFrame(FIRST_ROWS), num_rows="dynamic", key=state.TUNING_TABLE, column_config=columns, hide_index=True)
    cells = [(without_surrogates(str(row["text"] or "")), without_surrogates(str(row["label"] or ""))) for _, row in rows.iterrows()]
    filled = [(text, label) for text, label in cells if text.strip() or label.strip()]
    if not filled:
        return None
    return DataSource(str(get_desk().keep_file(as_csv(("text", "label"), filled), ".csv")))


def show_data(task: Task, source: DataSource) -> Data:
    """The first examples, how many there are, and every problem with its line."""
    data = read_once(task, source)
    rows = [
        {"text": plain(e.text)[:200], **({"second": plain(e.pair)[:200]} if e.pair else {}), "label": label_of(e)}
        for e in data.train[:SHOWN]
    ]
    if task is Task.MASKED_WORDS:
        rows = [{"text": row["text"]} for row in rows]
    st.dataframe(rows, hide_index=True)
    labels = f", {len(data.labels)} labels" if data.labels else ""
    st.caption(f"{len(data.train):,} examples to learn from, {len(data.held_out):,} to be judged by{labels}.")
    for problem in data.problems[:MOST_PROBLEMS]:
        where = f"Line {problem.line:,}: " if problem.line else ""
        st.text(f"{'✕' if problem.is_fatal else '•'} {where}{plain(problem.text)}")
    if len(data.problems) > MOST_PROBLEMS:
        st.caption(f"And {len(data.problems) - MOST_PROBLEMS:,} more.")
    return data


def label_of(example: Any) -> str:
    """Its label; of words with tags only the words that are names."""
    if not example.tags:
        return plain(example.label)
    return plain(", ".join(f"{word} {tag}" for word, tag in zip(example.words, example.tags, strict=True) if tag != "O"))
