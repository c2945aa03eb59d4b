"""The race: one recurrent layer against one of self-attention, on the machine that serves the page."""

from collections.abc import Sequence

import streamlit as st

from bertplay.results.recurrence import Race
from bertplay.ui import state
from bertplay.ui.controls import main_look
from bertplay.ui.feedback import plain
from bertplay.ui.figure import draw
from bertplay.ui.runtime import get_backend
from bertplay.ui.snippet import show_program, task_program
from bertplay.ui.table import as_csv, download_table, draw_table
from bertplay.wording import mark, t

FAIR = mark(
    "One layer of each with random weights, as wide as the chosen model; medians of passes that take turns. Steps: what must happen one "
    "after the other. Path: through how many steps the first word reaches the last. And so that it is fair: attention keeps a number for "
    "every pair of words and every head, which grows with the square of the length; the LSTM carries two vectors, however long the text."
)
COLUMNS = (
    mark("tokens"),
    mark("LSTM ms"),
    mark("attention ms"),
    mark("LSTM steps"),
    mark("attention steps"),
    mark("LSTM path"),
    mark("attention path"),
    mark("LSTM KiB"),
    mark("attention KiB"),
)

GUESS_FIRST = mark("Guess first: at 512 words, how many times as fast is attention? The race takes about a second.")


def show_race(model: str) -> None:
    """A button, and the last race that was run in this session."""
    from bertplay.tasks.recurrence import race_layers

    if st.button(t("Run the race on this machine"), type=main_look(), icon=":material/timer:"):
        st.session_state[state.RACE] = get_backend().call(model, race_layers)
    race = st.session_state.get(state.RACE)
    if race is None:
        st.info(t(GUESS_FIRST), icon=":material/timer:")
        return
    show_result(race)
    show_program(task_program(model, "bertplay.tasks.recurrence", "race_layers"))


def show_result(race: Race) -> None:
    """The curves, the counts, and what they say."""
    from bertplay.charts.recurrence import race_lines

    st.text(plain(in_words(race)))
    draw(race_lines(race), key="race_lines")
    rows = [cells(race, i) for i in range(len(race.laps))]
    draw_table(
        [dict(zip(map(t, COLUMNS), row, strict=True)) for row in rows],
        width="stretch",
        alt=t("For each length: time, steps, path and memory of the LSTM and of attention."),
    )
    st.caption(t(FAIR))
    download_table("race", lambda: as_csv(COLUMNS, rows))


def in_words(race: Race) -> str:
    """The longest text, and the weights of both."""
    longest = race.laps[-1]
    return t(
        "At {length} tokens attention is {times:.1f} times as fast: {attention:.1f} ms against {recurrent:.1f} ms. Width {width}; "
        "{in_lstm:,} weights in the LSTM layer, {in_attention:,} in the attention layer.",
        length=longest.length,
        times=longest.recurrent_ms / longest.attention_ms,
        attention=longest.attention_ms,
        recurrent=longest.recurrent_ms,
        width=race.width,
        in_lstm=race.parameters[0],
        in_attention=race.parameters[1],
    )


def cells(race: Race, index: int) -> Sequence[float | int]:
    """One row of the table."""
    lap = race.laps[index]
    return (
        lap.length,
        round(lap.recurrent_ms, 2),
        round(lap.attention_ms, 2),
        lap.recurrent_steps,
        lap.attention_steps,
        lap.recurrent_path,
        lap.attention_path,
        lap.recurrent_bytes // 1024,
        lap.attention_bytes // 1024,
    )
