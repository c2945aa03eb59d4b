"""Two sentences: the verdict in words, its logits, the pieces with their segments."""

import streamlit as st

from bertplay.charts.next_sentence import both_ways_bars, verdict_bars
from bertplay.results.next_sentence import NextSentenceVerdict
from bertplay.ui.components.segmented_pieces import segmented_pieces
from bertplay.ui.figure import draw
from bertplay.ui.parts.next_sentence.asked import Asked
from bertplay.ui.parts.next_sentence.guess_first import answer_to, ask_first, count, is_waiting, question_of, take_answer
from bertplay.ui.parts.next_sentence.program import pair_program
from bertplay.ui.parts.next_sentence.wording import LABELS, RIGHT, SAID, WRONG, about_cut, how_good, how_good_at_order, in_words, says
from bertplay.ui.room.question import show_class
from bertplay.ui.runtime import get_backend
from bertplay.ui.snippet import model_name, show_program
from bertplay.ui.table import as_csv, download_table
from bertplay.wording import mark, t

SEGMENTS = mark(
    "What the model reads, and under each piece the id of its segment: 0 for the first sentence, 1 for the second. Each id has a vector of "
    "its own, which is added to the piece's. Out of the last layer only the vector of [CLS] goes on: through the pooler to the two logits."
)

ORDER_MODEL = "albert"
TURNED = mark(
    "Two sentences of one text share their subject whichever comes first, so BERT's question can be answered from the subject alone. "
    "ALBERT's authors therefore asked another one: do these two stand in their true order? There the subject says nothing."
)


def show_pair(asked: Asked) -> None:
    """Ask the reader, if so wished; then the verdict."""
    from bertplay.tasks.next_sentence import judge_pair

    if is_waiting(asked):
        ask_first(asked, ask_reader)
        return
    show_class(question_of(asked))
    verdict = get_backend().call(asked.model, judge_pair, asked.first, asked.second)
    if verdict.cut:
        st.text(about_cut(verdict.cut))
    st.subheader(in_words(verdict.probability_next), anchor=False)
    show_truth(asked, verdict)
    draw(verdict_bars(verdict), key="verdict_bars")
    st.markdown(t(LABELS))
    segmented_pieces(verdict.pieces, verdict.segments, key="segmented_pieces")
    st.caption(t(SEGMENTS))
    st.caption(how_good(asked.model))
    show_both_ways(asked)
    rows = [(i, p.text, p.id, s) for i, (p, s) in enumerate(zip(verdict.pieces, verdict.segments, strict=True))]
    download_table("pieces_and_segments", lambda: as_csv(("position", "piece", "id", "segment"), rows))
    name, window = model_name(asked.model)
    show_program(pair_program(name, asked.first, asked.second, window))


def show_both_ways(asked: Asked) -> None:
    """What changes when the two are turned round, beside a model that was asked for just that in training."""
    from bertplay.tasks.next_sentence import judge_both_ways

    st.subheader(t("And turned round?"), anchor=False)
    judged = [
        (question, get_backend().call(model, judge_both_ways, asked.first, asked.second))
        for model, question in ((asked.model, t("BERT: is it next?")), (ORDER_MODEL, t("ALBERT: in order?")))
    ]
    draw(both_ways_bars(judged), key="both_ways_bars")
    st.caption(f"{t(TURNED)} {how_good_at_order(ORDER_MODEL)}")


def ask_reader(asked: Asked) -> None:
    """Two buttons."""
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        st.markdown(t("**Does the second sentence continue the first?**"), width="content")
        for answer, label in ((True, t("It continues")), (False, t("It does not"))):
            if st.button(label):
                take_answer(asked, answer, SAID[answer])


def show_truth(asked: Asked, verdict: NextSentenceVerdict) -> None:
    """What the reader said, and for an example whether the model is right."""
    example, answer = asked.pair_example, answer_to(asked)
    if example is None and answer is None:
        return
    with st.container(border=True, gap="xsmall"):
        if answer is not None:
            st.text(t("You: {reader}. The model: {model}.", reader=says(answer), model=says(verdict.is_next)))
        if example is not None:
            is_right = verdict.is_next == example.follows
            st.markdown(f"{t(RIGHT if is_right else WRONG)} {t(example.note)}")
            if answer is not None:
                count(asked, reader=answer == example.follows, model=is_right)
