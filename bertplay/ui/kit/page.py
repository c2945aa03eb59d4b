"""A page: its title, its introduction, a row of tabs, and the open tab."""

from collections.abc import Callable
from dataclasses import dataclass, replace
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
    """One tab of a page.

    name     its name in the link
    inputs   draws the inputs and returns their values; None, after showing a message, when something is missing
    show     shows the answer: asks the model through the view, draws the figure, and ends with `finish`
    needs    the ability the model must have; None: no model is chosen
    loads    False: only the model's tokenizer is used, which is available at once
    guess    lets the reader guess before the answer is shown
    offered  whether there is something to show now; None: always
    bundled  the bundled models that the tab is about; it is offered only if all are installed
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
        """Whether the tab has something to show."""
        return all(map(is_installed, self.bundled)) and (self.offered is None or self.offered(view))

    def draw(self, view: View) -> None:
        """Draw the inputs and the answer; if the reader guesses first, the answer comes after the guess."""
        place, settings = st.container(gap="xsmall"), st.container(horizontal=True, gap="medium", vertical_alignment="center")
        view = replace(view, settings=settings)
        if self.guess is not None:
            with settings:
                self.guess.offer(view)
            view = replace(view, has_main_button=view.has_main_button or is_guessing(view))
        with place:
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
        """Whether the answer to these inputs may be shown on a projector: it was revealed with the button or by a guess."""
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

    name          the name of its file in pages/, and in its address
    title         its title in the navigation; field: the field's term, "masked language modelling (MLM)"
    introduction  two or three sentences of translatable markdown
    tabs          at least one; the first is open initially
    heading       the heading, if it differs from the title
    below         draws what is below the tabs and does not depend on an answer
    """

    name: str
    title: str
    field: str
    introduction: str
    tabs: tuple[Tab[Any], ...]
    heading: str = ""
    below: Callable[[], None] | None = None

    def draw(self) -> None:
        """Draw the whole page."""
        with st.container(horizontal=True, vertical_alignment="bottom"):
            st.title(_(self.heading or self.title), anchor=False, width="content")
            if self.field:
                st.caption(_(self.field), width="content")
        if self.introduction and not link.is_presenting():  # on a projector it would push the answer off the screen
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
        """Draw the row of tabs and the open tab: a fragment, redrawn on its own when an input changes."""
        with explain_errors():
            link.arrive(self.name)
            tab = self.open_tab()
            if tab.needs != needs:
                st.rerun()
            with self._panel(tab):
                tab.draw(View(self.name, tab.name, model, has_main_button=link.is_presenting()))

    def offered(self) -> tuple[Tab[Any], ...]:
        """The tabs that have something to show, at least one."""
        view = View(self.name, "")
        return tuple(tab for tab in self.tabs if tab.is_offered(view)) or self.tabs[:1]

    def open_tab(self) -> Tab[Any]:
        """The open tab: the one in the link, the one the reader chose, or the first."""
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
        """Draw the row of tabs, unless there is only one; return the container for the open tab."""
        offered = self.offered()
        if len(offered) == 1 or link.is_fixed():
            return st.container()
        key, titles = f"{self.name}.tabs", [_(one.title) for one in offered]
        st.session_state[key] = _(tab.title)
        panels = st.tabs(titles, key=key, on_change=self._choose_tab)
        return panels[offered.index(tab)]

    def _choose_tab(self) -> None:
        """Open the clicked tab."""
        chosen = st.session_state[f"{self.name}.tabs"]
        turn_to(self.name, next((one.name for one in self.tabs if _(one.title) == chosen), self.tabs[0].name))


def turn_to(page: str, tab: str) -> None:
    """Open a tab when the page is drawn next; the values of the previous tab are removed from the address."""
    link.clear()
    st.session_state[f"{page}.{link.TAB}"] = tab
