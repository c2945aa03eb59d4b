"""The commands of WordPiece: how a text is cut, how a word is searched, how a vocabulary is trained."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from bertplay.commands.base import Json, Model, explained, show
from bertplay.errors import BadInput
from bertplay.results.base import Piece
from bertplay.results.wordpiece import MissingWords, TokenizerComparison, TrainedVocabulary, VocabularyMatches, WordCounts, WordSearch

commands = typer.Typer()
MOST_LINES = 40

Word = Annotated[str, typer.Argument(help="One word, without spaces and punctuation.")]
AnyText = Annotated[str, typer.Argument(help="Any text, in any script.")]


@commands.command()
def tokenize(text: AnyText, model: Model = "bert", is_json: Json = False) -> None:
    """Cut a text into pieces: each with its id and the characters of the text that it covers."""
    with explained(is_json):
        from bertplay.models.tokenizer_file import open_tokenizer
        from bertplay.tasks.wordpiece_text import tokenize

        show(tokenize(open_tokenizer(model), text), piece_lines, is_json)


@commands.command()
def look_ups(word: Word, model: Model = "bert", is_json: Json = False) -> None:
    """Search the pieces of one word step by step, the failed look-ups too."""
    with explained(is_json):
        from bertplay.models.tokenizer_file import open_tokenizer
        from bertplay.tasks.wordpiece import search_word

        show(search_word(open_tokenizer(model), word), search_lines, is_json)


@commands.command()
def word_counts(text: AnyText, model: Model = "bert", is_json: Json = False) -> None:
    """Count words in the training text, and the pieces they are cut to."""
    with explained(is_json):
        from bertplay.models.tokenizer_file import open_tokenizer
        from bertplay.tasks.wordpiece_counts import count_words

        show(count_words(open_tokenizer(model), text), count_lines, is_json)


@commands.command()
def missing_words(
    text: AnyText,
    table_size: Annotated[int, typer.Option(help="Words in the table, most frequent first.")] = 30_000,
    model: Model = "bert",
    is_json: Json = False,
) -> None:
    """Find the words of a text that a table of whole words would miss, beside their pieces."""
    with explained(is_json):
        from bertplay.models.tokenizer_file import open_tokenizer
        from bertplay.tasks.wordpiece_counts import find_missing

        show(find_missing(open_tokenizer(model), text, table_size), missing_lines, is_json)


@commands.command()
def vocabulary(
    query: Annotated[str, typer.Argument(help="What to look for; empty for all.")] = "",
    how: Annotated[str, typer.Option(help="prefix, contains, or continuation.")] = "prefix",
    model: Model = "bert",
    is_json: Json = False,
) -> None:
    """Search the vocabulary of a model."""
    with explained(is_json):
        from bertplay.models.tokenizer_file import open_tokenizer
        from bertplay.tasks.wordpiece_vocabulary import search_vocabulary

        show(search_vocabulary(open_tokenizer(model), query, how), match_lines, is_json)


@commands.command()
def tokenizers(text: AnyText, is_json: Json = False) -> None:
    """Cut a text with the tokenizer of every model that is on this machine."""
    with explained(is_json):
        from bertplay.models.catalog import catalog
        from bertplay.tasks.wordpiece_compare import compare_tokenizers

        here = [entry.id for entry in catalog() if entry.is_here]
        show(compare_tokenizers(here, {"text": text}), comparison_lines, is_json)


@commands.command()
def train_wordpiece(
    file: Annotated[Path, typer.Argument(help="A text to train on, UTF-8.")],
    size: Annotated[int, typer.Option(help="Pieces of the vocabulary.")] = 500,
    rule: Annotated[str, typer.Option(help="frequency, likelihood, or ratio.")] = "frequency",
    is_json: Json = False,
) -> None:
    """Train a WordPiece vocabulary on a text, one merge a line."""
    with explained(is_json):
        from bertplay.tasks.wordpiece_training import train_wordpiece

        show(train_wordpiece(read(file), size, rule), training_lines, is_json)


def read(file: Path) -> str:
    """The text of a file; BadInput when it cannot be read as one."""
    try:
        return file.read_text("utf-8")
    except (OSError, UnicodeDecodeError, ValueError) as error:
        raise BadInput("The file cannot be read as text.", value=str(file), remedy=f"Name a file of UTF-8 text ({error}).") from error


def piece_lines(pieces: tuple[Piece, ...]) -> Iterator[str]:
    """3817  uncon  0-5"""
    yield from (f"{piece.id:6}  {piece.text:20}  {piece.start}-{piece.end}" for piece in pieces)


def search_lines(found: WordSearch) -> Iterator[str]:
    yield from (f"{'found' if look_up.is_found else '  -  '}  {look_up.piece}" for look_up in found.look_ups)
    yield " ".join(found.pieces)


def count_lines(found: WordCounts) -> Iterator[str]:
    """The word, how often it stands there; below it each of its pieces."""
    for word in found.words:
        yield f"{f'at most {found.listed_from}' if word.count is None else f'{word.count:,}':>14}  {word.word}"
        yield from (f"{'?' if piece.count is None else f'{piece.count:,}':>14}    {piece.piece}" for piece in word.pieces)


def missing_lines(found: MissingWords) -> Iterator[str]:
    for word in found.words[:MOST_LINES]:
        yield f"{'missing' if word.rank is None else f'{word.rank:,}':>8}  {word.word:24}  {' '.join(word.pieces)}"
    share = found.missing / found.total if found.total else 0.0
    yield f"{found.missing:,} of {found.total:,} words are missing in a table of {found.table_size:,} ({share:.1%});"
    yield f"{found.unknown:,} are unknown to WordPiece with {found.vocabulary_size:,} pieces"


def match_lines(found: VocabularyMatches) -> Iterator[str]:
    yield from (f"{id_:6}  {piece}" for id_, piece in zip(found.ids[:MOST_LINES], found.pieces, strict=False))
    yield f"{len(found.pieces):,} pieces"


def comparison_lines(found: TokenizerComparison) -> Iterator[str]:
    for row in found.samples:
        yield f"{row.model:30}  {row.pieces:6,} pieces  {row.pieces_per_word:5.2f} a word  {row.unknown:4,} unknown"
    yield from (f"{model:30}  {reason}" for model, reason in found.absent)


def training_lines(found: TrainedVocabulary) -> Iterator[str]:
    yield f"{len(found.alphabet):,} characters to begin with, {len(found.merges):,} merges by {found.rule}"
    for merge in found.merges:
        yield f"{merge.left:>14} + {merge.right:14} -> {merge.piece:18} {merge.count:6,} times  score {merge.score:.6g}"
