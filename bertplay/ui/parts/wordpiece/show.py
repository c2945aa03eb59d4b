"""What shows each part of the WordPiece page."""

from collections.abc import Callable

from bertplay.models.tokenizer_file import TokenizerFile
from bertplay.ui.parts.wordpiece.side import show_side
from bertplay.ui.parts.wordpiece.train import show_train
from bertplay.ui.parts.wordpiece.vocabulary import show_vocabulary
from bertplay.ui.parts.wordpiece.way import show_way
from bertplay.ui.parts.wordpiece.why import show_why
from bertplay.ui.parts.wordpiece.word import show_word

SHOW: dict[str, Callable[[TokenizerFile], None]] = {
    "way": show_way,
    "word": show_word,
    "why": show_why,
    "vocabulary": show_vocabulary,
    "side": show_side,
    "train": show_train,
}
