"""How it learns: methods side by side, and the numbers of the paper with what each does."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import streamlit as st

from bertplay.models.catalog import find_model
from bertplay.runs.names import METHODS
from bertplay.text import without_surrogates
from bertplay.training.config import (
    METHODS_OF,
    MOST_OWN_CHARACTERS,
    MOST_OWN_SENTENCES,
    DataSource,
    FineTuneConfig,
    Method,
    Task,
)
from bertplay.training.few_examples import few_examples_runs, with_size
from bertplay.ui import state
from bertplay.ui.parts.fine_tuning import OWN_SENTENCES
from bertplay.wording import mark, t

RATES = ("1e-5", "2e-5", "3e-5", "5e-5", "1e-4", "2e-4", "3e-4", "5e-4", "1e-3", "3e-3", "1e-2", "3e-2")
DEFAULT_RATE = "3e-4"
COLLAPSING_RATE = "3e-2"
BATCHES = ("4", "8", "16", "32", "64")
SIZES = (mark("all"), "8", "32", "128", "320", "512", "2000")

HELP = {
    "methods": mark("Several are trained one after the other on the same examples, and drawn over each other."),
    "epochs": mark(
        "How often every example is seen. The paper tries 2 to 4; more epochs fit the examples better and new ones perhaps worse."
    ),
    "rate": mark(
        "How far each step moves the weights. The paper tries 2e-5 to 5e-5 for 110 million weights; one of a few million has to move "
        "each of them further. Too high, and what pretraining taught is overwritten: try 3e-2."
    ),
    "batch": mark("Examples in one step; the paper tries 16 and 32. Larger batches make fewer, steadier steps."),
    "seeds": mark(
        "The same training with other random numbers, drawn as a band: seeds alone moved BERT on a small task between 84 and 88%."
    ),
    "frozen": mark("Embeddings and this many layers from below stay as they are: quicker, and less is forgotten."),
    "examples": mark("Learn from so many only, as many of each label as possible."),
}


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the reader set."""

    methods: tuple[Method, ...]
    epochs: int
    rate: float
    batch: int
    seeds: int
    frozen: int
    examples: int | None
    own: tuple[str, ...]

    def configs(self, task: Task, source: DataSource, model: str) -> list[FineTuneConfig]:
        """One run for each method and seed."""
        base = self.base(task, source, model)
        if self.examples:
            base = with_size(base, self.examples)
        return [replace(base, method=method, seed=seed) for method in self.methods for seed in range(self.seeds)]

    def few_examples(self, task: Task, source: DataSource, model: str, available: int) -> list[FineTuneConfig]:
        """One run for each size, method and seed."""
        return few_examples_runs(self.base(task, source, model), available, range(self.seeds))

    def base(self, task: Task, source: DataSource, model: str) -> FineTuneConfig:
        """What all of them share."""
        return FineTuneConfig(
            data=source,
            task=task,
            model=model,
            epochs=self.epochs,
            learning_rate=self.rate,
            batch_size=self.batch,
            frozen_layers=self.frozen,
            own_sentences=self.own,
        )


def choose_settings(task: Task, source: DataSource, model: str) -> Chosen:
    """Three folds that a newcomer need not open: methods, numbers, own sentences."""
    with st.expander(t("Methods side by side"), icon=":material/stacked_line_chart:"):
        methods = choose_methods(task)
        seeds = st.slider(t("Seeds"), 1, 5, 1, key=state.TUNING_SEEDS, bind="query-params", help=t(HELP["seeds"]))
    with st.expander(t("Settings"), icon=":material/tune:"):
        left, right = st.columns(2, gap="medium")
        with left:
            epochs = st.slider(t("Epochs"), 1, 10, 3, key=state.TUNING_EPOCHS, bind="query-params", help=t(HELP["epochs"]))
            rate = choice(t("Learning rate"), RATES, DEFAULT_RATE, state.TUNING_RATE, HELP["rate"])
            st.button(
                t("A rate that makes it collapse"), type="tertiary", on_click=take_rate, args=(COLLAPSING_RATE,), icon=":material/bolt:"
            )
        with right:
            batch = choice(t("Batch"), BATCHES, "16", state.TUNING_BATCH, HELP["batch"])
            size = choice(t("Examples"), SIZES, "all", state.TUNING_EXAMPLES, HELP["examples"])
            layers = find_model(model).layers or 12
            frozen = st.slider(t("Frozen layers"), 0, layers, 0, key=state.TUNING_FROZEN, bind="query-params", help=t(HELP["frozen"]))
    with st.expander(t("My own sentences"), icon=":material/edit_note:"):
        own = own_sentences(source)
    return Chosen(methods, epochs, float(rate), int(batch), seeds, frozen, None if size == "all" else int(size), own)


def choose_methods(task: Task) -> tuple[Method, ...]:
    """One or several; all weights when none is chosen."""
    possible = METHODS_OF[task]
    if state.TUNING_METHODS not in st.session_state:
        link = st.query_params.get(state.TUNING_METHODS, "").split(".")
        st.session_state[state.TUNING_METHODS] = [method for method in Method if method.value in link] or [Method.FULL]
    kept = [method for method in st.session_state[state.TUNING_METHODS] if method in possible]
    st.session_state[state.TUNING_METHODS] = kept or [Method.FULL]
    chosen = st.pills(
        t("Methods"),
        list(possible),
        selection_mode="multi",
        key=state.TUNING_METHODS,
        format_func=lambda method: t(METHODS[method]),
        help=t(HELP["methods"]),
        persist_state="session",
    )
    state.publish(state.TUNING_METHODS, ".".join(chosen), Method.FULL.value)
    return tuple(chosen) or (Method.FULL,)


def choice(label: str, options: Sequence[str], default: str, key: str, help_: str) -> str:
    """One of a few numbers, in the link as it is written."""
    state.seed(key, default)
    if st.session_state[key] not in options:
        st.session_state[key] = default
    chosen = st.select_slider(label, list(options), key=key, format_func=t, help=t(help_), persist_state="session")
    state.publish(key, str(chosen), default)
    return str(chosen)


def take_rate(rate: str) -> None:
    st.session_state[state.TUNING_RATE] = rate


def own_sentences(source: DataSource) -> tuple[str, ...]:
    """One a line; at every evaluation the model is asked about them."""
    default = "\n".join(OWN_SENTENCES.get(source.sample, ()))
    state.seed(state.TUNING_OWN, "")
    written = st.text_area(
        t("Up to {most} sentences, one a line: at every evaluation you see what it says to them", most=MOST_OWN_SENTENCES),
        key=state.TUNING_OWN,
        max_chars=4_000,
        placeholder=default,
        persist_state="session",
    )
    state.publish(state.TUNING_OWN, written, "")
    lines = [line.strip()[:MOST_OWN_CHARACTERS] for line in without_surrogates(written or default).splitlines() if line.strip()]
    return tuple(lines[:MOST_OWN_SENTENCES])
