"""Compare models: the same input to several of them, and what each prediction costs."""

from bertplay.i18n import N_
from bertplay.ui.compare.fine_tuned import FINE_TUNED
from bertplay.ui.compare.one_word import ONE_WORD
from bertplay.ui.compare.pairs import PAIRS
from bertplay.ui.compare.papers import show_papers
from bertplay.ui.compare.replaced_word import REPLACED_WORD
from bertplay.ui.compare.similarity import SIMILARITY
from bertplay.ui.compare.test import TEST
from bertplay.ui.compare.tokens import TOKENS
from bertplay.ui.compare.words import WORDS
from bertplay.ui.kit.page import Page

Page(
    name="compare",
    title=N_("Compare models"),
    field=N_("BERT, RoBERTa, ALBERT, XLNet and their baselines"),
    introduction=N_(
        "RoBERTa, ALBERT and XLNet came after BERT, and each changed one or two things. Give several models the same input and compare "
        "their predictions, their tokens and their cost: parameters, memory, time."
    ),
    tabs=(WORDS, TOKENS, PAIRS, SIMILARITY, ONE_WORD, REPLACED_WORD, TEST, FINE_TUNED),
).draw()
show_papers()
