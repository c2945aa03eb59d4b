"""The worksheet as a notebook (nbformat 4): every question is a cell that asks it again."""

import json
from typing import Any

from bertplay.results.worksheet import Entry, Worksheet
from bertplay.wording import english, mark, t
from bertplay.worksheet.asking import BACKEND, about, asked_of, program_of, title_of

SPECIAL = "\\`*_{}[]()#+-.!|~$<>&:@"
"""What markdown, its formulas, its tables and HTML read as more than itself."""
NOT_KEPT = mark("The question was too long to be kept; it cannot be asked again here.")
TOLD_AGAIN = english("from bertplay.worksheet.again import told_again")
START = mark("Start this notebook in the folder of bertplay, with the Python of its environment (.venv/bin/python).")


def as_notebook(sheet: Worksheet) -> bytes:
    """The worksheet as an .ipynb file."""
    cells = [prose(0, head_of(sheet)), code(1, f"# {t(START)}\n{BACKEND}\n{TOLD_AGAIN}")]
    for entry in sheet.entries:
        cells.append(prose(len(cells), told_of(entry)))
        program = program_of(entry)
        if program:
            show = english(f"print(told_again({entry.task!r}, answer, recorded={entry.told.figure!r}))")
            cells.append(code(len(cells), program + show))
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    notebook = {"nbformat": 4, "nbformat_minor": 5, "metadata": kernel, "cells": cells}
    return json.dumps(notebook, indent=1).encode()


def head_of(sheet: Worksheet) -> list[str]:
    """Title, the reader's note, versions."""
    made = ", ".join(f"{name} {number}" for name, number in sheet.versions.items())
    return [
        f"# {escaped(sheet.title)}",
        escaped(sheet.note),
        t("Put together {moment} with {versions}.", moment=escaped(sheet.made), versions=escaped(made)),
    ]


def told_of(entry: Entry) -> list[str]:
    """What was asked, of which model, and what came out."""
    asked = [t("- {name}: {value}", name=escaped(name), value=escaped(value)) for name, value in asked_of(entry)]
    return [
        f"## {escaped(title_of(entry))}",
        about(escaped(t(entry.page)), escaped(entry.asked), escaped(entry.model), escaped(entry.weights)),
        "\n".join(asked),
        escaped(t(entry.told.says)),
        escaped(entry.note),
        "" if entry.is_whole else t(NOT_KEPT),
    ]


def escaped(text: str) -> str:
    r"""Text that markdown shows as it is, on one line: "<b>*x*" -> "\<b\>\*x\*"."""
    return "".join(f"\\{letter}" if letter in SPECIAL else letter for letter in " ".join(text.split()))


def prose(place: int, paragraphs: list[str]) -> dict[str, Any]:
    """A markdown cell."""
    return {"cell_type": "markdown", "id": f"cell-{place}", "metadata": {}, "source": "\n\n".join(filter(None, paragraphs))}


def code(place: int, program: str) -> dict[str, Any]:
    """A code cell that was not run yet."""
    return {
        "cell_type": "code",
        "id": f"cell-{place}",
        "metadata": {},
        "execution_count": None,
        "outputs": [],
        "source": program,
    }
