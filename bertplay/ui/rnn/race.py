"""The race: one LSTM layer against one self-attention layer, as it was measured before, or on this machine."""

from dataclasses import dataclass, replace

import streamlit as st

from bertplay.calls.rnn import RACE_LAYERS
from bertplay.i18n import N_, _, lazy, localized
from bertplay.lessons.rnn import stored_race
from bertplay.results.classroom import ModelAnswer
from bertplay.results.recurrence import Race
from bertplay.summaries.rnn import summarize_race, times
from bertplay.ui.feedback import plain
from bertplay.ui.kit.tab import (
    GuessFirst,
    Tab,
    Verdict,
    View,
    answer_stored,
    draw,
    draw_summary_table,
    finish,
    primary_button_type,
    say,
)

ASKED = 512
"""Tokens at which the reader guesses the ratio."""
RATIOS = {
    "0": N_("slower"),
    "1": N_("1 to 2 times as fast"),
    "2": N_("2 to 5 times"),
    "5": N_("more than 5 times"),
}
HOW = N_(
    "One layer of each kind with random weights and the same hidden size; medians of several alternating passes. The LSTM takes one step "
    "after the other, because each step needs the state left by the previous one. Self-attention compares all tokens at once, and the "
    "first token reaches the last in one step. A processor with few cores gains little from that, a GPU a great deal: that is why "
    "Transformers could be trained on far more text (Vaswani et al. 2017, table 1)."
)
MEMORY = N_(
    "The price is memory: attention has a weight for every pair of tokens and every head, which grows with the square of the length. "
    "The LSTM carries two vectors, however long the text."
)


@dataclass(frozen=True, slots=True)
class RaceInputs:
    """The race that was run here, if one was."""

    here: Race | None

    @property
    def shown(self) -> Race:
        return self.here or stored_race()


def draw_inputs(view: View) -> RaceInputs:
    """A button that runs it here."""
    key = view.key("here")
    if st.button(_("Run it here"), type=primary_button_type(view), icon=":material/timer:", key=view.key("run")):
        with st.spinner(_("Timing both layers on texts of 16 to 2,048 tokens")):
            st.session_state[key] = view.ask(RACE_LAYERS())
    return RaceInputs(st.session_state.get(key))


def show(view: View, inputs: RaceInputs) -> None:
    """The times of both over the length of the text."""
    from bertplay.charts.recurrence import race_lines

    result, summary = inputs.shown, summarize_race(inputs.shown)
    say(view, summary)
    if inputs.here is None:
        st.caption(_("Stored measurement: processor time on one core of an AMD EPYC."))
    else:
        stored = localized(summarize_race(stored_race()).sentence)
        st.caption(plain(_("Measured here, just now. The stored measurement: {sentence}", sentence=stored)))
    draw(race_lines(result), view.key("lines"))
    with st.expander(_("Times, steps and memory as a table"), icon=":material/table:"):
        draw_summary_table(summary, view.key("table"))
    finish(view if inputs.here else replace(view, ask=answer_stored), RACE_LAYERS(), result, HOW, MEMORY)


def check_guess(_view: View, inputs: RaceInputs, guess: tuple[str, ...]) -> Verdict:
    """The guess beside the ratio at 512 tokens."""
    lap = next(lap for lap in inputs.shown.laps if lap.length == ASKED)
    said = N_("You: {reader}. Measured at {n} tokens: {times:.1f} times as fast.")
    return Verdict(lazy(said, reader=lazy(RATIOS[guess[0]]), n=ASKED, times=times(lap)))


def model_answers(_view: View, inputs: RaceInputs) -> list[ModelAnswer]:
    """The range in which the measured ratio lies."""
    ratio = times(next(lap for lap in inputs.shown.laps if lap.length == ASKED))
    return [ModelAnswer(((max((low for low in RATIOS if float(low) <= ratio), key=float), 1.0),))]


RACE = Tab(
    "race",
    N_("Race"),
    draw_inputs,
    show,
    guess=GuessFirst(
        prompt=N_("On a text of 512 tokens, how fast is self-attention compared with an LSTM?"),
        about=lambda _inputs: ("race",),
        title=lambda _inputs: "",
        choices=lambda _inputs: RATIOS,
        model=model_answers,
        check=check_guess,
    ),
)
