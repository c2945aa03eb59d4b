"""Fine-tuning: bertplay against plain scripts of transformers.Trainer, in one run; and what pretraining is worth.

`speed`      The same model (the shape of BERT-Mini, the bundled weights by default), data, batch, epochs and seeds. "padded" pads
             every text to the longest of all, as the Trainer's tutorials do; "best plain" pads each batch to its own longest and
             groups by length, which is the best plain script we can write. bertplay evaluates, reports and saves while it trains;
             the plain scripts do nothing but train. Accuracy is that of the last weights on the same held-out examples.
             Contestants take turns, seed by seed, so that a busy moment of the machine hits all.
`pretrained` Accuracy on the held-out reviews after 32, 128 and 320 examples, five seeds each: the bundled model, its random twin,
             frozen, a BiLSTM, counted words.
`real`       Reading levels (3 labels) and WNUT-17 (named entities), from a folder given with --datasets.

    python -m benchmarks.fine_tuning speed --data sample:reviews --epochs 3
    python -m benchmarks.fine_tuning pretrained --seeds 5
    python -m benchmarks.fine_tuning real --datasets ../shared/reference/datasets
"""

import argparse
import json
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import mean, stdev
from typing import Any

import torch
from transformers import (
    AutoModelForSequenceClassification,
    AutoTokenizer,
    DataCollatorWithPadding,
    PrinterCallback,
    Trainer,
    TrainingArguments,
    default_data_collator,
    set_seed,
)
from transformers.utils import logging

from bertplay.results.training_events import Finished
from bertplay.training.data.checks import usable_data
from bertplay.training.data.examples import Data
from bertplay.training.events import Command
from bertplay.training.jobs import DataSource, FineTune, Method, Task
from bertplay.training.models import base_model
from bertplay.training.run_job import run_job

Figures = dict[str, float]


def ours(config: FineTune) -> Figures:
    """A run as the worker makes it.

    `seconds` are those of its steps, `watched_seconds` those from the first event to the last, with all evaluations, reports
    and the finished folder, `all_seconds` those of reading the data and the model as well.
    """
    begin, times = time.perf_counter(), []
    with tempfile.TemporaryDirectory() as folder:
        finished = run_job(config, Path(folder) / "run", lambda event: times.append(event.at), lambda: Command.CONTINUE)
    assert isinstance(finished, Finished)
    examples = len(usable_data(config.task, config.data).train) if config.train_examples is None else config.train_examples
    seconds = finished.metrics["train_seconds"]
    speed = examples * config.epochs / max(1e-9, seconds)
    clocks = {"seconds": seconds, "watched_seconds": times[-1] - times[0], "all_seconds": time.perf_counter() - begin}
    return finished.metrics | clocks | {"examples_per_second": speed}


def plain(config: FineTune, data: Data, is_padded_to_all: bool) -> Figures:
    """A plain script: tokenize, Trainer, train; then accuracy on the held-out examples."""
    set_seed(config.seed)
    _, folder = base_model(config.model)
    tokenizer = AutoTokenizer.from_pretrained(folder)
    model = AutoModelForSequenceClassification.from_pretrained(folder, dtype=torch.float32, num_labels=len(data.labels))
    number = {label: i for i, label in enumerate(data.labels)}
    longest = max(len(ids) for ids in tokenizer([e.text for e in data.train], truncation=True, max_length=config.max_tokens)["input_ids"])

    def rows(examples: Sequence[Any]) -> list[dict[str, Any]]:
        padding: dict[str, Any] = (
            {"padding": "max_length", "max_length": longest} if is_padded_to_all else {"max_length": config.max_tokens}
        )
        found = tokenizer([e.text for e in examples], truncation=True, **padding)
        return [{name: found[name][i] for name in found} | {"labels": number[e.label]} for i, e in enumerate(examples)]

    with tempfile.TemporaryDirectory() as output:
        arguments = TrainingArguments(
            output_dir=output,
            num_train_epochs=config.epochs,
            per_device_train_batch_size=config.batch_size,
            learning_rate=config.learning_rate,
            weight_decay=config.weight_decay,
            warmup_steps=config.warmup_share,
            seed=config.seed,
            save_strategy="no",
            report_to=[],
            disable_tqdm=True,
            logging_strategy="no",
            dataloader_pin_memory=False,
            train_sampling_strategy="random" if is_padded_to_all else "group_by_length",
        )
        collate: Any = default_data_collator if is_padded_to_all else DataCollatorWithPadding(tokenizer)
        trainer = Trainer(model=model, args=arguments, train_dataset=rows(data.train), data_collator=collate, processing_class=tokenizer)
        trainer.remove_callback(PrinterCallback)
        begin = time.perf_counter()
        trainer.train()
        seconds = time.perf_counter() - begin
        right = sum(
            a == b for a, b in zip(predicted_ids(trainer, rows(data.held_out)), (number[e.label] for e in data.held_out), strict=True)
        )
    return {
        "accuracy": right / len(data.held_out),
        "seconds": seconds,
        "examples_per_second": len(data.train) * config.epochs / seconds,
    }


