"""A file with predictions: what there is to see in it, and the file itself with its new columns."""

import json
from collections import Counter
from collections.abc import Iterable
from typing import Any

from bertplay.i18n import N_, LazyString, joined, lazy, localized
from bertplay.results.task_heads import PassageAnswers, PredictedTable, TextAnswer
from bertplay.summaries.base import Cell, Column, Measure, Summary, Table, as_data
from bertplay.summaries.task_heads import HALF, about_cut, ranked_labels
from bertplay.text import as_csv

JSON_LINES = (".jsonl", ".ndjson", ".json")
PREDICTION, PROBABILITY, ENTITIES, PROBLEM = "prediction", "probability", "entities", "problem"
ANSWER, START = "answer", "start"
SCORED = N_(
    "Compared with the gold answers (n = {n:,}): exact match {exact:percent}, F1 {f1:percent}, computed as in the SQuAD evaluation script."
)
MOST_LABELS = 5


def summarize_predicted(found: PredictedTable) -> Summary:
    """How many rows have a prediction, and which predictions there are; every row as it is in the file."""
    answers = found.answers
    counts = Counter(name for answer in answers for name in predicted_names(answer, found.activation))
    said: list[LazyString | str] = [lazy("{n:,} of {all:,} rows have a prediction.", n=len(answers), all=len(found.rows))]
    if counts:
        listed = [lazy("{label}: {n:,}", label=label, n=n) for label, n in counts.most_common(MOST_LABELS)]
        said.append(lazy("{counts}.", counts=joined(listed, ", ")))
    if score := found.score:
        said.append(lazy(SCORED, exact=score.exact_match, f1=score.f1, n=len(found.scores)))
    said += about_cut([answer for answer in answers if isinstance(answer, TextAnswer)])
    written = rows_of(found)
    names = names_in(written)
    rows = tuple(tuple(as_cell(row.get(name)) for name in names) for row in written)
    measure = Measure(N_("rows with a prediction"), float(len(answers)))
    return Summary(joined(said), found.notes, Table(tuple(map(Column, names)), rows), measure)


def predicted_names(answer: TextAnswer | PassageAnswers, activation: str) -> Iterable[str]:
    """What is counted of an answer: its label or labels, the kinds of its entities, whether a passage has it; nothing of a number."""
    if isinstance(answer, PassageAnswers):
        return (lazy("with an answer") if answer.best else lazy("no answer"),)
    if answer.words:
        return (one.kind for one in answer.spans)
    if activation == "sigmoid":
        return (label for label, share in ranked_labels(answer) if share >= HALF)
    return () if activation == "none" else (answer.best,)


def rows_of(found: PredictedTable) -> list[dict[str, Any]]:
    """The cells of each row as they were, then those of its prediction; a name that the file has already gets a number."""
    has_problems = any(row.problem for row in found.rows)
    rows = []
    for row in found.rows:
        new = predicted_cells(row.answer, found.activation) if row.answer else {}
        new |= {"exact_match": row.score.exact_match, "f1": round(row.score.f1, 6)} if row.score else {}
        new |= {PROBLEM: str(localized(row.problem))} if has_problems else {}
        named = {name if name not in found.columns else f"{name} 2": value for name, value in new.items()}
        rows.append({**{column: row.cells.get(column) for column in found.columns}, **named})
    return rows


def names_in(rows: list[dict[str, Any]]) -> tuple[str, ...]:
    """The columns of all rows; the problem is the last."""
    names = dict.fromkeys(name for row in rows for name in row)
    return (*(name for name in names if name != PROBLEM), *(name for name in names if name == PROBLEM))


def predicted_cells(answer: TextAnswer | PassageAnswers, activation: str) -> dict[str, Any]:
    """The new cells: the label and the probability of each; a number; the entities; or the answer, "" where there is none."""
    if isinstance(answer, PassageAnswers):
        return answer_cells(answer)
    cells: dict[str, Any] = {}
    if answer.words:
        cells[ENTITIES] = [
            {"text": one.text, "kind": one.kind, "start": one.start, "end": one.end, "probability": round(one.probability, 6)}
            for one in answer.spans
        ]
    elif activation == "none":
        cells[PREDICTION] = round(answer.probabilities[0], 6)
    else:
        several = "; ".join(label for label, share in ranked_labels(answer) if share >= HALF)
        cells[PREDICTION] = several if activation == "sigmoid" else answer.best
        if activation != "sigmoid":
            cells[PROBABILITY] = round(max(answer.probabilities), 6)
        cells |= {f"p({label})": round(share, 6) for label, share in zip(answer.labels, answer.probabilities, strict=True)}
    return cells | ({"tokens": answer.tokens, "tokens_read": answer.tokens_read} if answer.is_cut else {})


def answer_cells(found: PassageAnswers) -> dict[str, Any]:
    """The answer to a question with its probability, its first character in the passage, and the probability that there is none."""
    best = found.best
    cells: dict[str, Any] = {ANSWER: best.text if best else "", PROBABILITY: round(best.probability, 6) if best else None}
    cells |= {START: best.start if best else None, "p(no answer)": round(found.no_answer, 6)}
    return cells | ({"windows": found.windows} if found.windows > 1 else {})


def as_cell(value: Any) -> Cell:
    """A value of a table: entities as "Anna Smith (PER 99%); Oslo (LOC 87%)"."""
    if isinstance(value, list) and all(isinstance(one, dict) and {"text", "kind"} <= one.keys() for one in value):
        return "; ".join(f"{one['text']} ({one['kind']} {one['probability']:.0%})" for one in value)
    return value if value is None or isinstance(value, str | int | float) else json.dumps(value, ensure_ascii=False)


def predicted_file(found: PredictedTable, name: str) -> bytes:
    """The file with its new columns: JSON lines with values as they were; a TSV; or a CSV. In UTF-8.

    A new cell that a spreadsheet would take for a formula gets an apostrophe before it.
    """
    rows = rows_of(found)
    if name.lower().endswith(JSON_LINES):
        return "".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows).encode("utf-8", "replace")
    names = names_in(rows)
    cells = (
        [as_cell(row.get(column)) if column in found.columns else as_data(as_cell(row.get(column))) for column in names] for row in rows
    )
    return as_csv([names, *cells], "\t" if name.lower().endswith(".tsv") else ",")


def file_name(name: str) -> str:
    """ "reviews.tsv" -> "reviews.predicted.tsv"; what is neither TSV nor JSON becomes a CSV."""
    stem, _, suffix = name.rpartition(".")
    kept = suffix.lower() if f".{suffix.lower()}" in JSON_LINES or suffix.lower() == "tsv" else "csv"
    return f"{stem or name}.predicted.{'jsonl' if kept == 'json' else kept}"
