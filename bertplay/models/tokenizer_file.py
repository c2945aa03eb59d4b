"""A model's tokenizer without the model: of a bundled one a single file tokenizes a text, at once and without torch.

It differs from `LoadedModel.encode` in what it leaves out: no window, no tokens around the text, no weights.
"""

from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import cast

from tokenizers import Tokenizer
from tokenizers.models import WordPiece

from bertplay.errors import MissingAbility, ModelLoadFailed, ModelUnavailable
from bertplay.i18n import N_, lazy
from bertplay.models.catalog import find_model
from bertplay.models.downloaded import folder_on_disk
from bertplay.models.encoding import readable, run_tokenizer
from bertplay.models.inspection import check_tokenizer, describe_folder
from bertplay.models.spec import Bundled, ModelSpec
from bertplay.models.tokenizer import open_folder_tokenizer
from bertplay.results.base import Token
from bertplay.settings import Settings, get_settings
from bertplay.text import MASK_SPELLING

FILE = "tokenizer.json"


@dataclass(frozen=True, slots=True, eq=False)
class TokenizerFile:
    """A tokenizer as its file describes it, safe for any number of threads.

    vocabulary   token by id; "" where an id has no token
    ids          id by token
    special      [CLS], [SEP], [MASK], …; not the unknown token, which represents a word
    unknown      the unknown token; "" when it can tokenize every word
    mask         the mask; "" of one that has none
    """

    spec: ModelSpec
    folder: Path
    tokenizer: Tokenizer
    unknown: str
    mask: str
    special: frozenset[str]
    vocabulary: tuple[str, ...] = field(repr=False)
    ids: dict[str, int] = field(repr=False)

    @property
    def is_wordpiece(self) -> bool:
        return isinstance(self.tokenizer.model, WordPiece)

    def require_wordpiece(self) -> None:
        """Raise MissingAbility when the model does not use WordPiece."""
        if not self.is_wordpiece:
            rule = type(self.tokenizer.model).__name__
            raise MissingAbility(
                lazy("{title} does not tokenize with WordPiece but with {rule}.", title=self.spec.title, rule=rule),
                remedy=N_("Choose a BERT, or compare tokenizers side by side."),
            )

    def readable(self, text: str) -> str:
        """The text as a tokenizer can take it, of the same length; BadInput when it is too long."""
        return readable(text, self.mask)

    def tokens(self, text: str) -> tuple[Token, ...]:
        """The tokens of a readable text, with the library's own character offsets."""
        encoding = run_tokenizer(self.tokenizer, text)
        words = [None, *encoding.word_ids]
        return tuple(
            Token(token, id_, start, end, continues_word=word is not None and word == before, is_special=token in self.special)
            for token, id_, (start, end), before, word in zip(
                encoding.tokens, encoding.ids, encoding.offsets, words, encoding.word_ids, strict=False
            )
        )


def open_tokenizer(model_id: str, settings: Settings | None = None) -> TokenizerFile:
    """The tokenizer of a model of the catalog.

    Raises UnknownModel, UnsafeModel, ModelUnavailable (not downloaded yet), ModelLoadFailed (no file that can be read).
    """
    settings = settings or get_settings()
    spec = find_model(model_id, settings)
    folder = folder_on_disk(spec.source, settings)
    if not folder.is_dir():
        raise ModelUnavailable(
            lazy("{title} is not on this machine yet.", title=spec.title),
            remedy=N_("Choose a model that is available here, or open it on another page first."),
        )
    return opened(spec, folder, max(file.lstat().st_mtime_ns for file in folder.iterdir()))


@lru_cache(maxsize=16)
def opened(spec: ModelSpec, folder: Path, stamp: int) -> TokenizerFile:
    """Read a folder once as long as no file in it is newer than `stamp` (nanoseconds)."""
    if (folder / FILE).is_file():
        check_tokenizer(folder, describe_folder(folder).sizes.vocabulary)
    try:
        tokenizer, mask = read_tokenizer(spec, folder)
    except Exception as error:
        raise ModelLoadFailed(
            lazy("The tokenizer of {title} cannot be read.", title=spec.title), value=str(error), remedy=N_("Copy the model again.")
        ) from error
    tokenizer.no_truncation()
    tokenizer.no_padding()
    ids = tokenizer.get_vocab(with_added_tokens=True)
    vocabulary = [""] * (max(ids.values()) + 1)
    for token, id_ in ids.items():
        vocabulary[id_] = token
    unknown = getattr(tokenizer.model, "unk_token", None) or ""
    return TokenizerFile(spec, folder, tokenizer, unknown, mask, special_tokens_in(tokenizer) - {unknown}, tuple(vocabulary), ids)


def read_tokenizer(spec: ModelSpec, folder: Path) -> tuple[Tokenizer, str]:
    """A tokenizer and its mask: of a bundled model its tokenizer.json, without transformers; of others what the model itself gets.

    tokenizer_config.json of a published model may say otherwise than its tokenizer.json (do_lower_case, strip_accents, the mask), and
    there may be a vocab.txt alone.
    """
    if isinstance(spec.source, Bundled):
        tokenizer = Tokenizer.from_file(str(folder / FILE))
        return tokenizer, next(filter(MASK_SPELLING.fullmatch, special_tokens_in(tokenizer)), "")
    opened_by_transformers = open_folder_tokenizer(folder)
    return cast(Tokenizer, opened_by_transformers.backend_tokenizer), opened_by_transformers.mask_token or ""


def special_tokens_in(tokenizer: Tokenizer) -> frozenset[str]:
    """[CLS], [SEP], [MASK], [UNK], …"""
    return frozenset(token.content for token in tokenizer.get_added_tokens_decoder().values() if token.special)
