"""Runs the program that a page shows, as a reader who has copied it would."""

import subprocess
import sys
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def printed_here(program: str) -> str:
    """The output of the program, run in this process with its own names, since torch is already imported."""
    with redirect_stdout(StringIO()) as out:
        exec(compile(program, "program", "exec"), {"__name__": "__main__"})  # noqa: S102
    return out.getvalue()


def printed_alone(program: str) -> str:
    """The output of the program in a process of its own, where nothing was imported before."""
    command = [sys.executable, "-c", program]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
