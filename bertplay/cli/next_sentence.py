"""The commands of the page on next-sentence prediction."""

from pathlib import Path
from typing import Annotated

import typer

from bertplay.calls import next_sentence as calls
from bertplay.cli.base import Commands, Json, Model, answer
from bertplay.errors import MissingAbility
from bertplay.files.decoding import read_file

commands = Commands("Next sentence")

First = Annotated[str, typer.Argument(help="The first sentence, or several.")]
TextFile = Annotated[Path, typer.Argument(help="A text file in UTF-8, with blank lines between paragraphs.")]


@commands.add
def next_sentence(
    first: First,
    second: Annotated[str, typer.Argument(help="The sentence that may continue it.")],
    model: Model = "bert",
    is_json: Json = False,
) -> None:
    """Does the second sentence continue the first? The probability, and both logits (label 0 is "is next")."""
    check_head(model)
    answer(calls.PREDICT_NEXT_SENTENCE(model, first=first, second=second), is_json)


@commands.add
def swap_sentences(
    first: First,
    second: Annotated[str, typer.Argument(help="The other sentence.")],
    model: Model = "bert",
    is_json: Json = False,
) -> None:
    """Score two sentences as given and swapped, by the task of the model: next sentence (BERT) or sentence order (ALBERT)."""
    answer(calls.PREDICT_BOTH_ORDERS(model, first=first, second=second), is_json)


@commands.add
def rank_next(
    first: First,
    candidates: Annotated[list[str], typer.Argument(help="Two or more sentences that may continue it.")],
    model: Model = "bert",
    is_json: Json = False,
) -> None:
    """Rank candidates: which sentence continues the first one best?"""
    check_head(model)
    answer(calls.RANK_CANDIDATES(model, first=first, candidates=candidates), is_json)


@commands.add
def next_sentence_test(
    file: TextFile,
    model: Model = "bert",
    max_pairs: Annotated[int, typer.Option(help="Pairs of each kind, 1 to 200.")] = 40,
    is_json: Json = False,
) -> None:
    """Test on pairs from a text: true pairs, swapped ones, non-adjacent ones of a paragraph, ones from two paragraphs."""
    check_head(model)
    answer(calls.EVALUATE_PAIRS(model, text=read_file(file)[0], most=max_pairs), is_json)


@commands.add
def sentence_orders(file: TextFile, model: Model = "bert", is_json: Json = False) -> None:
    """Score every sentence of a text as the continuation of every other, and find the most probable order."""
    check_head(model)
    answer(calls.SCORE_ALL_ORDERS(model, text=read_file(file)[0]), is_json)


def check_head(model_id: str) -> None:
    """MissingAbility, with the reason its authors give, for a model without the head; before anything is downloaded."""
    from bertplay.models.architectures import reason_missing
    from bertplay.models.catalog import find_model
    from bertplay.models.spec import Ability

    spec = find_model(model_id)
    if not spec.can(Ability.NEXT_SENTENCE):
        reason = reason_missing(spec.family, Ability.NEXT_SENTENCE)
        raise MissingAbility(f"{spec.title} was not trained on next-sentence prediction. {reason}", remedy="Choose another model.")
