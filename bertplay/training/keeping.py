"""A trained model on its way into its folder: judged on everything held out, written beside, renamed."""

import os
import platform
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import torch
import transformers
from safetensors.torch import save_file

from bertplay import __version__
from bertplay.models.spec import ModelSpec
from bertplay.training.baselines import Baseline, save_baseline
from bertplay.training.card import write_card
from bertplay.training.checkpoints import BESIDE, publish
from bertplay.training.config import TRANSFORMERS, FineTuneConfig, Task
from bertplay.training.data.examples import Data
from bertplay.training.judge import Judge
from bertplay.training.judged import baseline_figures, judged_by_baseline, judged_by_network
from bertplay.training.models import quiet
from bertplay.training.record import Judged, Record, write_predictions, write_record

WEIGHTS = "model.safetensors"
Figures = dict[str, float]


@dataclass(frozen=True, slots=True)
class Ending:
    """How a run came to its end: its last (or best) step, the seconds it trained, the base model if there was one."""

    config: FineTuneConfig
    data: Data
    step: int
    seconds: float
    is_best: bool = False
    window: int = 0
    base: ModelSpec | None = None


def keep_network(ending: Ending, judge: Judge, target: Path) -> Figures:
    """Judge a network on all held-out examples and write it as `target`; its figures."""
    held_out = ending.data.held_out
    answers = judge.ask(judge.encode(held_out))
    judged = () if judge.task is Task.MASKED_WORDS else judged_by_network(judge, answers, held_out)
    return keep(ending, judge.figures(answers, held_out), judged, target, lambda folder: write_network(ending.config, judge, folder))


def write_network(config: FineTuneConfig, judge: Judge, folder: Path) -> None:
    """Weights and tokenizer, as `from_pretrained` opens them; of a BiLSTM the weights alone."""
    quiet()
    model: Any = judge.model
    judge.tokenizer.save_pretrained(folder)
    if config.method in TRANSFORMERS:
        model.save_pretrained(folder)
    else:
        save_file({name: tensor.detach().cpu().contiguous() for name, tensor in model.state_dict().items()}, folder / WEIGHTS)


def keep_baseline(ending: Ending, baseline: Baseline, target: Path) -> Figures:
    """The same of a method without a network."""
    judged = judged_by_baseline(ending.data, baseline)
    return keep(ending, baseline_figures(ending.data, baseline), judged, target, lambda folder: save_baseline(baseline, folder))


def keep(ending: Ending, figures: Figures, judged: Sequence[Judged], target: Path, write: Callable[[Path], None]) -> Figures:
    """Write the model, its record, its answers and its card beside, then give the folder its name."""
    metrics = figures | {"train_seconds": ending.seconds, "steps": float(ending.step)}
    beside = target.with_name(f"{target.name}{BESIDE}")
    shutil.rmtree(beside, ignore_errors=True)
    beside.mkdir(parents=True)
    record = record_of(ending, metrics)
    write(beside)
    write_record(record, beside)
    write_predictions(judged, beside)
    write_card(record, beside)
    publish(beside, target)
    return metrics


def record_of(ending: Ending, metrics: Figures) -> Record:
    """What is to be known of the model later."""
    data = ending.data
    versions = {"bertplay": __version__, "torch": torch.__version__, "transformers": transformers.__version__}
    return Record(
        config=ending.config,
        labels=data.labels,
        metrics=metrics,
        step=ending.step,
        is_best=ending.is_best,
        window=ending.window,
        examples=len(data.train),
        held_out=len(data.held_out),
        sha256=data.sha256,
        data_licence=data.licence,
        base_title=ending.base.title if ending.base else "",
        base_licence=ending.base.licence if ending.base else "",
        versions=versions | {"scikit-learn": version("scikit-learn"), "python": platform.python_version()},
        machine=f"{os.cpu_count()} cores, {platform.machine()}, {platform.system()}",
    )
