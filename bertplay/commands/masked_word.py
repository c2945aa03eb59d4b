"""The commands of the masked word, and their results as lines to be read."""

import math
from collections.abc import Iterator, Sequence
from typing import Annotated

import typer

from bertplay.commands.base import Json, MaskIndex, Model, Text, TopK, compute, cut_lines, explained, percent, show
from bertplay.results import (
    JointGuesses,
    MaskedWordGuesses,
    NamedWords,
    SentenceSurprise,
    SidedGuesses,
    WordContrast,
    WordGuess,
    WordScore,
)

commands = typer.Typer()
MOST_DIFFERING = 20


@commands.command()
def mask(
    text: Annotated[str, typer.Argument(help='A text with one [MASK] or more: "The capital of France is [MASK]."')],
    model: Model = "bert",
    top_k: TopK = 5,
    hidden: Annotated[list[str] | None, typer.Option(help="The word that stood at a mask, to be scored; once for each mask.")] = None,
    is_json: Json = False,
) -> None:
    """Guess the masked word: the top k for each mask, with their probabilities."""
    with explained(is_json):
        from bertplay.tasks.masked_word import guess_masked_words

        show(compute(model, guess_masked_words, text, top_k=top_k, hidden=hidden or ()), guess_lines, is_json)


@commands.command()
def jointly(text: Text, model: Model = "bert", top_k: TopK = 5, is_json: Json = False) -> None:
    """Guess several masked words together: the best combinations, beside the same words judged alone."""
    with explained(is_json):
        from bertplay.tasks.joint_words import guess_jointly

        show(compute(model, guess_jointly, text, top_k=top_k), joint_lines, is_json)


@commands.command()
def words(
    text: Text,
    names: Annotated[str, typer.Argument(metavar="WORDS", help='"cool, hot, constitution"')],
    model: Model = "bert",
    mask_index: MaskIndex = 0,
    is_json: Json = False,
) -> None:
    """Score words you name at a mask, words of several pieces included."""
    with explained(is_json):
        from bertplay.tasks.named_words import score_words

        named = [name.strip() for name in names.split(",") if name.strip()]
        show(compute(model, score_words, text, named, mask_index=mask_index), named_lines, is_json)


@commands.command()
def contrast(first: Text, second: Text, model: Model = "bert", is_json: Json = False) -> None:
    """Compare the same mask in two sentences: the words whose probability differs most."""
    with explained(is_json):
        from bertplay.tasks.sentence_contrast import contrast_sentences

        show(compute(model, contrast_sentences, first, second), contrast_lines, is_json)


@commands.command()
def sides(text: Text, model: Model = "bert", mask_index: MaskIndex = 0, top_k: TopK = 5, is_json: Json = False) -> None:
    """Guess one mask from the words before it alone, from those after it alone, and from both."""
    with explained(is_json):
        from bertplay.tasks.context_sides import compare_sides

        show(compute(model, compare_sides, text, mask_index=mask_index, top_k=top_k), sides_lines, is_json)


@commands.command()
def surprise(text: Annotated[str, typer.Argument(help="A text without any mask.")], model: Model = "bert", is_json: Json = False) -> None:
    """Hide every word of a text in turn: how surprising is it, in bits, given all the others?"""
    with explained(is_json):
        from bertplay.tasks.surprise import score_surprise

        show(compute(model, score_surprise, text), surprise_lines, is_json)


def guess_lines(found: MaskedWordGuesses) -> Iterator[str]:
    """mask 1, 3.2 bits of uncertainty; below it "41.0%  paris" and so on."""
    for mask in found.masks:
        yield f"mask {mask.index + 1}, {mask.entropy_bits:.1f} bits of uncertainty"
        yield from word_lines(mask.guesses)
        if mask.hidden:
            yield f"hidden was {score_line(mask.hidden).strip()}"
    yield from cut_lines(found.cut)


def word_lines(guesses: Sequence[WordGuess]) -> Iterator[str]:
    yield from (f"{percent(guess.probability)}  {guess.word}" for guess in guesses)


def score_line(score: WordScore) -> str:
    """0.31%  paris (rank 4), and what is to be known of a word that is not one piece."""
    if not score.is_known:
        return f"   unknown   {score.word}"
    note = f"rank {score.rank}" if score.rank else " ".join(score.pieces)
    return f"  {percent(score.probability)}  {score.word} ({note})"


def joint_lines(found: JointGuesses) -> Iterator[str]:
    yield " together      alone  words"
    yield from (f"{percent(guess.probability)} {percent(guess.alone)}  {' … '.join(guess.words)}" for guess in found.combinations)


def named_lines(found: NamedWords) -> Iterator[str]:
    yield from (score_line(word) for word in found.words)


def contrast_lines(found: WordContrast) -> Iterator[str]:
    """The words that differ most, with their probability in the first and in the second sentence."""
    yield "    first     second  word"
    for i in found.differing[:MOST_DIFFERING]:
        yield f"{percent(2.0 ** float(found.first[i]))} {percent(2.0 ** float(found.second[i]))}  {found.words[i]}"


def sides_lines(found: SidedGuesses) -> Iterator[str]:
    for title, mask in (("left side only", found.left), ("right side only", found.right), ("both sides", found.both)):
        yield f"{title}, {mask.entropy_bits:.1f} bits of uncertainty"
        yield from word_lines(mask.guesses)


def surprise_lines(found: SentenceSurprise) -> Iterator[str]:
    """12.3 bits  constitution, and what the model would have said there."""
    for word in found.words:
        yield f"{word.bits:6.1f} bits  {word.word}  (its guess: {word.guess.word}, {percent(word.guess.probability).strip()})"
    bits = math.log2(found.pseudo_perplexity)
    yield f"pseudo-perplexity {found.pseudo_perplexity:.1f}: each piece surprises by {bits:.1f} bits on average"
    yield from cut_lines(found.cut)
