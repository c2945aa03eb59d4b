"""In which line of a lesson file a key stands: TOML's own reader tells that for mistakes of notation alone."""

import re

Path = tuple[str | int, ...]

LONG_OR_SHORT = re.compile(r'"""(?:\\.|[^\\])*?"""+|\'\'\'.*?\'\'\'+|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\'|#[^\n]*', re.DOTALL)
HEADER = re.compile(r"\s*\[{1,2}\s*([^\]\n]+?)\s*\]{1,2}\s*$")
KEY = re.compile(r"""\s*((?:[A-Za-z0-9_-]+|"[^"\n]*"|'[^'\n]*')(?:\s*\.\s*(?:[A-Za-z0-9_-]+|"[^"\n]*"|'[^'\n]*'))*)\s*=""")
PART = re.compile(r"""[A-Za-z0-9_-]+|"[^"\n]*"|'[^'\n]*'""")


def lines_of(text: str) -> dict[Path, int]:
    """Where each key of a valid file stands, counted from 1.

    'title = "A"\\n[[step]]\\npage = "layers"' -> {("title",): 1, ("step", 0): 2, ("step", 0, "page"): 3}
    """
    found: dict[Path, int] = {}
    steps, under = -1, Path()
    for number, line in enumerate(without_long_texts(text).split("\n"), start=1):
        if header := HEADER.match(line):
            names = parts_of(header[1])
            if names == ("step",):
                steps += 1
            under = ("step", max(steps, 0), *names[1:]) if names[:1] == ("step",) else names
            found.setdefault(under, number)
        elif key := KEY.match(line):
            path = (*under, *parts_of(key[1]))
            for length in range(len(under) + 1, len(path) + 1):
                found.setdefault(path[:length], number)
    return found


def line_of(lines: dict[Path, int], path: Path) -> int:
    """The line of a key, or of what it should stand in; 1 where nothing is known."""
    while path and path not in lines:
        path = path[:-1]
    return lines.get(path, 1)


def parts_of(written: str) -> tuple[str, ...]:
    """'step."link"' -> ("step", "link")"""
    return tuple(part.strip("\"'") for part in PART.findall(written))


def without_long_texts(text: str) -> str:
    """The same lines, with comments and texts of several lines emptied: what looks like a key in them is none."""

    def empty(found: re.Match[str]) -> str:
        return "\n" * found[0].count("\n") if found[0].startswith(('"""', "'''", "#")) else found[0]

    return LONG_OR_SHORT.sub(empty, text)
