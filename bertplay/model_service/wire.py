"""How a call is sent to another machine, and its answer back.

The call is JSON: {"task": "predict_masked_words", "model": "bert", "arguments": {…}}. The other side looks up the task in the closed
registry and checks the arguments, so a client can ask only what a page can ask: no training, which reads files and takes hours.

The answer is a pickle, because results contain arrays and must equal local ones to the last bit. A pickle may name any function to
call, so only values of bertplay and numpy are unpickled.
"""

import hashlib
import io
import json
import pickle
from functools import cache
from pathlib import Path
from typing import Any

from bertplay import __version__
from bertplay.calls import TASKS, Call
from bertplay.errors import BadInput, ClusterUnavailable
from bertplay.i18n import N_

MODEL_HEADER = "serve_multiplexed_model_id"
"""Ray Serve sends a request with it to a replica that holds this model."""
BUILD_HEADER = "x-bertplay-build"
TRAVELS = ("calls", "results", "i18n", "errors.py", "models/cache_entry.py", "model_service")
"""The code whose values travel: both sides must have the same."""
VALUES = ("bertplay.results.", "bertplay.errors", "bertplay.i18n.lazy_string", "bertplay.models.cache_entry", "bertplay.model_service.base")
"""Modules whose classes an answer may hold."""
OTHERS = {
    "builtins": {"set", "frozenset", "bytearray"},
    "numpy": {"ndarray", "dtype"},
    "numpy._core.numeric": {"_frombuffer"},
    "numpy._core.multiarray": {"_reconstruct", "scalar"},
    "bertplay.errors": {"made"},
}
"""What else makes a value: numpy's arrays and numbers, and errors."""

ANSWERED = {name: task for name, task in TASKS.items() if not task.module.startswith("bertplay.training.")}


@cache
def build() -> str:
    """The version of bertplay, and a digest of the code whose values are sent: "0.1.0 3f8a2c61d0"."""
    package = Path(__file__).parents[1]
    digest = hashlib.sha256()
    for part in TRAVELS:
        for file in sorted((package / part).rglob("*.py")) or [package / part]:
            digest.update(file.read_bytes())
    return f"{__version__} {digest.hexdigest()[:10]}"


def check_build(theirs: str) -> None:
    """Raise ClusterUnavailable unless the other side runs the same code."""
    if theirs != build():
        problem = N_("The machines that run the models have a different version of bertplay from this server.")
        raise ClusterUnavailable(problem, value=f"{theirs} / {build()}", remedy=N_("Install the same version on all machines."))


def call_to_bytes(call: Call[Any]) -> bytes:
    """A call as bytes."""
    return json.dumps(call.to_json()).encode()


def call_from_bytes(content: bytes) -> Call[Any]:
    """The call in these bytes; BadInput for any other content."""
    try:
        body = json.loads(content)
        task, model, arguments = ANSWERED[body["task"]], str(body["model"]), dict(body["arguments"])
    except (ValueError, KeyError, TypeError) as error:
        raise BadInput(
            N_("This is not a call of a task."), value=content[:80].decode(errors="replace"), remedy=N_("Send what a page sends.")
        ) from error
    return task.call_from_json(model, arguments)


def answer_to_bytes(answer: object) -> bytes:
    """An answer, or an error, as bytes."""
    return pickle.dumps(answer, protocol=5)


def answer_from_bytes(content: bytes) -> Any:
    """The answer in these bytes; UnpicklingError if they contain anything but values."""
    return Values(io.BytesIO(content)).load()


class Values(pickle.Unpickler):
    """An unpickler that creates only values of bertplay and numpy."""

    def find_class(self, module: str, name: str) -> Any:
        if name in OTHERS.get(module, ()):
            return super().find_class(module, name)
        found = super().find_class(module, name) if module.startswith(VALUES) else None
        if isinstance(found, type) and found.__module__ == module:
            return found
        raise pickle.UnpicklingError(f"an answer may not hold {module}.{name}")
