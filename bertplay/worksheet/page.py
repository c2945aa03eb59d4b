"""The worksheet as one HTML file: no scripts, no external resources, and every text of a person or a tokenizer escaped by jinja2."""

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from bertplay.calls import command_of, python_of
from bertplay.errors import BertplayError
from bertplay.i18n import N_, _, language, localized
from bertplay.worksheet.entry import Answer, Entry, Worksheet

WEIGHTS_SHOWN = 12
"""Characters of a digest that tell weights apart."""


@cache
def template() -> Template:
    """page.html, in which every value is escaped."""
    folder = FileSystemLoader(Path(__file__).parent)
    environment = Environment(loader=folder, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.filters["localized"] = localized
    environment.globals.update({"_": _, "about": about, "moment": moment, "programs_of": programs_of})
    return environment.get_template("page.html")


def as_page(sheet: Worksheet) -> bytes:
    """The worksheet as an .html file."""
    made = ", ".join(f"{name} {number}" for name, number in sheet.versions.items())
    return template().render(sheet=sheet, made=made, language=language()).encode("utf-8", "replace")


def about(entry: Entry) -> str:
    """Where and when, and which model with which weights: "Masked word, 2026-05-04 09:30 UTC, model bert, weights 214f10bc486e"."""
    values = {"page": _(entry.page), "moment": moment(entry.asked)}
    if not isinstance(entry, Answer) or not entry.call.model:
        return _("{page}, {moment}", **values)
    values |= {"model": entry.call.model, "weights": entry.weights[:WEIGHTS_SHOWN]}
    said = N_("{page}, {moment}, model {model}, weights {weights}") if entry.weights else N_("{page}, {moment}, model {model}")
    return _(said, **values)


def moment(iso: str) -> str:
    """ "2026-05-04T09:30:00+00:00" -> "2026-05-04 09:30 UTC"."""
    return f"{iso[:16].replace('T', ' ')} UTC"


def programs_of(entry: Entry) -> list[str]:
    """The command and the program that repeat the call; empty if it cannot be repeated, for example because the model was removed."""
    if not isinstance(entry, Answer) or not entry.is_repeatable:
        return []
    try:
        return [program for program in (command_of(entry.call), python_of(entry.call)) if program]
    except BertplayError:
        return []
