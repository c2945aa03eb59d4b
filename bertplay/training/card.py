"""The model card of a fine-tuned model, the script that repeats its run, and the zip that both leave in."""

import io
import zipfile
from pathlib import Path

from bertplay.training.config import TRANSFORMERS, Method, Task
from bertplay.training.record import RECORD, Record

CARD = "README.md"
SCRIPT = "repeat.py"
PIPELINES = {
    Task.CLASSIFICATION: "text-classification",
    Task.PAIRS: "text-classification",
    Task.ENTITIES: "token-classification",
    Task.MASKED_WORDS: "fill-mask",
}
METHOD_NAMES = {
    Method.FULL: "all weights of {base} trained further",
    Method.FROZEN: "{base} left as it is, a linear layer on it trained",
    Method.RANDOM: "the shape of {base} with random weights, trained from scratch",
    Method.BILSTM: "a bidirectional LSTM, trained from scratch",
    Method.TFIDF: "weighted word counts with logistic regression",
    Method.MAJORITY: "always the most frequent label",
}
REPEAT = '''"""Repeats the run that made this model: `python repeat.py NEW_FOLDER`, with bertplay installed.

Data in files of your own is looked for where it was; its digest is compared with that of the run.
"""

import sys
from pathlib import Path

from bertplay.training.data.checks import read_data
from bertplay.training.events import Wish
from bertplay.training.record import read_record
from bertplay.training.train import train

record = read_record(Path(__file__).parent)
data = read_data(record.config.task, record.config.data)
if data.sha256 != record.sha256:
    sys.exit("The data is not that of the run: its digest differs.")
ended = train(record.config, Path(sys.argv[1]), report=lambda event: None, wish=lambda: Wish.GO)
for name, value in ended.metrics.items():
    print(f"{name:16} {value:10.4f}   it was {record.metrics.get(name, float('nan')):10.4f}")
'''


def write_card(record: Record, folder: Path) -> None:
    """README.md and repeat.py."""
    (folder / CARD).write_text(card(record), encoding="utf-8")
    (folder / SCRIPT).write_text(REPEAT, encoding="utf-8")


def card(record: Record) -> str:
    """What it is, how it came about, how good it is, and what it is not for; markdown."""
    config = record.config
    settings = "\n".join(
        f"| {name} | {shown(value)} |" for name, value in config.as_json().items() if name not in ("data", "own_sentences")
    )
    figures = "\n".join(f"| {name} | {value:.4f} |" for name, value in record.metrics.items())
    is_pipeline = config.method in TRANSFORMERS
    head = f"license: {licence(record)}\nlanguage: en\n" + (f"pipeline_tag: {PIPELINES[config.task]}\n" if is_pipeline else "")
    return f"""---
{head}---

# {config.task.value.replace("_", " ").capitalize()}, learned with bertplay

{METHOD_NAMES[config.method].format(base=record.base_title or "a model").capitalize()}.
{opening(record)}

## Data

{record.examples:,} examples to learn from and {record.held_out:,} held out, from {source(record)}.
Licence of the data: {record.data_licence or "known to its owner alone"}. SHA-256 of its files: `{record.sha256}`.

## Figures, on the held-out examples

| figure | value |
| --- | --- |
{figures}

{weights_of_step(record)}

## Settings

| setting | value |
| --- | --- |
{settings}

{", ".join(f"{name} {version}" for name, version in record.versions.items())}; {record.machine}.
`python repeat.py NEW_FOLDER` repeats the run; on another machine the last digits may differ.

## Limits

It knows what {record.examples:,} examples could teach it, and was judged on examples of the same kind. It is made for showing
how fine-tuning works, not for deciding anything about anybody.
"""


def opening(record: Record) -> str:
    """How it is opened."""
    if record.config.method not in TRANSFORMERS:
        return "It is no transformer, so only `python -m bertplay predict FOLDER TEXT` opens it."
    return f'`pipeline("{PIPELINES[record.config.task]}", "FOLDER")` of transformers opens this folder.'


def weights_of_step(record: Record) -> str:
    """Which weights these are; chosen on the held-out examples, their figures flatter a little, and that is said."""
    if record.is_best:
        return (
            f"The run was stopped. These are the weights of step {record.step:,}, its best evaluation: chosen by the very examples that "
            "the figures are of, so expect a little less elsewhere."
        )
    return f"These are the weights after the last step, {record.step:,}; the held-out examples chose nothing."


def source(record: Record) -> str:
    """The sample set, or the names of the files; never where they lay."""
    data = record.config.data
    if data.sample:
        return f"bertplay's sample set `{data.sample}`"
    names = [f"`{Path(name).name}`".replace("\n", " ") for name in (data.train, data.eval) if name]
    return " and ".join(names)


def licence(record: Record) -> str:
    """Of the weights: that of the base model; of what was made from data alone, unknown unless the data is free."""
    if record.base_licence and record.base_licence != "your own" and record.config.method in TRANSFORMERS:
        return record.base_licence.lower()
    return "cc0-1.0" if record.data_licence == "CC0-1.0" and not record.base_licence else "other"


def shown(value: object) -> str:
    return "—" if value is None else str(value)


def zip_of(folder: Path) -> bytes:
    """The folder of a finished model as a zip, without where it lay."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for file in sorted(folder.iterdir()):
            if file.is_file():
                archive.write(file, f"{folder_name(folder)}/{file.name}")
    return out.getvalue()


def folder_name(folder: Path) -> str:
    """What the folder is called inside the zip: the task."""
    from bertplay.training.record import read_record

    return f"bertplay-{read_record(folder).task.value.replace('_', '-')}" if (folder / RECORD).exists() else folder.name
