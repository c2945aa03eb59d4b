"""Guess first, then reveal: the reader's word and the model's, both scored. The score lives in the session alone."""

from dataclasses import dataclass

import streamlit as st

from bertplay.charts.palette import percent
from bertplay.results import WordGuess, WordScore
from bertplay.text import without_surrogates
from bertplay.ui import state
from bertplay.ui.controls import main_look, word_input
from bertplay.ui.feedback import plain
from bertplay.ui.parts.masked_word.asked import Asked
from bertplay.ui.parts.masked_word.wording import ordinal
from bertplay.ui.runtime import get_backend

MOST_MASKS = 6


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


def is_waiting(asked: Asked) -> bool:
    """Whether the reader still has to guess before the answer is shown."""
    done = st.session_state.get(state.ROUND)
    return bool(st.session_state.get(state.GUESS_FIRST)) and asked.masks > 0 and (done is None or done[0] != asked)


def ask_reader(asked: Asked) -> None:
    """A box for each mask, and a button that reveals."""
    with st.form("guess_first_form", border=True):
        st.markdown("**What stands there?** Your guess first; then the model's.")
        words = [
            word_input("Your word" if asked.masks == 1 else f"{ordinal(i)}: your word", f"{state.ROUND}_{i}")
            for i in range(min(asked.masks, MOST_MASKS))
        ]
        is_sent = st.form_submit_button("Reveal", type=main_look())
    if is_sent and all(word.strip() for word in words):
        verdicts = judge(asked, [without_surrogates(word).strip() for word in words])
        for verdict in verdicts:
            st.session_state[state.SCORE] = st.session_state.get(state.SCORE, Score()).after(verdict)
        st.session_state[state.ROUND] = (asked, verdicts)
        st.rerun()
    if is_sent:
        st.caption("Type a word for each mask.")


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
    """After the reveal: both guesses, and the score so far."""
    done = st.session_state.get(state.ROUND)
    if not st.session_state.get(state.GUESS_FIRST) or done is None or done[0] != asked:
        return
    with st.container(border=True, gap="xsmall"):
        for verdict in done[1]:
            st.text(plain(in_words(verdict)))
        score = st.session_state.get(state.SCORE, Score())
        if score.rounds:
            st.text(f"So far: you {score.reader} of {score.rounds}, the model {score.model} of {score.rounds}.")


def in_words(verdict: Verdict) -> str:
    """You: hot, number 3 with 12 %. The model: cold with 31 %. Hidden: hot. Right: you."""
    reader, model = verdict.reader, verdict.model
    rank = f"number {reader.rank:,} with " if reader.rank else ""
    said = f"You: {reader.word}, {rank}{percent(reader.probability)}. The model: {model.word} with {percent(model.probability)}."
    if verdict.hidden is None:
        return said
    right = [who for who, word in (("you", reader.word), ("the model", model.word)) if verdict.is_right(word)]
    return f"{said} Hidden: {verdict.hidden}. Right: {' and '.join(right) or 'neither'}."
