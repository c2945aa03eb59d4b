"""Guess first: the reader guesses, then the model's prediction is revealed and the guess is scored.

In a class this is the teacher's page: it puts the question to the class and decides when the prediction is revealed. Students answer on
a page of their own (bertplay/server/join). No other part of the page kit knows about the classroom.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

import streamlit as st

from bertplay.classroom.question import ClassQuestion
from bertplay.i18n import N_, _, localized
from bertplay.results.classroom import ModelAnswer
from bertplay.text import without_surrogates
from bertplay.ui.classroom.membership import current_classroom
from bertplay.ui.classroom.teacher_panel import show_panel
from bertplay.ui.feedback import plain
from bertplay.ui.kit.buttons import primary_button_type
from bertplay.ui.kit.inputs import Toggle
from bertplay.ui.kit.view import View, draw_again
from bertplay.ui.lesson.play import place_in_lesson
from bertplay.ui.runtime import get_classrooms

V = TypeVar("V")

GUESS_FIRST = Toggle("guess_first", N_("Guess first"), help=N_("Hides the model's prediction until you have made a guess of your own."))
YOUR_GUESS = N_("Your guess first, then the model's prediction.")
MAX_ANSWER_CHARACTERS = 40


@dataclass(frozen=True, slots=True)
class Verdict:
    """The outcome of a guess, in words; and whether the reader and the model were right, None if unknown."""

    sentence: str
    reader: bool | None = None
    model: bool | None = None


@dataclass(frozen=True, slots=True)
class Round:
    """A guess: the question, the guess, and its outcome once that is known."""

    about: tuple[str, ...]
    guess: tuple[str, ...]
    verdict: Verdict | None = None


@dataclass(frozen=True, slots=True)
class Score:
    """The number of guesses with a known outcome, and how many of them the reader and the model got right."""

    rounds: int = 0
    reader: int = 0
    model: int = 0

    def after(self, verdict: Verdict) -> "Score":
        """The score with one more verdict; it does not change when the right answer is unknown."""
        if verdict.reader is None or verdict.model is None:
            return self
        return Score(self.rounds + 1, self.reader + verdict.reader, self.model + verdict.model)


@dataclass(frozen=True, slots=True)
class GuessFirst(Generic[V]):
    """Guess first, for one tab.

    prompt    the question to the reader, a text of the catalogue: "Which word is hidden?"
    about     what identifies the question: the sentence and its hidden words; () if there is nothing to guess
    title     what it is about, as a class reads it: a sentence, a word; "" where the prompt is enough
    check     compares the guess with the model's prediction
    model     the model's answer in each box; empty if unknown
    choices   the answers to choose from, each with its title, a translatable text; the guess is then one of them
    is_number whether the choices are consecutive whole numbers: a class types one
    boxes     without choices: the label of the text box for each word
    widget    for any other way to answer: draws the widget, (inputs, key) -> the guess, "" for what is missing
    is_form   whether the widget can be part of a form; a component that redraws itself at every click cannot
    """

    prompt: str
    about: Callable[[V], tuple[str, ...]]
    title: Callable[[V], str]
    check: Callable[[View, V, tuple[str, ...]], Verdict]
    model: Callable[[View, V], Sequence[ModelAnswer]] = lambda _view, _inputs: ()
    choices: Callable[[V], Mapping[str, str]] | None = None
    is_number: bool = False
    boxes: Callable[[V], Sequence[str]] = lambda _inputs: (N_("Your word"),)
    widget: Callable[[V, str], Sequence[str]] | None = None
    is_form: bool = True

    def offer(self, view: View) -> None:
        """Draw the toggle; there is none in a class, where everyone guesses."""
        if current_classroom() is None:
            GUESS_FIRST.draw(view)

    def is_waiting(self, view: View, inputs: V) -> bool:
        """Whether the prediction is still hidden: the reader has not guessed yet, or the teacher has not revealed it."""
        about = self.about(inputs)
        if not about:
            return False
        if (membership := current_classroom()) is not None:
            return not get_classrooms().is_revealed(membership.code, self._question(view, inputs).id)
        played = self._round(view)
        return is_on(view) and (played is None or played.about != about)

    def ask(self, view: View, inputs: V) -> None:
        """Draw the form with a button that reveals the prediction; in a class, the teacher's panel."""
        if not self._show_panel(view, inputs) and (guess := self._form(view, inputs)):
            st.session_state[view.key("round")] = Round(self.about(inputs), guess)
            draw_again()

    def show_verdict(self, view: View, inputs: V) -> None:
        """After the reveal, show the outcome of the guess and the score so far; in a class, the teacher's panel."""
        about, played = self.about(inputs), self._round(view)
        st.session_state.pop(view.key("verdict"), None)
        if about and self._show_panel(view, inputs):
            return
        if played is None or played.about != about or not is_on(view):
            return
        score_key = view.key("score")
        score: Score = st.session_state.get(score_key, Score())
        if played.verdict is None:
            played = Round(played.about, played.guess, self.check(view, inputs, played.guess))
            score = score.after(played.verdict) if played.verdict else score
            st.session_state[view.key("round")], st.session_state[score_key] = played, score
        st.session_state[view.key("verdict")] = played.verdict
        with st.container(border=True, gap="xsmall"):
            if played.verdict is not None:
                st.text(plain(_(played.verdict.sentence)))
            if score.rounds:
                said = N_("So far: you {reader} of {rounds}, the model {model} of {rounds}.")
                st.text(_(said, reader=score.reader, model=score.model, rounds=score.rounds))

    def _show_panel(self, view: View, inputs: V) -> bool:
        """Draw the teacher's panel for this question, if this browser teaches a class; returns whether it does."""
        membership = current_classroom()
        if membership is not None:
            show_panel(membership, self._question(view, inputs), lambda: self.model(view, inputs))
        return membership is not None

    def _form(self, view: View, inputs: V) -> tuple[str, ...]:
        """The guess, only in the script run in which it is submitted; otherwise nothing."""
        key = view.key("guess_form")
        with st.form(key, border=True) if self.is_form else st.container(border=True):
            st.markdown(f"**{_(self.prompt)}** {_(YOUR_GUESS)}")
            guess = tuple(without_surrogates(one).strip() for one in self._draw_widget(inputs, view.key("guess")))
            press = st.form_submit_button if self.is_form else st.button
            is_sent = press(_("Reveal"), type=primary_button_type(), key=f"{key}_send")
        if is_sent and not all(guess):
            st.caption(_("Your guess is incomplete."))
            return ()
        return guess if is_sent else ()

    def _draw_widget(self, inputs: V, key: str) -> Sequence[str]:
        """The guess as it is now."""
        if self.widget is not None:
            return self.widget(inputs, key)
        titles = self._choices(inputs)
        if not titles:
            labels = enumerate(self.boxes(inputs))
            return [str(st.text_input(localized(one), key=f"{key}_{i}", max_chars=MAX_ANSWER_CHARACTERS)) for i, one in labels]
        chosen = st.pills(_("Your answer"), list(titles), key=key, format_func=lambda one: _(titles[one]), label_visibility="collapsed")
        return [chosen or ""]

    def _choices(self, inputs: V) -> Mapping[str, str]:
        return self.choices(inputs) if self.choices is not None else {}

    def _question(self, view: View, inputs: V) -> ClassQuestion:
        about, choices = (view.tab, *self.about(inputs)), self._choices(inputs)
        boxes, place = tuple(self.boxes(inputs)), place_in_lesson(view.page)
        return ClassQuestion(view.page, about, self.title(inputs), self.prompt, choices, self.is_number, boxes, place)

    def _round(self, view: View) -> Round | None:
        played: Round | None = st.session_state.get(view.key("round"))
        return played


def is_on(view: View) -> bool:
    """Whether the reader wants to guess first on this tab."""
    return bool(st.session_state.get(view.key(GUESS_FIRST.name)))


def is_guessing(view: View) -> bool:
    """Whether this tab hides predictions; then the hidden word must not be visible in a text box."""
    return current_classroom() is not None or is_on(view)


def verdict_of(view: View) -> Verdict | None:
    """The outcome of the reader's guess at what is shown now; None without a guess."""
    found: Verdict | None = st.session_state.get(view.key("verdict"))
    return found
