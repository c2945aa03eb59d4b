"""A card: a question, what is claimed, and the experiment that shows it, drawn by the tab of another page that has it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, TypeVar

import streamlit as st

from bertplay.i18n import N_, _, lazy
from bertplay.lessons.pages import inputs_in, lesson_pages
from bertplay.lessons.ten_questions import Question, ten_questions
from bertplay.ui.feedback import explain_errors
from bertplay.ui.kit.tab import GuessFirst, Tab, Verdict, View, link, turn_to
from bertplay.ui.ten_questions.claims import show_claim, show_papers
from bertplay.ui.ten_questions.end import mark_seen, show_end

V = TypeVar("V")


@dataclass(frozen=True, slots=True, kw_only=True)
class Card(Tab[V]):
    """A tab of the home page. number: from 1; more: the tab of the question's page that has more."""

    question: Question
    number: int
    more: str

    def draw(self, view: View) -> None:
        """The question, the claim, the experiment, the next question."""
        mark_seen(self.name)
        if not link.is_fixed():
            self._show_progress(view)
        st.header(f"{self.number}. {_(self.question.question)}", anchor=False)
        st.markdown(_(self.question.claim))
        with explain_errors():
            Tab.draw(self, view)
        show_papers(self.question)
        if not link.is_fixed():
            self._show_way_on(view)

    def _show_progress(self, view: View) -> None:
        """Which question this is, between Previous and Next: above the card, where no card moves them from under a second press."""
        last = len(ten_questions())
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            self._offer_step(view, -1, _("Previous"), "arrow_back")
            st.progress(self.number / last, text=_("Question {number} of {last}", number=self.number, last=last))
            self._offer_step(view, 1, _("Next"), "arrow_forward")

    def _offer_step(self, view: View, step: int, label: str, icon: str, *, is_below: bool = False) -> None:
        is_there = 0 <= self.number - 1 + step < len(ten_questions())
        key, arguments = f"to_top.{view.page}.{step}{'.below' * is_below}", (view.page, step)
        kind: Literal["secondary", "tertiary"] = "secondary" if is_below else "tertiary"  # three in a row of a phone, in French too
        st.button(label, icon=f":material/{icon}:", disabled=not is_there, key=key, type=kind, on_click=step_on, args=arguments)

    def _show_way_on(self, view: View) -> None:
        """The page that has more, with the same inputs; the next question; after the last one, the end."""
        page, questions = lesson_pages()[self.question.page], ten_questions()
        if st.button(_("More on “{page}”", page=_(page.title)), icon=":material/open_in_new:", type="tertiary", key=view.key("more")):
            link.open_page(self.question.page, self._values())
        if self.number == len(questions):
            show_end(view)
        else:
            following = _("Next: {question}", question=_(questions[self.number].question))
            self._offer_step(view, 1, following, "arrow_forward", is_below=True)

    def _values(self) -> dict[str, str]:
        """What the inputs of the card have in the address, under the same names on the other page."""
        tab = {link.TAB: self.more} if self.more else {}
        address = {name: value for name, value in st.query_params.items() if name not in link.WATCHED}
        return {**self.question.link, **inputs_in(self.question.page, address), **tab}


def step_on(page: str, step: int) -> None:
    """Open the question after or before the one that is open now: of two quick presses, each counts."""
    names = [question.id for question in ten_questions()]
    index = names.index(st.session_state[f"{page}.{link.TAB}"]) + step
    turn_to(page, names[min(max(index, 0), len(names) - 1)])


def card(
    id_: str,
    tab: Tab[V],
    *,
    inputs: Callable[[View], V | None] | None = None,
    show: Callable[[View, V], None] | None = None,
    more: str | None = None,
) -> Card[V]:
    """The card of a question: the tab that answers it, with the claims of textbooks below.

    inputs, show   where the card asks for less than the tab, or shows less of the answer
    more           the tab that has more, where it is another one; "" where the page has no tabs
    """
    number, question = next((n, one) for n, one in enumerate(ten_questions(), 1) if one.id == id_)

    def show_with_claims(view: View, given: V) -> None:
        (show or tab.show)(view, given)
        for name in question.claims:
            show_claim(view, name)

    return Card(
        id_,
        lazy("{number}. {title}", number=number, title=lazy(question.short)),
        inputs or tab.inputs,
        show_with_claims,
        needs=tab.needs,
        loads=tab.loads,
        guess=tab.guess or in_own_words(question),
        question=question,
        number=number,
        more=tab.name if more is None else more,
    )


def in_own_words(question: Question) -> GuessFirst[Any]:
    """A guess that is typed, and that nothing but the reader compares with the answer."""
    return GuessFirst(
        prompt=question.guess,
        about=lambda inputs: (question.id, repr(inputs)),
        title=lambda _inputs: "",
        boxes=lambda _inputs: (N_("Your guess"),),
        check=lambda _view, _inputs, guess: Verdict(lazy("Your guess: {guess}", guess=guess[0])),
    )
