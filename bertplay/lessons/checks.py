"""The checks of a lesson file: every key known, of its type, neither empty nor too long, every page and name existing."""

from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from urllib.parse import quote

from bertplay.lessons.files import MOST_QUESTION, MOST_STEPS, MOST_TEXT, MOST_TITLE, Lesson, Problem, Step, UnreadableLesson
from bertplay.lessons.lines import Path, line_of, lines_of
from bertplay.lessons.links import PAGES

LESSON_TEXTS = {"title": MOST_TITLE, "note": MOST_TEXT}
STEP_TEXTS = {"page": MOST_TITLE, "question": MOST_QUESTION, "note": MOST_TEXT, "answer": MOST_TEXT}
NEEDED = frozenset({"title", "page", "question"})
MOST_NUMBER = 10**9
MOST_LINK = 30_000
"""Characters of a step's values, escaped as an address needs it; a server refuses addresses of about 100,000."""

Found = Iterator[tuple[Path, str, str]]


def lesson_of(table: Mapping[str, object], text: str) -> Lesson:
    """The lesson of a TOML table; UnreadableLesson with all that is wrong, in the order of the file."""
    lines = lines_of(text)
    problems = [Problem(line_of(lines, path), what, remedy) for path, what, remedy in faults_of(table)]
    if problems:
        raise UnreadableLesson(tuple(sorted(problems, key=lambda problem: problem.line)))
    steps = tuple(step_of(step) for step in steps_in(table))
    return Lesson(text_in(table, "title"), steps, text_in(table, "note"))


def step_of(table: Mapping[str, object]) -> Step:
    """A step that was checked."""
    link = table.get("link", {})
    values = {name: as_written(value) for name, value in link.items()} if isinstance(link, dict) else {}
    texts = {name: text_in(table, name) for name in STEP_TEXTS}
    return Step(link=values, is_fixed=table.get("fix") is True, **texts)


def text_in(table: Mapping[str, object], name: str) -> str:
    return str(table.get(name, "")).strip()


def as_written(value: object) -> str:
    """A value as an address has it: true -> "true", 3 -> "3"."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def steps_in(table: Mapping[str, object]) -> list[dict[str, object]]:
    """The steps, or none when what is written there is something else."""
    steps = table.get("step", [])
    return steps if isinstance(steps, list) and all(isinstance(step, dict) for step in steps) else []


def faults_of(table: Mapping[str, object]) -> Found:
    """Everything wrong in a file: where, what, and what helps."""
    yield from unknown_keys(table, {*LESSON_TEXTS, "step"}, ())
    yield from wrong_texts(table, LESSON_TEXTS, ())
    steps = steps_in(table)
    if not steps:
        yield ("step",), "The lesson has no steps.", "Begin each with a line [[step]], and write page and question below it."
    if len(steps) > MOST_STEPS:
        yield ("step", MOST_STEPS), f"There are {len(steps):,} steps.", f"Use at most {MOST_STEPS}."
    for index, step in enumerate(steps[:MOST_STEPS]):
        yield from step_faults(step, ("step", index))


def step_faults(step: Mapping[str, object], at: Path) -> Found:
    """Everything wrong in one step."""
    yield from unknown_keys(step, {*STEP_TEXTS, "link", "fix"}, at)
    yield from wrong_texts(step, STEP_TEXTS, at)
    if not isinstance(step.get("fix", False), bool):
        yield (*at, "fix"), "“fix” is neither true nor false.", "Write fix = true, without quotes."
    name = step.get("page")
    if isinstance(name, str) and name.strip() and name.strip() not in PAGES:
        yield (*at, "page"), f"There is no page “{shown(name)}”.", f"{nearest(name, PAGES)}Pages: {', '.join(PAGES)}."
    link = step.get("link", {})
    if not isinstance(link, dict):
        yield (*at, "link"), "“link” is not a table.", 'Write link = { text = "The [MASK] barked." }, or a part [step.link].'
    elif isinstance(name, str) and name.strip() in PAGES:
        yield from link_faults(link, name.strip(), (*at, "link"))


def link_faults(link: Mapping[str, object], name: str, at: Path) -> Found:
    """Every name unknown to the page, every value that cannot stand in an address."""
    page = PAGES[name]
    for key, value in link.items():
        if key not in page.names:
            known = ", ".join(sorted(page.names)) or "none"
            yield (*at, key), f"The page “{name}” has no “{shown(key)}” in its link.", f"{nearest(key, page.names)}Names: {known}."
        elif not isinstance(value, str | int | bool):
            yield (*at, key), f"The value of “{key}” is neither text, whole number, true nor false.", "Put it into quotes."
        elif isinstance(value, int) and abs(value) > MOST_NUMBER:
            yield (*at, key), f"The number of “{key}” is too large.", f"Use at most {MOST_NUMBER:,}."
        elif "\0" in str(value):
            yield (*at, key), f"The value of “{key}” has a NUL in it.", "Take \\u0000 out."
        elif key in page.choices and value not in page.choices[key]:
            yield (*at, key), f"“{shown(str(value))}” is no value of “{key}”.", f"Values: {', '.join(page.choices[key])}."
    if not fits_address(value for value in link.values() if isinstance(value, str)):
        yield at, "The values of this link are too long for an address.", f"Together at most {MOST_LINK:,} characters, escaped."


def fits_address(values: Iterable[str]) -> bool:
    """Whether the values of a step can travel in an address, escaped."""
    return len(quote("".join(values), errors="replace")) <= MOST_LINK


def unknown_keys(table: Mapping[str, object], known: set[str], at: Path) -> Found:
    for key in table:
        if key not in known:
            yield (*at, key), f"“{shown(key)}” is unknown here.", f"{nearest(key, known)}Known: {', '.join(sorted(known))}."


def wrong_texts(table: Mapping[str, object], limits: Mapping[str, int], at: Path) -> Found:
    """Texts that are missing, of another type, empty, or too long."""
    for name, most in limits.items():
        value = table.get(name)
        if value is None:
            if name in NEEDED:
                yield at, f"“{name}” is missing.", f'Write {name} = "…".'
        elif not isinstance(value, str):
            yield (*at, name), f"“{name}” is not a text.", f'Write it in quotes: {name} = "…".'
        elif not value.strip() and name in NEEDED:
            yield (*at, name), f"“{name}” is empty.", "Write something between the quotes."
        elif len(value) > most:
            yield (*at, name), f"“{name}” has {len(value):,} characters.", f"Use at most {most:,}."
        elif "\0" in value:
            yield (*at, name), f"“{name}” has a NUL in it.", "Take \\u0000 out."


def nearest(name: str, known: Mapping[str, object] | set[str] | frozenset[str]) -> str:
    """'Did you mean “masked_word”? ' or nothing."""
    found = get_close_matches(name[:100], known, n=1)
    return f"Did you mean “{found[0]}”? " if found else ""


def shown(name: str) -> str:
    return name.replace("\0", "\ufffd")[:60]
