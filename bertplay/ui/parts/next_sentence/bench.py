"""The bench: a text's sentences in true, swapped and other pairs."""

import streamlit as st

from bertplay.charts.next_sentence_bench import KIND_TITLES, kind_points
from bertplay.results.next_sentence import JudgedPair, KindScore, NextSentenceBench, PairKind
from bertplay.ui.feedback import plain
from bertplay.ui.figure import draw
from bertplay.ui.parts.next_sentence.asked import Asked
from bertplay.ui.parts.next_sentence.guess_first import answer_to, ask_first, is_waiting, question_of, take_answer
from bertplay.ui.room.question import show_class
from bertplay.ui.runtime import get_backend
from bertplay.ui.snippet import show_program, task_program
from bertplay.ui.table import as_csv, download_table
from bertplay.wording import english, mark, number, percent, t, t_as, t_n

KINDS = mark(
    """\
- **True pairs**: a sentence and the one after it, in the same paragraph. Here alone “is next” is right.
- **Swapped**: the same two the other way round.
- **Same paragraph, not touching**: one subject, but not neighbours.
- **Two paragraphs**: in a text of several subjects, the only kind that resembles the wrong pairs of the training.
"""
)
HOW = mark(
    "In training every wrong pair came from two documents, and the subject gave it away. Whatever shares its subject looks like a true "
    "pair; ALBERT (Lan et al. 2020) therefore learned to tell swapped pairs from true ones. Each point is a pair; the line below the "
    "points is their middle half, the stroke on it the median."
)
COUNTED = {
    PairKind.TRUE: mark("true pairs"),
    PairKind.SWAPPED: mark("swapped"),
    PairKind.APART: mark("same paragraph, not touching"),
    PairKind.ACROSS: mark("two paragraphs"),
}
"""The kinds as a class counts them: without capitals."""
MOST_MISTAKES = 2
"""Shown of each kind."""


def show_bench(asked: Asked) -> None:
    """Ask the reader, if so wished; then the figure and the worst mistakes."""
    from bertplay.tasks.next_sentence_bench import bench_pairs

    if is_waiting(asked):
        ask_first(asked, ask_reader)
        return
    show_class(question_of(asked))
    with st.spinner(t("Judging the pairs")):
        bench = get_backend().call(asked.model, bench_pairs, asked.text)
    st.text(in_words(bench))
    if (answer := answer_to(asked)) is not None:
        worst_kinds = ", ".join(t(KIND_TITLES[kind]) for kind in hardest(bench))
        st.text(t("You: {answer}. Most often wrong: {kinds}.", answer=t(KIND_TITLES[answer]), kinds=worst_kinds))
    draw(kind_points(bench), key="kind_points")
    st.markdown(t(KINDS))
    st.caption(t(HOW))
    show_table(bench)
    show_mistakes(bench)
    rows = [
        (pair.kind.value, bench.sentences[pair.first].text, bench.sentences[pair.second].text, pair.probability_next, pair.is_right)
        for pair in bench.pairs
    ]
    download_table("bench", lambda: as_csv(("kind", "first", "second", english("probability of next"), english("judged rightly")), rows))
    show_program(task_program(asked.model, "bertplay.tasks.next_sentence_bench", "bench_pairs", asked.text))


def in_words(bench: NextSentenceBench) -> str:
    """How many sentences and pairs, and what was left out."""
    right, asked = sum(pair.is_right for pair in bench.pairs), len(bench.pairs)
    sentences = t_n("{n:,} sentence", "{n:,} sentences", len(bench.sentences))
    paragraphs = t_n("{n:,} paragraph", "{n:,} paragraphs", bench.sentences[-1].paragraph + 1)
    judged = t_n("{right:,} of {n:,} pair judged rightly.", "{right:,} of {n:,} pairs judged rightly.", asked, right=right)
    said = [t("{sentences} in {paragraphs}: {judged}", sentences=sentences, paragraphs=paragraphs, judged=judged)]
    if any(score.asked < score.there for score in bench.scores):
        most = max(score.asked for score in bench.scores)
        said.append(t("Of each kind at most {most} pairs are judged, drawn by lot.", most=most))
    if bench.left_out:
        said.append(t_n("The last {n:,} sentence are left out.", "The last {n:,} sentences are left out.", bench.left_out))
    return " ".join(said)


def hardest(bench: NextSentenceBench) -> list[PairKind]:
    """The kinds that are judged wrongly most often."""
    least = min(score.accuracy for score in bench.scores)
    return [score.kind for score in bench.scores if score.accuracy == least]


def ask_reader(asked: Asked) -> None:
    """A button a kind."""
    with st.container(border=True):
        st.markdown(t("**Which pairs will the model judge wrongly most often?**"))
        with st.container(horizontal=True):
            for kind, title in KIND_TITLES.items():
                if st.button(t(title)):
                    take_answer(asked, kind, COUNTED[kind])


def show_table(bench: NextSentenceBench) -> None:
    """Accuracy and spread of each kind."""
    st.table(
        {
            t("pairs"): [t(KIND_TITLES[score.kind]) for score in bench.scores],
            t_as("pairs", "right"): [right_of(score) for score in bench.scores],
            t("middle half"): [
                t("{low} to {high}", low=percent(score.quartiles[0]), high=percent(score.quartiles[2])) for score in bench.scores
            ],
            t("median"): [percent(score.quartiles[1]) for score in bench.scores],
            t("deviation"): [number(score.deviation, ".2f") for score in bench.scores],
        },
        border="horizontal",
        alt=t("For each kind of pair: how many are judged right, and how the probabilities spread."),
    )


def right_of(score: KindScore) -> str:
    """ "3 of 12, 25%" """
    right = round(score.accuracy * score.asked)
    return t("{right} of {asked}, {share}", right=right, asked=score.asked, share=percent(score.accuracy))


def worst(bench: NextSentenceBench) -> list[JudgedPair]:
    """The worst mistakes of each kind, the worst of all first."""
    kept = {pair for kind in PairKind for pair in [m for m in bench.mistakes if m.kind is kind][:MOST_MISTAKES]}
    return [pair for pair in bench.mistakes if pair in kept]


def show_mistakes(bench: NextSentenceBench) -> None:
    """The pairs with which the model is most wrong."""
    if not bench.mistakes:
        st.text(t("No pair is judged wrongly."))
        return
    st.subheader(t("The worst mistakes"), anchor=False)
    for pair in worst(bench):
        with st.container(border=True, gap="xsmall"):
            share = percent(pair.probability_next)
            st.caption(t("{kind}: {share} that the second is next", kind=t(KIND_TITLES[pair.kind]), share=share))
            st.text(plain(bench.sentences[pair.first].text))
            st.text(plain(bench.sentences[pair.second].text))
