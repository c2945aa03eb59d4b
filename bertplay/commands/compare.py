"""The commands that put several models side by side, and their results as lines to be read."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bertplay.commands.base import Json, TopK, explained, percent, show
from bertplay.commands.next_sentence import text_of
from bertplay.errors import BadInput, MissingAbility
from bertplay.results import MaskedWordGuesses
from bertplay.results.compare import (
    Answer,
    Column,
    Comparison,
    Cost,
    FalseWords,
    Item,
    ItemColumn,
    ItemComparison,
    Likeness,
    Measured,
    OneWord,
    PairAnswer,
)
from bertplay.settings import get_settings

if TYPE_CHECKING:
    from bertplay.backends.local import LocalBackend

commands = typer.Typer()
Models = Annotated[str, typer.Option(help='Ids with commas between: "bert,albert,xlnet"; `models` lists them.')]
PARTS = ("words", "pieces", "pair", "likeness", "one-word", "false-word")
MOST_MODELS = 4


@commands.command()
def compare(
    text: Annotated[str, typer.Argument(help="The text; for the part one-word its sentences, one a line.")],
    models: Models = "bert",
    part: Annotated[str, typer.Option(help=f"What to compare: {', '.join(PARTS)}.")] = "words",
    second: Annotated[str, typer.Option(help="The second sentence, for the parts pair and likeness.")] = "",
    word: Annotated[str, typer.Option(help="The word, for the part one-word.")] = "",
    top_k: TopK = 5,
    is_json: Json = False,
) -> None:
    """Put up to four models side by side on one input: what each answers, and what that costs."""
    with explained(is_json):
        if part not in PARTS:
            raise BadInput("There is no such part.", value=part, remedy=f"Choose one of {', '.join(PARTS)}.")
        from bertplay.tasks import compare as tasks

        asked: dict[str, tuple[Callable[..., Measured], tuple[Any, ...], dict[str, Any]]] = {
            "words": (tasks.compare_words, (text,), {"top_k": top_k}),
            "pieces": (tasks.compare_pieces, (text,), {}),
            "pair": (tasks.compare_pair, (text, second), {}),
            "likeness": (tasks.compare_likeness, (text, second), {}),
            "false-word": (tasks.compare_false_words, (text,), {}),
            "one-word": (tasks.compare_one_word, (word, text.splitlines()), {}),
        }
        task, arguments, named = asked[part]
        columns = [column_of(backend, id_, title, task, arguments, named) for backend, id_, title in chosen(models)]
        show(Comparison(part, tuple(columns)), comparison_lines, is_json)


@commands.command()
def compare_items(
    items: Annotated[str, typer.Argument(help="A sample (capitals, opposites, …) or a file: sentence, tab, answer, tab, other word.")],
    models: Models = "bert",
    is_json: Json = False,
) -> None:
    """Put a list of masked sentences with answers to several models: how often is each right, and what does that cost?"""
    with explained(is_json):
        from bertplay.tasks.compare_items import score_items

        asked, columns = items_named(items), []
        for backend, id_, title in chosen(models):
            try:
                columns.append(ItemColumn(id_, title, backend.call(id_, score_items, asked)))
            except MissingAbility as error:
                columns.append(ItemColumn(id_, title, None, error.problem))
        show(ItemComparison(len(asked), tuple(columns)), item_lines, is_json)


def chosen(models: str) -> "Iterator[tuple[LocalBackend, str, str]]":
    """One backend for all, and each model's id and title. BadInput for more than four."""
    from bertplay.backends.local import LocalBackend, make_cache
    from bertplay.models.catalog import find_model

    ids = list(dict.fromkeys(name.strip() for name in models.split(",") if name.strip()))
    if not 1 <= len(ids) <= MOST_MODELS:
        raise BadInput("The number of models is out of range.", value=len(ids), remedy=f"Name 1 to {MOST_MODELS}, with commas between.")
    titles = [find_model(id_).title for id_ in ids]
    backend = LocalBackend(make_cache(get_settings()))
    return ((backend, id_, title) for id_, title in zip(ids, titles, strict=True))


def column_of(
    backend: "LocalBackend", id_: str, title: str, task: Callable[..., Measured], arguments: Sequence[Any], named: dict[str, Any]
) -> Column:
    """One model's answer, or why it has none."""
    try:
        return Column(id_, title, backend.call(id_, task, *arguments, **named))
    except MissingAbility as error:
        return Column(id_, title, None, error.problem)


def items_named(name: str) -> tuple[Item, ...]:
    """The items of a sample, or of a file."""
    from bertplay.lessons.compare import item_samples
    from bertplay.tasks.compare_items import read_items

    sample = item_samples().get(name)
    return sample.items if sample else read_items(text_of(Path(name)))


def comparison_lines(found: Comparison) -> Iterator[str]:
    for column in found.columns:
        yield column.title
        if column.measured is None:
            yield f"  {column.reason}"
        else:
            yield from (f"  {line}" for line in answer_lines(column.measured.answer))
            yield f"  {cost_line(column.measured.cost)}"


def answer_lines(answer: Answer) -> Iterator[str]:
    """An answer of any part."""
    if isinstance(answer, MaskedWordGuesses):
        for mask in answer.masks:
            yield ", ".join(f"{guess.word} {percent(guess.probability).strip()}" for guess in mask.guesses)
    elif isinstance(answer, PairAnswer):
        yield f"{answer.question}: {percent(answer.probability).strip()}"
    elif isinstance(answer, Likeness):
        yield f"cosine {answer.cosine:.3f}; unrelated sentences have {answer.baseline.low:.3f} to {answer.baseline.high:.3f}"
    elif isinstance(answer, OneWord):
        yield from (
            " ".join(f"{cosine:6.3f}" for cosine in row) + f"  {text}" for row, text in zip(answer.cosines, answer.sentences, strict=True)
        )
    elif isinstance(answer, FalseWords):
        yield from (f"{percent(word.probability)}  {word.word}" for word in answer.words)
    else:
        yield " ".join(piece.text for piece in answer.pieces)


def cost_line(cost: Cost) -> str:
    """4.8 M parameters, 24.1 MB in float32, 3.2 ms (median of 5), 9 pieces"""
    size = f"{cost.parameters / 1e6:.1f} M parameters, {cost.bytes / 1e6:.1f} MB in {cost.precision}"
    return f"{size}, {cost.milliseconds:.1f} ms (median of {cost.runs}), {cost.pieces} pieces"


def item_lines(found: ItemComparison) -> Iterator[str]:
    for column in found.columns:
        yield column.title
        score = column.score
        if score is None:
            yield f"  {column.reason}"
            continue
        rank = "none is one piece" if score.median_rank is None else f"{score.median_rank:g}"
        preferred = "" if score.preferred is None else f"; prefers it to the other word in {score.preferred:.0%}"
        bits = "" if score.bits is None else f"; {score.bits:.1f} bits"
        yield f"  first guess right in {score.accuracy:.0%} of {found.items}{preferred}; median rank {rank}{bits}"
        yield f"  {cost_line(score.cost)}"
