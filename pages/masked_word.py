"""Masked word: mask words of a sentence and see what the model predicts there."""

from bertplay.i18n import N_
from bertplay.ui.kit.page import Page
from bertplay.ui.masked_word.candidates import CANDIDATES
from bertplay.ui.masked_word.joint import JOINT
from bertplay.ui.masked_word.left_right_context import LEFT_RIGHT_CONTEXT
from bertplay.ui.masked_word.predictions import PREDICTIONS
from bertplay.ui.masked_word.replaced_word import REPLACED_WORD
from bertplay.ui.masked_word.surprisal import SURPRISAL
from bertplay.ui.masked_word.training_text import TRAINING_TEXT
from bertplay.ui.masked_word.two_sentences import TWO_SENTENCES

Page(
    name="masked_word",
    title=N_("Masked word"),
    field=N_("Masked language modelling (MLM)"),
    introduction=N_("BERT learned language by filling gaps. Mask a word and see what it predicts from both sides of the gap."),
    tabs=(PREDICTIONS, TRAINING_TEXT, JOINT, CANDIDATES, TWO_SENTENCES, LEFT_RIGHT_CONTEXT, SURPRISAL, REPLACED_WORD),
).draw()
