"""One first sentence and several candidates: the reader picks, then they are ranked."""

from string import ascii_uppercase

import streamlit as st

from bertplay.charts.next_sentence import candidate_bars
from bertplay.results.next_sentence import RankedCandidates
from bertplay.ui.feedback import plain
from bertplay.ui.figure import draw
from bertplay.ui.parts.next_sentence.asked import Asked
from bertplay.ui.parts.next_sentence.guess_first import answer_to, ask_first, count, is_waiting, question_of, take_answer
from bertplay.ui.parts.next_sentence.wording import RIGHT, WRONG, how_good
from bertplay.ui.room.question import show_class
from bertplay.ui.runtime import get_backend
from bertplay.ui.snippet import show_program, task_program
from bertplay.ui.table import as_csv, download_table
from bertplay.wording import english, mark, t

HOW = mark(
    "Each candidate is judged alone, as the second text of a pair, so the probabilities do not add up to 1: several can be next, or none."
)


def show_rank(asked: Asked) -> None:
    """The candidates with a button each; after the pick, as bars."""
    from bertplay.tasks.next_sentence import rank_candidates

    if is_waiting(asked):
        ask_first(asked, ask_reader)
        return
    show_class(question_of(asked))
    ranked = get_backend().call(asked.model, rank_candidates, asked.first, asked.candidates)
    if ranked.cut:
        said = mark("{cut} of {n} pairs are longer than this model's window: it saw the beginnings of both texts.")
        st.text(t(said, cut=ranked.cut, n=len(ranked.candidates)))
    show_verdict(asked, ranked)
    example = asked.rank_example
    draw(candidate_bars(ranked, answer_to(asked), example.answer if example else None), key="candidate_bars")
    st.caption(f"{t(HOW)} {how_good(asked.model)}")
    rows = [(rank, c.place + 1, c.text, c.probability_next, *c.logits) for rank, c in enumerate(ranked.candidates, 1)]
    columns = ("rank", "place", "candidate", english("probability of next"), english("logit of label 0"), english("logit of label 1"))
    download_table("candidates", lambda: as_csv(columns, rows))
    show_program(task_program(asked.model, "bertplay.tasks.next_sentence", "rank_candidates", asked.first, list(asked.candidates)))


def ask_reader(asked: Asked) -> None:
    """A button for each candidate, in the order they were typed."""
    with st.container(border=True):
        st.markdown(t("**Which one comes next?** Pick one; then the model does."))
        for place, candidate in enumerate(asked.candidates):
            with st.container(horizontal=True, vertical_alignment="center"):
                is_picked = st.button(letter(place), key=f"pick_{place}", width=56)
                st.text(plain(candidate[:300]), width="stretch")
            if is_picked:
                take_answer(asked, place, f"{letter(place)} {candidate}")


def letter(place: int) -> str:
    """0 -> "A", 26 -> "27"."""
    return ascii_uppercase[place] if place < len(ascii_uppercase) else str(place + 1)


def show_verdict(asked: Asked, ranked: RankedCandidates) -> None:
    """The reader's pick and the model's first, and for an example which is right."""
    example, answer, first = asked.rank_example, answer_to(asked), ranked.candidates[0].place
    if example is None and answer is None:
        return
    with st.container(border=True, gap="xsmall"):
        if answer is not None:
            st.text(t("You: {said}", said=plain(asked.candidates[answer])))
        st.text(t("The model: {said}", said=plain(asked.candidates[first])))
        if example is not None:
            is_right = first == example.answer
            st.markdown(f"{t(RIGHT if is_right else WRONG)} {t(example.note)}")
            if answer is not None:
                count(asked, reader=answer == example.answer, model=is_right)
