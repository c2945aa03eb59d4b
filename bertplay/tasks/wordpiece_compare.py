"""Tokenizers side by side: the same texts cut by every model that is at hand."""

import unicodedata
from collections.abc import Mapping, Sequence

from bertplay.errors import BadInput, BertplayError
from bertplay.models.tokenizer_file import TokenizerFile, open_tokenizer
from bertplay.results.wordpiece import TokenizedSample, TokenizerComparison
from bertplay.tasks.wordpiece_text import tokenize
from bertplay.wording import in_one, mark

WITHOUT_SPACES = ("CJK", "HIRAGANA", "KATAKANA", "THAI", "LAO", "KHMER", "MYANMAR")
FIRST_PIECES = 400
"""Pieces kept to be looked at; all are counted."""


def compare_tokenizers(model_ids: Sequence[str], samples: Mapping[str, str]) -> TokenizerComparison:
    """Every sample (name -> text) through every model, in the order given; a tokenizer that cannot be read is named.

    Raises BadInput when there is nothing to cut.
    """
    texts = {name: text for name, text in samples.items() if text.strip()}
    if not texts:
        raise BadInput(mark("There is no text to cut."), remedy=mark("Type a text, or choose a sample."))
    rows: list[TokenizedSample] = []
    absent: list[tuple[str, str]] = []
    for model_id in model_ids:
        try:
            tokenizer = open_tokenizer(model_id)
        except BertplayError as error:
            absent.append((model_id, in_one(error)))
        else:
            rows += [cut_sample(tokenizer, name, text) for name, text in texts.items()]
    return TokenizerComparison(tuple(rows), tuple(absent))


def cut_sample(tokenizer: TokenizerFile, name: str, text: str) -> TokenizedSample:
    """One text through one tokenizer."""
    pieces = tokenize(tokenizer, text)
    return TokenizedSample(
        model=tokenizer.spec.id,
        model_title=tokenizer.spec.title,
        sample=name,
        characters=sum(not character.isspace() for character in text),
        words=len(text.split()) if writes_spaces(text) else 0,
        pieces=len(pieces),
        unknown=sum(piece.text == tokenizer.unknown for piece in pieces),
        first_pieces=pieces[:FIRST_PIECES],
    )


def writes_spaces(text: str) -> bool:
    """Whether words are told apart by spaces: not where most letters are Chinese, Japanese, Thai, Lao, Khmer or Burmese."""
    letters = [character for character in text if character.isalpha()]
    without = sum(unicodedata.name(letter, "").startswith(WITHOUT_SPACES) for letter in letters)
    return without <= len(letters) / 2
