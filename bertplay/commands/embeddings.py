"""The commands of the embeddings page, and their results as lines to be read."""

from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import numpy as np
import typer

from bertplay.commands.base import Json, Model, compute, explained, show
from bertplay.errors import BadInput
from bertplay.lessons.labelled import read_labelled
from bertplay.lessons.sense_samples import unrelated_sentences
from bertplay.results.embeddings import (
    Baseline,
    FollowedWord,
    SenseSeparation,
    SentenceComparison,
    SentenceVectors,
    WordMap,
    WordNeighbours,
)

commands = typer.Typer()

File = Annotated[
    Path, typer.Argument(help='One sentence a line, with a label before it if you like ("river | We sat on the bank."), or a CSV.')
]
Word = Annotated[str, typer.Argument(help="The word to find in the sentences.")]
Layer = Annotated[int | None, typer.Option(help="0 is the sum of the embeddings; without it the last layer.")]
Out = Annotated[Path | None, typer.Option(help="Write the numbers into this .npy file.")]
Broad = Annotated[bool, typer.Option("--broad", help='Every place of a sentence, "banks" too; without it the first "bank" alone.')]


class Pooling(StrEnum):
    """How the pieces of a sentence become one vector."""

    CLS = "cls"
    MEAN = "mean"
    MAX = "max"


class Method(StrEnum):
    """How a map is drawn."""

    PCA = "pca"
    TSNE = "tsne"
    UMAP = "umap"


Pooled = Annotated[Pooling, typer.Option(help="[CLS], or the mean or the maximum of all pieces.")]


@commands.command()
def embed(
    file: File, pooling: Pooled = Pooling.MEAN, layer: Layer = None, out: Out = None, model: Model = "bert", is_json: Json = False
) -> None:
    """Turn every sentence of a file into one vector."""
    with explained(is_json):
        from bertplay.tasks.embeddings import embed as task

        found = compute(model, task, read_labelled(file).texts, pooling=pooling.value, layer=layer)
        write(found.vectors, out)
        show(found, vector_lines, is_json)


@commands.command()
def similar(
    file: File,
    query: Annotated[str, typer.Argument(help="The sentence to look for.")],
    pooling: Pooled = Pooling.MEAN,
    layer: Layer = None,
    top_k: Annotated[int, typer.Option(help="Number of sentences.")] = 10,
    model: Model = "bert",
    is_json: Json = False,
) -> None:
    """Find the sentences of a file that are nearest to one, beside what unrelated sentences have."""
    with explained(is_json):
        from bertplay.tasks.embeddings import compare_sentences

        texts, unrelated = read_labelled(file).texts, unrelated_sentences()
        found = compute(model, compare_sentences, texts, query, unrelated, pooling=pooling.value, layer=layer, top_k=top_k)
        show(found, similar_lines, is_json)


@commands.command()
def word_map(
    file: File,
    word: Word,
    method: Annotated[Method, typer.Option(help="umap only where umap-learn is installed.")] = Method.PCA,
    dimensions: Annotated[int, typer.Option(help="2 or 3.")] = 2,
    groups: Annotated[int, typer.Option(help="Groups that k-means looks for, 1 to 8.")] = 1,
    broad: Broad = False,
    model: Model = "bert",
    is_json: Json = False,
) -> None:
    """Lay out one word in many sentences, at every layer."""
    with explained(is_json):
        from bertplay.tasks.word_in_context import Asked
        from bertplay.tasks.word_senses import map_word

        given = read_labelled(file)
        asked = Asked(word, given.texts, given.labels, every=broad, inflections=broad)
        found = compute(model, map_word, asked, method=method.value, dimensions=dimensions, groups=groups)
        show(found, map_lines, is_json)


@commands.command()
def senses(file: File, word: Word, broad: Broad = False, model: Model = "bert", is_json: Json = False) -> None:
    """Say which layer tells the senses of a word apart; the label of each line is the sense."""
    with explained(is_json):
        from bertplay.tasks.word_in_context import Asked
        from bertplay.tasks.word_senses import separate_senses

        given = read_labelled(file)
        show(compute(model, separate_senses, Asked(word, given.texts, given.labels, every=broad, inflections=broad)), sense_lines, is_json)


@commands.command()
def neighbours(
    expression: Annotated[str, typer.Argument(help='A word, or a sum: "king - man + woman"')],
    top_k: Annotated[int, typer.Option(help="Number of words, 1 to 50.")] = 10,
    model: Model = "bert",
    is_json: Json = False,
) -> None:
    """Find the words nearest to a word or a sum of words in the input embedding, where no context is."""
    with explained(is_json):
        from bertplay.tasks.word_table import nearest_words

        show(compute(model, nearest_words, expression, top_k=top_k), word_lines, is_json)


