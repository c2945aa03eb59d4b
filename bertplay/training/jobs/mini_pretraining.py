"""Mini-pretraining: a very small BERT starts from scratch and is pretrained on one text for about a minute."""

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Literal

from pydantic import ConfigDict

from bertplay.i18n import LazyString, lazy
from bertplay.training.jobs.base import check_probes, check_seconds, check_seed


@dataclass(frozen=True, slots=True)
class MiniPretraining:
    """One mini-pretraining run.

    text             path of a plain text
    seconds          of training, pauses and evaluations not counted
    probe_sentences  the reader's own, each with a [MASK], answered at every evaluation
    """

    text: str
    seconds: float = 60.0
    seed: int = 0
    probe_sentences: tuple[str, ...] = ()
    kind: Literal["mini_pretraining"] = "mini_pretraining"

    __pydantic_config__: ClassVar = ConfigDict(extra="forbid")

    def __post_init__(self) -> None:
        check_seconds(self.seconds)
        check_seed(self.seed)
        check_probes(self.probe_sentences)

    @property
    def method(self) -> str:
        """What is trained, as one of METHOD_NAMES."""
        return self.kind

    @property
    def title(self) -> LazyString:
        """Mini-pretraining, novel.txt, 60 s"""
        return lazy("Mini-pretraining, {text}, {seconds:.0f} s", text=Path(self.text).name, seconds=self.seconds)
