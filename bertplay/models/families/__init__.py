"""One architecture a file, the same few names in each: what this family does differently.

model_class        the class of transformers that opens its folders, with every head it was trained with
frame              the special tokens before, between and after the texts
continues_word     whether a piece carries on the word of the piece before
run_encoder        ids, attention, segments -> hidden states
word_logits        hidden states at some positions -> logits over the vocabulary
pair_logits        encoded rows -> logits of "the second text follows"
"""

from typing import Any, NamedTuple, Protocol

import torch

from bertplay.models.spec import Family


class Frame(NamedTuple):
    """Ids around the texts: before + text + after, or before + text + between + pair + after."""

    before: tuple[int, ...]
    between: tuple[int, ...]
    after: tuple[int, ...]


class Encoded(NamedTuple):
    """What an encoder gives for [rows, length] ids.

    last           [rows, length, hidden]; may be zeros where it is not needed
    pooled         [rows, hidden]; None where a family has no pooler
    hidden_states  layers + 1 times [rows, length, hidden], the embeddings first; None when not asked for
    attentions     layers times [rows, heads, length, length]; None when not asked for
    """

    last: torch.Tensor
    pooled: torch.Tensor | None
    hidden_states: tuple[torch.Tensor, ...] | None
    attentions: tuple[torch.Tensor, ...] | None


class Inputs(NamedTuple):
    """One padded batch: [rows, length] each.

    ids, segments   int64
    attention       int64, 0 where nobody may look: at padding, and at pieces that a task leaves out
    present         bool, False for padding alone
    needed          bool, the pieces whose last hidden state somebody asked for, and the first of each row
    """

    ids: torch.Tensor
    attention: torch.Tensor
    segments: torch.Tensor
    present: torch.Tensor
    needed: torch.Tensor


class FamilyFile(Protocol):
    """The names that every file of this folder has."""

    @property
    def model_class(self) -> Any: ...
    def frame(self, tokenizer: Any) -> Frame: ...
    def continues_word(self, piece: str) -> bool: ...
    def run_encoder(self, model: Any, inputs: Inputs, *, hidden_states: bool, attentions: bool) -> Encoded: ...
    def word_logits(self, model: Any, hidden: torch.Tensor) -> torch.Tensor: ...
    def pair_logits(self, model: Any, encoded: Encoded) -> torch.Tensor: ...


def family_file(family: Family) -> FamilyFile:
    """The file of one family."""
    from bertplay.models.families import bert, distilbert

    files: dict[Family, FamilyFile] = {Family.BERT: bert, Family.DISTILBERT: distilbert}
    return files[family]
