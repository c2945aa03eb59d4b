"""Copy the first token: one small layer learns to remember what a random sequence began with."""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar, Literal

from pydantic import ConfigDict

from bertplay.i18n import N_, LazyString, lazy
from bertplay.training.jobs.base import check_range, check_seconds, check_seed


class Layer(StrEnum):
    """The kind of layer that is trained."""

    LSTM = "lstm"
    ATTENTION = "attention"


LAYER_NAMES = {Layer.LSTM: "LSTM", Layer.ATTENTION: N_("self-attention")}


@dataclass(frozen=True, slots=True)
class CopyFirstToken:
    """One layer, trained for so many seconds.

    max_distance   from the first token to the question, in the longest training sequence
    seconds        of training, pauses and evaluations not counted
    """

    layer: Layer
    max_distance: int = 128
    seconds: float = 30.0
    seed: int = 0
    kind: Literal["copy_first_token"] = "copy_first_token"

    __pydantic_config__: ClassVar = ConfigDict(extra="forbid")
    probe_sentences: ClassVar[tuple[str, ...]] = ()

    def __post_init__(self) -> None:
        check_range(N_("The distance from the first token"), self.max_distance, 8, 256)
        check_seconds(self.seconds)
        check_seed(self.seed)

    @property
    def method(self) -> str:
        """What is trained, as one of METHOD_NAMES."""
        return self.layer.value

    @property
    def title(self) -> LazyString:
        """Copy the first token, LSTM, up to 128 tokens"""
        layer = lazy(LAYER_NAMES[self.layer])
        return lazy("Copy the first token, {layer}, up to {n} tokens", layer=layer, n=self.max_distance)
