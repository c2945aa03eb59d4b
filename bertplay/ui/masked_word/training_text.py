"""Where did it learn that? Predictions beside the sentences of a sample of the training text that hold the same words."""

from dataclasses import replace

import streamlit as st

from bertplay.calls.masked_word import FIND_IN_TRAINING_TEXT
from bertplay.i18n import N_, _
from bertplay.models.spec import Ability
from bertplay.results.training_text import TrainingTextSearch, WordInText
from bertplay.summaries.training_text import PARTS
from bertplay.ui.kit.tab import Choice, Tab, View, answer, draw, draw_table, finish
from bertplay.ui.masked_word.sentence import Sentence, draw_sentence

SHOWN = 5
WORD = Choice("word", N_("Sentences with"), default="0", options={}, show=str)
BEFORE, AFTER = 60, 60
"""Characters of a sentence that are shown before the word, and after it."""
WHICH = N_(
    "A sample: 16 of the 260 MB of text that the models of this project were trained on, without the held-out documents. “bert” read "
    "rows chosen at random from all of it, so it may or may not have read one of these sentences; and it started from an encoder that "
    "others had trained on billions of words. The models from scratch read only the novels, the simple texts and Wikipedia. The model "
    "may have read a word elsewhere even if it is not found here."
)
NOT_LOOKED_UP = N_(
    "The model looks nothing up: it no longer has the text, only its weights. These sentences show what it could have learned from, not "
    "where this prediction comes from."
)
SOURCES = N_(
    "Sentences: Tatoeba (tatoeba.org) and its contributors, CC BY 2.0 FR · English Web Treebank, CC BY-SA 4.0 · GUM, CC BY and CC BY-SA · "
    "Pratham Books, CC BY 4.0 · OneStopEnglish, CC BY-SA 4.0 · African Storybook, CC BY · The World Factbook, public domain · Standard "
    "Ebooks, CC0 · the English Wikipedia and its contributors, CC BY-SA 3.0."
)


def draw_inputs(view: View) -> Sentence | None:
    """The sentence; its first mask is looked up."""
    return draw_sentence(view)


def show(view: View, sentence: Sentence) -> None:
    """The model beside the data, then the sentences with one of the words."""
    from bertplay.charts.training_text import model_and_data

    call = FIND_IN_TRAINING_TEXT(view.model, text=sentence.masked, top_k=SHOWN)
    with st.spinner(_("Searching the training text; the first time, its sentences are indexed, which takes a few seconds.")):
        result = answer(view, call)
    titles = _("The model: probability"), _("The data: sentences like this")
    for number, (column, title, figure) in enumerate(zip(st.columns(2, gap="large"), titles, model_and_data(result), strict=True)):
        with column:
            st.markdown(f"**{title}**")
            draw(figure, view.key(f"bars_{number}"))
    show_sentences(view, result)
    st.caption(_("A sample of the training text: what is in it, with its sources and licences, is described below."))
    finish(view, call, result, NOT_LOOKED_UP, WHICH, SOURCES)


def show_sentences(view: View, result: TrainingTextSearch) -> None:
    """The sentences with one of the words as a concordance: the word in the middle, its context on both sides."""
    options = {str(i): word.word for i, word in enumerate(result.words)}
    word = result.words[int(replace(WORD, options=options).draw(view))]
    if not word.found:
        st.text(_("No sentence of the sample has “{word}” in a similar context.", word=word.word))
        return
    draw_table(
        concordance(word), alt=_("Sentences of the training text that contain the word, with their sources."), key=view.key("sentences")
    )


def concordance(word: WordInText) -> list[dict[str, str]]:
    """A row for each sentence: what is before the word, the word, what is after it, the source."""
    rows = []
    for one in word.found:
        before, after = one.text[: one.start].strip(), one.text[one.end :].strip()
        rows.append(
            {
                _("before"): before if len(before) <= BEFORE else f"…{before[-BEFORE:]}",
                _("word"): one.text[one.start : one.end],
                _("after"): after if len(after) <= AFTER else f"{after[:AFTER]}…",
                _("source"): _(PARTS[one.part]),
            }
        )
    return rows


TRAINING_TEXT = Tab("training_text", N_("Training text"), draw_inputs, show, needs=Ability.MASKED_WORD)
