"""The model card of a fine-tuned model, and the script that repeats its run."""

import re
from collections.abc import Sequence
from pathlib import Path

from bertplay.training.jobs import TRANSFORMERS, Method, Task, job_to_json
from bertplay.training.predictions import label_scores
from bertplay.training.record import Prediction, Record

CARD = "README.md"
SCRIPT = "repeat.py"
PIPELINES = {
    Task.CLASSIFICATION: "text-classification",
    Task.PAIRS: "text-classification",
    Task.ENTITIES: "token-classification",
    Task.MASKED_WORDS: "fill-mask",
}
METHODS = {
    Method.FULL: "all weights of {base} fine-tuned",
    Method.FROZEN: "{base} frozen, a linear layer on top of it trained",
    Method.RANDOM: "the shape of {base} with random weights, trained from scratch",
    Method.BILSTM: "a bidirectional LSTM, trained from scratch",
    Method.TFIDF: "TF-IDF features with logistic regression",
    Method.MAJORITY: "the most frequent label, always",
}
REPEAT = '''"""Repeats the run that made this model: `python repeat.py NEW_FOLDER`, with bertplay installed.

Files of your own are expected where they were; their digest is compared with that of the run.
"""

import sys
from pathlib import Path

from bertplay.training.data.checks import read_data
from bertplay.training.record import read_record
from bertplay.training.run_job import run_job

record = read_record(Path(__file__).parent)
data = read_data(record.task, record.job.data)
if data.sha256 != record.sha256:
    sys.exit("This is not the data of that run: its digest differs.")
ended = run_job(record.job, Path(sys.argv[1]))
for name, value in ended.metrics.items():
    print(f"{name:16} {value:10.4f}   it was {record.metrics.get(name, float('nan')):10.4f}")
'''


def write_card(record: Record, predictions: Sequence[Prediction], folder: Path) -> None:
    """README.md and repeat.py."""
    (folder / CARD).write_text(card(record, predictions), encoding="utf-8")
    (folder / SCRIPT).write_text(REPEAT, encoding="utf-8")


def card(record: Record, predictions: Sequence[Prediction] = ()) -> str:
    """What it is, how it was made, how good it is, and what it is not for; markdown."""
    job = record.job
    settings = "\n".join(
        f"| {name} | {shown(value)} |" for name, value in job_to_json(job).items() if name not in ("kind", "data", "probe_sentences")
    )
    metrics = "\n".join(f"| {name} | {value:.4f} |" for name, value in record.metrics.items())
    is_pipeline = job.method in TRANSFORMERS
    head = f"license: {licence(record)}\nlanguage: en\n" + (f"pipeline_tag: {PIPELINES[job.task]}\n" if is_pipeline else "")
    return f"""---
{head}---

# {job.task.value.replace("_", " ").capitalize()}, trained with bertplay

{METHODS[job.method].format(base=record.base_title or "a model").capitalize()}.
{opening(record)}

## Data

{record.examples:,} training examples and {record.held_out:,} held out, from {source(record)}.
Licence of the data: {record.data_licence or "known only to its owner"}. SHA-256 of its files: `{record.sha256}`.
{notes(record)}
## Metrics on the held-out examples

| metric | value |
| --- | --- |
{metrics}

{by_label(record, predictions)}{weights_of_step(record)}

## Settings

| setting | value |
| --- | --- |
{settings}

{", ".join(f"{name} {version}" for name, version in record.versions.items())}; {record.machine}.
`python repeat.py NEW_FOLDER` repeats the run; on another machine the last digits may differ.

## Limits

{window(record)}It learned from {record.examples:,} examples and was evaluated on examples of the same kind.
It was made to show how fine-tuning works, not to decide anything about anybody.
"""


def window(record: Record) -> str:
    """How many tokens of a text it reads; "" of a baseline, which reads all."""
    return f"It reads {record.window:,} tokens at once; `predict` says when a text is longer.\n" if record.window else ""


def opening(record: Record) -> str:
    """How to open it."""
    if record.job.method not in TRANSFORMERS:
        return "It is not a transformer, so only `python -m bertplay predict FOLDER TEXT` opens it."
    return f'`pipeline("{PIPELINES[record.job.task]}", "FOLDER")` of transformers opens this folder.'


def notes(record: Record) -> str:
    """What was said of the data before the training: a list, as plain text."""
    return "".join(f"\n- {escaped(note)}" for note in record.notes) + "\n" if record.notes else ""


def by_label(record: Record, predictions: Sequence[Prediction]) -> str:
    """F1 of each label; nothing where there are none."""
    rows = "\n".join(
        f"| {escaped(one.label)} | {one.precision:.3f} | {one.recall:.3f} | {one.f1:.3f} | {one.count:,} |"
        for one in label_scores(predictions, record.labels)
    )
    head = "| label | precision | recall | F1 | held out |\n| --- | --- | --- | --- | --- |"
    return f"{head}\n{rows}\n\n" if rows else ""


def escaped(text: str) -> str:
    """What someone wrote, in one line and without markup."""
    return re.sub(r"([\\`*_{}\[\]<>#|!])", r"\\\1", " ".join(text.split()))


def weights_of_step(record: Record) -> str:
    """Which weights these are; if the held-out examples chose them, their metrics are a little too good, which the card mentions."""
    if record.is_best:
        return (
            f"The run was stopped. These are the weights of step {record.step:,}, its best evaluation. The examples that chose "
            "them are those of the metrics above, so expect a little less elsewhere."
        )
    return f"These are the weights after the last step, {record.step:,}; the held-out examples had no part in choosing them."


def source(record: Record) -> str:
    """The sample set, or the names of the files; never where they were."""
    data = record.job.data
    if data.sample:
        return f"bertplay's sample set `{data.sample}`"
    names = [f"`{Path(name).name}`".replace("\n", " ") for name in (data.train, data.eval) if name]
    return " and ".join(names)


def licence(record: Record) -> str:
    """Of the weights: that of the base model; of what was trained from scratch, unknown unless the data is free."""
    if record.base_licence and record.base_licence != "your own" and record.job.method in TRANSFORMERS:
        return record.base_licence.lower()
    return "cc0-1.0" if record.data_licence == "CC0-1.0" and not record.base_licence else "other"


def shown(value: object) -> str:
    return "—" if value is None else str(value)
