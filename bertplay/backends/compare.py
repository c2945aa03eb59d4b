"""The same question to several models: what each answers, and what the answer costs."""

import time
from collections.abc import Callable, Sequence
from statistics import median
from typing import TYPE_CHECKING, Any, Concatenate, TypeVar

from bertplay.backends.base import Backend
from bertplay.errors import BadInput, MissingAbility
from bertplay.i18n import N_, error_text, lazy
from bertplay.models.catalog import find_model
from bertplay.results.compare import Column, Comparison, Cost, Measured

if TYPE_CHECKING:
    from bertplay.models.loaded import LoadedModel

R = TypeVar("R")

MAX_MODELS = 4
"""Side by side."""
MAX_RUNS = 5
ENOUGH_SECONDS = 0.15
"""Enough time for measuring: a slow model is run fewer times."""


def compare_models(
    backend: Backend, models: Sequence[str], task: "Callable[Concatenate[LoadedModel, ...], R]", /, **arguments: Any
) -> Comparison[R]:
    """Run `task(model, **arguments)` on each of one to four models, and measure it. One that cannot answer has the reason instead.

    compare_models(local_backend(), ["bert", "albert"], predict_masked_words, text="She opened the [MASK].").answers

    Raises BertplayError for the models; BadInput when no model can take the arguments.
    """
    if not 1 <= len(models) <= MAX_MODELS:
        remedy = lazy("Choose 1 to {most}.", most=MAX_MODELS)
        raise BadInput(N_("The number of models is out of range."), value=len(models), remedy=remedy)
    columns: list[Column[R]] = []
    refusal: BadInput | None = None
    for model, title in {model: find_model(model).title for model in models}.items():
        try:
            measured: Measured[R] = backend.call(model, measure, task, **arguments)
        except MissingAbility as error:
            columns.append(Column(model, title, None, error.problem))
        except BadInput as error:  # a text that one tokenizer cannot read: the others may
            refusal = refusal or error
            columns.append(Column(model, title, None, lazy("{model}: {reason}", model=title, reason=error_text(error))))
        else:
            columns.append(Column(model, title, measured))
    found = Comparison(tuple(columns))
    if refusal is not None and not found.answers:
        raise refusal
    return found


def measure(model: "LoadedModel", task: "Callable[Concatenate[LoadedModel, ...], R]", /, **arguments: Any) -> Measured[R]:
    """Answer once to warm up, then again to measure the time: five times, or fewer when it is slow."""
    answer = task(model, **arguments)
    times: list[float] = []
    while len(times) < MAX_RUNS and sum(times) < ENOUGH_SECONDS:
        began = time.perf_counter()
        task(model, **arguments)
        times.append(time.perf_counter() - began)
    return Measured(answer, Cost(model.parameters, model.bytes, model.precision, 1000 * median(times), len(times)))
