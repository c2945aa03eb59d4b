"""The problems of a lesson file, as sentences with line numbers."""

from dataclasses import dataclass

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from bertplay.errors import BadInput
from bertplay.i18n import N_, LazyString, lazy
from bertplay.lessons.lesson import Lesson, Step, at_most, clipped, with_nearest


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong in one line of a file, counted from 1, what helps, and the value that is wrong; "" where `what` has it."""

    line: int
    what: str
    remedy: str
    value: str = ""

    def __str__(self) -> str:
        return str(self.as_text)

    @property
    def as_text(self) -> LazyString:
        """All in one text, for `_` to translate."""
        parts = {"line": self.line, "what": lazy(self.what), "remedy": lazy(self.remedy)}
        if self.value:
            return lazy("Line {line}: {what} Given: {value}. {remedy}", value=self.value, **parts)
        return lazy("Line {line}: {what} {remedy}", **parts)


class UnreadableLesson(BadInput):
    """A lesson file with problems, all of them."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        first, more = {"line": problems[0].line, "what": lazy(problems[0].what)}, len(problems) - 1
        one = lazy("The lesson cannot be used. Line {line}: {what}", **first)
        several = lazy("The lesson cannot be used. Line {line}: {what} And {n} more.", **first, n=more)
        super().__init__(several if more else one, remedy=problems[0].remedy)


def problems_of(error: ValidationError, text: str) -> tuple[Problem, ...]:
    """All problems of a file, in the order of its lines."""
    from bertplay.lessons.positions import Positions  # a valid lesson needs no positions, and no tomlkit

    positions = Positions(text)
    if positions.interrupted:
        remedy = N_("Remove it: a lesson has no tables but [[step]] and [step.inputs].")
        return (Problem(positions.interrupted, N_("Another table interrupts the steps."), remedy),)
    found = []
    for one in error.errors(include_url=False):
        what, value, remedy = sentences(one)
        found.append(Problem(positions.line_of(one["loc"]), what, remedy, clipped(str(value))))
    return tuple(sorted(found, key=lambda problem: problem.line))


def sentences(error: ErrorDetails) -> tuple[str, object, str]:  # noqa: PLR0911  one return for each kind of problem
    """What is wrong, the value where it helps, and the remedy."""
    name, context = clipped(str(error["loc"][-1])), error.get("ctx", {})
    match error["type"]:
        case "lesson":
            return context["what"], context["value"], context["remedy"]
        case "missing":
            return lazy("“{name}” is missing.", name=name), "", lazy('Write {name} = "…".', name=name)
        case "string_type":
            return lazy("“{name}” is not text.", name=name), error["input"], lazy('Write it in quotes: {name} = "…".', name=name)
        case "string_too_short":
            return lazy("“{name}” is empty.", name=name), "", N_("Write something between the quotes.")
        case "string_too_long":
            count = len(error["input"].strip())
            return lazy("“{name}” has {n:,} characters.", name=name, n=count), "", at_most(context["max_length"])
        case "bool_type":
            return lazy("“{name}” is neither true nor false.", name=name), error["input"], N_("Write true or false, without quotes.")
    known = names_at(error["loc"])  # "extra_forbidden" is what remains
    remedy = with_nearest(name, known, lazy("Known: {names}.", names=", ".join(sorted(known))))
    return lazy("“{name}” is unknown here.", name=name), "", remedy


def names_at(place: tuple[int | str, ...]) -> frozenset[str]:
    """The keys of a lesson, or of a step."""
    return frozenset(Step.model_fields) if len(place) > 1 else frozenset(Lesson.model_fields) - {"steps"} | {"step"}
