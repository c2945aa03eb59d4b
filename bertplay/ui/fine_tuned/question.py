"""What a model with a head is asked, and what it answers, by the kind of its head."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import streamlit as st

from bertplay.calls import Call
from bertplay.calls.task_heads import ANSWER_QUESTION, ANSWER_TEXTS, PAIR, WORD_IMPORTANCE
from bertplay.i18n import N_, _, percent
from bertplay.lessons.examples import Example
from bertplay.models.catalog import find_model, folder_without_head
from bertplay.models.heads import HeadKind
from bertplay.results.task_heads import EntitySpan, PassageAnswers, TextAnswers
from bertplay.summaries import Summary
from bertplay.summaries.tuned_model import summarize_importance
from bertplay.tasks.words import words_in
from bertplay.training.jobs import Task
from bertplay.ui.components.token_strip import KINDS, Cell, Row, token_strip
from bertplay.ui.kit.tab import Lines, Text, Toggle, View, draw, draw_summary_table, explain, finish, offer_examples, say

MAX_CHARACTERS = 20_000
MAX_WORDS = 60
"""Each word takes another pass; of longer texts it is not shown which ones matter."""
SENTENCE = Text("text", N_("A sentence"), default="It was not good at all.", max_characters=MAX_CHARACTERS)
TAGGED = replace(SENTENCE, default="Anna Smith moved from Paris to Berlin.")
SECOND = Text("second", N_("The second sentence"), default="It was bad.", max_characters=MAX_CHARACTERS)
IS_PAIR = Toggle("pair", N_("A pair of sentences"))
QUESTION = Text("text", N_("A question"), default="Who published BERT?", max_characters=1_000)
PASSAGE = Lines(
    "second",
    N_("A passage that holds the answer"),
    default="BERT was published in 2018 by Jacob Devlin and three colleagues at Google. Its larger version has 340 million parameters and "
    "was trained for four days on sixteen Cloud TPUs.",
    max_characters=MAX_CHARACTERS,
    height=130,
)
EXAMPLES = {
    HeadKind.CLASSIFICATION: (
        Example(N_("Negation"), {"text": SENTENCE.default}),
        Example(N_("Praise and blame"), {"text": "The acting was wonderful, but the story bored me."}),
        Example(N_("Irony"), {"text": "Great, another hour of waiting."}),
    ),
    HeadKind.ENTITIES: (
        Example(N_("People and places"), {"text": TAGGED.default}),
        Example(N_("One name, two kinds"), {"text": "Washington crossed the Delaware long before Washington had a White House."}),
        Example(N_("Organizations"), {"text": "The mayor of Springfield met Peter Brown of the United Nations."}),
    ),
    HeadKind.QUESTION_ANSWERING: (
        Example(N_("Who?"), {"text": QUESTION.default, "second": PASSAGE.default}),
        Example(N_("How long?"), {"text": "How long was it trained?", "second": PASSAGE.default}),
        Example(N_("No answer"), {"text": "How many languages does BERT speak?", "second": PASSAGE.default}),
    ),
}
"""Short questions that show something, for a head of which nothing else is known."""
ON_EACH_WORD = N_("How much the prediction depends on each word")
HOW_LABELS = N_(
    "A head is a small layer on top of the encoder, trained together with it for one task. A head for classification turns the vector of "
    "[CLS] into one logit for each label, and softmax makes probabilities of them; where several labels may apply, each logit becomes a "
    "probability by itself (sigmoid), and a single logit is a number."
)
HOW_TAGS = N_(
    "A head for named entities gives every token a tag: B- begins an entity, I- continues it, O is none. The tag of a word is that of its "
    "first token; words whose tags belong together are one entity. Hover over one for its probability."
)
HOW_SPANS = N_(
    "A head for question answering gives every token of the passage two logits: the answer begins here, the answer ends here. The "
    "probability of a span is that of its beginning times that of its end. “No answer” is a span too: it begins and ends at [CLS]."
)


def draw_question(view: View, model: str, kind: str, text: str = "") -> Call[Any] | None:
    """The text, the pair or the question with its passage; None until there is one.

    kind   of its head, or the task of a run
    text   what the input opens with; "": an example
    """
    if kind == HeadKind.QUESTION_ANSWERING:
        offer_examples(view, EXAMPLES[HeadKind.QUESTION_ANSWERING])
        question, passage = QUESTION.draw(view), PASSAGE.draw(view)
        if question.strip() and passage.strip():
            return ANSWER_QUESTION(model, question=question, passage=passage)
        st.info(_("Type a question, and a passage that holds its answer."), icon=":material/edit:")
        return None
    if not text and kind in set(HeadKind):
        offer_examples(view, EXAMPLES[HeadKind(kind)])
    default = text or (TAGGED if kind == Task.ENTITIES else SENTENCE).default
    first, _between, rest = default.partition(PAIR)
    given = replace(SENTENCE, default=first.strip()).draw(view)
    second = draw_second(view, kind, rest.strip(), is_optional=not text)
    if given.strip() and (second is None or second.strip()):
        return ANSWER_TEXTS(model, texts=[given if second is None else f"{given} {PAIR} {second}"])
    st.info(_("Type a sentence.") if second is None else _("Type two sentences."), icon=":material/edit:")
    return None


def draw_second(view: View, kind: str, default: str, *, is_optional: bool) -> str | None:
    """The second sentence of a pair; None where one sentence is asked about."""
    is_pair = kind == Task.PAIRS or (kind == HeadKind.CLASSIFICATION and is_optional and IS_PAIR.draw(view))
    return replace(SECOND, default=default or SECOND.default).draw(view) if is_pair else None


def show_answer(view: View, call: Call[Any]) -> None:
    """The answer with its figure, how it comes about, and the row of buttons."""
    result = view.ask(call)
    summary = call.task.summarize(result)
    if isinstance(result, PassageAnswers):
        say(view, summary)
        show_passage(view, result)
        explain(summary, HOW_SPANS)
    elif result.answers[0].words:
        say(view, summary)
        show_entities(view, call.model, result, summary)
        explain(summary, HOW_TAGS)
    else:
        show_labels(view, call, result, summary)
    finish(view, call, result)


def show_labels(view: View, call: Call[TextAnswers], result: TextAnswers, summary: Summary) -> None:
    """Bars of the labels, and of the words that the prediction depends on."""
    from bertplay.charts.task_heads import label_bars
    from bertplay.charts.tuned_model import importance_bars

    (text,), is_number = call.arguments["texts"], result.activation == "none"
    has_words = result.task == Task.CLASSIFICATION and not is_number
    found = view.ask(WORD_IMPORTANCE(call.model, text=text)) if has_words and 1 <= len(words_in(text)) <= MAX_WORDS else None
    shown = summary if found is None else summarize_importance(found)
    say(view, shown)
    if not is_number:
        draw(label_bars(result.answers[0]), view.key("labels"))
    if found is not None:
        st.markdown(f"**{_(ON_EACH_WORD)}**")
        draw(importance_bars(found), view.key("bars"))
    elif has_words:
        st.caption(_("Which words matter is shown for texts of 1 to {most} words.", most=MAX_WORDS))
    explain(shown, HOW_LABELS)


def show_entities(view: View, model: str, result: TextAnswers, summary: Summary) -> None:
    """The text with its entities in colour; each tag in a table, folded away."""
    answer = result.answers[0]
    cells = marked(answer.text, answer.spans, kinds_of(model))
    token_strip([Row(cells, form="flow")], view.key("entities"), picture="entities")
    with st.expander(_("The tag of each word"), icon=":material/label:"):
        draw_summary_table(summary, view.key("table"))


def kinds_of(model: str) -> tuple[str, ...]:
    """All kinds of entities that a model knows, so that each has the same colour in every text; none where that is not known."""
    head = find_model(model).head if folder_without_head(model) is None else None
    return head.kinds if head else ()


def marked(text: str, spans: Sequence[EntitySpan], known: Sequence[str] = ()) -> list[Cell]:
    """A text in which each kind of entity has its colour and its name."""
    kinds = list(dict.fromkeys([*known, *(one.kind for one in spans)]))
    cells: list[Cell] = []
    end = 0
    for one in spans:
        note = f"{one.kind} {percent(one.probability)}"
        tone = KINDS[kinds.index(one.kind) % len(KINDS)]
        cells += [Cell(text[end : one.start]), Cell(one.text, tone, below=one.kind, note=note)]
        end = one.end
    return [*cells, Cell(text[end:])]


def show_passage(view: View, result: PassageAnswers) -> None:
    """The passage with the answer marked, and the candidates."""
    from bertplay.charts.task_heads import candidate_bars

    token_strip([Row(answered(result), form="passage")], view.key("passage"), picture="answer")
    draw(candidate_bars(result), view.key("candidates"))


def answered(result: PassageAnswers) -> list[Cell]:
    """The passage, with the most probable answer marked unless "no answer" is more probable."""
    best, text = result.best, result.passage
    if best is None:
        return [Cell(text)]
    return [Cell(text[: best.start]), Cell(best.text, "first", note=percent(best.probability)), Cell(text[best.end :])]
