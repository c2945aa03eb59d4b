"""The inputs of a tab. Each input reads its value from the link, cleans it, draws its widget and updates the link, under one name.

    SENTENCE = Text("text", N_("Sentence"), default="The soup is too [MASK].")
    text = SENTENCE.draw(view)

The session key is made from page, tab and name (page and name for inputs shared by several tabs); in the link it is just the name.
An invalid value in a link is ignored in favour of the default. `dataclasses.replace` makes an input whose bounds or options depend
on the model.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar, Generic, Literal, TypeVar

import streamlit as st

from bertplay.i18n import _
from bertplay.text import clean
from bertplay.ui.kit import link
from bertplay.ui.kit.view import View

T = TypeVar("T")

MAX_CHARACTERS = 100_000
MAX_WORD_CHARACTERS = 100
TYPING_PAUSE = "300ms"
"""The answer waits until typing has paused for this long."""
LINES_HEIGHT = 110
"""The height in pixels of a box for a few lines: three, and the one being typed."""
DIGITS = re.compile(r"-?[0-9]{1,9}")


@dataclass(frozen=True, kw_only=True)
class Input(Generic[T]):
    """A value that the reader sets.

    is_shared   whether the tabs of the page share it, such as the sentence that all of them are about
    is_in_link  False for private values, such as the name on a worksheet
    is_text     whether it is the text the reader works on, not a setting: a link that fixes the settings leaves it editable
    """

    is_text: ClassVar[bool] = False

    name: str = field(kw_only=False)
    label: str = field(kw_only=False)
    default: T
    help: str = ""
    is_shared: bool = False
    is_in_link: bool = True
    is_labelled: bool = True

    def draw(self, view: View) -> T:
        """Draw the input, update the link and return the value; a setting that the link fixes is not drawn."""
        key = view.key(self.name, is_shared=self.is_shared)
        self.settle(key)
        if self.is_text or not link.is_fixed():
            self.widget(key)
        return self.current(key)

    def settle(self, key: str) -> None:
        """Set the session's value: the pending value from the link or an example, the previous one, or the default.

        If the default depends on another input, as the sentences do on their word, the value follows it until the reader changes it.
        """
        has_arrived, arrived = link.take(self.name) if self.is_in_link else (False, None)
        default_key = f"{key}.default"
        if has_arrived:
            read = None if arrived is None else self.read(arrived)
            st.session_state[key] = self.default if read is None else read
        else:
            value = st.session_state.get(key, self.default)
            is_default = default_key in st.session_state and self.clean(value) == self.clean(st.session_state[default_key])
            st.session_state[key] = self.clean(self.default if is_default else value)
        st.session_state[default_key] = self.default

    def current(self, key: str) -> T:
        """The current value, cleaned and written into the link."""
        value = self.clean(st.session_state[key])
        if self.is_in_link and not link.publish(self.name, self.write(value), self.write(self.default)):
            st.caption(_("This text is too long for the link of the page."))
        return value

    @property
    def visibility(self) -> Literal["visible", "collapsed"]:
        return "visible" if self.is_labelled else "collapsed"

    def read(self, written: str) -> T | None:
        """The value of a string in a link; None if it is invalid."""
        raise TypeError(type(self))

    def write(self, value: T) -> str:
        """The value as a string for the link."""
        return str(value)

    def clean(self, value: Any) -> T:
        """The session's value, changed to a valid one if necessary."""
        return value  # type: ignore[no-any-return]

    def widget(self, key: str) -> None:
        """Draw the Streamlit widget."""
        raise TypeError(type(self))


