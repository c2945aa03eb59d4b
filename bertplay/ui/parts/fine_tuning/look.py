"""What there is to look at in a run: curves, the reader's own sentences, the cloud of [CLS] vectors, the layers."""

from collections.abc import Callable, Iterator, Sequence

import streamlit as st

from bertplay.charts.training_cloud import cloud_points
from bertplay.charts.training_curves import accuracy_lines, loss_lines, movement_lines, own_lines, rate_line
from bertplay.results.training_curves import RunCurves
from bertplay.runs.curves import curves_of
from bertplay.runs.views import RunView
from bertplay.training.config import TRANSFORMERS, Method, Task
from bertplay.ui import state
from bertplay.ui.controls import choose_one
from bertplay.ui.feedback import plain
from bertplay.ui.figure import draw
from bertplay.ui.parts.fine_tuning import AFTER, PARTS
from bertplay.ui.parts.fine_tuning.after import show_forgotten, show_mistakes, show_words
from bertplay.ui.parts.fine_tuning.keep import show_keep
from bertplay.ui.runtime import get_desk
from bertplay.ui.table import draw_table
from bertplay.wording import mark, percent, t

FIRST = "curves"


def look_at(run: RunView) -> None:
    """The chosen part, as soon as there is something to draw."""
    curves = curves_of(run, get_desk().events(run.id))
    if not curves.evaluations:
        return
    part = choose_part([name for name in PARTS if name not in AFTER or can_be_asked(run, name)])
    SHOW[part](run, curves)
    if not run.is_moving:
        show_keep(run)


def can_be_asked(run: RunView, part: str) -> bool:
    """Whether the model is there and has such a part.

    Masked words have no labels that could be mistaken; only an encoder that knew something and was trained can forget.
    """
    config = run.config
    fits = {"mistakes": config.task is not Task.MASKED_WORDS, "forgotten": config.method is Method.FULL}
    return run.has_model and not run.is_moving and fits.get(part, True)


def choose_part(possible: Sequence[str]) -> str:
    """Which part is drawn; only that one is."""
    return choose_one(mark("What to look at"), state.TUNING_PART, {name: PARTS[name] for name in possible}, FIRST, is_labelled=False)


def show_curves(run: RunView, curves: RunCurves) -> None:
    """Loss, accuracy and learning rate over the same steps."""
    st.text(" ".join(about_figures(run, curves)))
    draw(loss_lines(curves), key="tuning_loss")
    draw(accuracy_lines(curves), key="tuning_accuracy")
    if curves.steps:
        draw(rate_line(curves), key="tuning_rate_line")
    st.caption(
        t(
            "The training loss falls as the examples are learned; the held-out loss says whether that helps with sentences never seen. "
            "Where the two part, the model learns by heart. The learning rate rises during the warm-up and then falls to nothing."
        )
    )


def about_figures(run: RunView, curves: RunCurves) -> Iterator[str]:
    """The last figures, in a sentence each."""
    last = curves.evaluations[-1]
    values = {"step": last.step, "share": percent(last.accuracy)}
    if run.config.task is Task.MASKED_WORDS:
        yield t("Held-out hidden pieces guessed after step {step:,}: {share}.", **values)
    else:
        yield t("Held-out accuracy after step {step:,}: {share}.", **values)
    if last.f1 is not None:
        yield t("F1 of entities {f1:.3f}.", f1=last.f1)
    if curves.majority_share:
        yield t("Always saying the most frequent label: {share}.", share=percent(curves.majority_share))
    if curves.steps:
        yield t("{n:,.0f} examples a second.", n=curves.steps[-1].examples_per_second)


def show_own(run: RunView, curves: RunCurves) -> None:
    """The reader's sentences: what the model said first, what it says now, and which flipped."""
    sentences, first, now = run.config.own_sentences, curves.evaluations[0], curves.evaluations[-1]
    if not sentences or not now.own:
        st.caption(t("This run was started without sentences of your own."))
        return
    rows = [
        {
            "": number,
            t("sentence"): plain(sentence),
            t("at step {step}", step=first.step): in_words(before.best, before.probability(before.best)),
            t("at step {step}", step=now.step): in_words(after.best, after.probability(after.best)),
            t("flipped"): t("yes") if before.best != after.best else "",
        }
        for number, (sentence, before, after) in enumerate(zip(sentences, first.own, now.own, strict=True), 1)
    ]
    draw_table(rows, alt=t("Your sentences, with what the model said at first and what it says now."))
    labels = list(curves.labels) if run.config.task in (Task.CLASSIFICATION, Task.PAIRS) else []
    if labels:
        chosen = st.selectbox(
            t("Probability of"), range(len(labels)), len(labels) - 1, key=state.TUNING_LABEL, format_func=lambda i: plain(labels[i])
        )
        draw(own_lines(curves, labels[chosen]), key="tuning_own_lines")
        st.caption(t("One line a sentence, by its number in the table: how probable this label is at each evaluation."))


def in_words(label: str, probability: float) -> str:
    return f"{plain(label)}, {percent(probability)}" if label else ""


def show_cloud(run: RunView, curves: RunCurves) -> None:
    """Where the held-out sentences lie, at a step that a slider chooses; the newest while it trains."""
    steps = [point.step for point in curves.evaluations if point.cloud]
    if not steps:
        st.caption(no_transformer(run))
        return
    step = steps[-1]
    if len(steps) > 1:
        key = f"{state.TUNING_STEP}_{run.id}_{steps[-1] if run.is_moving else ''}"
        step = st.select_slider(t("Step"), steps, value=steps[-1], key=key)
    index = next(i for i, point in enumerate(curves.evaluations) if point.step == step)
    draw(cloud_points(curves, index), key="tuning_cloud")
    st.caption(
        t(
            "Each point is a held-out sentence, coloured by its true label; its place is its [CLS] vector after the last layer, projected "
            "onto a plane that is the same at every step. Training pulls the labels apart, until a straight line can part them."
        )
    )


def show_layers(run: RunView, curves: RunCurves) -> None:
    """How far each layer has moved."""
    if not any(point.layer_movement for point in curves.evaluations):
        st.caption(no_transformer(run))
        return
    draw(movement_lines(curves), key="tuning_layers")
    st.caption(
        t(
            "How far the weights of each layer are from where they began, against their own size; deeper colours are nearer to the output. "
            "What pretraining taught is bent, not replaced: the way is short, and the upper layers go furthest. Frozen layers stay at 0."
        )
    )


def no_transformer(run: RunView) -> str:
    """Why there is nothing to draw."""
    if run.config.method not in TRANSFORMERS:
        return t("This method has no layers and no [CLS] vector: it is no transformer.")
    return t("For this task there is none.")


SHOW: dict[str, Callable[[RunView, RunCurves], None]] = {
    "curves": show_curves,
    "own": show_own,
    "cloud": show_cloud,
    "layers": show_layers,
    "mistakes": show_mistakes,
    "words": show_words,
    "forgotten": show_forgotten,
}
