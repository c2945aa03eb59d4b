"""The sample sets that travel with bertplay: written for it by hand, each with a fixed test part and a card."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bertplay.errors import BadInput
from bertplay.training.config import Task
from bertplay.wording import later, mark

FOLDER = Path(__file__).parent.parent / "samples"
LICENCE = "CC0-1.0"


@dataclass(frozen=True, slots=True)
class SampleSet:
    """A sample set: `DataSource(f"sample:{name}")`.

    title       as a choice in a list; told where it is shown
    about       one sentence; likewise
    train_file, test_file   CSV with text and label, CoNLL, or plain text
    """

    name: str
    title: str
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
    (
        "reviews",
        mark("Reviews: good or bad?"),
        mark("400 short reviews of films, books, meals, hotels and devices, half of them praise."),
        Task.CLASSIFICATION,
        "csv",
    ),
    ("topics", mark("Topics: what is it about?"), mark("400 sentences on five topics."), Task.CLASSIFICATION, "csv"),
    (
        "entities",
        mark("Names: who, where, which body?"),
        mark("300 sentences with persons, places and organisations."),
        Task.ENTITIES,
        "conll",
    ),
    (
        "cooking",
        mark("A text about cooking"),
        mark("4,250 words about kitchens, and 923 held out, for further masked-word training."),
        Task.MASKED_WORDS,
        "txt",
    ),
)


@cache
def samples() -> tuple[SampleSet, ...]:
    """All sample sets."""
    return tuple(
        SampleSet(name, title, about, task, FOLDER / f"{name}.train.{kind}", FOLDER / f"{name}.test.{kind}")
        for name, title, about, task, kind in SETS
    )


def find_sample(name: str) -> SampleSet:
    """The sample set of a name. BadInput when there is none."""
    for sample in samples():
        if sample.name == name:
            return sample
    raise BadInput(
        mark("There is no sample set of this name."),
        value=name,
        remedy=later("There are {names}.", names=", ".join(s.name for s in samples())),
    )
