"""Commands write numbers as the pages do."""

import json
import re

import pytest
from typer.testing import CliRunner

from bertplay.cli.app import app

POWER_OF_TEN = re.compile(r"\d[eE][+-]?\d")


@pytest.mark.parametrize(
    "command",
    [
        ("word-order", "dog bites man", "man bites dog"),
        ("mask", "She opened the [MASK].", "--top-k", "50"),
        ("candidates", "She opened the [MASK].", "door, robot, xylophone"),
        ("contrast", "A robin is a [MASK].", "A robin is not a [MASK]."),
        ("next-sentence", "It rained.", "We got wet."),
    ],
)
def test_what_is_printed_is_written_so_and_json_keeps_numbers(command: tuple[str, ...]) -> None:
    lines, shown = (CliRunner().invoke(app, [*command, *option]) for option in ((), ("--json",)))
    assert (lines.exit_code, shown.exit_code) == (0, 0), lines.output
    assert not POWER_OF_TEN.search(lines.stdout)
    assert " %" not in lines.stdout
    assert not re.search(r'\d ?%"', json.dumps(json.loads(shown.stdout)))
