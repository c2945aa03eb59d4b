"""The settings of a training: methods side by side, and the hyperparameters of the paper with what each does."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from bertplay.errors import BertplayError
from bertplay.i18n import N_, _
from bertplay.lessons.examples import Example
from bertplay.models.catalog import find_model
from bertplay.runs.experiments.few_examples import MIN_STEPS, few_examples_jobs, with_size
from bertplay.training.data.lengths import describe_long_texts
from bertplay.training.jobs import (
    DEFAULTS,
    MAX_PROBE_CHARACTERS,
    MAX_PROBES,
    METHOD_NAMES,
    METHODS_OF,
    FineTune,
    LongTexts,
    Method,
    Task,
)
from bertplay.ui.fine_tuning.data import TrainingData
from bertplay.ui.kit.tab import Choice, Choices, Lines, Number, View

RATES = ("1e-5", "2e-5", "3e-5", "5e-5", "1e-4", "2e-4", "3e-4", "5e-4", "1e-3", "3e-3", "1e-2", "3e-2")
ALL = "all"
METHODS = Choices(
    "methods",
    N_("Methods"),
    default=(Method.FULL,),
    options={str(method): METHOD_NAMES[method] for method in Method},
    help=N_("Several methods are trained one after the other on the same examples, and their curves are drawn in one figure."),
)
SEEDS = Number(
    "seeds",
    N_("Seeds"),
    default=1,
    low=1,
    high=5,
    help=N_("The same training with other random seeds, drawn as a band: on a small task the seed alone moved BERT between 84 and 88%."),
)
EPOCHS = Number(
    "epochs",
    N_("Epochs"),
    default=3,
    low=1,
    high=10,
    help=N_(
        "How often every example is seen. The paper tries 2 to 4; more epochs fit the training examples better, and perhaps new ones "
        "worse (overfitting)."
    ),
)
LEARNING_RATE = Choice(
    "learning_rate",
    N_("Learning rate"),
    options={rate: rate for rate in RATES},
    form="select",
    show=str,
    help=N_(
        "How far each step moves the weights. The paper tries 2e-5 to 5e-5 for 110 million parameters; a model with a few million has "
        "to move each of them further. Too high a rate overwrites what pretraining taught: try 3e-2."
    ),
)
BATCH_SIZE = Choice(
    "batch_size",
    N_("Batch size"),
    default="16",
    options={size: size for size in ("4", "8", "16", "32", "64")},
    form="select",
    show=str,
    help=N_("Examples per step; the paper tries 16 and 32. Larger batches make fewer, steadier steps."),
)
EXAMPLES = Choice(
    "examples",
    N_("Examples"),
    default=ALL,
    options={ALL: N_("all"), **{size: size for size in ("8", "32", "128", "320", "512", "2000")}},
    form="select",
    help=N_("Train on only this many examples, balanced over the labels as far as possible."),
)
MORE_EPOCHS = N_("With so few examples, {steps} steps take {epochs} epochs: that is how long the training runs.")
FROZEN_LAYERS = Number(
    "frozen_layers",
    N_("Frozen layers"),
    default=0,
    low=0,
    high=48,
    help=N_("The embeddings and this many of the lower layers are not trained: faster, and less is forgotten."),
)
LONG_TEXTS = Choice(
    "long_texts",
    N_("Long texts"),
    default=LongTexts.HEAD,
    options={
        LongTexts.HEAD: N_("Their beginning"),
        LongTexts.HEAD_TAIL: N_("Beginning and end"),
        LongTexts.WINDOWS: N_("Overlapping windows"),
    },
    help=N_(
        "What the model reads of a text that is longer than its window. Beginning and end: a quarter from the beginning, the rest from "
        "the end. Overlapping windows: each is an example, and the mean of their probabilities is the prediction; with three windows it "
        "takes three times as long."
    ),
)
SENTENCES = Lines("text", N_("Up to 12 sentences, one per line, predicted at every evaluation"), max_characters=4_000)
PROBE_SENTENCES = {
    "topics": (
        "The team won the final by two goals.",
        "The new telescope saw a planet.",
        "Parliament voted on the budget last night.",
    ),
    "reviews": (
        "I would go there again tomorrow.",
        "The soup was cold and the waiter was rude.",
        "It was not good at all.",
        "I expected little and was surprised.",
    ),
    "entities": (
        "Anna Smith moved from Paris to Oslo for the United Nations.",
        "The mayor of Springfield met Peter Brown.",
    ),
    "cooking": ("Cut the onions into small [MASK].", "Bring the water to a [MASK]."),
}
"""The sentences that are predicted at every evaluation until the reader types others."""
IDEAS = (
    Example(N_("Is pretraining worth it?"), {METHODS.name: "full.random.tfidf"}),
    Example(N_("Only 32 examples"), {EXAMPLES.name: "32", METHODS.name: "full.random"}),
    Example(N_("A learning rate that is too high"), {LEARNING_RATE.name: "3e-2"}),
)


@dataclass(frozen=True, slots=True)
class Settings:
    """What the reader set: the job that all runs share, and what is varied.

    base      the training itself, on all examples
    examples  how many are used; None: all
    """

    base: FineTune
    methods: tuple[Method, ...]
    seeds: int
    examples: int | None

    def jobs(self) -> list[FineTune]:
        """One run for each method and seed."""
        base = with_size(self.base, self.examples) if self.examples else self.base
        return [replace(base, method=method, seed=seed) for method in self.methods for seed in range(self.seeds)]

    def few_examples(self, available: int) -> list[FineTune]:
        """One run for each size, method and seed."""
        return few_examples_jobs(self.base, available, range(self.seeds))


def draw_settings(view: View, found: TrainingData) -> Settings:
    """Long texts, where there are any; three expanders that a newcomer need not open: methods, hyperparameters, own sentences."""
    long_texts = draw_long_texts(view, found)
    with st.expander(_("Methods side by side"), icon=":material/stacked_line_chart:"):
        possible: dict[str, str] = {method: METHOD_NAMES[method] for method in METHODS_OF[found.task]}
        methods = replace(METHODS, options=possible).draw(view)
        seeds = SEEDS.draw(view)
    with st.expander(_("Settings"), icon=":material/tune:"):
        values = draw_hyperparameters(view, found.task)
        examples = EXAMPLES.draw(view)
        epochs_note = st.empty()
    with st.expander(_("My own sentences"), icon=":material/edit_note:"):
        default = "\n".join(PROBE_SENTENCES.get(found.source.sample, ()))
        lines = [line.strip() for line in replace(SENTENCES, default=default).draw(view).splitlines() if line.strip()]
    probes = tuple(line[:MAX_PROBE_CHARACTERS] for line in lines[:MAX_PROBES])
    base = FineTune(found.source, found.task, model=view.model, probe_sentences=probes, long_texts=long_texts, **values)
    settings = Settings(base, tuple(map(Method, methods)), seeds, None if examples == ALL else int(examples))
    epochs = next((job.epochs for job in settings.jobs()), base.epochs)
    if epochs > base.epochs:
        epochs_note.caption(_(MORE_EPOCHS, steps=MIN_STEPS, epochs=epochs))
    return settings


def draw_long_texts(view: View, found: TrainingData) -> LongTexts:
    """How many texts are longer than the window of the model, and for sentences and pairs the choice of what is read of them."""
    job = FineTune(found.source, found.task, model=view.model)
    try:
        if not describe_long_texts(job, found.data):
            return LongTexts.HEAD
    except BertplayError:  # its tokenizer is not on this machine yet; loading the model says why
        return LongTexts.HEAD
    if found.task in (Task.CLASSIFICATION, Task.PAIRS):
        job = replace(job, long_texts=LongTexts(LONG_TEXTS.draw(view)))
    st.text(_(describe_long_texts(job, found.data)))
    return job.long_texts


def draw_hyperparameters(view: View, task: Task) -> Mapping[str, Any]:
    """Epochs, learning rate, batch size, frozen layers, as the job names them; the defaults are those of the task."""
    epochs, rate = DEFAULTS[task]
    suggested = next(name for name in RATES if float(name) == rate)
    left, right = st.columns(2, gap="medium")
    with left:
        values: dict[str, Any] = {"epochs": replace(EPOCHS, default=epochs).draw(view)}
        values["learning_rate"] = float(replace(LEARNING_RATE, default=suggested).draw(view))
    with right:
        values["batch_size"] = int(BATCH_SIZE.draw(view))
        values["frozen_layers"] = FROZEN_LAYERS.among(find_model(view.model).layers or 12).draw(view)
    return values
