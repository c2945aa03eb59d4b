"""Fine-tuned models: the same text, or the same question about a passage, to several models with a head for a task."""

from dataclasses import replace
from typing import Any

import streamlit as st

from bertplay.calls import Call
from bertplay.calls.task_heads import COMPARE_ANSWERS, COMPARE_PASSAGES
from bertplay.i18n import N_, _, number
from bertplay.models.heads import HeadKind
from bertplay.models.spec import Ability
from bertplay.results.compare import Column, Comparison
from bertplay.results.task_heads import PassageAnswers, TextAnswers
from bertplay.ui.compare.columns import MODELS, draw_models, show_comparison
from bertplay.ui.components.token_strip import Row, token_strip
from bertplay.ui.fine_tuned.question import PASSAGE, QUESTION, SENTENCE, TAGGED, answered, kinds_of, marked
from bertplay.ui.kit.figure import draw
from bertplay.ui.kit.model import available_models
from bertplay.ui.kit.page import Tab
from bertplay.ui.kit.view import View

MOST = 3
"""Models that are chosen at first."""
HOW = N_(
    "Each model answers with its own labels. Models of one task can be compared; a model of another task says why it does not answer. A "
    "single text proves nothing: “Apply to a file” on the page “Fine-tuned models” predicts many."
)


def with_heads() -> dict[str, HeadKind]:
    """The available models with a head, and the kind of each."""
    return {id_: spec.head.kind for id_, spec in available_models().items() if spec.head is not None}


def draw_inputs(view: View) -> Call[Comparison[Any]] | None:
    """The models; then the text, or a question with its passage where the first model answers questions."""
    kinds = with_heads()
    first = next(iter(kinds.values()), HeadKind.CLASSIFICATION)
    default = tuple(id_ for id_, kind in kinds.items() if kind is first)[:MOST]
    models = draw_models(view, replace(MODELS, default=default, is_shared=False, needs=Ability.TASK_HEAD))
    kind = kinds.get(models.partition(",")[0], first)
    if kind is HeadKind.QUESTION_ANSWERING:
        question, passage = QUESTION.draw(view), PASSAGE.draw(view)
        if question.strip() and passage.strip():
            return COMPARE_PASSAGES(models, question=question, passage=passage) if models else None
        st.info(_("Type a question, and a passage that holds its answer."), icon=":material/edit:")
        return None
    text = replace(SENTENCE, default=(TAGGED if kind is HeadKind.ENTITIES else SENTENCE).default).draw(view)
    if text.strip():
        return COMPARE_ANSWERS(models, texts=[text]) if models else None
    st.info(_("Type a sentence."), icon=":material/edit:")
    return None


def show(view: View, call: Call[Comparison[Any]]) -> None:
    """What each model predicts, in its card."""

    def show_card(column: Column[Any], answer: TextAnswers | PassageAnswers) -> None:
        from bertplay.charts.task_heads import candidate_bars, label_bars

        key = view.key(column.model.replace("/", "_"))
        if isinstance(answer, PassageAnswers):
            token_strip([Row(answered(answer), form="passage")], key)
            draw(candidate_bars(answer, narrow=True), f"{key}_bars")
        elif answer.answers[0].words:
            token_strip([Row(marked(answer.answers[0].text, answer.answers[0].spans, kinds_of(column.model)), form="passage")], key)
        elif answer.activation == "none":
            st.text(number(answer.answers[0].probabilities[0], ".2f"))
        else:
            draw(label_bars(answer.answers[0], narrow=True), key)

    show_comparison(view, call, show_card, HOW)


FINE_TUNED = Tab("fine_tuned", N_("Fine-tuned models"), draw_inputs, show, offered=lambda view: bool(with_heads()))
