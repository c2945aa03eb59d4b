"""What a reader asks on the compare page."""

from dataclasses import dataclass

from bertplay.results.compare import Item


@dataclass(frozen=True, slots=True)
class Asked:
    """Models, in the order of their columns, and what one part asks them.

    lack    what is still missing, in words; empty when the models can be asked
    name    of the items, where there are some: a sample's id, or "file"
    """

    models: tuple[str, ...]
    part: str
    text: str = ""
    second: str = ""
    lines: tuple[str, ...] = ()
    items: tuple[Item, ...] = ()
    name: str = ""
    lack: str = ""
