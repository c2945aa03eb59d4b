"""Guess first, then reveal: the reader's answer and the model's. The score lives in the session alone."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import streamlit as st

from bertplay.rooms.question import Question
from bertplay.ui import state
from bertplay.ui.parts.next_sentence.asked import Asked
from bertplay.ui.room.question import ask_class, is_open
from bertplay.ui.room.question import take_answer as count_in_class
from bertplay.ui.room.visit import here
from bertplay.wording import later, t

SWITCH = {"pair": state.GUESS_FIRST, "rank": state.PICK_FIRST, "bench": state.GUESS_FIRST}
"""The switch of each part that asks the reader first."""


@dataclass(frozen=True, slots=True)
class Score:
    """Rounds of which the right answer is known, and how many of them each had right."""

    rounds: int = 0
    reader: int = 0
    model: int = 0

    def after(self, *, reader: bool, model: bool) -> "Score":
        return Score(self.rounds + 1, self.reader + reader, self.model + model)


def question_of(asked: Asked) -> Question:
    """What a class is asked; whichever model answers."""
    titles = {
        "pair": later("Does the second sentence continue the first? {first} {second}", first=asked.first, second=asked.second),
        "rank": later("Which one comes next? {first}", first=asked.first),
        "bench": later("Which pairs will the model judge wrongly most often? {text}", text=asked.text),
    }
    about = (asked.part, asked.first, asked.second, asked.text, *asked.candidates)
    return Question("next_sentence", about, titles.get(asked.part, ""))


def is_on(asked: Asked) -> bool:
    """Whether the reader answers first in this part; in a room always."""
    return asked.part in SWITCH and (here() is not None or bool(st.session_state.get(SWITCH[asked.part])))


def is_waiting(asked: Asked) -> bool:
    """Whether the reader's answer is still to come; in a room, whether the teacher still has to reveal the model's."""
    if here() is not None:
        return asked.part in SWITCH and not is_open(question_of(asked))
    done = st.session_state.get(state.NEXT_ROUND)
    return is_on(asked) and (done is None or done[0] != asked)


def ask_first(asked: Asked, ask: Callable[[Asked], None]) -> None:
    """Draw the buttons of a part; in a room for the pupils, and what the class says for the teacher."""
    if here() is None:
        ask(asked)
    else:
        ask_class(question_of(asked), lambda: ask(asked))


def take_answer(asked: Asked, answer: Any, in_words: str) -> None:
    """Keep the reader's answer; the round is scored when the model's is there. In a room it is counted."""
    st.session_state[state.NEXT_ROUND] = (asked, answer, False)
    if here() is None:
        st.rerun()
    count_in_class(question_of(asked), in_words)


def answer_to(asked: Asked) -> Any:
    """What the reader answered, or None."""
    done = st.session_state.get(state.NEXT_ROUND)
    return done[1] if is_on(asked) and done is not None and done[0] == asked else None


def count(asked: Asked, *, reader: bool, model: bool) -> None:
    """Score a round, once, and say how it stands."""
    score = st.session_state.get(state.NEXT_SCORE, Score())
    round_, answer, is_scored = st.session_state[state.NEXT_ROUND]
    if not is_scored:
        score = score.after(reader=reader, model=model)
        st.session_state[state.NEXT_SCORE] = score
        st.session_state[state.NEXT_ROUND] = (round_, answer, True)
    st.text(
        t("So far: you {reader} of {rounds}, the model {model} of {rounds}.", reader=score.reader, rounds=score.rounds, model=score.model)
    )
