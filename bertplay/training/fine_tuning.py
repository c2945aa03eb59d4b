"""One fine-tuning run from its job to a folder with a model."""

import shutil
import time
from dataclasses import replace
from pathlib import Path

from bertplay.models.devices import choose_device, send
from bertplay.models.inspection import describe_folder
from bertplay.models.tokenizer import open_folder_tokenizer
from bertplay.results.training_events import Ended, Evaluated, Finished, Started
from bertplay.settings import Settings, get_settings
from bertplay.training.baselines import Baseline, Majority, TfIdf
from bertplay.training.checkpoints import clear_leftovers, newest_complete, seconds_of
from bertplay.training.data.checks import subset, usable_data
from bertplay.training.data.examples import Data
from bertplay.training.data.lengths import about_long_texts, count_long
from bertplay.training.data.typed import probe
from bertplay.training.encode import collator
from bertplay.training.evaluator import Evaluator
from bertplay.training.events import Command, ended
from bertplay.training.jobs import BASELINES, Commands, FineTune, Method, Report
from bertplay.training.model_folder import Outcome, save_fitted_baseline, save_network
from bertplay.training.models import base_model, build
from bertplay.training.pace import Pace, evaluation_interval, steps_of
from bertplay.training.predictions import baseline_metrics
from bertplay.training.probes import baseline_answers
from bertplay.training.profiling import measure_steps, resident_bytes
from bertplay.training.progress import Progress, parameters_of, training_bytes
from bertplay.training.trainer import JobTrainer, ProgressCallback


def fine_tune(job: FineTune, folder: Path, report: Report, command: Commands, *, resume: bool, settings: Settings | None) -> Ended:
    """See `run_job`."""
    folder.mkdir(parents=True, exist_ok=True)
    clear_leftovers(folder)
    for text in job.probe_sentences:
        probe(job.task, text)
    data = subset(usable_data(job.task, job.data), job.train_examples, job.seed)
    if job.method in BASELINES:
        return fit_baseline(job, data, folder, report)
    return NetworkTraining(job, data, folder, report, command, settings).run(resume)


class NetworkTraining:
    """A network in training: everything it needs, built once."""

    def __init__(
        self, job: FineTune, data: Data, folder: Path, report: Report, command: Commands, settings: Settings | None = None
    ) -> None:
        self.spec, base = base_model(job.model, settings)
        self.job, self.data, self.folder, self.report, self.command = job, data, folder, report, command
        self.tokenizer = open_folder_tokenizer(base)
        self.device = choose_device((settings or get_settings()).device)
        self.model = send(build(job, data.labels, base), self.device)
        self.window = min(job.max_tokens, describe_folder(base).sizes.max_tokens)
        self.evaluator = Evaluator(job.task, self.model, self.tokenizer, data.labels, self.window, job.long_texts)
        self.long_texts = count_long((*data.train, *data.held_out), self.tokenizer.backend_tokenizer, self.window)
        self.rows = self.evaluator.encode(data.train)
        self.collate = collator(job.task, self.tokenizer)
        self.progress = Progress(job, data, self.evaluator, self.rows, folder / "checkpoints")
        self.interval = evaluation_interval(job, self.total_steps)

    @property
    def total_steps(self) -> int:
        return steps_of(self.job, len(self.rows))

    def run(self, resume: bool) -> Ended:
        """Measure, evaluate at step 0, train, save the model."""
        (self.folder / "checkpoints").mkdir(exist_ok=True)
        begin = time.monotonic()
        first = self.progress.first()
        pace = Pace(measure_steps(self.model, self.rows, self.collate, self.job.batch_size), time.monotonic() - begin)
        checkpoint = newest_complete(self.folder / "checkpoints") if resume else None
        self.report(self.started(pace))
        if checkpoint is None:
            self.report(first)
        trainer = JobTrainer(self.job, self.model, self.rows, self.collate, self.folder, self.device)
        callback = ProgressCallback(trainer, self.interval, self.progress, self.report, self.command, pace)
        callback.seconds = seconds_of(checkpoint) if checkpoint else 0.0
        trainer.add_callback(callback)
        trainer.train(resume_from_checkpoint=str(checkpoint) if checkpoint else None)
        return self.end(trainer.state.global_step, callback.ended_by, callback.seconds)

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
            memory_bytes=resident_bytes() + training_bytes(self.model),
            long_texts=self.long_texts,
            texts=len(self.data.train) + len(self.data.held_out),
            window=self.window,
        )

    def end(self, step: int, by: Command, seconds: float) -> Ended:
        """Save the last weights of a run that came to its end, the best of one that was stopped or paused."""
        is_early = by is not Command.CONTINUE
        if is_early:
            step = self.progress.restore_best()
        target = self.folder / "model"
        count = len(self.data.train) + len(self.data.held_out)
        note = about_long_texts(self.job.task, self.job.long_texts, self.long_texts, count, self.window)
        outcome = Outcome(self.job, self.data, step, seconds, is_early, self.window, self.spec, note)
        event = ended(by, step, save_network(outcome, self.evaluator, target), str(target))
        if not is_early:
            shutil.rmtree(self.folder / "checkpoints", ignore_errors=True)  # there is nothing left to resume
        self.report(event)
        return event


def fit_baseline(job: FineTune, data: Data, folder: Path, report: Report) -> Finished:
    """Learn in one go; the same events, so that its curve is a point."""
    begin = time.monotonic()
    baseline: Baseline = Majority.fitted(data) if job.method is Method.MAJORITY else TfIdf.fitted(data, job.seed)
    seconds = time.monotonic() - begin
    weights = sum(len(row) if isinstance(row, list) else 1 for row in baseline.as_json().get("weights", ()))
    sizes = len(data.train), len(data.held_out), data.labels, weights, weights
    report(Started(time.time(), 0, 1, *sizes, data.majority_share, seconds, resident_bytes()))
    report(baseline_event(job, data, baseline))
    target = folder / "model"
    metrics = save_fitted_baseline(Outcome(job, data, 1, seconds), baseline, target)
    finished = Finished(time.time(), 1, metrics, str(target))
    report(finished)
    return finished


def baseline_event(job: FineTune, data: Data, baseline: Baseline) -> Evaluated:
    """Its metrics, and what it predicts for the probe sentences."""
    held_out, train = baseline_metrics(data, baseline), baseline_metrics(replace(data, held_out=data.train), baseline)
    return Evaluated(
        at=time.time(),
        step=1,
        epoch=1.0,
        examples=len(data.held_out),
        train_loss=train["eval_loss"],
        eval_loss=held_out["eval_loss"],
        accuracy=held_out["accuracy"],
        f1=held_out.get("f1"),
        probes=baseline_answers(baseline, job.task, job.probe_sentences),
    )
