"""The card of the embeddings: one word in the reader's own sentences, and the same place as a gap."""

import streamlit as st

from bertplay.charts.context_sides import sides_bars
from bertplay.charts.followed_word import followed_lines
from bertplay.errors import MissingAbility
from bertplay.results.embeddings import FollowedWord
from bertplay.tasks.word_search import find_word
from bertplay.ui.feedback import explain, plain
from bertplay.ui.figure import draw
from bertplay.ui.parts.ten_questions.lights import Light, from_both, say_lit
from bertplay.ui.runtime import get_backend
from bertplay.wording import t, t_n

TABLE_OF_WORDS = "word2vec"
TOP_K = 3


def show_vectors(model: str, word: str, lines: str, light: Light) -> None:
    """How like the word's vectors are, layer by layer; what a table of words has; and the gap from the left, the right and both."""
    from bertplay.tasks.followed_word import follow_word

    sentences = lines.splitlines()
    found = get_backend().call(model, follow_word, word, sentences)
    lit = light(found)
    without = sum(bool(line.strip()) for line in sentences) - len(found.sentences)
    if without:
        st.text(t_n("{n:,} sentence does not have the word.", "{n:,} sentences do not have the word.", without))
    st.markdown(t("**The word in sentence {first} and in each other one**: how like its vectors are", first=found.numbers[0]))
    table = ask_table(found.word, sentences)
    draw(followed_lines(found, table, *lit.figures), key="card_followed")
    say_lit(lit)
    st.text(plain(say_table(found, table)))
    try:
        show_gap(model, found)
    except MissingAbility as error:
        explain(error)


def ask_table(word: str, sentences: list[str]) -> float | None:
    """The lowest cosine that word2vec has for the word in these sentences; None when its table lacks the word."""
    from bertplay.tasks.followed_word import follow_word

    try:
        return min(get_backend().call(TABLE_OF_WORDS, follow_word, word, sentences).cosines[-1])
    except MissingAbility:
        return None


def say_table(found: FollowedWord, table: float | None) -> str:
    """What word2vec has for the word, and how the model writes one that a table lacks."""
    if table is None:
        pieces = " ".join(found.pieces)
        return t("word2vec: “{word}” is missing from its table. This model writes it: {pieces}", word=found.word, pieces=pieces)
    return t(
        "word2vec has one vector for “{word}”, whatever stands around it: cosine {table:.2f} everywhere.", word=found.word, table=table
    )


def show_gap(model: str, found: FollowedWord) -> None:
    """The word hidden in the first sentence: guessed from the left, from the right, from both."""
    from bertplay.tasks.context_sides import compare_sides

    sided = get_backend().call(model, compare_sides, with_gap(found.sentences[0], found.word), top_k=TOP_K)
    lit = from_both(sided)
    charts = sides_bars(sided, lit.figures)
    titles = t("Left only"), t("Right only"), t("Both sides")
    st.markdown(t("**The word hidden in sentence {first}**: what is guessed from each side", first=found.numbers[0]))
    st.text(plain(sided.text))
    for column, name, title, chart in zip(st.columns(3), ("left", "right", "both"), titles, charts, strict=True):
        with column:
            st.markdown(f"**{title}**")
            draw(chart, key=f"card_side_{name}")
    say_lit(lit)


def with_gap(sentence: str, word: str) -> str:
    """with_gap("He wrote a letter.", "letter") -> "He wrote a [MASK]." """
    [(start, end)] = find_word(sentence, word)
    return f"{sentence[:start]}[MASK]{sentence[end:]}"
