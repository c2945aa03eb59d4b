"""The parts that ask one question of every model."""

from collections.abc import Iterable
from functools import partial
from typing import TypeVar

import streamlit as st

from bertplay.charts.compare import word_squares
from bertplay.charts.masked_word import guess_bars
from bertplay.models.spec import Ability
from bertplay.results import MaskedWordGuesses
from bertplay.results.compare import Answer, Column, Comparison, FalseWords, Likeness, OneWord, PairAnswer, Pieces
from bertplay.ui.components.shaded_sentence import shaded_sentence
from bertplay.ui.feedback import plain
from bertplay.ui.figure import draw
from bertplay.ui.parts.compare.asked import Asked
from bertplay.ui.parts.compare.columns import COST_NAMES, compare, cost_cells, show_columns
from bertplay.ui.parts.masked_word.wording import about_cut, falsest, in_brief, ordinal
from bertplay.ui.snippet import show_program, task_program
from bertplay.ui.table import as_csv, download_table
from bertplay.wording import english, mark, number, percent, t

A = TypeVar("A", MaskedWordGuesses, Pieces, PairAnswer, Likeness, OneWord, FalseWords)
TOP_K = 5
MOST_MASKS = 3
SIGNS = mark("Ġ and ▁ stand for the space before a word; ## carries on the word before. Each family writes its pieces in its own way.")
ASKED_OF_PAIRS = mark(
    "BERT was asked whether the second text follows the first or is from another document; ALBERT, whether the two stand in their true "
    "order. The others were asked neither, and their authors said why."
)
ABOVE_CHANCE = mark(
    "The cosine of the two sentences, each the mean of its pieces after the last layer. In many models all sentences are alike: only "
    "what is above the range of unrelated sentences means anything."
)
NUMBERED = mark(
    "Numbers are the sentences, in the order above. A table of word vectors has 1 everywhere: the sentence makes no difference to it."
)
JUDGED = mark(
    "ELECTRA's second half was not asked to guess hidden words: it got sentences in which a small generator had replaced some, and "
    "judged every single word. The deeper the colour, the surer it is that the word is false."
)


def show_words(asked: Asked) -> None:
    """The guesses of every model; all bars have one scale."""
    from bertplay.tasks.compare import compare_words

    found = compare(asked, compare_words, asked.text, top_k=TOP_K)
    rows = [
        (column.title, mask.index + 1, rank, guess.word, guess.probability, *cost_cells(column))
        for column, answer in answers(found, MaskedWordGuesses)
        for mask in answer.masks
        for rank, guess in enumerate(mask.guesses, 1)
    ]
    longest = max((mask.guesses[0].probability for _, answer in answers(found, MaskedWordGuesses) for mask in answer.masks), default=1.0)
    show_columns(found, partial(show_guesses, longest))
    st.caption(t(SIGNS))
    download_table("compare_words", lambda: as_csv(("model", "mask", "rank", "word", "probability", *COST_NAMES), rows))
    show_task(found, "compare_words", asked.text, top_k=TOP_K)


def show_guesses(longest: float, column: Column, answer: Answer) -> None:
    if not isinstance(answer, MaskedWordGuesses):
        return
    if answer.cut:
        st.text(about_cut(answer.cut, mark("those around the masks")))
    for mask in answer.masks[:MOST_MASKS]:
        if len(answer.masks) > 1:
            st.markdown(f"**{ordinal(mask.index)}**")
        st.text(plain(in_brief(mask)))
        draw(guess_bars(mask, longest, narrow=True), key=f"compare_{column.model}_{mask.index}")


def show_pieces(asked: Asked) -> None:
    """The pieces of every model."""
    from bertplay.tasks.compare import compare_pieces

    found = compare(asked, compare_pieces, asked.text)
    show_columns(found, show_cut)
    rows = [
        (column.title, number, piece.text, piece.id, piece.continues_word)
        for column, answer in answers(found, Pieces)
        for number, piece in enumerate(answer.pieces, 1)
    ]
    download_table("compare_pieces", lambda: as_csv(("model", "place", "piece", "id", english("carries on")), rows), has_figure=False)
    show_task(found, "compare_pieces", asked.text)


def show_cut(column: Column, answer: Answer) -> None:
    if isinstance(answer, Pieces):
        st.code(plain("  ".join(piece.text for piece in answer.pieces)), language=None, wrap_lines=True)


