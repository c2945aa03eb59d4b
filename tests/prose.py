"""English prose in the sources that no reader of another language would get translated.

A rule of thumb, read from the syntax tree: a text of two words or more, or one that begins like a label, stands in a source that
makes words for pages, and is given neither to `t` and its like nor to `english`. Documentation and the log are English anyway.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.wording import ROOT, SHOWN, docstrings, name_of, python_sources

WHERE = ("app.py", "pages/", "bertplay/ui/", "bertplay/charts/", "bertplay/worksheet/", "bertplay/lessons/", "bertplay/models/facts.py")
"""Here every text is looked at; elsewhere those of errors and of what takes long, and whole sentences."""
SAFE_CALLS = SHOWN | {"english"}
SAFE_METHODS = {"debug", "info", "warning", "error", "exception"}
"""Of a logger."""

TWO_WORDS = re.compile(r"[A-Za-z]{2,}[,;:.!?]? +[A-Za-z(“*]*[A-Za-z]")
SENTENCE = re.compile(r"[A-Z\0][\w\0'’]*,? [\w\0'’,]+ (?s:.)*[.?!:]$")
LABEL = re.compile(r"[A-Z][a-z]{2,}[!?.:]?")
NO_PROSE = re.compile(r"\s*(<|:material/|[a-z_]+\.[a-z_.]+ |datum\.|max\(|SELECT |https?:)|[a-z_0-9 ]*=|^[-\w]+: [-\w; :#%.()]+;")
"""Markup, icons, expressions of a figure, styles."""
LOWER_IS_NO_PROSE = re.compile(r"[a-z_0-9]+( [a-z_0-9]+)*")


def errors_of_ours() -> frozenset[str]:
    """The names of the classes of bertplay/errors.py."""
    tree = ast.parse((ROOT / "bertplay" / "errors.py").read_text("utf-8"))
    return frozenset(node.name for node in tree.body if isinstance(node, ast.ClassDef))


REASONS = errors_of_ours() | {"refused", "progress", "explained", "unavailable"}
SILENT = (
    "bertplay/pretraining/",
    "bertplay/commands/",
    "bertplay/results/",
    "bertplay/errors.py",
    "bertplay/doctor.py",
    "bertplay/cli.py",
    "bertplay/wording/",
    "bertplay/training/card.py",
)
"""Who speaks to no page; the card of a model is English."""
ALL_NAMES = {"bertplay/lessons/links.py", "bertplay/settings.py"}
"""Sources whose texts are names in links and settings; the titles of pages are told where they are shown."""


def prose_in(file: Path) -> list[str]:
    """The untold texts of a source, as "file:line: 'text'"."""
    tree = ast.parse(file.read_text("utf-8"))
    passed = docstrings(tree) | annotations(tree)
    if name_of(file).startswith(WHERE):
        found = {(node.lineno, text) for node, text in untold(tree, passed) if is_prose(text)}
    else:
        calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and called(node) in REASONS]
        found = {(node.lineno, text) for call in calls for node, text in untold(call, passed) if is_prose(text)}
        found |= {(node.lineno, text) for node, text in untold(tree, passed) if SENTENCE.match(text) and "[MASK]" not in text}
    return [f"{name_of(file)}:{line}: {text[:80]!r}" for line, text in sorted(found)]


def annotations(tree: ast.AST) -> set[ast.AST]:
    """Types that are written as texts: "Desk"."""
    nodes = list(ast.walk(tree))
    return {getattr(node, name) for node in nodes for name in ("annotation", "returns") if getattr(node, name, None) is not None}


def called(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else call.func.attr if isinstance(call.func, ast.Attribute) else ""


def untold(node: ast.AST, passed: set[ast.AST]) -> Iterator[tuple[ast.expr, str]]:
    """Texts below a node, those of f-strings with a gap for each value; what is told or documented is passed over."""
    if node in passed or (isinstance(node, ast.Call) and is_safe(node)):
        values = [keyword.value for keyword in node.keywords] if isinstance(node, ast.Call) and called(node) in SHOWN else []
        for value in values:
            yield from untold(value, passed)
    elif isinstance(node, ast.Constant):
        if isinstance(node.value, str):
            yield node, node.value
    elif isinstance(node, ast.JoinedStr):
        yield node, "".join(part.value if isinstance(part, ast.Constant) else "\0" for part in node.values)
        for part in node.values:
            if isinstance(part, ast.FormattedValue):
                yield from untold(part.value, passed)
    else:
        for child in ast.iter_child_nodes(node):
            yield from untold(child, passed)


def is_safe(call: ast.Call) -> bool:
    is_log = isinstance(call.func, ast.Attribute) and isinstance(call.func.value, ast.Name) and call.func.value.id == "logger"
    return called(call) in SAFE_CALLS or (is_log and called(call) in SAFE_METHODS)


def is_prose(text: str) -> bool:
    """Whether a person would read this as words."""
    if NO_PROSE.match(text):
        return False
    if "\0" in text:  # "\0 bits" is prose, "csv_\0" is a key
        return bool(re.search(r"(?:^|[\0 (*“])[A-Za-z]{2,}[ ,.:;]|\0[,:;]? [a-z]{2,}|[a-z]{2,} \0", text))
    return bool(TWO_WORDS.search(text) or LABEL.fullmatch(text))


def to_be_told() -> list[Path]:
    """The sources that speak to a reader."""
    return [file for file in python_sources() if not name_of(file).startswith(SILENT) and name_of(file) not in ALL_NAMES]
