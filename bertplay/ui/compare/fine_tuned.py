"""Fine-tuned models: the same text, or the same question about a passage, to several models with a head for a task."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import streamlit as st

from bertplay.calls import Call
from bertplay.calls.task_heads import COMPARE_ANSWERS, COMPARE_PASSAGES
from bertplay.i18n import N_, _, number
from bertplay.models.heads import Head, HeadKind
from bertplay.models.spec import Ability
from bertplay.results.compare import Column, Comparison
from bertplay.results.task_heads import PassageAnswers, TextAnswers
from bertplay.ui.compare.columns import MODELS, draw_models, show_comparison
from bertplay.ui.components.token_strip import Row, token_strip
from bertplay.ui.fine_tuned.ask import what_is_asked
from bertplay.ui.fine_tuned.question import PASSAGE, QUESTION, SENTENCE, TAGGED, answered, kinds_of, marked
from bertplay.ui.kit.tab import Tab, View, available_models, draw

MOST = 3
"""Models that are chosen at first."""
HOW = N_(
    "Each model answers with its own labels. Models of one task can be compared; a model of another task says why it does not answer. A "
    "single text proves nothing: “Apply to a file” on the page “Fine-tuned models” predicts many."
)


def with_heads() -> dict[str, Head]:
    """The available models with a head, and the head of each."""
    return {id_: spec.head for id_, spec in available_models().items() if spec.head is not None}


def of_one_task(heads: Mapping[str, Head]) -> tuple[str, ...]:
    """The models with the labels that most of them have, which can be compared; of equal numbers, those of the first."""
    alike: dict[Head, list[str]] = {}
    for id_, head in heads.items():
        alike.setdefault(head, []).append(id_)
    most: list[str] = max(alike.values(), key=len, default=[])
    return tuple(most)


def draw_inputs(view: View) -> Call[Comparison[Any]] | None:
    """The models; then the text, or a question with its passage where the first model answers questions."""
    heads = with_heads()
    default = of_one_task(heads)[:MOST]
    models = draw_models(view, replace(MODELS, default=default, is_shared=False, needs=Ability.TASK_HEAD))
    first = models.partition(",")[0] or next(iter(heads), "")
    kind = heads[first].kind if first in heads else HeadKind.CLASSIFICATION
    if kind is HeadKind.QUESTION_ANSWERING:
        question, passage = QUESTION.draw(view), PASSAGE.draw(view)
        if question.strip() and passage.strip():
            return COMPARE_PASSAGES(models, question=question, passage=passage) if models else None
        st.info(_("Type a question, and a passage that holds its answer."), icon=":material/edit:")
        return None
    opening = what_is_asked(replace(view, model=first))[1] if first in heads else ""
    text = replace(SENTENCE, default=opening or (TAGGED if kind is HeadKind.ENTITIES else SENTENCE).default).draw(view)
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