def show_pair(asked: Asked) -> None:
    """Next sentence, or sentence order, whichever a model was trained for."""
    from bertplay.tasks.compare import compare_pair

    found = compare(asked, compare_pair, asked.text, asked.second)
    show_columns(found, show_verdict)
    st.caption(t(ASKED_OF_PAIRS))
    rows = [(c.title, a.question, a.probability, *a.logits, *cost_cells(c)) for c, a in answers(found, PairAnswer)]
    names = ("model", "question", "probability", english("logit 0"), english("logit 1"), *COST_NAMES)
    download_table("compare_pair", lambda: as_csv(names, rows), has_figure=False)
    show_task(found, "compare_pair", asked.text, asked.second)


def show_verdict(column: Column, answer: Answer) -> None:
    if isinstance(answer, PairAnswer):
        is_next = answer.question == Ability.NEXT_SENTENCE
        asks = t("Next sentence: the second follows") if is_next else t("Sentence order: in their true order")
        st.metric(asks, percent(answer.probability))


def show_likeness(asked: Asked) -> None:
    """A cosine beside those of unrelated sentences."""
    from bertplay.tasks.compare import compare_likeness

    found = compare(asked, compare_likeness, asked.text, asked.second)
    show_columns(found, show_cosine)
    st.caption(t(ABOVE_CHANCE))
    rows = [(c.title, a.cosine, a.baseline.low, a.baseline.mean, a.baseline.high, *cost_cells(c)) for c, a in answers(found, Likeness)]
    unrelated = (english("unrelated: 5% below"), english("unrelated: mean"), english("unrelated: 5% above"))
    names = ("model", "cosine", *unrelated, *COST_NAMES)
    download_table("compare_likeness", lambda: as_csv(names, rows), has_figure=False)
    show_task(found, "compare_likeness", asked.text, asked.second)


def show_cosine(column: Column, answer: Answer) -> None:
    if isinstance(answer, Likeness):
        low, high = answer.baseline.low, answer.baseline.high
        st.metric(t("Cosine"), number(answer.cosine, ".3f"))
        st.text(t("Unrelated sentences: {low:.3f} to {high:.3f}. {said}", low=low, high=high, said=in_words(answer)))


def in_words(answer: Likeness) -> str:
    """Where a cosine stands among those of unrelated sentences."""
    if answer.cosine > answer.baseline.high:
        return t("More alike than those.")
    return t("Less alike than those.") if answer.cosine < answer.baseline.low else t("No more alike than those.")


def show_one_word(asked: Asked) -> None:
    """One word in several sentences, each against each."""
    from bertplay.tasks.compare import compare_one_word

    found = compare(asked, compare_one_word, asked.text, asked.lines)
    show_columns(found, show_squares)
    st.caption(t(NUMBERED))
    rows = [
        (column.title, i + 1, j + 1, cosine)
        for column, answer in answers(found, OneWord)
        for i, line in enumerate(answer.cosines)
        for j, cosine in enumerate(line)
    ]
    download_table("compare_one_word", lambda: as_csv(("model", "sentence", english("other sentence"), "cosine"), rows))
    show_task(found, "compare_one_word", asked.text, asked.lines)


def show_squares(column: Column, answer: Answer) -> None:
    if isinstance(answer, OneWord):
        draw(word_squares(answer), key=f"compare_squares_{column.model}")


def show_false_word(asked: Asked) -> None:
    """ELECTRA's question: which word did somebody put there in place of another?"""
    from bertplay.tasks.compare import compare_false_words

    found = compare(asked, compare_false_words, asked.text)
    show_columns(found, show_marked)
    st.caption(t(JUDGED))
    rows = [(c.title, w.word, w.probability, *cost_cells(c)) for c, a in answers(found, FalseWords) for w in a.words]
    download_table(
        "compare_false_word", lambda: as_csv(("model", "word", english("probability of false"), *COST_NAMES), rows), has_figure=False
    )
    show_task(found, "compare_false_words", asked.text)


def show_marked(column: Column, answer: Answer) -> None:
    if isinstance(answer, FalseWords):
        marks = [(word.start, word.end, word.probability, t("false: {share}", share=percent(word.probability))) for word in answer.words]
        shaded_sentence(answer.text, marks, key=f"false_word_{column.model}")
        st.text(plain(falsest(answer.words)))


def show_task(found: Comparison, task: str, *arguments: object, **named: object) -> None:
    """The same in Python, for the first model that had an answer."""
    model = next((column.model for column in found.columns if column.measured is not None), None)
    if model is not None:
        show_program(task_program(model, "bertplay.tasks.compare", task, *arguments, **named))


def answers(found: Comparison, kind: type[A]) -> Iterable[tuple[Column, A]]:
    """The columns that have an answer of this kind, with it."""
    for column in found.columns:
        if column.measured is not None and isinstance(column.measured.answer, kind):
            yield column, column.measured.answer
