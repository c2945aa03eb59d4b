"""NotingBackend: tells somebody what was asked and what came out."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar

from bertplay.backends.base import Backend

if TYPE_CHECKING:
    from bertplay.models.loaded import LoadedModel

P = ParamSpec("P")
R = TypeVar("R")

Note = Callable[[str, Callable[..., Any], tuple[Any, ...], dict[str, Any], Any], None]
"""note(model_id, task, args, kwargs, answer)"""


class NotingBackend:
    """Passes every call on to another Backend; `note` is told of those that were answered."""

    def __init__(self, backend: Backend, note: Note) -> None:
        self._backend = backend
        self._note = note

    def call(self, model_id: str, task: "Callable[Concatenate[LoadedModel, P], R]", /, *args: P.args, **kwargs: P.kwargs) -> R:
        answer = self._backend.call(model_id, task, *args, **kwargs)
        self._note(model_id, task, args, kwargs, answer)
        return answer
