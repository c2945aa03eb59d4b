"""One family a file, the same few names in each: what this family does differently.

title, idea      for its card: what it is called, and what is its own
encoding         name of its encoded text in the work folder; families that cut words alike share it
pair_task        what it learns about two segments, or None
model_class      what opens its exported folder
train_pieces     texts -> its vocabulary, as JSON has it
tokenizer        that vocabulary -> a stock tokenizer
continues_word   whether a piece carries on a word
row              one row of training text
framed           rows with their special tokens, as ids and segment ids
seen             ids as the model sees them in training
asked            which pieces it must guess in training
turns            in which order it guesses them
build            a model with random weights
tables           its word table and its position table (None: it has none), to be given a better start
first_heads      queries and keys of its first layer, or None where they do not read its positions as they are
scores           one batch through the model: logits at the asked places, and of the pairs
"""

from collections.abc import Iterable
from importlib import import_module
from typing import Any, NamedTuple, Protocol, cast

import torch

from bertplay.errors import PretrainingError
from bertplay.pretraining.batches import Batch, Lessons
from bertplay.pretraining.config import PretrainConfig
from bertplay.pretraining.vocabularies import Vocabulary

TRAINED_BY_THE_LOOP = ("bert", "roberta", "albert", "xlnet", "bilstm")
NAMES = (*TRAINED_BY_THE_LOOP, "word2vec")  # word2vec is trained by gensim


class Scores(NamedTuple):
    """words: [asked, vocabulary] logits at the asked places; pairs: [rows, 2] logits, 0 is next or in order; None: no such task."""

    words: torch.Tensor
    pairs: torch.Tensor | None


class Family(Lessons, Protocol):
    """The names that every file of this folder has."""

    title: str
    idea: str
    encoding: str
    pair_task: str | None
    model_class: Any

    def train_pieces(self, texts: Iterable[str], size: int) -> Any: ...
    def tokenizer(self, pieces: Any, max_tokens: int) -> Any: ...
    def continues_word(self, piece: str) -> bool: ...
    def build(self, config: PretrainConfig, vocabulary: Vocabulary) -> Any: ...
    def tables(self, model: Any) -> tuple[torch.Tensor, torch.Tensor | None]: ...
    def first_heads(self, model: Any) -> tuple[torch.nn.Linear, torch.nn.Linear] | None: ...
    def scores(self, model: Any, batch: Batch) -> Scores: ...


def family_file(name: str) -> Family:
    """The file of one family."""
    if name not in TRAINED_BY_THE_LOOP:
        raise PretrainingError("There is no such family.", value=name, remedy=f"Choose one of {', '.join(NAMES)}.")
    return cast(Family, import_module(f"bertplay.pretraining.families.{name}"))
