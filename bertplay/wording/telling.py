"""A text in the reader's language."""

from collections.abc import Mapping
from typing import Any

from bertplay.errors import BertplayError, shortened
from bertplay.wording.catalogue import french
from bertplay.wording.languages import ENGLISH, FRENCH, language, speaking
from bertplay.wording.numbers import fill


class Later(str):
    """An English text that remembers the sentence it was made from, so that `t` can tell it in another language."""

    template: str
    values: Mapping[str, Any]


def t(text: str, /, **values: Any) -> str:
    """The text in the reader's language, with these values in its places; what `mark` or `later` made, too.

    t("{n:,} words", n=1234) -> "1,234 words", in French "1 234 mots". A text that the catalogue lacks stays English.
    """
    if isinstance(text, Later):
        return t(text.template, **text.values)
    return filled(translated(None, text), values)


def t_n(one: str, many: str, n: int, /, **values: Any) -> str:
    """The form for so many things; {n} in it is the number.

    t_n("{n} mask", "{n} masks", 0) -> "0 masks", in French "0 masque": there, none is singular as one is.
    """
    if language() == FRENCH and (forms := french().get((None, one))):
        return filled(forms[0] if n < 2 else forms[-1], {"n": n, **values})
    return filled(one if n == 1 else many, {"n": n, **values})


def t_as(context: str, text: str, /, **values: Any) -> str:
    """The text in the sense that the context names, where one English word has two translations.

    t_as("a mask", "First") -> "Premier"; t_as("a sentence", "First") -> "Première"
    """
    return filled(translated(context, text), values)


def mark(text: str, /) -> str:
    """The text itself: a constant that the catalogue shall have, and that is shown by `t(CONSTANT)`."""
    return text


def english(text: str, /) -> str:
    """The text itself, for every reader: a sentence that a model reads, a column of a file, a name."""
    return text


def later(text: str, /, **values: Any) -> Later:
    """The text in English now, and by `t` in the language of whoever reads it.

    For what is made where the reader is not known, or for several of them: errors, and results that are kept. A value that is to be
    told too is made by `later` itself.
    """
    if isinstance(text, Later):
        return text
    with speaking(ENGLISH):
        made = Later(fill(text, (), values) if values else text)
    made.template, made.values = text, values
    return made


def in_one(error: BertplayError) -> Later:
    """What an error says, as `str(error)` does, for `t` to tell."""
    parts = {"problem": later(error.problem), "remedy": later(error.remedy)}
    if error.value is None:
        return later("{problem} {remedy}", **parts)
    return later("{problem} Given: {value}. {remedy}", value=shortened(error.value), **parts)


def as_told(value: Any) -> Any:
    """What `later` made, told to the reader; anything else as it is, for what somebody wrote is no text of the catalogue."""
    return t(value) if isinstance(value, Later) else value


def translated(context: str | None, text: str) -> str:
    """The sentence of the reader's catalogue, its places still open."""
    forms = french().get((context, text)) if language() == FRENCH else None
    return forms[0] if forms else text


def filled(text: str, values: Mapping[str, Any]) -> str:
    """The sentence with its values; what is told later is told now."""
    if not values:
        return text
    return fill(text, (), {name: as_told(value) for name, value in values.items()})
