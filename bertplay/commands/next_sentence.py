"""The commands of the next sentence, and their results as lines to be read."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from bertplay.commands.base import Json, Model, compute, cut_lines, explained, percent, show
from bertplay.errors import BadInput, MissingAbility
from bertplay.results.next_sentence import BothWays, NextSentenceBench, NextSentenceMatrix, NextSentenceVerdict, RankedCandidates

commands = typer.Typer()
MOST_MISTAKES = 5
MOST_BYTES = 1_000_000

First = Annotated[str, typer.Argument(help="The first sentence, or several.")]
TextFile = Annotated[Path, typer.Argument(help="A text file, UTF-8; blank lines part its paragraphs.")]


@commands.command()
def next_sentence(
    first: First,
    second: Annotated[str, typer.Argument(help="The sentence that may continue it.")],
    model: Model = "bert",
    is_json: Json = False,
) -> None:
    """Does the second sentence continue the first? The probability, and both logits: label 0 is "is next"."""
    with explained(is_json):
        check_head(model)
        from bertplay.tasks.next_sentence import judge_pair

        show(compute(model, judge_pair, first, second), verdict_lines, is_json)


@commands.command()
def next_turned(
    first: First,
    second: Annotated[str, typer.Argument(help="The other sentence.")],
    model: Model = "bert",
    is_json: Json = False,
) -> None:
    """Judge two sentences as typed and turned round, by the model's own question: is it next (BERT), are they in order (ALBERT)?"""
    with explained(is_json):
        from bertplay.tasks.next_sentence import judge_both_ways

        show(compute(model, judge_both_ways, first, second), both_ways_lines, is_json)


@commands.command()
def next_rank(
    first: First,
    candidates: Annotated[list[str], typer.Argument(help="Two sentences or more that may continue it.")],
    model: Model = "bert",
    is_json: Json = False,
) -> None:
    """Rank several sentences: which continues the first best?"""
    with explained(is_json):
        check_head(model)
        from bertplay.tasks.next_sentence import rank_candidates

        show(compute(model, rank_candidates, first, candidates), ranked_lines, is_json)


@commands.command()
def next_bench(
    file: TextFile,
    model: Model = "bert",
    most: Annotated[int, typer.Option(help="Pairs of each kind, 1 to 200.")] = 40,
    is_json: Json = False,
) -> None:
    """Pair the sentences of a text: true pairs, swapped ones, pairs of one paragraph that do not touch, pairs of two paragraphs."""
    with explained(is_json):
        check_head(model)
        from bertplay.tasks.next_sentence_bench import bench_pairs

        show(compute(model, bench_pairs, text_of(file), most=most), bench_lines, is_json)


@commands.command()
def next_matrix(file: TextFile, model: Model = "bert", is_json: Json = False) -> None:
    """Put every sentence of a text after every other, and find the reading order that the model would choose."""
    with explained(is_json):
        check_head(model)
        from bertplay.tasks.next_sentence_matrix import judge_every_order

        show(compute(model, judge_every_order, text_of(file)), matrix_lines, is_json)


def check_head(model_id: str) -> None:
    """Refuse a model without the head before anything is downloaded; MissingAbility has the reason of its authors."""
    from bertplay.models.catalog import find_model
    from bertplay.models.facts import why_not
    from bertplay.models.spec import Ability

    spec = find_model(model_id)
    if not spec.can(Ability.NEXT_SENTENCE):
        reason = why_not(spec.family, Ability.NEXT_SENTENCE)
        raise MissingAbility(f"{spec.title} was not trained for the next sentence. {reason}", remedy="Choose another model.")


def text_of(file: Path) -> str:
    """The text of a file; BadInput when it cannot be read, or is no text."""
    try:
        if file.stat().st_size > MOST_BYTES:
            raise BadInput("The file is too large.", value=str(file), remedy=f"Use at most {MOST_BYTES:,} bytes.")
        return file.read_text("utf-8")
    except (OSError, UnicodeError, ValueError) as error:
        raise BadInput("The file cannot be read as text.", value=str(file), remedy="Name a text file in UTF-8.") from error


def verdict_lines(verdict: NextSentenceVerdict) -> Iterator[str]:
    """97.7 %  the second continues the first, and the two logits."""
    yield f"{percent(verdict.probability_next)}  that the second continues the first"
    yield f"logits: {verdict.logits[0]:.2f} for label 0 (is next), {verdict.logits[1]:.2f} for label 1 (is not next)"
    yield from cut_lines(verdict.cut)


def both_ways_lines(both: BothWays) -> Iterator[str]:
    yield f"{both.question}: {percent(both.as_typed)} as typed, {percent(both.turned)} turned round"


def ranked_lines(ranked: RankedCandidates) -> Iterator[str]:
    yield from (f"{percent(candidate.probability_next)}  {candidate.text}" for candidate in ranked.candidates)
    if ranked.cut:
        yield f"{ranked.cut} of {len(ranked.candidates)} pairs are longer than the model's window and were cut."


def bench_lines(bench: NextSentenceBench) -> Iterator[str]:
    """true: 12 of 12 right, half of them between 95 % and 99 %; below the worst mistakes."""
    for score in bench.scores:
        low, median, high = score.quartiles
        right = round(score.accuracy * score.asked)
        spread = f"median {median:.0%}, half of them between {low:.0%} and {high:.0%}, deviation {score.deviation:.2f}"
        yield f"{score.kind.value:8} {right:3} of {score.asked:3} right; probability of next: {spread}"
    for pair in bench.mistakes[:MOST_MISTAKES]:
        sentences = f"{bench.sentences[pair.first].text} | {bench.sentences[pair.second].text}"
        yield f"{percent(pair.probability_next)}  {pair.kind.value}: {sentences}"
    yield from left_out_lines(bench.left_out)


def matrix_lines(matrix: NextSentenceMatrix) -> Iterator[str]:
    """One row a first sentence, whole percents; then the order."""
    numbers = range(len(matrix.sentences))
    yield "then " + "".join(f"{j + 1:5}" for j in numbers)
    for i in numbers:
        yield f"{i + 1:4} " + "".join(f"{p:5.0%}" for p in matrix.probabilities[i].tolist())
    yield f"the model's order: {' '.join(str(i + 1) for i in matrix.order)}"
    yield f"it costs {matrix.bits:.1f} bits, the true order {matrix.true_bits:.1f}; {matrix.kept} of {len(numbers) - 1} steps are the same"
    yield from left_out_lines(matrix.left_out)


def left_out_lines(left_out: int) -> Iterator[str]:
    if left_out:
        yield f"The last {left_out:,} sentences are left out: the text has too many."
