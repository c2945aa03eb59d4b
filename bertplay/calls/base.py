"""A task that can be called by its name, and a call of it."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from importlib import import_module
from inspect import signature
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Generic, Literal, TypeVar, cast, get_type_hints

from pydantic import TypeAdapter, ValidationError

from bertplay.errors import BadInput
from bertplay.i18n import N_
from bertplay.models.catalog import folder_without_head, tuned_folder
from bertplay.results import as_json
from bertplay.results.compare import Comparison
from bertplay.summaries import Summary

if TYPE_CHECKING:
    from bertplay.backends.base import Backend

R = TypeVar("R")

FIRST = {"model": 1, "models": 1, "tokenizer": 1, "head": 1, "tuned": 1, "backend": 2, "nothing": 0}
"""How many parameters of a task's function are no arguments of its calls."""


@dataclass(frozen=True, slots=True)
class Command:
    """The command for a task. Arguments that are not positional are options of the same name (top_k: --top-k).

    positional   in their order: ("text",); "model" where the model is none of the options
    joined       those that are lists, and are written with commas between: {"words"}
    spread       those that are lists, and are written one after the other
    options      the arguments of the task -> those of the command by name, where the two differ; None where no command asks the same
    """

    name: str
    positional: tuple[str, ...] = ()
    joined: frozenset[str] = frozenset()
    spread: frozenset[str] = frozenset()
    options: Callable[[Mapping[str, Any]], Mapping[str, Any] | None] | None = None


@dataclass(frozen=True, eq=False)
class Task(Generic[R]):
    """One kind of question: a function of bertplay/tasks, imported when it is first run, because torch takes seconds.

    name         of the function; by it the task is found in a stored answer or a worksheet
    module       where it is: "bertplay.tasks.masked_word"
    title        of its entries on a worksheet
    summarize    its result in words
    command      None where no command asks the same
    python       the same in plain transformers; "" or None: the function itself is called
    takes        what its function gets first: a LoadedModel; a TokenizerFile; the folder of a fine-tuned model; "head": a LoadedModel
                 with a head for a task, or the folder of a run that is no transformer with such a head; where it asks several
                 models, a Backend and the model's id; or nothing. "models": a LoadedModel, of each of several models in turn, and the
                 answer is a Comparison
    asks         the name of the function where the task has another one
    """

    name: str
    module: str
    title: str
    summarize: Callable[[R], Summary]
    command: Command | None = None
    python: "Callable[[Call[R]], str] | None" = None
    takes: Literal["model", "models", "tokenizer", "head", "tuned", "backend", "nothing"] = "model"
    asks: str = ""

    def __call__(self, model: str = "", /, **arguments: Any) -> "Call[R]":
        """A call with these arguments, named as the function names them."""
        return Call(self, model, arguments)

    @cached_property
    def function(self) -> Callable[..., Any]:
        """The function itself: (LoadedModel, **arguments) -> result."""
        function: Callable[..., Any] = getattr(import_module(self.module), self.asks or self.name)
        return function

    def of_several(
        self,
        name: str,
        title: str,
        summarize: Callable[["Comparison[R]"], Summary],
        command: Command,
        python: "Callable[[Call[Comparison[R]]], str] | None" = None,
    ) -> "Task[Comparison[R]]":
        """The same call to several models, each answer with its cost."""
        return Task(name, self.module, title, summarize, command, python, takes="models", asks=self.name)

    def call_from_json(self, model: str, arguments: Mapping[str, Any]) -> "Call[R]":
        """The call that `Call.to_json` wrote down, its arguments checked; BadInput for what the function does not take."""
        hints = get_type_hints(self.function)
        taken = list(signature(self.function).parameters)[FIRST[self.takes] :]
        if unknown := sorted(set(arguments) - set(taken)):
            raise BadInput(
                N_("This task has no such argument."), value=unknown[0], remedy=N_("Use a record that the worksheet page saved.")
            )
        try:
            return Call(self, model, {name: TypeAdapter(hints[name]).validate_python(value) for name, value in arguments.items()})
        except ValidationError as error:
            remedy = N_("Use a record that the worksheet page saved.")
            raise BadInput(
                N_("An argument has a value that this task cannot take."), value=str(error.errors()[0]["input"]), remedy=remedy
            ) from error


@dataclass(frozen=True, slots=True)
class Call(Generic[R]):
    """A question to a model: what to compute, not yet computed. model: its id; of several models, with commas between: "bert,albert"."""

    task: Task[R]
    model: str
    arguments: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        given = {name: tuple(value) if isinstance(value, list) else value for name, value in self.arguments.items()}
        object.__setattr__(self, "arguments", MappingProxyType(given))

    @property
    def models(self) -> tuple[str, ...]:
        """The ids of its models; none where it asks no model."""
        return tuple(self.model.split(",")) if self.model else ()

    @property
    def models_to_load(self) -> tuple[str, ...]:
        """Those that the model cache has to hold for it."""
        if self.task.takes == "head" and folder_without_head(self.model) is not None:
            return ()
        return self.models if self.task.takes in {"model", "models", "head"} else ()

    def run(self, backend: "Backend") -> R:
        """The answer. Raises BertplayError: what the backend raises for the model, or the task for its arguments."""
        answer: R
        if self.task.takes == "nothing":
            answer = self.task.function(**self.arguments)
        elif self.task.takes == "tokenizer":
            from bertplay.models.tokenizer_file import open_tokenizer

            answer = self.task.function(open_tokenizer(self.model), **self.arguments)
        elif self.task.takes == "head" and (folder := folder_without_head(self.model)) is not None:
            answer = self.task.function(folder, **self.arguments)
        elif self.task.takes == "tuned":
            answer = self.task.function(tuned_folder(self.model), **self.arguments)
        elif self.task.takes == "backend":
            answer = self.task.function(backend, self.model, **self.arguments)
        elif self.task.takes == "models":
            from bertplay.backends.compare import compare_models

            answer = cast(R, compare_models(backend, self.models, self.task.function, **self.arguments))
        else:
            answer = backend.call(self.model, self.task.function, **self.arguments)
        return answer

    def to_json(self) -> dict[str, Any]:
        """{"task": "predict_masked_words", "model": "bert", "arguments": {"text": "A [MASK].", "top_k": 5}}"""
        return {"task": self.task.name, "model": self.model, "arguments": as_json(dict(self.arguments))}

    @property
    def key(self) -> str:
        """The same text for the same question, whatever the order of its arguments."""
        return json.dumps(self.to_json(), ensure_ascii=False, sort_keys=True)
