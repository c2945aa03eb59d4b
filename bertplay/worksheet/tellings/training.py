"""A fine-tuning run, told. It is no task of a model: its one argument is the configuration, as JSON has it."""

from typing import Any, Protocol

from bertplay.results.worksheet import Told
from bertplay.wording import english, later, mark
from bertplay.worksheet.tellings.base import Command, Telling
from bertplay.worksheet.words import digits, share

TASK = "bertplay.training.train.train"
SAMPLE = "sample:"
SAID = (
    ("f1", "F1", mark("After the training: F1 {share}, on examples that it had not seen.")),
    ("accuracy", mark("accuracy"), mark("After the training: accuracy {share}, on examples that it had not seen.")),
)
"""Figure, its name, and how it is said; the first that a run has."""
FIGURES = {
    "accuracy": later("accuracy"),
    "eval_loss": later("eval loss"),
    "train_seconds": later("train seconds"),
    "steps": later("steps"),
    "tokens": later("tokens"),
    "perplexity": later("perplexity"),
}
OPTIONS = ("method", "epochs", "learning_rate", "batch_size", "seed", "frozen_layers")
PROGRAM = english("""\
from pathlib import Path
from tempfile import mkdtemp

from bertplay.training.config import FineTuneConfig
from bertplay.training.events import Wish
from bertplay.training.train import train

config = FineTuneConfig.from_json({config!r})
answer = train(config, Path(mkdtemp()), report=lambda event: None, wish=lambda: Wish.GO)
""")


class Trained(Protocol):
    """A run that is over: the last event of a training has figures, and so has a run of the store."""

    @property
    def metrics(self) -> dict[str, float]: ...


def tell_training(run: Trained) -> Told:
    """The final figures on held-out examples."""
    figures = {name: value for name, value in run.metrics.items() if isinstance(value, int | float)}
    loss = figures.get("eval_loss")
    rows = tuple((FIGURES.get(name, name.replace("_", " ")), digits(value, ",.4g")) for name, value in figures.items())
    columns = (mark("figure"), mark("value"))
    for name, title, said in SAID:
        if name in figures:
            return Told(later(said, share=share(figures[name])), columns, rows, (), figures[name], title)
    says = later("After the training: held-out loss {loss:.3f}, on examples that it had not seen.", loss=loss or 0)
    return Told(says, columns, rows, (), loss, mark("held-out loss"))


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


TELLINGS = {TASK: Telling(mark("A training"), ("settings",), tell_training, training_command, program=training_program)}
