"""Guess first, then reveal: the reader's word and the model's, both scored. The score lives in the session alone."""

from dataclasses import dataclass

import streamlit as st

from bertplay.results import WordGuess, WordScore
from bertplay.rooms.question import Question
from bertplay.text import without_surrogates
from bertplay.ui import state
from bertplay.ui.controls import main_look, word_input
from bertplay.ui.feedback import plain
from bertplay.ui.parts.masked_word.asked import Asked
from bertplay.ui.parts.masked_word.wording import ordinal
from bertplay.ui.room.question import ask_class, is_open, show_class, take_answer
from bertplay.ui.room.visit import here
from bertplay.ui.runtime import get_backend
from bertplay.wording import mark, percent, t

MOST_MASKS = 6
RIGHT = {
    (True, True): mark("Right: you and the model."),
    (True, False): mark("Right: you."),
    (False, True): mark("Right: the model."),
    (False, False): mark("Right: neither."),
}
"""(the reader, the model) -> who found the hidden word."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """One mask: the reader's word, the model's first guess, and what was hidden, if anybody knows."""

    reader: WordScore
    model: WordGuess
    hidden: str | None

    def is_right(self, word: str) -> bool:
        """Whether a word is the hidden one, in any case."""
        return self.hidden is not None and word.casefold() == self.hidden.casefold()


@dataclass(frozen=True, slots=True)
class Score:
    """Masks whose word was known, and how many of them each guessed."""

    rounds: int = 0
    reader: int = 0
    model: int = 0

    def after(self, verdict: Verdict) -> "Score":
        """The score with one more verdict; nothing counts when nobody knows the word."""
        if verdict.hidden is None:
            return self
        return Score(
            self.rounds + 1,
            self.reader + verdict.is_right(verdict.reader.word),
            self.model + verdict.is_right(verdict.model.word),
        )


def question_of(asked: Asked) -> Question:
    """The sentence and its gaps, as a class is asked; whichever model answers."""
    return Question("masked_word", (asked.text, state.written(asked.hidden)), asked.masked)


def is_waiting(asked: Asked) -> bool:
    """Whether the reader still has to guess before the answer is shown; in a room, whether the teacher still has to reveal it."""
    if here() is not None:
        return asked.masks > 0 and not is_open(question_of(asked))
    done = st.session_state.get(state.ROUND)
    return bool(st.session_state.get(state.GUESS_FIRST)) and asked.masks > 0 and (done is None or done[0] != asked)


def ask_reader(asked: Asked) -> None:
    """A box for each mask, and a button that reveals; in a room, one that sends."""
    if here() is not None:
        ask_class(question_of(asked), lambda: send_words(asked))
    elif words := ask_words(asked, t("**What stands there?** Your guess first; then the model's."), t("Reveal")):
        st.session_state[state.ROUND] = (asked, words, ())
        st.rerun()


def send_words(asked: Asked) -> None:
    """What a pupil guesses is counted, and kept for the comparison after the reveal."""
    if words := ask_words(asked, t("**What stands there?** Your guess counts, your name does not."), t("Send")):
        take_answer(question_of(asked), ", ".join(words))
        st.session_state[state.ROUND] = (asked, words, ())


def ask_words(asked: Asked, what: str, send: str) -> list[str]:
    """The reader's words in the run in which they are sent; otherwise none."""
    with st.form("guess_first_form", border=True):
        st.markdown(what)
        words = [
            word_input(t("Your word") if asked.masks == 1 else t("{mask}: your word", mask=ordinal(i)), f"{state.ROUND}_{i}")
            for i in range(min(asked.masks, MOST_MASKS))
        ]
        is_sent = st.form_submit_button(send, type=main_look())
    if is_sent and not all(word.strip() for word in words):
        st.caption(t("Type a word for each mask."))
        return []
    return [without_surrogates(word).strip() for word in words] if is_sent else []


def judge(asked: Asked, words: list[str]) -> list[Verdict]:
    """Score the reader's words and find the model's."""
    from bertplay.tasks.masked_word import guess_masked_words
    from bertplay.tasks.named_words import score_words

    call = get_backend().call
    guesses = call(asked.model, guess_masked_words, asked.masked, top_k=1).masks
    return [
        Verdict(call(asked.model, score_words, asked.masked, [word], mask_index=i).words[0], guesses[i].guesses[0], asked.behind[i])
        for i, word in enumerate(words)
    ]


def show_verdict(asked: Asked) -> None:
    """After the reveal: both guesses, and the score so far; in a room, what the class said."""
    if asked.masks:
        show_class(question_of(asked))
    done = st.session_state.get(state.ROUND)
    if not (here() or st.session_state.get(state.GUESS_FIRST)) or done is None or done[0] != asked:
        return
    _, words, verdicts = done
    if not verdicts:
        verdicts = judge(asked, words)
        for verdict in verdicts:
            st.session_state[state.SCORE] = st.session_state.get(state.SCORE, Score()).after(verdict)
        st.session_state[state.ROUND] = (asked, words, verdicts)
    with st.container(border=True, gap="xsmall"):
        for verdict in verdicts:
            st.text(plain(in_words(verdict)))
        score = st.session_state.get(state.SCORE, Score())
        if score.rounds:
            said = mark("So far: you {reader} of {rounds}, the model {model} of {rounds}.")
            st.text(t(said, reader=score.reader, model=score.model, rounds=score.rounds))


def in_words(verdict: Verdict) -> str:
    """You: hot, number 3 with 12%. The model: cold with 31%. Hidden: hot. Right: you."""
    reader, model = verdict.reader, verdict.model
    share = percent(reader.probability)
    mine = t("number {rank:,} with {share}", rank=reader.rank, share=share) if reader.rank else share
    theirs = percent(model.probability)
    said = t("You: {word}, {mine}. The model: {its_word} with {theirs}.", word=reader.word, mine=mine, its_word=model.word, theirs=theirs)
    if verdict.hidden is None:
        return said
    right = RIGHT[verdict.is_right(reader.word), verdict.is_right(model.word)]
    return f"{said} {t('Hidden: {word}.', word=verdict.hidden)} {t(right)}"
