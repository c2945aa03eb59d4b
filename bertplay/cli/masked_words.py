"""The commands of the page on masked words."""

from typing import Annotated

import typer

from bertplay.calls import masked_word as calls
from bertplay.cli.base import Commands, Json, MaskIndex, Model, Text, TopK, answer

commands = Commands("Masked words")
DISCRIMINATOR = "electra"


@commands.add
def mask(
    text: Annotated[str, typer.Argument(help='A text with one [MASK] or more: "The capital of France is [MASK]."')],
    model: Model = "bert",
    top_k: TopK = 5,
    hidden: Annotated[list[str] | None, typer.Option(help="The word that was masked, to be scored; once for each mask.")] = None,
    is_json: Json = False,
) -> None:
    """Predict masked words: the top k for each mask, with their probabilities."""
    answer(calls.PREDICT_MASKED_WORDS(model, text=text, top_k=top_k, hidden=hidden or ()), is_json)


@commands.add
def mask_jointly(text: Text, model: Model = "bert", top_k: TopK = 5, is_json: Json = False) -> None:
    """Predict several masks jointly: the best combinations, beside the probability of the same words predicted independently."""
    answer(calls.PREDICT_JOINTLY(model, text=text, top_k=top_k), is_json)


@commands.add
def candidates(
    text: Text,
    words: Annotated[str, typer.Argument(help='Candidate words with commas between them: "cool, hot, constitution".')],
    model: Model = "bert",
    mask_index: MaskIndex = 0,
    is_json: Json = False,
) -> None:
    """Score your own candidate words at a mask, including words of several tokens."""
    listed = [word.strip() for word in words.split(",") if word.strip()]
    answer(calls.SCORE_CANDIDATES(model, text=text, words=listed, mask_index=mask_index), is_json)


@commands.add
def contrast(first: Text, second: Text, model: Model = "bert", is_json: Json = False) -> None:
    """Compare one mask in two sentences: the words whose probabilities differ most."""
    answer(calls.CONTRAST_SENTENCES(model, first_text=first, second_text=second), is_json)


@commands.add
def left_right_context(text: Text, model: Model = "bert", mask_index: MaskIndex = 0, top_k: TopK = 5, is_json: Json = False) -> None:
    """Predict a mask from its left context only, from its right context only, and from both."""
    answer(calls.COMPARE_CONTEXTS(model, text=text, mask_index=mask_index, top_k=top_k), is_json)


@commands.add
def training_text(text: Text, model: Model = "bert", top_k: TopK = 5, is_json: Json = False) -> None:
    """Look for the predictions at a mask in a sample of the training text: the sentences that hold the same words in a similar context."""
    answer(calls.FIND_IN_TRAINING_TEXT(model, text=text, top_k=top_k), is_json)


@commands.add
def surprisal(text: Annotated[str, typer.Argument(help="A text without [MASK].")], model: Model = "bert", is_json: Json = False) -> None:
    """Mask every word of a text in turn: its surprisal in bits, given all the others."""
    answer(calls.SCORE_SURPRISAL(model, text=text), is_json)


@commands.add
def replaced_token(
    text: Annotated[str, typer.Argument(help="A text without [MASK].")],
    model: Annotated[str, typer.Option(help="Id of an ELECTRA discriminator; `models` lists them.")] = DISCRIMINATOR,
    is_json: Json = False,
) -> None:
    """Detect replaced tokens: for every word of a text, the probability that it replaces the original one."""
    answer(calls.SCORE_REPLACED_TOKENS(model, text=text), is_json)
