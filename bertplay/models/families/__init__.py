"""One architecture a file, the same few names in each: what this family does differently.

model_class        the class that opens its folders, with every head it was trained with
window             the size of its context window
run_encoder        ids, attention, segments -> hidden states
word_logits        hidden states at some positions -> logits over the vocabulary
pair_logits        encoded rows -> logits of "the second text follows", or of "the two are in order"
replaced_logits    encoded rows -> logits of "this word was replaced"
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, cast

from bertplay.models.spec import Family

if TYPE_CHECKING:
    import torch


class Encoded(NamedTuple):
    """What an encoder gives for [rows, length] ids.

    last           [rows, length, hidden]; may be zeros where it is not needed
    pooled         [rows, hidden]; None where a family has no pooler
    hidden_states  layers + 1 times [rows, length, hidden], the embeddings first; None if not wanted
    attentions     layers times [rows, heads, length, length]; None if not wanted
    """

    last: "torch.Tensor"
    pooled: "torch.Tensor | None"
    hidden_states: "tuple[torch.Tensor, ...] | None"
    attentions: "tuple[torch.Tensor, ...] | None"


class Inputs(NamedTuple):
    """One padded batch: [rows, length] each.

    ids, segments   int64
    attention       int64, 0 where no token may attend: at padding, and at tokens that a task leaves out
    present         bool, False for padding alone
    needed          bool, the tokens whose last hidden state is needed, and the first of each row
    masked          bool, where a mask is
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
    def window(self, config: Any) -> int: ...
    def run_encoder(self, model: Any, inputs: Inputs, *, hidden_states: bool, attentions: bool) -> Encoded: ...
    def word_logits(self, model: Any, hidden: "torch.Tensor") -> "torch.Tensor": ...
    def pair_logits(self, model: Any, encoded: Encoded) -> "torch.Tensor": ...
    def replaced_logits(self, model: Any, encoded: Encoded) -> "torch.Tensor": ...


def family_file(family: Family) -> FamilyFile:
    """The file of one family: "xlm-roberta" -> xlm_roberta.py, "bertplay-bilstm" -> bilstm.py."""
    name = family.value.removeprefix("bertplay-").replace("-", "_")
    return cast(FamilyFile, import_module(f"bertplay.models.families.{name}"))
