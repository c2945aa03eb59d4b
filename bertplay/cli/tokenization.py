"""The commands of the WordPiece page: tokenizing a text or a word, searching a vocabulary, training one."""

from pathlib import Path
from typing import Annotated

import typer

from bertplay.calls import wordpiece as calls
from bertplay.cli.base import Commands, Json, Model, answer, show_json
from bertplay.files.decoding import read_file

commands = Commands("Tokenization")

Word = Annotated[str, typer.Argument(help="One word, without spaces and punctuation.")]
AnyText = Annotated[str, typer.Argument(help="Any text, in any script.")]


@commands.add
def tokenize(text: AnyText, model: Model = "bert", is_json: Json = False) -> None:
    """Tokenize a text: each token with its id and the characters of the text that it covers."""
    if is_json:
        from bertplay.models.tokenizer_file import open_tokenizer
        from bertplay.tasks.tokenization_steps import tokenize

        show_json(tokenize(open_tokenizer(model), text))
    else:
        answer(calls.TRACE_TOKENIZATION(model, text=text), is_json)


@commands.add
def tokenization_steps(word: Word, model: Model = "bert", is_json: Json = False) -> None:
    """Tokenize one word step by step: every lookup of the greedy longest-match-first search, failed ones too."""
    answer(calls.SEARCH_WORD(model, word=word), is_json)


@commands.add
def word_counts(text: AnyText, model: Model = "bert", is_json: Json = False) -> None:
    """Look up how often words, and the tokens they are split into, occur in the training text."""
    answer(calls.COUNT_WORDS(model, text=text), is_json)


@commands.add
def out_of_vocabulary(
    text: AnyText,
    vocabulary_size: Annotated[int, typer.Option(help="Number of whole words, the most frequent ones.")] = 30_000,
    model: Model = "bert",
    is_json: Json = False,
) -> None:
    """Find the words of a text that a vocabulary of whole words would lack, beside their WordPiece tokens."""
    answer(calls.FIND_MISSING(model, text=text, table_size=vocabulary_size), is_json)


@commands.add
def vocabulary(
    query: Annotated[str, typer.Argument(help="What to search for; empty for all tokens.")] = "",
    match: Annotated[str, typer.Option(help="prefix, contains, or continuation (tokens that begin with ##).")] = "prefix",
    model: Model = "bert",
    is_json: Json = False,
) -> None:
    """Search the vocabulary of a model's tokenizer."""
    answer(calls.SEARCH_VOCABULARY(model, query=query, how=match), is_json)


@commands.add
def compare_tokenizers(text: AnyText, is_json: Json = False) -> None:
    """Tokenize a text with the tokenizer of every model that is available on this machine."""
    from bertplay.models.catalog import catalog

    available = [entry.id for entry in catalog() if entry.is_available]
    answer(calls.COMPARE_TOKENIZERS(model_ids=available, samples={"text": text}), is_json)


@commands.add
def train_wordpiece(
    file: Annotated[Path, typer.Argument(help="A text to train on, UTF-8.")],
    size: Annotated[int, typer.Option(help="Number of tokens in the vocabulary.")] = 500,
    rule: Annotated[str, typer.Option(help="How a merge is chosen: frequency, likelihood, or ratio.")] = "frequency",
    is_json: Json = False,
) -> None:
    """Train a WordPiece vocabulary on a text, and list its merges."""
    answer(calls.TRAIN_WORDPIECE(text=read_file(file)[0], size=size, rule=rule), is_json)
