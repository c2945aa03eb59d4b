"""Embeddings: the vectors of a word in its sentences, of whole sentences, and of words without any context."""

from bertplay.i18n import N_
from bertplay.ui.embeddings.one_word import ONE_WORD
from bertplay.ui.embeddings.senses import SENSES
from bertplay.ui.embeddings.similarity import SIMILARITY
from bertplay.ui.embeddings.static import STATIC
from bertplay.ui.kit.page import Page

Page(
    name="embeddings",
    title=N_("Embeddings"),
    field=N_("Contextual embeddings"),
    introduction=N_(
        "Inside BERT, each token is a vector, a list of a few hundred numbers. It starts as the same vector in every sentence, and every "
        "layer changes it according to its context. Follow one word through many sentences and see where its senses separate."
    ),
    tabs=(ONE_WORD, SENSES, SIMILARITY, STATIC),
).draw()
