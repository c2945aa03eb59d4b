"""A page: its title, its introduction, a row of tabs, and the one that is open."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import streamlit as st

from bertplay.i18n import _
from bertplay.models.bundled_models import is_installed
from bertplay.models.spec import Ability
from bertplay.ui.feedback import explain_errors
from bertplay.ui.kit import link
from bertplay.ui.kit.buttons import primary_button_type
from bertplay.ui.kit.guess_first import GuessFirst, is_guessing
from bertplay.ui.kit.model import choose_model
from bertplay.ui.kit.view import View, draw_again, show_at_once

V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Tab(Generic[V]):
    """One thing that a page shows.

    name     in the link
    inputs   draws what the tab asks for, and returns it; None when something is missing, and then it has said what
    show     shows the answer: asks the model through the view, draws, and ends with `finish`
    needs    what a model must have been trained for; None: no model is chosen
    loads    whether the model itself answers; False: its tokenizer alone, which is there at once
    guess    lets the reader guess before the answer is shown
    offered  whether there is something to show now; None: always
    bundled  the bundled models that it is about; where one is not installed, it is not offered
    """

    name: str
    title: str
    inputs: Callable[[View], V | None]
    show: Callable[[View, V], None]
    needs: Ability | None = None
    loads: bool = True
    guess: GuessFirst[V] | None = None
    offered: Callable[[View], bool] | None = None
    bundled: tuple[str, ...] = ()

    def is_offered(self, view: View) -> bool:
        """Whether there is something to show on this page."""
        return all(map(is_installed, self.bundled)) and (self.offered is None or self.offered(view))

    def draw(self, view: View) -> None:
        """Ask, and answer; where the reader guesses first, answer after that."""
        if self.guess is not None:
            self.guess.offer(view)
        inputs = self.inputs(view)
        if inputs is None:
            return
        if self.guess is not None and self.guess.is_waiting(view, inputs):
            self.guess.ask(view, inputs)  # needs no model, so typing a guess is not interrupted when the model arrives
            return
        if link.is_presenting() and not self._is_revealed(view, inputs):
            return
        if self.loads:
            show_at_once(view, lambda answering: self._show(answering, inputs))
        else:
            self._show(view, inputs)

    def _is_revealed(self, view: View, inputs: V) -> bool:
        """Whether the answer to these inputs may be shown to everyone: it was revealed with the button, or guessed first."""
        key, about = view.key("presented"), repr(inputs)
        if st.session_state.get(key) == about or (self.guess is not None and is_guessing(view)):
            return True
        if st.button(_("Reveal the model's answer"), icon=":material/visibility:", type=primary_button_type(), key=view.key("present")):
            st.session_state[key] = about
            draw_again()
        return False

    def _show(self, view: View, inputs: V) -> None:
        if self.guess is not None:
            self.guess.show_verdict(view, inputs)
        self.show(view, inputs)


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the app.

    name          of its file in pages/, and in its address
    title         as in the navigation; field: what the field calls it, "masked language modelling (MLM)"
    introduction  markdown of the catalogue: two or three sentences
    tabs          at least one; the first is open at the start
    heading       above the page, where that is not the title
    below         draws what is below the tabs and waits for no answer
    """

    name: str
    title: str
    field: str
    introduction: str
    tabs: tuple[Tab[Any], ...]
    heading: str = ""
    below: Callable[[], None] | None = None

    def draw(self) -> None:
        """The whole page."""
        st.title(_(self.heading or self.title), anchor=False)
        if self.field:
            st.caption(_(self.field))
        if self.introduction:
            st.markdown(_(self.introduction))
        place = st.container()
        if self.below is not None:
            self.below()
        with place, explain_errors():
            link.arrive(self.name)
            needs = self.open_tab().needs
            model = choose_model(needs) if needs is not None else ""
            st.fragment(self._draw_tabs)(model, needs)

    def _draw_tabs(self, model: str, needs: Ability | None) -> None:
        """The row of tabs and the open one. Drawn again by itself when something in it is set."""
        with explain_errors():
            link.arrive(self.name)
            tab = self.open_tab()
            if tab.needs != needs:
                st.rerun()
            with self._panel(tab):
                tab.draw(View(self.name, tab.name, model))

    def offered(self) -> tuple[Tab[Any], ...]:
        """The tabs that have something to show; at least one."""
        view = View(self.name, "")
        return tuple(tab for tab in self.tabs if tab.is_offered(view)) or self.tabs[:1]

    def open_tab(self) -> Tab[Any]:
        """The tab that is open: the one that has arrived with a link, that the reader chose, or the first."""
        offered, key = self.offered(), f"{self.name}.{link.TAB}"
        known = {tab.name: tab for tab in offered}
        has_arrived, arrived = link.take(link.TAB)
        if has_arrived:
            st.session_state[key] = arrived
        tab = known.get(st.session_state.get(key, ""), offered[0])
        st.session_state[key] = tab.name
        link.publish(link.TAB, tab.name, offered[0].name)
        return tab

    def _panel(self, tab: Tab[Any]) -> Any:
        """The row of tabs; what is drawn in the open one's place. No row where there is nothing to choose."""
        offered = self.offered()
        if len(offered) == 1 or link.is_fixed():
            return st.container()
        key, titles = f"{self.name}.tabs", [_(one.title) for one in offered]
        st.session_state[key] = _(tab.title)
        panels = st.tabs(titles, key=key, on_change=self._choose_tab)
        return panels[offered.index(tab)]

    def _choose_tab(self) -> None:
        """Open the tab that was clicked."""
        chosen = st.session_state[f"{self.name}.tabs"]
        turn_to(self.name, next((one.name for one in self.tabs if _(one.title) == chosen), self.tabs[0].name))


def turn_to(page: str, tab: str) -> None:
    """Open a tab of the page when it is drawn next: the values of the one before leave the address."""
    link.clear()
    st.session_state[f"{page}.{link.TAB}"] = tab
