"""How families mark where a word begins or goes on, and what to say where a family has no such head."""

import unicodedata
from typing import Any, NoReturn

from bertplay.errors import MissingAbility
from bertplay.models.families import Frame
from bertplay.wording import mark

WORD_STARTS = "Ġ▁"
"""What stands in a piece for the space before a word: byte-level pieces write Ġ, unigram pieces ▁."""


def goes_on_unmarked(piece: str, before: str = "a") -> bool:
    """Whether a piece without a mark carries on a word; `before` is the character of the text before it.

    These families mark where words begin, and a word also begins behind a bracket: in "(very" the piece "very" has no
    mark. "ing" goes on, "Ġwalk" and "," do not, "very" behind "(" does not.
    """
    return piece[:1].isalnum() and piece[0] not in WORD_STARTS and is_of_a_word(before)  # Ġ is a letter of Maltese


def is_of_a_word(character: str) -> bool:
    """Letters, digits, and the marks that stand over letters."""
    return unicodedata.category(character)[0] in "LNM" if character else False


def classic_frame(tokenizer: Any) -> Frame:
    """[CLS] text [SEP], or [CLS] text [SEP] pair [SEP]."""
    return Frame((tokenizer.cls_token_id,), (tokenizer.sep_token_id,), (tokenizer.sep_token_id,))


def classic_window(config: Any) -> int:
    """As many pieces as there are positions."""
    return int(config.max_position_embeddings)


def no_pairs(model: Any, encoded: Any) -> NoReturn:
    """Instead of pair_logits; a task asks `LoadedModel.require` first and gets the reason of the authors."""
    raise MissingAbility(mark("This family was trained without pairs of sentences."), remedy=mark("Choose a BERT or an ALBERT."))


def no_replaced(model: Any, encoded: Any) -> NoReturn:
    """Instead of replaced_logits."""
    raise MissingAbility(mark("This family was not trained to find replaced words."), remedy=mark("Choose an ELECTRA discriminator."))


def no_words(model: Any, hidden: Any) -> NoReturn:
    """Instead of word_logits."""
    raise MissingAbility(mark("This family guesses no words."), remedy=mark("Choose another model."))
