"""A bidirectional LSTM from scratch: what was used before transformers, without any pretraining.

Its tokens are those of the same WordPiece vocabulary, so that only the network differs.
"""

from typing import Any

import torch
from torch import nn
from torch.nn.functional import cross_entropy
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

from bertplay.training.encode import IGNORED


class BiLstm(nn.Module):
    """Embeddings, one layer of LSTM in each direction, and a linear layer.

    For a sentence the hidden states of all its tokens are max-pooled; a tagger classifies each of them.
    """

    def __init__(self, vocabulary: int, labels: int, *, is_tagger: bool, hidden: int = 128) -> None:
        super().__init__()
        self.is_tagger = is_tagger
        self.embeddings = nn.Embedding(vocabulary, hidden)
        self.lstm = nn.LSTM(hidden, hidden, batch_first=True, bidirectional=True)
        self.dropout = nn.Dropout(0.1)
        self.classifier = nn.Linear(2 * hidden, labels)

    def forward(
        self, input_ids: torch.Tensor, attention_mask: torch.Tensor, labels: torch.Tensor | None = None, **_: Any
    ) -> dict[str, torch.Tensor]:
        """[rows, length] ids -> logits [rows, labels], or [rows, length, labels] of a tagger; and the loss of labels."""
        packed = pack_padded_sequence(self.embeddings(input_ids), attention_mask.sum(1).cpu(), batch_first=True, enforce_sorted=False)
        states, _lengths = pad_packed_sequence(self.lstm(packed)[0], batch_first=True, total_length=input_ids.shape[1])
        if not self.is_tagger:
            states = states.masked_fill(attention_mask[:, :, None] == 0, float("-inf")).amax(1)
        logits = self.classifier(self.dropout(states))
        found = {"logits": logits}
        if labels is not None:
            found = {"loss": cross_entropy(logits.flatten(0, -2), labels.flatten(), ignore_index=IGNORED), **found}
        return found
