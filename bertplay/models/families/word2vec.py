"""word2vec (Mikolov et al. 2013): one vector for each word, the same in every sentence; a word that is not listed has none.

Its folder has a table, `words.weight`, and a tokenizer of whole words. There is nothing to run: the only hidden state is
the row of the table.
"""

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import torch
from safetensors.torch import load_file
from torch import nn

from bertplay.models.families import Encoded, Inputs
from bertplay.models.families.shared import no_pairs as pair_logits
from bertplay.models.families.shared import no_replaced as replaced_logits
from bertplay.models.families.shared import no_words as word_logits

__all__ = ["pair_logits", "replaced_logits", "word_logits"]

WINDOW = 4096  # words; it never uses more than one


class WordTable(nn.Module):
    """The table under the names that transformers gives to what every model has."""

    base_model_prefix = "words"

    def __init__(self, weight: torch.Tensor, config: dict[str, Any]) -> None:
        super().__init__()
        self.words = nn.Embedding.from_pretrained(weight)
        self.config = SimpleNamespace(**config)

    def num_parameters(self) -> int:
        return int(self.words.weight.numel())

    def get_input_embeddings(self) -> Any:
        return self.words

    @classmethod
    def from_pretrained(cls, folder: Path, dtype: torch.dtype = torch.float32, **_: Any) -> Any:
        """The table, and what it lacks: nothing, else opening it fails."""
        config = json.loads((Path(folder) / "config.json").read_text(encoding="utf-8"))
        return cls(load_file(Path(folder) / "model.safetensors")["words.weight"].to(dtype), config).eval(), {"missing_keys": []}


model_class = WordTable


def window(config: Any) -> int:
    """Words in one pass."""
    return WINDOW


def run_encoder(model: Any, inputs: Inputs, *, hidden_states: bool, attentions: bool) -> Encoded:
    """One row of the table for each word."""
    vectors = model.words(inputs.ids)
    return Encoded(vectors, None, (vectors,) if hidden_states else None, None)