@commands.command()
def follow_word(
    word: Annotated[str, typer.Argument(help="The word to follow.")],
    sentences: Annotated[list[str], typer.Argument(help="Two to five sentences with it; the first is compared with the others.")],
    model: Model = "bert",
    is_json: Json = False,
) -> None:
    """Follow one word from layer to layer: how like its vectors in a few sentences are, beside what any two words have."""
    with explained(is_json):
        from bertplay.tasks.followed_word import follow_word as task

        show(compute(model, task, word, sentences), followed_lines, is_json)


def write(array: np.ndarray, out: Path | None) -> None:
    """Keep an array as .npy, under the very name that was given."""
    if out is None:
        return
    try:
        with out.open("wb") as file:
            np.save(file, array)
    except OSError as error:
        raise BadInput("This file cannot be written.", value=str(out), remedy="Name a file in a folder that you may write to.") from error


def vector_lines(found: SentenceVectors) -> Iterator[str]:
    """One line a sentence: the first numbers of its vector."""
    yield f"{len(found.texts):,} vectors of {found.vectors.shape[1]} numbers, {found.pooling} of layer {found.layer}"
    for text, vector in zip(found.texts, found.vectors, strict=True):
        yield f"  {' '.join(f'{value:6.2f}' for value in vector[:5])} …  {text[:80]}"
    if found.cut:
        yield f"{len(found.cut):,} longer than the model's window: their first pieces were used."


def baseline_line(baseline: Baseline) -> str:
    return f"{baseline.mean:.2f} on average, from {baseline.low:.2f} to {baseline.high:.2f} for nine in ten"


def similar_lines(found: SentenceComparison) -> Iterator[str]:
    yield " centred   cosine  sentence"
    yield from (f"{near.centred:8.2f} {near.cosine:8.2f}  {near.text}" for near in found.nearest)
    yield f"cosine of unrelated sentences at layer {found.layer}: {baseline_line(found.baseline)}"


def map_lines(found: WordMap) -> Iterator[str]:
    """The last layer: one line an occurrence."""
    yield f"{found.method} at layer {found.steps[-1]}; --json has every layer"
    for one, point, group in zip(found.occurrences, found.points[-1], found.groups[-1], strict=True):
        place = " ".join(f"{value:7.2f}" for value in point)
        yield f"{place}  {group}  {one.label:10}  {found.sentences[one.sentence]}"


def sense_lines(found: SenseSeparation) -> Iterator[str]:
    yield f"{found.word}: {', '.join(f'{name} ({count})' for name, count in found.senses)}"
    yield "layer  nearest centre  silhouette  cosine within  across  any two words"
    for one in found.layers:
        silhouette = "" if one.silhouette is None else f"{one.silhouette:.2f}"
        yield f"{one.layer:5}  {one.accuracy:14.0%}  {silhouette:>10}  {one.within:13.2f}  {one.across:6.2f}  {one.random:13.2f}"
    yield f"best: layer {found.best}; always naming the most frequent sense gets {found.majority:.0%}"


def word_lines(found: WordNeighbours) -> Iterator[str]:
    for one in found.terms:
        if len(one.pieces) > 1:
            yield f"{one.word}: no word of the vocabulary; the mean of {' '.join(one.pieces)}"
    yield " centred   cosine  word"
    yield from (f"{near.centred:8.2f} {near.cosine:8.2f}  {near.text}" for near in found.nearest)
    yield f"cosine of two random words: {baseline_line(found.baseline)}"


def followed_lines(found: FollowedWord) -> Iterator[str]:
    """One line a layer: the cosines of the first sentence with each other one, and of any two words."""
    yield f"{found.word}: {' '.join(found.pieces)}"
    yield from (f"{number}. {sentence}" for number, sentence in zip(found.numbers, found.sentences, strict=True))
    pairs = [f"{found.numbers[0]} and {number}" for number in found.numbers[1:]]
    yield f"layer  {'  '.join(f'{pair:>7}' for pair in pairs)}  any two words"
    for layer, (cosines, baseline) in enumerate(zip(found.cosines, found.baselines, strict=True)):
        yield f"{layer:5}  {'  '.join(f'{cosine:7.2f}' for cosine in cosines)}  {baseline.mean:13.2f}"
