"""One architecture a file, the same few names in each: what this family does differently.

model_class        the class that opens its folders, with every head it was trained with
tokenizer_class    the stock class that opens its tokenizer
frame              the special tokens before, between and after the texts
continues_word     whether a piece carries on the word of the piece before
window             how many pieces it reads at once
run_encoder        ids, attention, segments -> hidden states
word_logits        hidden states at some positions -> logits over the vocabulary
pair_logits        encoded rows -> logits of "the second text follows", or of "the two stand in their true order"
replaced_logits    encoded rows -> logits of "somebody put another word here"
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, cast

from bertplay.models.spec import Family

if TYPE_CHECKING:
    import torch


class Frame(NamedTuple):
    """Ids around the texts: before + text + after, or before + text + between + pair + after.

    last_segment   of the last token, where it has one of its own: XLNet's <cls>
    """

    before: tuple[int, ...]
    between: tuple[int, ...]
    after: tuple[int, ...]
    last_segment: int | None = None


class Encoded(NamedTuple):
    """What an encoder gives for [rows, length] ids.

    last           [rows, length, hidden]; may be zeros where it is not needed
    pooled         [rows, hidden]; None where a family has no pooler
    hidden_states  layers + 1 times [rows, length, hidden], the embeddings first; None when not asked for
    attentions     layers times [rows, heads, length, length]; None when not asked for
    """

    last: "torch.Tensor"
    pooled: "torch.Tensor | None"
    hidden_states: "tuple[torch.Tensor, ...] | None"
    attentions: "tuple[torch.Tensor, ...] | None"


class Inputs(NamedTuple):
    """One padded batch: [rows, length] each.

    ids, segments   int64
    attention       int64, 0 where nobody may look: at padding, and at pieces that a task leaves out
    present         bool, False for padding alone
    needed          bool, the pieces whose last hidden state somebody asked for, and the first of each row
    masked          bool, where a mask stands
    """

    ids: "torch.Tensor"
    attention: "torch.Tensor"
    segments: "torch.Tensor"
    present: "torch.Tensor"
    needed: "torch.Tensor"
    masked: "torch.Tensor"


class FamilyFile(Protocol):
    """The names that every file of this folder has."""

    @property
    def model_class(self) -> Any: ...
    @property
    def tokenizer_class(self) -> Any: ...
    def frame(self, tokenizer: Any) -> Frame: ...
    def continues_word(self, piece: str, before: str = "a") -> bool: ...
    def window(self, config: Any) -> int: ...
    def run_encoder(self, model: Any, inputs: Inputs, *, hidden_states: bool, attentions: bool) -> Encoded: ...
    def word_logits(self, model: Any, hidden: "torch.Tensor") -> "torch.Tensor": ...
    def pair_logits(self, model: Any, encoded: Encoded) -> "torch.Tensor": ...
    def replaced_logits(self, model: Any, encoded: Encoded) -> "torch.Tensor": ...


def family_file(family: Family) -> FamilyFile:
    """The file of one family: "xlm-roberta" -> xlm_roberta.py, "bertplay-bilstm" -> bilstm.py."""
    name = family.value.removeprefix("bertplay-").replace("-", "_")
    return cast(FamilyFile, import_module(f"bertplay.models.families.{name}"))
