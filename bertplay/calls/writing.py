"""Writes a call as a short complete program, and as a command."""

import shlex
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import MISSING, fields, is_dataclass
from enum import Enum
from typing import Any

from bertplay.calls.base import Call, Command
from bertplay.text import without_surrogates

PROGRAM = """\
from bertplay.backends.local import local_backend
{imports}
result = local_backend().call({arguments})
print(result)
"""
SEVERAL_MODELS = """\
from bertplay.backends.compare import compare_models
from bertplay.backends.local import local_backend
{imports}
for column in compare_models(local_backend(), {arguments}).columns:
    print(column)
"""
WITH_BACKEND = """\
from bertplay.backends.local import local_backend
{imports}
print({task}(local_backend(), {arguments}))
"""
WITHOUT_BACKEND = """\
{imports}
print({task}({arguments}))
"""
MODEL = "model"
TUNED = ("bertplay.models.catalog", "tuned_folder")
OPENERS = {"tokenizer": ("bertplay.models.tokenizer_file", "open_tokenizer"), "tuned": TUNED, "head": TUNED}
"""What gives a function what it takes: the module and the name."""


def python_of(call: Call[Any]) -> str:
    """The call as a Python program: in plain transformers if the task provides one, otherwise through bertplay.

    Everything the reader typed becomes a literal.
    """
    if call.task.python is not None and (program := call.task.python(call)):
        return without_surrogates(program)
    nouns = sorted({f"from {noun.__module__} import {noun.__name__}" for noun in nouns_in(call.arguments.values())})
    module, opener = ("", "") if call.models_to_load else OPENERS.get(call.task.takes, ("", ""))
    opening = [f"from {module} import {opener}"] if opener else []
    function = call.task.asks or call.task.name
    imports = "\n".join([*opening, *nouns, f"from {call.task.module} import {function}", ""])
    named = [f"{name}={literal(value)}" for name, value in call.arguments.items()]
    model = literal(call.models) if call.task.takes == "models" else repr(call.model)
    if call.models_to_load:
        program = SEVERAL_MODELS if call.task.takes == "models" else PROGRAM
        return without_surrogates(program.format(imports=imports, arguments=", ".join([model, function, *named])))
    if call.task.takes == "backend":
        return without_surrogates(WITH_BACKEND.format(imports=imports, task=function, arguments=", ".join([model, *named])))
    first = [f"{opener}({model})"] if opener else []
    return without_surrogates(WITHOUT_BACKEND.format(imports=imports, task=function, arguments=", ".join([*first, *named])))


def literal(value: Any) -> str:
    """A value as a Python literal, without default arguments: Ablation(positions=False)."""
    if isinstance(value, Enum):
        return repr(value.value)
    if isinstance(value, tuple | list):
        return f"[{', '.join(map(literal, value))}]"
    if isinstance(value, Mapping):
        return f"{{{', '.join(f'{literal(name)}: {literal(item)}' for name, item in value.items())}}}"
    if is_dataclass(value) and not isinstance(value, type):
        given = (
            (one.name, getattr(value, one.name))
            for one in fields(value)
            if getattr(value, one.name) != one.default or one.default is MISSING
        )
        return f"{type(value).__name__}({', '.join(f'{name}={literal(item)}' for name, item in given)})"
    return repr(value)


def nouns_in(values: Iterable[Any]) -> Iterator[type]:
    """The dataclasses among some values, in lists of them, and within each other."""
    for value in values:
        if isinstance(value, tuple | list):
            yield from nouns_in(value)
        elif is_dataclass(value) and not isinstance(value, type):
            yield type(value)
            yield from nouns_in(getattr(value, one.name) for one in fields(value))


def command_of(call: Call[Any]) -> str:
    """The call as a shell command; "" if there is no such command."""
    command = call.task.command
    if command is None:
        return ""
    changed = command.options(call.arguments) if command.options else call.arguments
    if changed is None:
        return ""
    arguments = {**call.arguments, **({MODEL: call.model} if MODEL in command.positional else {})}
    given = {**{name: arguments[name] for name in command.positional if name in arguments}, **changed}
    values = [word for name in command.positional if name in given for word in positional(given[name], name, command)]
    options = [word for name, value in given.items() if name not in command.positional for word in option(name, value)]
    model = {"nothing": [], "models": ["--models", call.model]}.get(call.task.takes, ["--model", call.model])
    model = [] if MODEL in command.positional else model
    dashes = ["--"] if any(value.startswith("-") for value in values) else []
    return without_surrogates(shlex.join(["python", "-m", "bertplay", command.name, *model, *options, *dashes, *values]))


def option(name: str, value: Any) -> list[str]:
    """option("top_k", 5) -> ["--top-k", "5"]; a list is given value by value, a switch by its name alone, nothing for None."""
    flag = f"--{name.replace('_', '-')}"
    if value is None or value is False:
        return []
    if value is True:
        return [flag]
    if isinstance(value, tuple | list):
        return [word for item in value for word in (flag, str(item or ""))] if any(value) else []
    return [flag, str(value.value if isinstance(value, Enum) else value)]


def positional(value: Any, name: str, command: Command) -> list[str]:
    """A positional argument as words of the command line."""
    if name in command.spread:
        return [str(one) for one in value]
    return [", ".join(map(str, value)) if name in command.joined else str(value)]