@dataclass(frozen=True, kw_only=True)
class Text(Input[str]):
    """One line of text. The answer updates during typing, unless `is_live` is False."""

    is_text: ClassVar[bool] = True

    default: str = ""
    placeholder: str = ""
    max_characters: int = MAX_CHARACTERS
    is_live: bool = True

    def read(self, written: str) -> str:
        return self.clean(written)

    def clean(self, value: Any) -> str:
        """The text without lone surrogates and NUL, cut to the maximum number of characters."""
        return clean(str(value or ""))[: self.max_characters]

    def widget(self, key: str) -> None:
        st.text_input(
            _(self.label),
            key=key,
            max_chars=self.max_characters,
            placeholder=self.placeholder or None,
            help=_(self.help) or None,
            live=TYPING_PAUSE if self.is_live else False,
            label_visibility=self.visibility,
            persist_state="session",
        )


@dataclass(frozen=True, kw_only=True)
class Lines(Text):
    """Several lines of text."""

    height: int = LINES_HEIGHT

    def widget(self, key: str) -> None:
        st.text_area(
            _(self.label),
            key=key,
            max_chars=self.max_characters,
            placeholder=self.placeholder or None,
            help=_(self.help) or None,
            height=self.height,
            label_visibility=self.visibility,
            persist_state="session",
        )


@dataclass(frozen=True, kw_only=True)
class Number(Input[int]):
    """A whole number from `low` to `high`, set with a slider or a number box."""

    default: int = 0
    low: int
    high: int
    form: Literal["slider", "box"] = "slider"
    width: int | Literal["stretch"] = 260

    def among(self, high: int) -> "Number":
        """The same input with an upper bound that depends on the answer: the masks of a sentence, the layers of a model."""
        return replace(self, high=high)

    def between(self, low: int, high: int) -> "Number":
        """The same input with other bounds."""
        return replace(self, low=low, high=high)

    def read(self, written: str) -> int | None:
        return self.clean(int(written)) if DIGITS.fullmatch(written) else None

    def clean(self, value: Any) -> int:
        return min(max(int(value), self.low), self.high)

    def widget(self, key: str) -> None:
        options: dict[str, Any] = {
            "key": key,
            "help": _(self.help) or None,
            "label_visibility": self.visibility,
            "persist_state": "session",
            "width": self.width,
        }
        if self.form == "box":
            st.number_input(_(self.label), self.low, self.high, **options)
        elif self.low < self.high:  # a slider of one value there is not
            st.slider(_(self.label), self.low, self.high, **options)


@dataclass(frozen=True, kw_only=True)
class Choice(Input[str]):
    """One of some options: value, as in the link -> its title, a translatable text.

    show   how a title is shown: `_` to translate it, `str` for names
    """

    default: str = ""
    options: Mapping[str, str]
    form: Literal["buttons", "select", "slider"] = "buttons"
    show: Callable[[str], str] = _

    def read(self, written: str) -> str | None:
        return written if written in self.options else None

    def clean(self, value: Any) -> str:
        if value in self.options:
            return str(value)
        return self.default if self.default in self.options else next(iter(self.options), "")

    def widget(self, key: str) -> None:
        options: dict[str, Any] = {
            "key": key,
            "format_func": lambda value: self.show(self.options.get(value, value)),
            "help": _(self.help) or None,
            "label_visibility": self.visibility,
            "persist_state": "session",
        }
        if self.form == "select":
            st.selectbox(_(self.label), list(self.options), **options)
        elif self.form == "slider":
            st.select_slider(_(self.label), list(self.options), **options)
        else:
            st.segmented_control(_(self.label), list(self.options), required=True, **options)


@dataclass(frozen=True, kw_only=True)
class Toggle(Input[bool]):
    """On or off; the label names the state it turns on."""

    default: bool = False

    def read(self, written: str) -> bool | None:
        """ "1" in a link; "true" is how a lesson's file says it."""
        return {"1": True, "0": False, "true": True, "false": False}.get(written)

    def write(self, value: bool) -> str:
        return "1" if value else "0"

    def clean(self, value: Any) -> bool:
        return bool(value)

    def widget(self, key: str) -> None:
        st.toggle(_(self.label), key=key, help=_(self.help) or None, persist_state="session")
