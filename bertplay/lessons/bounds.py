"""Limits of a lesson file, checked before it is parsed: an untrusted file must not slow down the server.

Sized so that a lesson of 100 full steps fits several times. TOML's readers take time and memory that grow with the square of a
key's parts, and recurse into brackets.
"""

import re

from bertplay.i18n import N_, lazy
from bertplay.lessons.problems import Problem

MAX_DEPTH = 20
MAX_LINES = 10_000
MAX_VALUES = 5_000
MAX_WORD = 100
MAX_DOTS = 20
MAX_ALL_DOTS = 2_000

QUOTED = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*+(?:"{3,5}|\Z)'
    r"|'''(?:[^']|'(?!''))*+(?:'{3,5}|\Z)"
    r'|"(?:[^"\\\n]|\\.)*+"?'
    r"|'[^'\n]*+'?"
    r"|#[^\n]*+",
    re.DOTALL,
)
"""Strings and comments. Possessive (`*+`): what was matched is never given back, so a text is read once, whatever is in it."""
BETWEEN_WORDS = str.maketrans("[]{},=", " " * 6)


def first_beyond(text: str) -> Problem | None:
    """The first line that exceeds a limit; None for a file that can be parsed."""
    depth = values = dots = 0
    for number, line in enumerate(without_strings(text).split("\n"), start=1):
        if number > MAX_LINES:
            return Problem(number, lazy("The file has more than {most:,} lines.", most=MAX_LINES), N_("Divide it into several lessons."))
        for character in line:
            depth += (character in "[{") - (character in "]}")
            if depth > MAX_DEPTH:
                return Problem(number, N_("The brackets are nested too deeply."), N_("A lesson needs only two levels."))
        depth = max(depth, 0)
        values += line.count("=") + line.count(",")
        if values > MAX_VALUES:
            what = lazy("The file has more than {most:,} values.", most=MAX_VALUES)
            return Problem(number, what, N_("Divide it into several lessons."))
        longest = max(line.translate(BETWEEN_WORDS).split(), key=len, default="")
        if len(longest) > MAX_WORD:
            what = lazy("A key or a number has {n:,} characters: {beginning}…", n=len(longest), beginning=longest[:40])
            return Problem(number, what, lazy("Use at most {most:,}.", most=MAX_WORD))
        dots += line.count(".")
        if line.count(".") > MAX_DOTS or dots > MAX_ALL_DOTS:
            in_line = lazy("The key in this line has too many parts: {n:,} dots.", n=line.count("."))
            in_all = lazy("The file has more than {most:,} dots in its keys.", most=MAX_ALL_DOTS)
            return Problem(number, in_line if line.count(".") > MAX_DOTS else in_all, N_("Write the inputs below a line [step.inputs]."))
    return None


def without_strings(text: str) -> str:
    """The same lines without what is in quotes and comments."""
    return QUOTED.sub(lambda found: " " + "\n" * found[0].count("\n"), text)