def predicted_ids(trainer: Any, rows: Any) -> list[int]:
    """The label that the trained model gives each row."""
    guesses: list[int] = trainer.predict(rows).predictions.argmax(-1).tolist()
    return guesses


def in_words(name: str, runs: Sequence[Figures], figure: str = "accuracy") -> str:
    """reviews full: accuracy 65.0 % ± 3.1 (5 seeds), 12.3 s"""
    values = [100 * run[figure] for run in runs]
    spread = stdev(values) if len(values) > 1 else 0.0
    speed = f", {mean(run['examples_per_second'] for run in runs):.1f} examples/s" if "examples_per_second" in runs[0] else ""
    return f"{name:34} {figure} {mean(values):5.1f} % ± {spread:4.1f} ({len(runs)} seeds), {mean(r['seconds'] for r in runs):7.2f} s{speed}"


def speed(options: argparse.Namespace) -> dict[str, Any]:
    """bertplay and the two plain scripts, seed by seed."""
    source = DataSource(options.data, options.eval)
    data = usable_data(Task.CLASSIFICATION, source)
    runs: dict[str, list[Figures]] = {"bertplay": [], "plain, padded to the longest": [], "best plain": []}
    for seed in range(options.seeds):
        config = FineTune(source, epochs=options.epochs, seed=seed, model=options.model, learning_rate=options.rate)
        contestants: dict[str, Callable[[], Figures]] = {
            "bertplay": lambda c=config: ours(c),  # type: ignore[misc]
            "plain, padded to the longest": lambda c=config: plain(c, data, True),  # type: ignore[misc]
            "best plain": lambda c=config: plain(c, data, False),  # type: ignore[misc]
        }
        for name in (list(contestants) * 2)[seed % 3 : seed % 3 + 3]:
            runs[name].append(contestants[name]())
            print(in_words(f"seed {seed}: {name}", runs[name][-1:]), flush=True)
    for name, figures in runs.items():
        print(in_words(name, figures))
    return runs


def pretrained(options: argparse.Namespace) -> dict[str, Any]:
    """The table of label efficiency on the reviews."""
    rates = {Method.FULL: options.rate, Method.RANDOM: options.rate, Method.FROZEN: 3e-3, Method.BILSTM: 2e-3, Method.TFIDF: 1.0}
    found: dict[str, list[Figures]] = {}
    for examples in (32, 128, 320):
        for method, rate in rates.items():
            epochs = max(options.epochs, round(options.epochs * 128 / examples))  # few examples need more rounds to be learned at all
            common = {"method": method, "epochs": epochs, "learning_rate": rate, "train_examples": examples, "evaluate_every": 100_000}
            name = f"{examples} examples, {method.value}"
            found[name] = [ours(FineTune(DataSource(options.data), seed=seed, **common)) for seed in range(options.seeds)]
            print(in_words(name, found[name]), flush=True)
    return found


def real(options: argparse.Namespace) -> dict[str, Any]:
    """Two published data sets."""
    folder = options.datasets
    levels = DataSource(str(folder / "reading_levels" / "train.csv"), str(folder / "reading_levels" / "test.csv"))
    names = DataSource(str(folder / "wnut17" / "wnut17train.conll"), str(folder / "wnut17" / "emerging.test.annotated"))
    found: dict[str, list[Figures]] = {}
    for title, source, task, figure in (
        ("reading levels", levels, Task.CLASSIFICATION, "accuracy"),
        ("WNUT-17", names, Task.ENTITIES, "f1"),
    ):
        common = {"task": task, "epochs": options.epochs, "learning_rate": options.rate, "max_tokens": 64}
        found[title] = [ours(FineTune(source, seed=seed, **common)) for seed in range(options.seeds)]
        print(in_words(title, found[title], figure), flush=True)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["speed", "pretrained", "real"])
    parser.add_argument("--data", default="sample:reviews")
    parser.add_argument("--eval", default="")
    parser.add_argument("--datasets", type=Path)
    parser.add_argument("--model", default="bert")
    parser.add_argument("--epochs", type=int, default=4)
    parser.add_argument("--rate", type=float, default=FineTune(DataSource("sample:reviews")).learning_rate)
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--threads", type=int, default=0)
    options = parser.parse_args()
    if options.what == "real" and options.datasets is None:
        parser.error("real needs --datasets FOLDER")
    logging.disable_progress_bar()
    logging.set_verbosity_error()
    if options.threads:
        torch.set_num_threads(options.threads)
    found = {"speed": speed, "pretrained": pretrained, "real": real}[options.what](options)
    print(json.dumps(found))


if __name__ == "__main__":
    main()
