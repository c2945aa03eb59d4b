"""The worksheet as a notebook (nbformat 4): every answer of a model is followed by a cell that repeats the call."""

import json
from collections.abc import Iterator
from typing import Any

from bertplay.i18n import N_, _, localized
from bertplay.worksheet.entry import Answer, Entry, Worksheet
from bertplay.worksheet.page import about, moment, programs_of

SPECIAL = "\\`*_{}[]()#+-.!|~$<>&:@"
"""What markdown, its formulas, its tables and HTML read as more than itself."""
START = N_("Start this notebook in the folder of bertplay, with the Python of its environment (.venv/bin/python).")


def as_notebook(sheet: Worksheet) -> bytes:
    """The worksheet as an .ipynb file."""
    cells = [prose(head_of(sheet))]
    for entry in sheet.entries:
        cells.append(prose(paragraphs_of(entry)))
        cells += [code(program) for program in programs_of(entry)[-1:]]
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    numbered = [{"id": f"cell-{place}", **cell} for place, cell in enumerate(cells)]
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": kernel, "cells": numbered}, indent=1).encode()


def head_of(sheet: Worksheet) -> Iterator[str]:
    """Title, name, introduction, versions, and how the notebook is started."""
    made = ", ".join(f"{name} {number}" for name, number in sheet.versions.items())
    yield f"# {escaped(sheet.title)}"
    yield escaped(sheet.name)
    yield escaped(sheet.introduction)
    yield _("Generated {moment} with {versions}.", moment=escaped(moment(sheet.made)), versions=escaped(made))
    yield escaped(_(START))


def paragraphs_of(entry: Entry) -> Iterator[str]:
    """What was asked, where and when, and what came of it."""
    yield f"## {escaped(localized(entry.title))}"
    yield escaped(about(entry))
    yield "\n".join(_("- {name}: {value}", name=escaped(localized(name)), value=escaped(localized(text))) for name, text in entry.texts)
    if isinstance(entry, Answer):
        yield escaped(localized(entry.guess))
        yield f"**{escaped(localized(entry.summary.sentence))}**"
    yield escaped(entry.note)


def escaped(text: str) -> str:
    r"""Text that markdown shows as it is, on one line: "<b>*x*" -> "\<b\>\*x\*"."""
    return "".join(f"\\{letter}" if letter in SPECIAL else letter for letter in " ".join(text.split()))


def prose(paragraphs: Iterator[str]) -> dict[str, Any]:
    """A markdown cell."""
    return {"cell_type": "markdown", "metadata": {}, "source": "\n\n".join(filter(None, paragraphs))}


def code(program: str) -> dict[str, Any]:
    """A code cell that was not run yet."""
    return {"cell_type": "code", "metadata": {}, "execution_count": None, "outputs": [], "source": program}
