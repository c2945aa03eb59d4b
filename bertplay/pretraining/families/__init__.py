"""One family a file, the same few names in each: what this family does differently.

title, idea      for its card: what it is called, and what is its own
encoding         name of its encoded text in the work folder; families with the same tokenization share it
pair_task        what it learns about two segments, or None
model_class      what opens its exported folder
train_vocabulary texts -> its vocabulary, as JSON has it
tokenizer        that vocabulary -> a stock tokenizer
continues_word   whether a token continues a word
row              one row of training text
with_special_tokens   rows with their special tokens, as ids and segment ids
as_input         ids as the model sees them in training
to_predict       which tokens it must predict in training
prediction_order the step at which it predicts each of them
build            a model with random weights
tables           its word table and its position table (None: it has none), to be given a better start
scores           one batch through the model: logits at the positions to predict, and of the pairs
"""

from collections.abc import Iterable
from importlib import import_module
from typing import Any, NamedTuple, Protocol, cast

import torch

from bertplay.errors import PretrainingError
from bertplay.pretraining.batches import Batch, BatchRules
from bertplay.pretraining.config import PretrainConfig
from bertplay.pretraining.vocabularies import Vocabulary

FILL_MASKS = ("bert", "roberta", "albert", "xlnet", "bilstm")  # once exported; of ELECTRA the discriminator is
TRAINED_BY_THE_LOOP = (*FILL_MASKS, "electra")
NAMES = (*TRAINED_BY_THE_LOOP, "word2vec")  # word2vec is trained by gensim


class Replaced(NamedTuple):
    """Replaced-token detection: logits [tokens], above 0 where a token is taken for a replaced one; labels bool [tokens]."""

    logits: torch.Tensor
    labels: torch.Tensor


class Scores(NamedTuple):
    """words: [predicted, vocabulary] logits at the positions to predict; pairs: [rows, 2] logits, 0 is next or in order, or None.

    hidden: [rows, length, width] the last hidden states, where a family can be kept close to the vectors of a reference encoder.
    replaced: of ELECTRA, which tokens its discriminator takes for replaced ones.
    """

    words: torch.Tensor
    pairs: torch.Tensor | None
    hidden: torch.Tensor | None = None
    replaced: Replaced | None = None


class Family(BatchRules, Protocol):
    """The names that every file of this folder has."""

    title: str
    idea: str
    encoding: str
    pair_task: str | None
    model_class: Any

    def train_vocabulary(self, texts: Iterable[str], size: int) -> Any: ...
    def tokenizer(self, vocabulary: Any, max_tokens: int) -> Any: ...
    def continues_word(self, token: str) -> bool: ...
    def build(self, config: PretrainConfig, vocabulary: Vocabulary) -> Any: ...
    def tables(self, model: Any) -> tuple[torch.Tensor, torch.Tensor | None]: ...
    def scores(self, model: Any, batch: Batch) -> Scores: ...


def family_file(name: str) -> Family:
    """The file of one family."""
    if name not in TRAINED_BY_THE_LOOP:
        raise PretrainingError("There is no such family.", value=name, remedy=f"Choose one of {', '.join(NAMES)}.")
    return cast(Family, import_module(f"bertplay.pretraining.families.{name}"))
