"""What a reader asks on the page of the layers."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Asked:
    """A model, and a sentence, which may have [MASK] in it."""

    model: str
    text: str
