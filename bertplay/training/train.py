"""One run from its settings to a folder with a model: the only function that the worker calls."""

import shutil
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from bertplay.models.inspection import describe_folder
from bertplay.settings import Settings
from bertplay.training.baselines import Baseline, Majority, WordCounts
from bertplay.training.checkpoints import clear_leftovers, newest_whole, seconds_of
from bertplay.training.config import FineTuneConfig, Method, Task
from bertplay.training.data.checks import subset, usable_data
from bertplay.training.data.examples import Data
from bertplay.training.encode import Features, collator
from bertplay.training.estimate import measure_steps, resident_bytes
from bertplay.training.evaluator import Evaluator, memory_of, parameters_of
from bertplay.training.events import Cancelled, Evaluated, Finished, Started, TrainEvent, Wish
from bertplay.training.first_word import train_first_word
from bertplay.training.judge import Judge
from bertplay.training.judged import baseline_figures
from bertplay.training.keeping import Ending, keep_baseline, keep_network
from bertplay.training.minute import train_minute
from bertplay.training.models import base_model, build, open_tokenizer
from bertplay.training.own import own_example
from bertplay.training.pace import Pace, evaluation_interval, steps_of
from bertplay.training.trainer import Learning, Reporter
from bertplay.training.tuned import baseline_answers

Report = Callable[[TrainEvent], None]
Ended = Finished | Cancelled


def train(
    config: FineTuneConfig, folder: Path, report: Report, wish: Callable[[], Wish], resume: bool = False, settings: Settings | None = None
) -> Ended:
    """Train, report every event, and leave the model in folder/model; the last event is returned as well.

    report   called with each event as it happens
    wish     asked between two steps; a pause lasts as long as it says so, a stop keeps the best weights so far
    resume   go on from the newest whole checkpoint in the folder, from the start when there is none

    Raises BadInput for data or settings that cannot be used, LossNotFinite, what loading a model raises, and OSError
    of a full disk; `events.failure` puts any of them into words. Nothing half-written is ever named folder/model.
    """
    folder.mkdir(parents=True, exist_ok=True)
    clear_leftovers(folder)
    if config.task is Task.PRETRAINING:
        return train_minute(config, folder, report, wish)
    if config.task is Task.FIRST_WORD:
        return train_first_word(config, report, wish)
    for text in config.own_sentences:
        own_example(config.task, text)
    data = subset(usable_data(config.task, config.data), config.train_examples, config.seed)
    if config.method in (Method.TFIDF, Method.MAJORITY):
        return train_baseline(config, data, folder, report)
    return Run(config, data, folder, report, wish, settings).go(resume)


class Run:
    """A network in training: everything it takes, put together once."""

    def __init__(
        self, config: FineTuneConfig, data: Data, folder: Path, report: Report, wish: Callable[[], Wish], settings: Settings | None
    ) -> None:
        self.spec, base = base_model(config.model, settings)
        self.config, self.data, self.folder, self.report, self.wish = config, data, folder, report, wish
        self.tokenizer = open_tokenizer(base)
        self.model = build(config, data.labels, base)
        self.window = min(config.max_tokens, describe_folder(base).sizes.max_tokens)
        self.judge = Judge(config.task, self.model, self.tokenizer, data.labels, self.window)
        self.rows = self.judge.encode(data.train)
        self.collate = collator(config.task, self.tokenizer)
        self.evaluator = Evaluator(config, data, self.judge, self.rows, folder / "checkpoints")
        self.interval = evaluation_interval(config, self.total_steps)

    @property
    def total_steps(self) -> int:
        return steps_of(self.config, len(self.rows))

    def go(self, resume: bool) -> Ended:
        """Measure, evaluate at step 0, train, keep the model."""
        (self.folder / "checkpoints").mkdir(exist_ok=True)
        begin = time.monotonic()
        first = self.evaluator.first()
        pace = Pace(measure_steps(self.model, self.rows, self.collate, self.config.batch_size), time.monotonic() - begin)
        checkpoint = newest_whole(self.folder / "checkpoints") if resume else None
        self.report(self.started(pace))
        if checkpoint is None:
            self.report(first)
        learning = Learning(self.config, self.model, self.rows, self.collate, self.folder)
        reporter = Reporter(learning, self.interval, self.evaluator, self.report, self.wish, pace)
        reporter.seconds = seconds_of(checkpoint) if checkpoint else 0.0
        learning.add_callback(reporter)
        learning.train(resume_from_checkpoint=str(checkpoint) if checkpoint else None)
        return self.end(learning.state.global_step, reporter)

    def started(self, pace: Pace) -> Started:
        """What is known before the first step."""
        parameters, trained = parameters_of(self.model)
        return Started(
            at=time.time(),
            step=0,
            total_steps=self.total_steps,
            examples=len(self.data.train),
            held_out=len(self.data.held_out),
            labels=self.data.labels,
            parameters=parameters,
            trained_parameters=trained,
            majority_share=self.data.majority_share,
            estimate_seconds=pace.seconds_for(self.total_steps, self.interval),
            memory_bytes=resident_bytes() + memory_of(self.model),
            cut=sum(is_full(row, self.window) for row in self.rows),
        )

    def end(self, step: int, reporter: Reporter) -> Ended:
        """Keep the last weights of a run that came to its end, the best of one that was stopped."""
        if reporter.is_stopped:
            step = self.evaluator.restore_best()
        target = self.folder / "model"
        ending = Ending(self.config, self.data, step, reporter.seconds, reporter.is_stopped, self.window, self.spec)
        metrics = keep_network(ending, self.judge, target)
        kind = Cancelled if reporter.is_stopped else Finished
        ended = kind(time.time(), step, metrics, str(target))
        if not reporter.is_stopped:
            shutil.rmtree(self.folder / "checkpoints", ignore_errors=True)  # nothing is left to go on with
        self.report(ended)
        return ended


def is_full(row: Features, window: int) -> bool:
    """Whether a text fills the window, so that it was probably cut."""
    return len(row["input_ids"]) >= window


def train_baseline(config: FineTuneConfig, data: Data, folder: Path, report: Report) -> Finished:
    """Learn without steps; the same events, so that its curve is a point."""
    begin = time.monotonic()
    baseline: Baseline = Majority.fitted(data) if config.method is Method.MAJORITY else WordCounts.fitted(data, config.seed)
    seconds = time.monotonic() - begin
    learned = sum(len(row) if isinstance(row, list) else 1 for row in baseline.as_json().get("weights", ()))
    started = Started(
        time.time(),
        0,
        1,
        len(data.train),
        len(data.held_out),
        data.labels,
        learned,
        learned,
        data.majority_share,
        seconds,
        resident_bytes(),
    )
    report(started)
    report(baseline_event(config, data, baseline))
    metrics = keep_baseline(Ending(config, data, 1, seconds), baseline, folder / "model")
    finished = Finished(time.time(), 1, metrics, str(folder / "model"))
    report(finished)
    return finished


def baseline_event(config: FineTuneConfig, data: Data, baseline: Baseline) -> Evaluated:
    """Its figures, and what it says to own sentences."""
    held_out, learned = baseline_figures(data, baseline), baseline_figures(replace(data, held_out=data.train), baseline)
    own = baseline_answers(baseline, config.task, config.own_sentences)
    return Evaluated(
        at=time.time(),
        step=1,
        epoch=1.0,
        examples=len(data.held_out),
        train_loss=learned["eval_loss"],
        eval_loss=held_out["eval_loss"],
        accuracy=held_out["accuracy"],
        f1=held_out.get("f1"),
        own=own,
    )
