"""The commands that compare several models or layers side by side."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from bertplay.calls import Call
from bertplay.calls import compare as calls
from bertplay.calls.rnn import RACE_LAYERS
from bertplay.calls.task_heads import COMPARE_ANSWERS, COMPARE_PASSAGES
from bertplay.calls.wordpiece import COMPARE_TOKENIZERS
from bertplay.cli.base import Commands, Json, TopK, answer
from bertplay.errors import BadInput
from bertplay.files.decoding import read_bytes
from bertplay.lessons.compare import item_samples
from bertplay.lessons.sense_samples import unrelated_sentences
from bertplay.results.compare import Item
from bertplay.results.problem import Problem

commands = Commands("Comparing models")
Models = Annotated[str, typer.Option(help='Ids with commas between them, at most four: "bert,albert,xlnet"; `models` lists them.')]
QUESTIONS: Mapping[str, Callable[..., Call[Any]]] = {
    "masked-word": lambda models, text, _second, _word, top_k: calls.COMPARE_PREDICTIONS(models, text=text, top_k=top_k),
    "tokens": lambda models, text, *_: COMPARE_TOKENIZERS(model_ids=models.split(","), samples={"text": text}),
    "sentence-pair": lambda models, text, second, *_: calls.COMPARE_PAIRS(models, first=text, second=second),
    "similarity": lambda models, text, second, *_: calls.COMPARE_SIMILARITY(
        models, texts=second.splitlines(), query=text, unrelated=unrelated_sentences()
    ),
    "word-in-context": lambda models, text, _second, word, _top_k: calls.COMPARE_WORD(models, word=word, sentences=text.splitlines()),
    "labels": lambda models, text, *_: COMPARE_ANSWERS(models, texts=[text]),
    "question": lambda models, text, second, *_: COMPARE_PASSAGES(models, question=text, passage=second),
    "replaced-word": lambda models, text, *_: calls.COMPARE_SUSPICION(models, text=text),
}
"""What can be compared -> the call, from models, text, second, word, top_k."""


@commands.add
def compare(
    text: Annotated[str, typer.Argument(help="The text; for word-in-context several sentences, one per line.")],
    models: Models = "bert",
    task: Annotated[str, typer.Option(help=f"What to compare: {', '.join(QUESTIONS)}.")] = "masked-word",
    second: Annotated[str, typer.Option(help="The second sentence, or the passage; for similarity one or more, one per line.")] = "",
    word: Annotated[str, typer.Option(help="The word, for word-in-context.")] = "",
    top_k: TopK = 5,
    is_json: Json = False,
) -> None:
    """Compare up to four models on one input: the answer of each, and its cost in time and memory."""
    if task not in QUESTIONS:
        raise BadInput("There is no such task.", value=task, remedy=f"Choose one of {', '.join(QUESTIONS)}.")
    answer(QUESTIONS[task](without_spaces(models), text, second, word, top_k), is_json)


@commands.add
def compare_items(
    items: Annotated[
        str,
        typer.Argument(
            help="A sample (capitals, opposites, …), or a file with lines of sentence, answer and other word, separated by tabs."
        ),
    ],
    models: Models = "bert",
    is_json: Json = False,
) -> None:
    """Test several models on masked sentences with known answers: the accuracy of each, and its cost."""
    given, problems = items_of(items)
    answer(calls.COMPARE_ITEMS(without_spaces(models), items=given), is_json, problems)


@commands.add
def race(is_json: Json = False) -> None:
    """Time one LSTM layer against one self-attention layer of the same hidden size, from 16 to 2,048 tokens."""
    answer(RACE_LAYERS(), is_json)


def without_spaces(models: str) -> str:
    """ "bert, albert" -> "bert,albert" """
    return ",".join(name.strip() for name in models.split(",") if name.strip())


def items_of(name: str) -> tuple[tuple[Item, ...], list[Problem]]:
    """The items of a sample or of a file, and what was wrong with it."""
    from bertplay.tasks.compare_items import read_items

    sample = item_samples().get(name)
    return (sample.items, []) if sample else read_items(read_bytes(Path(name)), Path(name).name)
