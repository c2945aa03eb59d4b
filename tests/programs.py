"""Runs the program that a page shows, as a reader who has copied it would."""

import subprocess
import sys
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def printed_here(program: str) -> str:
    """What it prints, run in this process with names of its own: torch is imported already."""
    with redirect_stdout(StringIO()) as out:
        exec(compile(program, "program", "exec"), {"__name__": "__main__"})  # noqa: S102
    return out.getvalue()


def printed_alone(program: str) -> str:
    """What it prints in a process of its own, where nothing has been imported before."""
    command = [sys.executable, "-c", program]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
