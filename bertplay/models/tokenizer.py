"""The tokenizer of a model folder as transformers opens it, and everything that depends on the tokenizer alone.

A BERT may have RoBERTa's tokenizer, as the multilingual sentence-transformers have, so none of this belongs to a family. No torch.
"""

import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from bertplay.errors import ModelLoadFailed
from bertplay.i18n import N_

WORD_STARTS = "Ġ▁"
"""What occurs in a token for the space before a word: byte-level tokens write Ġ, unigram tokens ▁."""

UNNAMED = {
    "mask_token": ("[MASK]", "<mask>"),
    "pad_token": ("[PAD]", "<pad>"),
    "cls_token": ("[CLS]", "<s>"),
    "sep_token": ("[SEP]", "</s>"),
    "unk_token": ("[UNK]", "<unk>"),
}
"""Without a tokenizer_config.json transformers does not know which tokens these are."""


class SpecialTokens(NamedTuple):
    """Ids around the texts: before + text + after, or before + text + between + pair + after.

    last_segment   of the last token, where it has one of its own: XLNet's <cls>
    """

    before: tuple[int, ...]
    between: tuple[int, ...]
    after: tuple[int, ...]
    last_segment: int | None = None


def open_folder_tokenizer(folder: Path) -> Any:
    """The fast tokenizer of an inspected folder: of the class that its tokenizer_config.json names, with the settings there.

    If none is named, or the class does not fit the file, tokenizer.json is used as it is: a DeBERTa may have RoBERTa's.
    ModelLoadFailed for one that has none: some, such as that of Japanese BERTs, need other libraries.
    """
    from transformers import AutoTokenizer, PreTrainedTokenizerFast

    file = folder.absolute() / "tokenizer.json"
    tokenizer = None
    if (folder / "tokenizer_config.json").is_file() or not file.is_file():
        try:
            tokenizer = AutoTokenizer.from_pretrained(folder.absolute(), local_files_only=True, trust_remote_code=False)
        except Exception as error:
            if not file.is_file():
                raise no_fast_version(error) from error
    if tokenizer is None:
        tokenizer = PreTrainedTokenizerFast(tokenizer_file=str(file))
    if not hasattr(tokenizer, "backend_tokenizer"):
        raise no_fast_version(type(tokenizer).__name__)
    # Published sentence-transformers pad every text to 128 tokens in tokenizer.json, which would seem to be special tokens after it.
    tokenizer.backend_tokenizer.no_padding()
    tokenizer.backend_tokenizer.no_truncation()
    for name, spellings in UNNAMED.items():
        known = tokenizer.get_vocab() if getattr(tokenizer, name) is None else {}
        if found := next((token for token in spellings if token in known), None):
            setattr(tokenizer, name, found)
    return tokenizer


def no_fast_version(value: object) -> ModelLoadFailed:
    """The error for a tokenizer that only other libraries can open."""
    problem, remedy = N_("The tokenizer of this model has no fast version, tokenizer.json."), N_("Choose a model that has one.")
    return ModelLoadFailed(problem, value=value, remedy=remedy)


def special_tokens_of(tokenizer: Any) -> SpecialTokens:
    """What the tokenizer puts around two texts: [CLS] a [SEP] b [SEP], <s> a </s></s> b </s>, a <sep> b <sep> <cls>, or nothing."""
    found = tokenizer.backend_tokenizer.encode("a", "a")
    texts = found.sequence_ids
    first, second = ([i for i, text in enumerate(texts) if text == number] for number in (0, 1))
    if not first or not second:
        raise ModelLoadFailed(N_("The tokenizer of this model drops an ordinary letter."), value="a", remedy=N_("Choose another model."))
    before, between, after = found.ids[: first[0]], found.ids[first[-1] + 1 : second[0]], found.ids[second[-1] + 1 :]
    own = found.type_ids[-1] if after and found.type_ids[-1] > 1 else None
    return SpecialTokens(tuple(before), tuple(between), tuple(after), own)


def word_continuation_of(tokenizer: Any) -> Callable[..., bool]:
    """The function that tells whether a token continues a word: by WordPiece's "##", or by the lack of a word-start mark."""
    from tokenizers.models import WordLevel, WordPiece

    model = tokenizer.backend_tokenizer.model
    return continues_marked if isinstance(model, WordPiece | WordLevel) else continues_unmarked


def continues_marked(token: str, before: str = "a") -> bool:
    """WordPiece writes "##" before a token that continues a word: "walk", "##ing"."""
    return token.startswith("##")


def continues_unmarked(token: str, before: str = "a") -> bool:
    """Whether a token without a mark continues a word; `before` is the character of the text before it.

    These tokenizers mark where words begin, and a word also begins after a bracket: in "(very" the token "very" has no
    mark. "ing" continues one, "Ġwalk" and "," do not, "very" after "(" does not.
    """
    return token[:1].isalnum() and token[0] not in WORD_STARTS and is_of_a_word(before)  # Ġ is a letter of Maltese


def is_of_a_word(character: str) -> bool:
    """Letters, digits, and combining marks."""
    return unicodedata.category(character)[0] in "LNM" if character else False
