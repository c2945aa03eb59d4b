"""The models that a machine has, or could download."""

from dataclasses import dataclass

from bertplay.results.base import LazyText


@dataclass(frozen=True, slots=True)
class ListedModel:
    """One model of the catalog, as a list shows it.

    place       "bundled", "downloaded", "on the hub", "your own", "fine-tuned here", "refused"
    reason      why it is not available; empty when it is
    family, …   None of a folder that is refused
    head        what it was fine-tuned for: "text classification"; None of a model that was only pretrained
    revision    the commit that was downloaded, or would be; None of a model that is not the hub's
    """

    id: str
    title: LazyText
    is_available: bool
    place: str
    reason: LazyText
    family: str | None
    source: str | None
    revision: str | None
    abilities: tuple[str, ...]
    head: str | None
    layers: int | None
    hidden: int | None
    parameters: int | None
    max_tokens: int | None
    licence: str | None
