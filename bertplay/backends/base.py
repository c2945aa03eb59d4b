"""The interface between pages and models: it hides where and how the computing is done."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Concatenate, ParamSpec, Protocol, TypeVar

if TYPE_CHECKING:
    from bertplay.models.loaded import LoadedModel

P = ParamSpec("P")
R = TypeVar("R")


class Backend(Protocol):
    """Runs tasks on models."""

    def call(self, model_id: str, task: "Callable[Concatenate[LoadedModel, P], R]", /, *args: P.args, **kwargs: P.kwargs) -> R:
        """Run `task(model, *args, **kwargs)` on the model of that id, loading it first if necessary.

        Safe from any thread. Raises BertplayError: UnknownModel, UnsafeModel, ModelUnavailable, ModelLoadFailed,
        CacheFull, or whatever the task raises.
        """
        ...
