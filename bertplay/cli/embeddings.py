"""The commands of the embeddings page."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import numpy as np
import typer

from bertplay.calls import embeddings as calls
from bertplay.cli.base import Commands, Json, Model, answer, run, show_summary
from bertplay.errors import BadInput
from bertplay.files.decoding import read_bytes
from bertplay.files.labelled import Labelled, read_labelled
from bertplay.lessons.sense_samples import unrelated_sentences
from bertplay.summaries.embeddings import summarize_vectors

if TYPE_CHECKING:
    from bertplay.tasks.word_in_context import WordQuery

commands = Commands("Embeddings")

File = Annotated[Path, typer.Argument(help='One sentence a line, optionally with a label ("river | We sat on the bank."), or a CSV file.')]
Word = Annotated[str, typer.Argument(help="The word to find in the sentences.")]
Layer = Annotated[int | None, typer.Option(help="0 for the input embeddings; the last layer by default.")]
Out = Annotated[Path | None, typer.Option(help="Write the vectors to this .npy file.")]
AllForms = Annotated[
    bool, typer.Option("--all-forms", help='Every occurrence, also inflected ("banks"); by default the first "bank" only.')
]


class Pooling(StrEnum):
    """How the token vectors of a sentence become one vector."""

    CLS = "cls"
    MEAN = "mean"
    MAX = "max"
    PUBLISHED = "published"


class Method(StrEnum):
    """How vectors are projected to two or three dimensions."""

    PCA = "pca"
    TSNE = "tsne"
    UMAP = "umap"


Pooled = Annotated[
    Pooling | None,
    typer.Option(
        help="The vector of [CLS], the mean or maximum over all tokens, or as the authors of a sentence-transformers model pool; "
        "by default that, and otherwise the mean."
    ),
]


def chosen(pooling: Pooling | None, model: str) -> str:
    """The name of the requested pooling, or of the default one."""
    from bertplay.models.catalog import find_model

    return pooling.value if pooling else find_model(model).default_pooling


@commands.add
def embed(file: File, pooling: Pooled = None, layer: Layer = None, out: Out = None, model: Model = "bert", is_json: Json = False) -> None:
    """Embed every sentence of a file: one vector for each."""
    read = sentences_in(file)
    found = run(calls.EMBED(model, texts=read.texts, pooling=chosen(pooling, model), layer=layer))
    write(found.vectors, out)
    show_summary(found, summarize_vectors, is_json, read.problems)


@commands.add
def similarity(
    file: File,
    query: Annotated[str, typer.Argument(help="The sentence to compare with.")],
    pooling: Pooled = None,
    layer: Layer = None,
    top_k: Annotated[int, typer.Option(help="Number of sentences.")] = 10,
    model: Model = "bert",
    is_json: Json = False,
) -> None:
    """Find the most similar sentences of a file by cosine similarity, beside the cosines of unrelated sentences."""
    read = sentences_in(file)
    given = {"texts": read.texts, "query": query, "unrelated": unrelated_sentences()}
    answer(calls.COMPARE_SENTENCES(model, **given, pooling=chosen(pooling, model), layer=layer, top_k=top_k), is_json, read.problems)


@commands.add
def word_map(
    file: File,
    word: Word,
    method: Annotated[Method, typer.Option(help="How to project; umap needs umap-learn.")] = Method.PCA,
    dimensions: Annotated[int, typer.Option(help="2 or 3.")] = 2,
    groups: Annotated[int, typer.Option(help="Number of k-means clusters, 1 to 8.")] = 1,
    all_forms: AllForms = False,
    model: Model = "bert",
    is_json: Json = False,
) -> None:
    """Project the vectors of one word in many sentences, at every layer."""
    read = sentences_in(file)
    given = {"query": word_query(read, word, all_forms), "method": method.value, "dimensions": dimensions, "groups": groups}
    answer(calls.MAP_WORD(model, **given), is_json, read.problems)


@commands.add
def senses(file: File, word: Word, all_forms: AllForms = False, model: Model = "bert", is_json: Json = False) -> None:
    """Find the layer that best separates the senses of a word; the label of each line is the sense."""
    read = sentences_in(file)
    answer(calls.SEPARATE_SENSES(model, query=word_query(read, word, all_forms)), is_json, read.problems)


@commands.add
def nearest_words(
    expression: Annotated[str, typer.Argument(help='A word, or a sum of words: "king - man + woman".')],
    top_k: Annotated[int, typer.Option(help="Number of words, 1 to 50.")] = 10,
    model: Model = "bert",
    is_json: Json = False,
) -> None:
    """Find the nearest words to a word, or to a sum of words, among the static input embeddings."""
    answer(calls.NEAREST_WORDS(model, expression=expression, top_k=top_k), is_json)


@commands.add
def word_similarity(
    word: Annotated[str, typer.Argument(help="A word that is in all sentences.")],
    sentences: Annotated[list[str], typer.Argument(help="Two to five sentences with it; the first is compared with the others.")],
    model: Model = "bert",
    is_json: Json = False,
) -> None:
    """Compare one word in several sentences: the cosines of its vectors at every layer, beside those of random words."""
    answer(calls.FOLLOW_WORD(model, word=word, sentences=sentences), is_json)


def sentences_in(file: Path) -> Labelled:
    """The sentences of a file."""
    return read_labelled(read_bytes(file), file.name)


def word_query(read: Labelled, word: str, all_forms: bool) -> "WordQuery":
    """The occurrences of a word in sentences, which their labels may tell apart by sense."""
    from bertplay.tasks.word_in_context import WordQuery

    return WordQuery(word, read.texts, read.labels, every=all_forms, inflections=all_forms)


def write(array: np.ndarray, out: Path | None) -> None:
    """Write an array as .npy, under exactly the given name."""
    if out is None:
        return
    try:
        with out.open("wb") as file:
            np.save(file, array)
    except OSError as error:
        raise BadInput("This file cannot be written.", value=str(out), remedy="Choose a folder that you may write to.") from error
