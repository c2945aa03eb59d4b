"""Tokenizers side by side: the same texts tokenized by every model that is given."""

import unicodedata
from collections.abc import Mapping, Sequence

from tokenizers.models import WordLevel

from bertplay.errors import BadInput, BertplayError
from bertplay.i18n import N_, error_text
from bertplay.models.tokenizer_file import TokenizerFile, open_tokenizer
from bertplay.results.wordpiece import TokenizedSample, TokenizerComparison
from bertplay.tasks.tokenization_steps import tokenize

WITHOUT_SPACES = ("CJK", "HIRAGANA", "KATAKANA", "THAI", "LAO", "KHMER", "MYANMAR")
FIRST_TOKENS = 400
"""Tokens kept for display; all are counted."""


def compare_tokenizers(model_ids: Sequence[str], samples: Mapping[str, str]) -> TokenizerComparison:
    """Every sample (name -> text) through every model, in the order given; a tokenizer that cannot be read is named.

    Raises BadInput when there is no text.
    """
    texts = {name: text for name, text in samples.items() if text.strip()}
    if not texts:
        raise BadInput(N_("There is no text to tokenize."), remedy=N_("Type a text, or choose a sample."))
    rows: list[TokenizedSample] = []
    absent: list[tuple[str, str]] = []
    for model_id in model_ids:
        try:
            tokenizer = open_tokenizer(model_id)
        except BertplayError as error:
            absent.append((model_id, error_text(error)))
        else:
            rows += [tokenize_sample(tokenizer, name, text) for name, text in texts.items()]
    return TokenizerComparison(tuple(rows), tuple(absent))


def tokenize_sample(tokenizer: TokenizerFile, name: str, text: str) -> TokenizedSample:
    """One text through one tokenizer."""
    tokens = tokenize(tokenizer, text)
    return TokenizedSample(
        model=tokenizer.spec.id,
        model_title=tokenizer.spec.title,
        sample=name,
        characters=sum(not character.isspace() for character in text),
        words=len(text.split()) if writes_spaces(text) else 0,
        tokens=len(tokens),
        unknown=sum(token.text == tokenizer.unknown for token in tokens),
        unknown_token=tokenizer.unknown,
        first_tokens=tokens[:FIRST_TOKENS],
        is_split=not isinstance(tokenizer.tokenizer.model, WordLevel),
    )


def writes_spaces(text: str) -> bool:
    """Whether words are separated by spaces: not where most letters are Chinese, Japanese, Thai, Lao, Khmer or Burmese."""
    letters = [character for character in text if character.isalpha()]
    without = sum(unicodedata.name(letter, "").startswith(WITHOUT_SPACES) for letter in letters)
    return without <= len(letters) / 2
