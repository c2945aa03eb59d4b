"""A model's tokenizer without the model: one file cuts a text, at once and without torch.

It differs from `LoadedModel.encode` in what it leaves out: no window, no tokens around the text, no weights.
"""

from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from tokenizers import BertWordPieceTokenizer, Tokenizer
from tokenizers.models import WordPiece

from bertplay.errors import BadInput, MissingAbility, ModelLoadFailed, ModelUnavailable
from bertplay.models.catalog import find_model
from bertplay.models.config_file import read_json
from bertplay.models.download import hub_folder
from bertplay.models.spec import Hub, ModelSpec
from bertplay.results.base import Piece
from bertplay.settings import Settings, get_settings
from bertplay.text import MASK_SPELLING, without_surrogates
from bertplay.wording import later, mark

FILE, WORD_LIST, CONFIG = "tokenizer.json", "vocab.txt", "tokenizer_config.json"
MOST_CHARACTERS = 100_000


@dataclass(frozen=True, slots=True, eq=False)
class TokenizerFile:
    """A tokenizer as its file describes it, safe for any number of threads.

    vocabulary   piece by id; "" where an id has no piece
    ids          id by piece
    special      [CLS], [SEP], [MASK], …; not the unknown piece, which stands for a word
    unknown      how it writes a word that it cannot cut; "" when it can cut every word
    """

    spec: ModelSpec
    folder: Path
    tokenizer: Tokenizer
    unknown: str
    special: frozenset[str]
    vocabulary: tuple[str, ...] = field(repr=False)
    ids: dict[str, int] = field(repr=False)

    @property
    def is_wordpiece(self) -> bool:
        return isinstance(self.tokenizer.model, WordPiece)

    def require_wordpiece(self) -> None:
        """Raise MissingAbility when the model cuts words by another rule."""
        if not self.is_wordpiece:
            rule = type(self.tokenizer.model).__name__
            raise MissingAbility(
                later("{title} does not cut by WordPiece but by {rule}.", title=self.spec.title, rule=rule),
                remedy=mark("Choose a BERT, or look at it side by side."),
            )

    def readable(self, text: str) -> str:
        """The text as a tokenizer can take it, of the same length; BadInput when it is too long."""
        if len(text) > MOST_CHARACTERS:
            raise BadInput(
                mark("The text is too long."),
                value=later("{n:,} characters", n=len(text)),
                remedy=later("Use at most {most:,}.", most=MOST_CHARACTERS),
            )
        mask = next((token for token in self.special if MASK_SPELLING.fullmatch(token)), None)
        return MASK_SPELLING.sub(mask, without_surrogates(text)) if mask else without_surrogates(text)

    def pieces(self, text: str) -> tuple[Piece, ...]:
        """The pieces of a readable text, with the library's own character offsets."""
        encoding = self.tokenizer.encode(text, add_special_tokens=False)
        words = [None, *encoding.word_ids]
        return tuple(
            Piece(piece, id_, start, end, continues_word=word is not None and word == before, is_special=piece in self.special)
            for piece, id_, (start, end), before, word in zip(
                encoding.tokens, encoding.ids, encoding.offsets, words, encoding.word_ids, strict=False
            )
        )


def open_tokenizer(model_id: str, settings: Settings | None = None) -> TokenizerFile:
    """The tokenizer of a model of the catalog.

    Raises UnknownModel, UnsafeModel, ModelUnavailable (not downloaded yet), ModelLoadFailed (no file that can be read).
    """
    settings = settings or get_settings()
    spec = find_model(model_id, settings)
    folder = hub_folder(spec.source, settings.hub_dir) if isinstance(spec.source, Hub) else spec.source.folder
    if not folder.is_dir():
        raise ModelUnavailable(
            later("{title} is not on this machine yet.", title=spec.title),
            remedy=mark("Choose a model that is here, or open it on another page first."),
        )
    return opened(spec, folder, max(file.stat().st_mtime_ns for file in folder.iterdir()))


@lru_cache(maxsize=16)
def opened(spec: ModelSpec, folder: Path, stamp: int) -> TokenizerFile:
    """Read a folder once as long as no file in it is newer than `stamp` (nanoseconds)."""
    try:
        tokenizer = read_tokenizer(folder)
    except Exception as error:
        raise ModelLoadFailed(
            later("The tokenizer of {title} cannot be read.", title=spec.title), value=str(error), remedy=mark("Copy the model again.")
        ) from error
    tokenizer.no_truncation()
    tokenizer.no_padding()
    ids = tokenizer.get_vocab(with_added_tokens=True)
    vocabulary = [""] * (max(ids.values()) + 1)
    for piece, id_ in ids.items():
        vocabulary[id_] = piece
    unknown = getattr(tokenizer.model, "unk_token", None) or ""
    special = {token.content for token in tokenizer.get_added_tokens_decoder().values() if token.special} - {unknown}
    return TokenizerFile(spec, folder, tokenizer, unknown, frozenset(special), tuple(vocabulary), ids)


def read_tokenizer(folder: Path) -> Tokenizer:
    """From tokenizer.json; or a WordPiece from vocab.txt, lower-casing unless its config says otherwise."""
    if (folder / FILE).is_file():
        return Tokenizer.from_file(str(folder / FILE))
    config = read_json(folder / CONFIG) if (folder / CONFIG).is_file() else {}
    made = BertWordPieceTokenizer(str(folder / WORD_LIST), lowercase=bool(config.get("do_lower_case", True)))
    return Tokenizer.from_str(made.to_str())
