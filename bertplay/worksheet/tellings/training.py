"""A fine-tuning run, told. It is no task of a model: its one argument is the configuration, as JSON has it."""

from typing import Any, Protocol

from bertplay.results.worksheet import Told
from bertplay.worksheet.tellings.base import Command, Telling
from bertplay.worksheet.words import share

TASK = "bertplay.training.train.train"
SAMPLE = "sample:"
MEASURES = (("f1", "F1"), ("accuracy", "accuracy"))
OPTIONS = ("method", "epochs", "learning_rate", "batch_size", "seed", "frozen_layers")
PROGRAM = """\
from pathlib import Path
from tempfile import mkdtemp

from bertplay.training.config import FineTuneConfig
from bertplay.training.events import Wish
from bertplay.training.train import train

config = FineTuneConfig.from_json({config!r})
answer = train(config, Path(mkdtemp()), report=lambda event: None, wish=lambda: Wish.GO)
"""


class Trained(Protocol):
    """A run that is over: the last event of a training has figures, and so has a run of the store."""

    @property
    def metrics(self) -> dict[str, float]: ...


def tell_training(run: Trained) -> Told:
    """The final figures on held-out examples."""
    figures = {name: value for name, value in run.metrics.items() if isinstance(value, int | float)}
    loss = figures.get("eval_loss")
    measure = next(((title, figures[name]) for name, title in MEASURES if name in figures), None)
    says = f"After the training: {measure[0]} {share(measure[1])}" if measure else f"After the training: held-out loss {loss or 0:.3f}"
    rows = tuple((name.replace("_", " "), f"{value:,.4g}") for name, value in figures.items())
    title, figure = measure or ("held-out loss", loss)
    return Told(f"{says}, on examples that it had not seen.", ("figure", "value"), rows, (), figure, title)


def training_program(config: dict[str, Any]) -> str:
    """The same training, in this process; "" for data that are the reader's own and lie on the server."""
    return PROGRAM.format(config=config) if is_sample(config) else ""


def training_command(config: dict[str, Any]) -> Command | None:
    """`finetune`; its model is an option of every command."""
    if not is_sample(config):
        return None
    options = [(f"--{name.replace('_', '-')}", config[name]) for name in OPTIONS if name in config]
    examples = config.get("train_examples")
    data = [("--train", config["data"]["train"]), ("--task", config.get("task", "classification"))]
    return Command("finetune", (), (*data, *options, *([("--examples", examples)] if examples else [])))


def is_sample(config: dict[str, Any]) -> bool:
    """Whether it learned from data that travel with bertplay."""
    data = config.get("data")
    return isinstance(data, dict) and str(data.get("train", "")).startswith(SAMPLE)


TELLINGS = {TASK: Telling("A training", ("settings",), tell_training, training_command, program=training_program)}
