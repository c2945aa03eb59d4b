"""Which word is false? ELECTRA's question to a whole sentence: its discriminator judges every word."""

import streamlit as st

from bertplay.models.catalog import CatalogEntry, catalog
from bertplay.models.spec import Ability
from bertplay.results.compare import FalseWords
from bertplay.ui.components.shaded_sentence import shaded_sentence
from bertplay.ui.feedback import plain
from bertplay.ui.parts.masked_word.asked import Asked
from bertplay.ui.parts.masked_word.wording import falsest
from bertplay.ui.runtime import get_backend, model_at_hand
from bertplay.ui.snippet import show_program, task_program
from bertplay.ui.table import as_csv, download_table, draw_table
from bertplay.wording import as_told, english, mark, percent, t

HOW = mark(
    "ELECTRA never had to fill gaps. A small generator, which is a BERT, filled them for it, often wrongly, and the discriminator learned "
    "to tell for every single word whether it had been exchanged. So it learns from all words of a text, and not from 15% of them. "
    "The deeper the colour, the surer it is that the word is false."
)
ABSENT = mark(
    "No discriminator is here. The bundled models only guess words; this question needs ELECTRA ({models}), which has to be downloaded "
    "once. Until then the part “Surprise” asks BERT something similar: each word is hidden in turn, and its surprise is measured."
)


def show_false_word(asked: Asked) -> None:
    """Every word with how false it looks, by the first discriminator that is here."""
    judges = [entry for entry in catalog() if entry.spec is not None and entry.spec.can(Ability.REPLACED_WORD)]
    judge = next((entry for entry in judges if entry.is_here), None)
    if asked.whole is None:
        st.info(t("Write a word in place of each [MASK]: this question is about whole sentences."), icon=":material/edit:")
    elif judge is None:
        st.info(t(ABSENT, models=", ".join(as_told(entry.title) for entry in judges)), icon=":material/download:")
        st.page_link("pages/model_cache.py", label=t("Models in memory"), icon=":material/memory:")
    else:
        show_verdict(judge, asked.whole)
    st.caption(t(HOW))


def show_verdict(judge: CatalogEntry, text: str) -> None:
    """The sentence in colours, and its figures."""
    from bertplay.tasks.compare import compare_false_words

    with model_at_hand(judge.id):
        answer = get_backend().call(judge.id, compare_false_words, text).answer
    if not isinstance(answer, FalseWords):
        return
    st.text(plain(t("{model} judges the sentence as it stands, without any mask.", model=judge.title)))
    notes = [t("false: {share}", share=percent(word.probability)) for word in answer.words]
    shaded_sentence(answer.text, [(w.start, w.end, w.probability, note) for w, note in zip(answer.words, notes, strict=True)])
    st.text(plain(falsest(answer.words)))
    show_every_word(answer)
    rows = [(word.word, word.probability) for word in answer.words]
    download_table("false_word", lambda: as_csv(("word", english("probability of false")), rows), has_figure=False)
    show_program(task_program(judge.id, "bertplay.tasks.compare", "compare_false_words", text))


def show_every_word(answer: FalseWords) -> None:
    """What the sentence tells where a mouse points, word by word, for who has none."""
    with st.expander(t("Every word, as a table")):
        rows = [{t("word"): plain(word.word), t("how likely false"): percent(word.probability)} for word in answer.words]
        draw_table(rows, alt=t("For each word of the sentence: how likely it is false."))
