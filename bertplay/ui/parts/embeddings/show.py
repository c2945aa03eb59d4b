"""What shows each part of the embeddings page."""

from collections.abc import Callable

from bertplay.ui.parts.embeddings.senses import show_senses
from bertplay.ui.parts.embeddings.sentences import show_sentences
from bertplay.ui.parts.embeddings.word_map import show_map
from bertplay.ui.parts.embeddings.words import show_words

SHOW: dict[str, Callable[[str], None]] = {
    "map": show_map,
    "senses": show_senses,
    "sentences": show_sentences,
    "words": show_words,
}
