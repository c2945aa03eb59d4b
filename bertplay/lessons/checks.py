"""The checks of a lesson file: every key known, of its type, neither empty nor too long, every page and name existing."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from urllib.parse import quote

from bertplay.lessons.files import MOST_QUESTION, MOST_STEPS, MOST_TEXT, MOST_TITLE, Lesson, Problem, Step, UnreadableLesson
from bertplay.lessons.lines import Path, line_of, lines_of
from bertplay.lessons.links import PAGES
from bertplay.wording import Later, later, mark

LESSON_TEXTS = {"title": MOST_TITLE, "note": MOST_TEXT}
STEP_TEXTS = {"page": MOST_TITLE, "question": MOST_QUESTION, "note": MOST_TEXT, "answer": MOST_TEXT}
NEEDED = frozenset({"title", "page", "question"})
MOST_NUMBER = 10**9
MOST_LINK = 30_000
"""Characters of a step's values, escaped as an address needs it; a server refuses addresses of about 100,000."""

WITHOUT_NUL = mark("Take \\u0000 out.")

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
        remedy = mark("Begin each with a line [[step]], and write page and question below it.")
        yield ("step",), mark("The lesson has no steps."), remedy
    if len(steps) > MOST_STEPS:
        yield ("step", MOST_STEPS), later("There are {n:,} steps.", n=len(steps)), at_most(MOST_STEPS)
    for index, step in enumerate(steps[:MOST_STEPS]):
        yield from step_faults(step, ("step", index))


def step_faults(step: Mapping[str, object], at: Path) -> Found:
    """Everything wrong in one step."""
    yield from unknown_keys(step, {*STEP_TEXTS, "link", "fix"}, at)
    yield from wrong_texts(step, STEP_TEXTS, at)
    if not isinstance(step.get("fix", False), bool):
        yield (*at, "fix"), mark("“fix” is neither true nor false."), mark("Write fix = true, without quotes.")
    name = step.get("page")
    if isinstance(name, str) and name.strip() and name.strip() not in PAGES:
        known = later("Pages: {names}.", names=", ".join(PAGES))
        yield (*at, "page"), later("There is no page “{page}”.", page=shown(name)), nearest(name, PAGES, known)
    link = step.get("link", {})
    if not isinstance(link, dict):
        remedy = mark('Write link = { text = "The [MASK] barked." }, or a part [step.link].')
        yield (*at, "link"), mark("“link” is not a table."), remedy
    elif isinstance(name, str) and name.strip() in PAGES:
        yield from link_faults(link, name.strip(), (*at, "link"))


def link_faults(link: Mapping[str, object], name: str, at: Path) -> Found:
    """Every name unknown to the page, every value that cannot stand in an address."""
    page = PAGES[name]
    for key, value in link.items():
        if key not in page.names:
            what = later("The page “{page}” has no “{name}” in its link.", page=name, name=shown(key))
            known = later("Names: {names}.", names=", ".join(sorted(page.names))) if page.names else later("It takes no names.")
            yield (*at, key), what, nearest(key, page.names, known)
        else:
            yield from value_faults(key, value, page.choices.get(key, ()), (*at, key))
    if not fits_address(value for value in link.values() if isinstance(value, str)):
        remedy = later("Together at most {most:,} characters, escaped.", most=MOST_LINK)
        yield at, mark("The values of this link are too long for an address."), remedy


def value_faults(key: str, value: object, choices: Sequence[str], at: Path) -> Found:
    """A value that cannot stand in an address, or that is none of the few there are."""
    if not isinstance(value, str | int | bool):
        what = later("The value of “{name}” is neither text, whole number, true nor false.", name=key)
        yield at, what, mark("Put it into quotes.")
    elif isinstance(value, int) and abs(value) > MOST_NUMBER:
        yield at, later("The number of “{name}” is too large.", name=key), at_most(MOST_NUMBER)
    elif "\0" in str(value):
        yield at, later("The value of “{name}” has a NUL in it.", name=key), WITHOUT_NUL
    elif choices and value not in choices:
        what = later("“{value}” is no value of “{name}”.", value=shown(str(value)), name=key)
        yield at, what, later("Values: {values}.", values=", ".join(choices))


def fits_address(values: Iterable[str]) -> bool:
    """Whether the values of a step can travel in an address, escaped."""
    return len(quote("".join(values), errors="replace")) <= MOST_LINK


def unknown_keys(table: Mapping[str, object], known: set[str], at: Path) -> Found:
    for key in table:
        if key not in known:
            names = later("Known: {names}.", names=", ".join(sorted(known)))
            yield (*at, key), later("“{name}” is unknown here.", name=shown(key)), nearest(key, known, names)


def wrong_texts(table: Mapping[str, object], limits: Mapping[str, int], at: Path) -> Found:
    """Texts that are missing, of another type, empty, or too long."""
    for name, most in limits.items():
        value = table.get(name)
        if value is None:
            if name in NEEDED:
                yield at, later("“{name}” is missing.", name=name), later('Write {name} = "…".', name=name)
        elif not isinstance(value, str):
            yield (*at, name), later("“{name}” is not a text.", name=name), later('Write it in quotes: {name} = "…".', name=name)
        elif not value.strip() and name in NEEDED:
            yield (*at, name), later("“{name}” is empty.", name=name), mark("Write something between the quotes.")
        elif len(value) > most:
            yield (*at, name), later("“{name}” has {n:,} characters.", name=name, n=len(value)), at_most(most)
        elif "\0" in value:
            yield (*at, name), later("“{name}” has a NUL in it.", name=name), WITHOUT_NUL


def nearest(name: str, known: Mapping[str, object] | set[str] | frozenset[str], all_of_them: Later) -> Later:
    """'Did you mean “masked_word”? Pages: …', or only what is known."""
    found = get_close_matches(name[:100], known, n=1)
    return later("Did you mean “{name}”? {known}", name=found[0], known=all_of_them) if found else all_of_them


def at_most(most: int) -> Later:
    return later("Use at most {most:,}.", most=most)


def shown(name: str) -> str:
    return name.replace("\0", "\ufffd")[:60]
