"""Fewer examples, and what is not learned all the same: the experiment with few examples, then a sentence with and without “not”."""

import streamlit as st

from bertplay.calls import Call
from bertplay.calls.masked_word import CONTRAST_SENTENCES
from bertplay.i18n import N_, _
from bertplay.models.catalog import title_of_bundled
from bertplay.models.spec import Ability
from bertplay.results.few_examples import FewExamples
from bertplay.results.masked_word import WordContrast
from bertplay.summaries.compared_runs import summarize_few_examples
from bertplay.training.jobs import METHOD_NAMES, SAMPLE_NAMES
from bertplay.ui.feedback import plain
from bertplay.ui.kit.tab import Tab, Text, View, draw, say
from bertplay.ui.masked_word import two_sentences
from bertplay.ui.runtime import get_run_service
from bertplay.ui.ten_questions.claims import FIRST_DATA

FIRST = Text("text", N_("A sentence with [MASK]"), default="A sparrow is a [MASK].", max_characters=500)
SECOND = Text("second", N_("The same with “not”"), default="A sparrow is not a [MASK].", max_characters=500)
STORED = N_("Stored result of {model}, {n} runs by bertplay {version}; each line is the mean over the seeds.")
OWN = N_("Trained here: {n} runs; each line is the mean over the seeds.")


def draw_inputs(view: View) -> Call[WordContrast] | None:
    """What few examples are enough for; below it the two sentences."""
    show_few_examples(view)
    st.subheader(_("A limit"), anchor=False)
    one, other = st.columns(2, gap="medium")
    with one:
        first = FIRST.draw(view)
    with other:
        second = SECOND.draw(view)
    if not (first.strip() and second.strip()):
        st.info(_("Type both sentences, each with [MASK]."), icon=":material/edit:")
        return None
    return CONTRAST_SENTENCES(view.model, first_text=first, second_text=second)


def show_few_examples(view: View) -> None:
    """The experiment of the store for this model, or the stored ones; the topics first, other data folded away."""
    from bertplay.runs.experiments.less_data import less_data

    found = less_data(get_run_service().runs(), view.model)
    ordered = sorted(found.evidence, key=lambda few: few.sample != FIRST_DATA)
    for few in ordered[:1]:
        draw_few_examples(view, few, is_stored=found.is_bundled)
    for few in ordered[1:]:
        with st.expander(_("The same with other data: {name}", name=_(SAMPLE_NAMES[few.sample])), icon=":material/stacked_line_chart:"):
            draw_few_examples(view, few, is_stored=found.is_bundled)


def draw_few_examples(view: View, few: FewExamples, *, is_stored: bool) -> None:
    """The score of each method over the number of its examples."""
    from bertplay.charts.training_compare import efficiency_lines

    say(view, summarize_few_examples(few), name=f"few_{few.sample}")
    draw(efficiency_lines(few, {str(method): _(name) for method, name in METHOD_NAMES.items()}), view.key(f"lines_{few.sample}"))
    said = _(STORED, model=title_of_bundled(few.model), n=len(few.runs), version=few.version) if is_stored else _(OWN, n=len(few.runs))
    st.caption(plain(said))


BENEFITS = Tab("benefits", N_("Benefits"), draw_inputs, two_sentences.show, needs=Ability.MASKED_WORD)
