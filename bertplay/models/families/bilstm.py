"""A BiLSTM language model (as in ELMo, Peters et al. 2018): what is between left and right? See bertplay/bilstm.py.

It has no attention. A token that may not be attended to is passed over, as if it were not in the text.
"""

from pathlib import Path
from typing import Any

import torch
from torch import nn

from bertplay.bilstm import BiLSTMForMaskedWords, take
from bertplay.models.families import Encoded, Inputs
from bertplay.models.families.bert import window
from bertplay.models.families.shared import no_pairs as pair_logits
from bertplay.models.families.shared import no_replaced as replaced_logits

__all__ = ["pair_logits", "replaced_logits", "window"]


class LoadedBiLSTM(BiLSTMForMaskedWords):
    """The same model under the names that transformers gives to what every model has."""

    base_model_prefix = "forward_layers"

    def num_parameters(self) -> int:
        return sum(weight.numel() for weight in self.parameters())

    def get_input_embeddings(self) -> nn.Module:
        return self.words

    @classmethod
    def from_pretrained(cls, folder: Path, dtype: torch.dtype = torch.float32, **_: Any) -> Any:
        """The model, and what it lacks: nothing, else opening it fails."""
        model = super().from_pretrained(folder, dtype)
        return model, {"missing_keys": []}


model_class = LoadedBiLSTM


def run_encoder(model: Any, inputs: Inputs, *, hidden_states: bool, attentions: bool) -> Encoded:
    """Both directions. `last` is what is known at each place without its token, `hidden_states` are with it."""
    order = inputs.attention.argsort(dim=1, descending=True, stable=True)  # what may be seen first, in its order
    ids, visible = inputs.ids.gather(1, order), inputs.attention.gather(1, order)
    states = model.run_layers(ids, visible)
    back = order.argsort(dim=1)
    last = take(model.between(states[-1], visible), back)
    return Encoded(last, None, tuple(take(state, back) for state in states) if hidden_states else None, None)


def word_logits(model: Any, hidden: torch.Tensor) -> torch.Tensor:
    """Both directions joined and compared with every token: [positions, 2 * hidden] -> [positions, vocabulary]."""
    logits: torch.Tensor = model.word_logits(hidden)
    return logits
