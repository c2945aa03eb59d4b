"""Ten questions about BERT, each answered by an experiment."""

from bertplay.i18n import N_
from bertplay.ui.kit.page import Page
from bertplay.ui.ten_questions.cards import CARDS

Page(
    name="ten_questions",
    title=N_("Ten questions"),
    heading=N_("Ten questions about BERT"),
    field="",
    introduction=N_("Learn BERT by running it: each question is answered by an experiment on a sentence of your own."),
    tabs=CARDS,
).draw()
