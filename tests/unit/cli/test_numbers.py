"""Commands write numbers as the pages do."""

import json
import re

import pytest
from typer.testing import CliRunner

from bertplay.cli.app import app
from bertplay.cli.base import percent, small
from bertplay.i18n import percent as percent_of_pages

POWER_OF_TEN = re.compile(r"\d[eE][+-]?\d")


@pytest.mark.parametrize("number", [0.0, 1e-9, 3.8e-6, 0.00041, 0.041, 0.15, 0.9, 0.9996, 1.0])
def test_a_share_is_that_of_the_pages_in_ten_columns(number: float) -> None:
    assert percent(number).strip() == percent_of_pages(number)
    assert len(percent(number)) == 10
    assert " %" not in percent(number)


@pytest.mark.parametrize(("number", "written"), [(0.0000038, "0.000004"), (0.000001, "0.000001"), (0.0, "0"), (1.2345, "1.23")])
def test_a_small_number_has_no_power_of_ten(number: float, written: str) -> None:
    assert small(number).strip() == written


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
