"""A question in writing: as lines of Python and as a command. Whatever a person typed stands in it as a literal."""

import shlex
from typing import Any

from bertplay.errors import BadInput
from bertplay.results.worksheet import Entry
from bertplay.wording import english, mark, t
from bertplay.worksheet.names import called, meant
from bertplay.worksheet.tellings import TELLINGS

NOTHING = "–"
BACKEND = english("""\
from bertplay.backends.local import LocalBackend, make_cache
from bertplay.settings import get_settings

backend = LocalBackend(make_cache(get_settings()))
""")


def title_of(entry: Entry) -> str:
    """What the question is called; the task's own name where nobody tells it."""
    telling = TELLINGS.get(entry.task)
    return t(telling.title) if telling else entry.task.rpartition(".")[2]


def asked_of(entry: Entry) -> list[tuple[str, str]]:
    """(what it is called, what was given), in the order in which it was given, without what was left empty."""
    telling = TELLINGS.get(entry.task)
    names = telling.asks if telling else ()
    given = [(names[i] if i < len(names) else str(i + 1), value) for i, value in enumerate(entry.arguments)]
    shown = [(called(name), readable(meant(name, value))) for name, value in (*given, *entry.named.items())]
    return [(name, text) for name, text in shown if text != NOTHING]


def about(page: str, moment: str, model: str, weights: str) -> str:
    """Where and when it was asked, of which model; weights "" where they are not known."""
    if not weights:
        return t("{page}, {moment}, model {model}", page=page, moment=moment, model=model)
    return t("{page}, {moment}, model {model}, weights {weights}", page=page, moment=moment, model=model, weights=weights)


def readable(value: Any) -> str:
    """A value as a person reads it: a list line by line, what is empty as "–"."""
    if isinstance(value, list | tuple):
        return "\n".join(readable(item) for item in value) or NOTHING
    if isinstance(value, dict):
        shown = {called(name): readable(item) for name, item in value.items()}
        return ", ".join(t("{name}: {text}", name=name, text=text) for name, text in shown.items() if text != NOTHING)
    return NOTHING if value in (None, "") else str(value)


def program_of(entry: Entry) -> str:
    """The question as Python, with `backend` at hand and the answer in `answer`; "" when it was not kept whole."""
    telling = TELLINGS.get(entry.task)
    if telling is None or not entry.is_whole:
        return ""
    if telling.program:
        return telling.program(*entry.arguments, **entry.named)
    module, _, task = entry.task.rpartition(".")
    nouns = {**telling.nouns}
    given = [literal(value, nouns.get(name, "")) for name, value in zip(telling.asks, entry.arguments, strict=False)]
    named = [f"{identifier(name)}={literal(value, nouns.get(name, ''))}" for name, value in entry.named.items()]
    imports = "".join(english(f"from {noun.rpartition('.')[0]} import {noun.rpartition('.')[2]}\n") for noun in nouns.values())
    call = ", ".join([repr(entry.model), task, *given, *named])
    return english(f"{imports}from {module} import {task}\n\nanswer = backend.call({call})\n")


def literal(value: Any, noun: str) -> str:
    """literal({"positions": False}, "bertplay.results.layers.Switches") -> "Switches(positions=False)"; a list of nouns likewise."""
    if noun and isinstance(value, dict):
        return f"{noun.rpartition('.')[2]}({', '.join(f'{identifier(name)}={item!r}' for name, item in value.items())})"
    if noun and isinstance(value, list | tuple):
        return f"[{', '.join(literal(item, noun) for item in value)}]"
    return repr(value)


def identifier(name: str) -> str:
    """The name, if it can be one: a record may come from anywhere, and what it names becomes a program."""
    if not name.isidentifier():
        problem = mark("The record names an argument that no task can have.")
        raise BadInput(problem, value=name, remedy=mark("Use a record as the page gave it."))
    return name


def command_of(entry: Entry) -> str:
    """The question as a command; "" where there is none that asks the same."""
    telling = TELLINGS.get(entry.task)
    if telling is None or telling.command is None or not entry.is_whole:
        return ""
    try:
        command = telling.command(*entry.arguments, **entry.named)
        if command is None:
            return ""
        values = list(command.values)
        options = [word for name, value in command.options if value != "" for word in (name, *([] if value is None else [str(value)]))]
        dashes = ["--"] if any(value.startswith("-") for value in values) else []
        return shlex.join(["python", "-m", "bertplay", command.name, "--model", entry.model, *options, *dashes, *values])
    except (AttributeError, TypeError):  # an argument that the command cannot be given
        return ""
