"""The sample sets that are bundled with bertplay: written for it by hand, each with a fixed test part and a card."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bertplay.errors import BadInput
from bertplay.i18n import N_, lazy
from bertplay.training.jobs import Task

FOLDER = Path(__file__).parent.parent / "samples"
LICENCE = "CC0-1.0"


@dataclass(frozen=True, slots=True)
class SampleSet:
    """A sample set: `DataSource(f"sample:{name}")`.

    about       one sentence
    train_file, test_file   CSV with text and label, CoNLL, or plain text
    """

    name: str
    about: str
    task: Task
    train_file: Path
    test_file: Path
    licence: str = LICENCE

    @property
    def card(self) -> str:
        """What it is, how it was made, what it is not good for; markdown of our own."""
        return (FOLDER / f"{self.name}.md").read_text("utf-8")


SETS = (
    ("topics", N_("400 sentences on five topics."), Task.CLASSIFICATION, "csv"),
    (
        "entities",
        N_("300 sentences with the names of people, places and organizations."),
        Task.ENTITIES,
        "conll",
    ),
    (
        "reviews",
        N_("400 short reviews of films, books, meals, hotels and devices, half positive. Irony makes them hard for a small model."),
        Task.CLASSIFICATION,
        "csv",
    ),
    (
        "cooking",
        N_("4,250 words about kitchens, and 923 held out, to continue pretraining (MLM)."),
        Task.MASKED_WORDS,
        "txt",
    ),
)
"""The easiest one first: it is what the fine-tuning page opens with."""


@cache
def samples() -> tuple[SampleSet, ...]:
    """All sample sets."""
    return tuple(
        SampleSet(name, about, task, FOLDER / f"{name}.train.{kind}", FOLDER / f"{name}.test.{kind}") for name, about, task, kind in SETS
    )


def find_sample(name: str) -> SampleSet:
    """The sample set of a name. BadInput when there is none."""
    for sample in samples():
        if sample.name == name:
            return sample
    raise BadInput(
        N_("There is no sample set of this name."),
        value=name,
        remedy=lazy("There are {names}.", names=", ".join(s.name for s in samples())),
    )
