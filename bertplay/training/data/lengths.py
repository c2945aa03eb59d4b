"""Texts that are longer than a model's window, counted before a training and said after it."""

from collections.abc import Sequence
from functools import lru_cache

from tokenizers import Tokenizer

from bertplay.i18n import N_, lazy
from bertplay.models.catalog import find_model
from bertplay.models.tokenizer_file import open_tokenizer
from bertplay.training.data.examples import Data, Example
from bertplay.training.jobs import FineTune, LongTexts, Task

HOW_READ: dict[LongTexts, str] = {
    LongTexts.HEAD: N_("{n:,} of {all:,} texts are longer than the window of {window} tokens; the model reads their beginning."),
    LongTexts.HEAD_TAIL: N_(
        "{n:,} of {all:,} texts are longer than the window of {window} tokens; the model reads their beginning and, three times as long, "
        "their end."
    ),
    LongTexts.WINDOWS: N_(
        "{n:,} of {all:,} texts are longer than the window of {window} tokens; the model reads them in overlapping windows, and the mean "
        "of their probabilities counts."
    ),
}
HOW_READ_PAIRS: dict[LongTexts, str] = {
    LongTexts.HEAD: N_(
        "{n:,} of {all:,} pairs are longer than the window of {window} tokens; the model reads their beginnings, and the longer text is "
        "cut first."
    ),
    LongTexts.HEAD_TAIL: N_(
        "{n:,} of {all:,} pairs are longer than the window of {window} tokens; of a text that does not fit the model reads the beginning "
        "and, three times as long, the end."
    ),
    LongTexts.WINDOWS: N_(
        "{n:,} of {all:,} pairs are longer than the window of {window} tokens; the model reads the longer text in overlapping windows "
        "beside the other one, and the mean of their probabilities counts."
    ),
}
TAGGED = N_("{n:,} of {all:,} sentences are longer than the window of {window} tokens; the model reads them in overlapping windows.")


def count_long(examples: Sequence[Example], tokenizer: Tokenizer, window: int) -> int:
    """How many of the texts, or pairs of texts, have more tokens than a window, special tokens included."""
    candidates = [example for example in examples if len(example.text) + len(example.pair) + 3 > window]  # a token has a character or more
    tokenizer.no_truncation()
    tokenizer.no_padding()
    pairs = [(example.text, example.pair) if example.pair else example.text for example in candidates]
    return sum(len(found) > window for found in tokenizer.encode_batch(pairs))


def about_long_texts(task: Task, how: LongTexts, n: int, count: int, window: int) -> str:
    """How many texts are longer than the window and what happens to them; "" when none is."""
    said = TAGGED if task is Task.ENTITIES else (HOW_READ_PAIRS if task is Task.PAIRS else HOW_READ)[how]
    return lazy(said, n=n, all=count, window=window) if n and task is not Task.MASKED_WORDS else ""


def window_of(job: FineTune) -> int:
    """The tokens that a training reads of a text at once."""
    return min(job.max_tokens, find_model(job.model).max_tokens or job.max_tokens)


def describe_long_texts(job: FineTune, data: Data) -> str:
    """The same before a training. Raises what `open_tokenizer` does, for a model that is not on this machine yet."""
    window = window_of(job)
    return about_long_texts(job.task, job.long_texts, counted(data, job.model, window), len(data.train) + len(data.held_out), window)


@lru_cache(maxsize=16)
def counted(data: Data, model: str, window: int) -> int:
    """How many texts are longer, counted once for each file and model."""
    return count_long((*data.train, *data.held_out), open_tokenizer(model).tokenizer, window)
