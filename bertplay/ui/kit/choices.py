"""An input for several of some options."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import streamlit as st

from bertplay.i18n import _
from bertplay.ui.kit.inputs import Input


@dataclass(frozen=True, kw_only=True)
class Choices(Input[tuple[str, ...]]):
    """Several of some options: value, as in the link -> its title, a translatable text. In a link the values are joined by dots.

    may_be_empty   False: an empty choice means the default
    show           how a title is shown: `_` to translate it, `str` for names
    """

    between: ClassVar[str] = "."

    default: tuple[str, ...] = ()
    options: Mapping[str, str]
    may_be_empty: bool = False
    show: Callable[[str], str] = _

    def read(self, written: str) -> tuple[str, ...] | None:
        return self.clean(written.split(self.between))

    def write(self, value: tuple[str, ...]) -> str:
        return self.between.join(value)

    def clean(self, value: Any) -> tuple[str, ...]:
        """The values that are options, in the order of the options; the default if none is."""
        chosen = tuple(option for option in self.options if option in value)
        if chosen or self.may_be_empty:
            return chosen
        return tuple(option for option in self.default if option in self.options) or tuple(self.options)[:1]

    def widget(self, key: str) -> None:
        st.session_state[key] = list(st.session_state[key])
        st.pills(
            _(self.label),
            list(self.options),
            selection_mode="multi",
            key=key,
            format_func=lambda value: self.show(self.options.get(value, value)),
            help=_(self.help) or None,
            label_visibility=self.visibility,
            on_change=self.settle_choice,
            args=(key,),
            persist_state="session",
        )

    def settle_choice(self, key: str) -> None:
        """Before the input is drawn again: keep the chosen values that are still options."""
        st.session_state[key] = list(self.clean(st.session_state[key]))
