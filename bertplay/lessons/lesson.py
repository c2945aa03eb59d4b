"""A lesson: steps, each a page with everything filled in and a question. docs/lesson-files.md describes its file."""

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Annotated, Any
from urllib.parse import quote

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StrictBool,
    StringConstraints,
    ValidationError,
    ValidationInfo,
    field_validator,
)
from pydantic_core import InitErrorDetails, PydanticCustomError

from bertplay.i18n import N_, LazyString, lazy
from bertplay.lessons.pages import LessonPage, lesson_pages

MAX_STEPS = 100
MAX_TITLE = 100
MAX_QUESTION = 1_000
MAX_TEXT = 2_000
MAX_NUMBER = 10**9
MAX_LINK = 30_000
"""Characters of a step's inputs, escaped as an address needs it; a server refuses addresses of about 100,000."""
MAX_SHOWN = 60


def problem(what: str, remedy: str, value: object = "") -> PydanticCustomError:
    """What is wrong, the value that is, and what helps, as pydantic carries it: `files.problem_of` unpacks it."""
    return PydanticCustomError("lesson", "{what}", {"what": what, "value": value, "remedy": remedy})


def without_nul(text: str) -> str:
    if "\0" in text:
        raise problem(N_("The text contains a NUL character."), N_("Remove \\u0000."), text)
    return text


def known_page(name: str) -> str:
    if name not in lesson_pages():
        what = lazy("There is no page “{page}”.", page=clipped(name))
        raise problem(what, with_nearest(name, lesson_pages(), lazy("Pages: {names}.", names=", ".join(lesson_pages()))))
    return name


Note = Annotated[str, StringConstraints(max_length=MAX_TEXT), AfterValidator(without_nul)]


class Step(BaseModel):
    """One step: where it is, what is filled in there, what is asked.

    page      its name as in pages/, "masked_word"
    inputs    name -> value as in the link, {"text": "The [MASK] barked."}; an input that is not given has the page's own first value
    answer    the teacher's, shown beside the student's; "" if there is none
    fixed     whether the navigation, the model, the tabs and the examples are hidden
    """

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    page: Annotated[str, AfterValidator(known_page)]
    inputs: Mapping[str, str] = {}
    fixed: StrictBool = False
    question: Annotated[str, StringConstraints(min_length=1, max_length=MAX_QUESTION), AfterValidator(without_nul)]
    note: Note = ""
    answer: Note = ""

    @field_validator("inputs", mode="wrap")
    @classmethod
    def check_inputs(cls, given: Any, _: Any, info: ValidationInfo) -> dict[str, str]:
        """The inputs as a link has them: true -> "true", 3 -> "3". Every problem is found, each under the name of its input."""
        if not isinstance(given, Mapping):
            example = N_('Write inputs = { text = "The [MASK] barked." }, or a line [step.inputs] with the inputs below it.')
            raise problem(N_("“inputs” is not a table."), example, given)
        page = lesson_pages().get(info.data.get("page", ""))
        found = [InitErrorDetails(type=type_, loc=(name,), input=given[name]) for name, type_ in input_problems(given, page)]
        if found:
            raise ValidationError.from_exception_data(cls.__name__, found)
        values = {name: as_written(value) for name, value in given.items()}
        if not fits_address(values):
            remedy = lazy("Use at most {most:,} characters in all, as escaped in an address.", most=MAX_LINK)
            raise problem(N_("The inputs are too long for an address."), remedy)
        return values


class Lesson(BaseModel):
    """A title, maybe a note, and 1 to 100 steps."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True, validate_by_name=True, validate_by_alias=True)

    title: Annotated[str, StringConstraints(min_length=1, max_length=MAX_TITLE), AfterValidator(without_nul)]
    note: Note = ""
    steps: tuple[Step, ...] = Field(default=(), alias="step", validate_default=True)

    @field_validator("steps", mode="before")
    @classmethod
    def count_steps(cls, given: Any) -> Any:
        """As many steps as a lesson may have, before any of them is looked at."""
        if not isinstance(given, list | tuple) or not given or not all(isinstance(step, Mapping | Step) for step in given):
            remedy = N_("Start each step with a line [[step]], and write its page and its question below.")
            raise problem(N_("The lesson has no steps."), remedy)
        if len(given) > MAX_STEPS:
            too_many = problem(lazy("There are {n:,} steps.", n=len(given)), at_most(MAX_STEPS))
            beyond = InitErrorDetails(type=too_many, loc=(MAX_STEPS,), input=None)
            raise ValidationError.from_exception_data(cls.__name__, [beyond])
        return given


def input_problems(given: Mapping[str, object], page: LessonPage | None) -> Iterator[tuple[str, PydanticCustomError]]:
    """Every input that the page does not have, and every value that cannot be in an address; an unknown page has any input."""
    for name, value in given.items():
        choices = page.choices.get(name, ()) if page else ()
        if page and name not in page.names:
            known = lazy("Inputs: {names}.", names=", ".join(sorted(page.names))) if page.names else lazy("It has no inputs.")
            yield name, problem(lazy("This page has no input “{name}”.", name=clipped(name)), with_nearest(name, page.names, known))
        elif not isinstance(value, str | int):
            yield name, problem(N_("The value is neither text, a whole number, true nor false."), N_("Put it in quotes."), value)
        elif isinstance(value, int) and abs(value) > MAX_NUMBER:
            yield name, problem(N_("The number is too large."), at_most(MAX_NUMBER))
        elif "\0" in str(value):
            yield name, problem(N_("The text contains a NUL character."), N_("Remove \\u0000."), value)
        elif choices and value not in choices:
            what = lazy("“{name}” cannot be “{value}”.", name=name, value=clipped(str(value)))
            yield name, problem(what, lazy("Values: {values}.", values=", ".join(choices)))


def as_written(value: object) -> str:
    """A value as an address has it."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def fits_address(values: Mapping[str, str]) -> bool:
    """Whether the inputs of a step can travel in an address, escaped."""
    return len(quote("".join(values.values()), errors="replace")) <= MAX_LINK


def with_nearest(name: str, known: Mapping[str, object] | frozenset[str], all_of_them: LazyString) -> LazyString:
    """'Did you mean “masked_word”? Pages: …', or only what is known."""
    found = get_close_matches(name[:MAX_TITLE], known, n=1)
    return lazy("Did you mean “{name}”? {known}", name=found[0], known=all_of_them) if found else all_of_them


def at_most(most: int) -> LazyString:
    return lazy("Use at most {most:,}.", most=most)


def clipped(text: str) -> str:
    """The beginning of what someone wrote, as any browser takes it."""
    return text.replace("\0", "\ufffd")[:MAX_SHOWN]
