"""Test: each model predicts the masked word of many sentences whose answers are known."""

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from bertplay.calls import Call
from bertplay.calls.compare import COMPARE_ITEMS, sample_of
from bertplay.i18n import N_, _
from bertplay.lessons.compare import item_samples
from bertplay.results.compare import Comparison, Item, ItemScore
from bertplay.summaries import Summary
from bertplay.summaries.compare import item_table, summarize_items
from bertplay.ui.compare.columns import ask, draw_models, end
from bertplay.ui.feedback import show_problems
from bertplay.ui.kit.tab import Choice, Download, File, Tab, View, draw, draw_summary_table

OWN = "own"
SAMPLE = Choice(
    "test",
    N_("Test"),
    default="common_sense",
    options={**{name: sample.title for name, sample in item_samples().items()}, OWN: N_("Your own file")},
    form="select",
)
FILE = File(
    "file",
    N_("Sentence, answer and optionally an alternative word, separated by tabs or commas"),
    max_mib=1,
)
FORMAT = "The capital of France is [MASK].\tParis\tLondon\nThe opposite of hot is [MASK].\tcold"
QUALITY = Choice(
    "quality",
    N_("Quality"),
    default="preferred",
    options={"preferred": N_("Prefers the answer"), "accuracy": N_("Top-1 accuracy")},
)
COST = Choice(
    "cost",
    N_("Cost"),
    default="parameters",
    options={"parameters": N_("Parameters"), "bytes": N_("Memory"), "milliseconds": N_("Time")},
)
HOW = N_(
    "Top-1 accuracy: how often the answer is the model's first prediction. Prefers the answer: how often it is more probable than the "
    "alternative; the dashed line is chance, choosing one of the two words at random. An answer that takes several tokens can never be the "
    "first prediction. Higher is better; further left is cheaper."
)


def draw_inputs(view: View) -> Call[Comparison[ItemScore]] | None:
    """The models, and a sample with what it measures or a file."""
    models, name = draw_models(view), SAMPLE.draw(view)
    items = draw_file(view) if name == OWN else item_samples()[name].items
    if name != OWN:
        sample = item_samples()[name]
        st.markdown(_(sample.asks))
        with st.expander(_("What it measures, and what it does not"), icon=":material/help:"):
            st.markdown(_("**What counts as correct.** {right}", right=_(sample.right)))
            st.markdown(_("**What it does not measure.** {limits}", limits=_(sample.limits)))
    return COMPARE_ITEMS(models, items=items) if items and models else None


def draw_file(view: View) -> tuple[Item, ...]:
    """The sentences of the reader's own file; without one none, and what it has to look like is shown."""
    from bertplay.tasks.compare_items import read_items

    file = FILE.draw(view)
    if file is None:
        st.code(FORMAT, language=None)
        st.info(_("Choose a file with one sentence per line, in the format of these two."), icon=":material/upload_file:")
        return ()
    items, problems = read_items(file.getvalue(), file.name)
    show_problems(problems)
    return items


def show(view: View, call: Call[Comparison[ItemScore]]) -> None:
    """A point a model, its scores, and every sentence."""
    result = ask(view, call)
    sentences = item_table(result)
    if result.answers:
        show_scores(view, call.arguments["items"], result)
        with st.expander(_("All sentences"), icon=":material/table:"):
            draw_summary_table(Summary(N_("Every sentence, with the prediction of each model."), table=sentences), view.key("sentences"))
    end(view, call, result, HOW, files=[Download("sentences.csv", sentences.to_csv)])


def show_scores(view: View, items: Sequence[Item], found: Comparison[ItemScore]) -> None:
    """Quality against cost, and both as a table."""
    from bertplay.charts.compare import quality_against_cost

    with st.container(horizontal=True, gap="large"):
        quality, cost = choose_quality(view, items), COST.draw(view)
    draw(quality_against_cost(found, quality, cost), view.key("quality_and_cost"))
    with st.expander(_("Scores and costs as a table"), icon=":material/table:"):
        draw_summary_table(summarize_items(found), view.key("scores"))


def choose_quality(view: View, items: Sequence[Item]) -> str:
    """How the models are measured; without alternative words nothing is preferred to them, and there is no choice."""
    if not any(item.other for item in items):
        return "accuracy"
    sample = item_samples().get(sample_of(items))
    return replace(QUALITY, default="accuracy" if sample and sample.measure == "first" else "preferred").draw(view)


TEST = Tab("test", N_("Test"), draw_inputs, show)
