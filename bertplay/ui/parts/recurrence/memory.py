"""Remember the first word: an LSTM layer and one of self-attention, each trained for half a minute through the queue of runs."""

from collections.abc import Sequence

import streamlit as st

from bertplay.results.recurrence import DISTANCES, FirstWord
from bertplay.runs.first_word import first_word_of
from bertplay.runs.names import FIRST_WORD
from bertplay.runs.views import RunView
from bertplay.training.config import DataSource, FineTuneConfig, Method, Task
from bertplay.ui import state
from bertplay.ui.browser import browser_id
from bertplay.ui.controls import choose_one, main_look
from bertplay.ui.feedback import explain_errors, plain
from bertplay.ui.figure import draw
from bertplay.ui.live import live
from bertplay.ui.parts.fine_tuning.experiment import members, show_buttons
from bertplay.ui.parts.fine_tuning.watch import leave
from bertplay.ui.parts.fine_tuning.wording import about_state, told_problem
from bertplay.ui.runtime import get_desk
from bertplay.ui.table import as_csv, download_table, draw_table
from bertplay.wording import english, mark, percent, t

SECONDS = 30.0
NAMES = {"lstm": "LSTM", "attention": mark("self-attention")}
LENGTHS = {"16": mark("16 words"), "64": mark("64 words"), "128": mark("128 words"), "256": mark("256 words")}
TASK = mark(
    "A text of random words, then a question mark: which word stood first? There is nothing to understand, only something to keep. "
    "Two small networks learn it, one after the other, for half a minute each: the same words, the same width, one layer. Then both "
    "are asked at distances from {nearest} to {farthest}."
)
WHY = mark(
    "An LSTM hands the word from step to step, and while it learns, the correction has to come back by the same way: over hundreds of "
    "steps hardly any of it arrives. With short texts among its lessons it finds out how to hold on, and can then hold for long. "
    "Self-attention looks at the first place directly, from anywhere; but a place that no lesson reached has a vector nobody trained."
)
GUESS_FIRST = mark("The lessons have all lengths up to this one, each as often as the others. Guess first: who will remember how far?")


def show_memory() -> None:
    """The form, or the two runs of the link."""
    st.markdown(t(TASK, nearest=DISTANCES[0], farthest=DISTANCES[-1]))
    experiment = st.query_params.get(state.EXPERIMENT, "")[:40]
    if not experiment:
        ask()
    elif not members(experiment):
        st.info(t("The runs of this link were deleted, or are on another machine."), icon=":material/link_off:")
        st.button(t("Start another one"), on_click=leave, icon=":material/add:")
    else:
        live(lambda: show_runs(experiment), lambda: any(run.is_moving for run in members(experiment)))


def ask() -> None:
    """How long the texts of the training are, and the button."""
    longest = choose_one(mark("Longest text in the training"), state.LONGEST, LENGTHS, "128")
    st.caption(t(GUESS_FIRST))
    if st.button(t("Train both, half a minute each"), type=main_look(), icon=":material/play_arrow:"):
        with explain_errors():
            configs = [config(method, int(longest)) for method in (Method.LSTM, Method.ATTENTION)]
            st.query_params[state.EXPERIMENT] = get_desk().start_experiment(configs, name=FIRST_WORD, browser=browser_id())
            st.rerun()


def config(method: Method, longest: int, seconds: float = SECONDS) -> FineTuneConfig:
    """The run of one layer."""
    return FineTuneConfig(DataSource("sample:first_word"), task=Task.FIRST_WORD, method=method, seconds=seconds, max_tokens=longest)


def show_runs(experiment: str) -> None:
    """How far both are, the figure, and the figures in a table."""
    from bertplay.charts.recurrence import memory_lines

    with explain_errors():
        runs = members(experiment)
        for run in runs:
            show_state(run)
        show_buttons(experiment, runs)
        layers = [first_word_of(run, get_desk().events(run.id)) for run in runs]
        if not any(layer.shares for layer in layers):
            return
        draw(memory_lines(layers), key="memory_lines")
        rows = [row(layer) for layer in layers if layer.shares]
        draw_table(
            [dict(zip(map(t, COLUMNS), cells, strict=True)) for cells in rows],
            width="stretch",
            alt=t("For each layer: its weights and steps, and how often it remembers the first word."),
        )
        st.caption(t(WHY))
        download_table("first_word", lambda: as_csv(*table(layers)))


def show_state(run: RunView) -> None:
    """One line and how far it is."""
    st.progress(run.share, text=t("{what}: {said}", what=t(NAMES[run.config.method.value]), said=about_state(run)))
    if run.problem:
        st.text(plain(f"{told_problem(run.problem)} {told_problem(run.remedy)}"))


COLUMNS = (
    mark("layer"),
    mark("weights"),
    mark("steps made"),
    mark("longest lesson"),
    mark("right at 1"),
    mark("at 16"),
    mark("at 256"),
    mark("all distances"),
)


def row(layer: FirstWord) -> Sequence[object]:
    """One layer in the table."""
    at = dict(zip(DISTANCES, layer.shares, strict=True))
    shown = (at[1], at[16], at[256], sum(layer.shares) / len(layer.shares))
    return t(NAMES[layer.layer]), layer.parameters, layer.steps, layer.longest, *map(percent, shown)


def table(layers: Sequence[FirstWord]) -> tuple[Sequence[str], list[Sequence[object]]]:
    """Every share, for CSV."""
    rows = [
        (layer.layer, layer.longest, distance, share) for layer in layers for distance, share in zip(DISTANCES, layer.shares, strict=False)
    ]
    return ("layer", english("longest lesson"), "distance", english("share right")), [tuple(cells) for cells in rows]
