"""A bidirectional LSTM language model, as in ELMo (Peters et al. 2018): which token is between left and right?

    the   cat   sat
     →     →     →     forward layers:  a state of each token and all before it
     ←     ←     ←     backward layers: a state of each token and all after it
    prediction at "cat": the forward state of "the", joined with the backward state of "sat"

The two directions know nothing of each other until the prediction: the BERT paper calls this shallowly
bidirectional. Torch alone is needed here, because pretraining and the models both build it.
"""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import NamedTuple

import torch
from safetensors.torch import load_file, save_file
from torch import nn

MODEL_TYPE = "bertplay-bilstm"
WEIGHTS, CONFIG = "model.safetensors", "config.json"


@dataclass(frozen=True, slots=True)
class BiLSTMConfig:
    """The architecture; `hidden_size` is the size of the word embeddings and of each direction."""

    vocab_size: int
    hidden_size: int = 256
    num_layers: int = 2
    max_position_embeddings: int = 128  # rows of training were no longer; an LSTM itself has no limit
    pad_token_id: int = 0
    model_type: str = MODEL_TYPE


class BiLSTMOutput(NamedTuple):
    """logits: [rows, length, vocabulary]; hidden_states: layers + 1 times [rows, length, 2 * hidden].

    The first hidden state is the word embedding, twice; the others concatenate the forward and backward states *at*
    a token, which have both seen it. The logits at a token come from its neighbours' states, which have not.
    """

    logits: torch.Tensor
    hidden_states: tuple[torch.Tensor, ...]


class BiLSTMForMaskedWords(nn.Module):
    """The model. Its token embeddings are also the output weights (tied)."""

    def __init__(self, config: BiLSTMConfig) -> None:
        super().__init__()
        self.config = config
        width = config.hidden_size
        self.words = nn.Embedding(config.vocab_size, width)
        self.forward_layers = nn.ModuleList(nn.LSTM(width, width, batch_first=True) for _ in range(config.num_layers))
        self.backward_layers = nn.ModuleList(nn.LSTM(width, width, batch_first=True) for _ in range(config.num_layers))
        self.edge = nn.Parameter(torch.zeros(2, width))  # the state left of the first token, and right of the last
        self.join = nn.Linear(2 * width, width)
        self.norm = nn.LayerNorm(width)
        self.bias = nn.Parameter(torch.zeros(config.vocab_size))
        nn.init.normal_(self.words.weight, std=0.02)

    def forward(self, ids: torch.Tensor, attention: torch.Tensor | None = None) -> BiLSTMOutput:
        """Logits at every position of ids [rows, length]; attention is 1 at tokens and 0 at the padding that ends a row."""
        states = self.run_layers(ids, attention)
        return BiLSTMOutput(self.word_logits(self.between(states[-1], attention)), states)

    def run_layers(self, ids: torch.Tensor, attention: torch.Tensor | None = None) -> tuple[torch.Tensor, ...]:
        """The hidden states, see BiLSTMOutput."""
        attention = torch.ones_like(ids) if attention is None else attention
        lengths = attention.sum(1)
        turn = turned(lengths, ids.shape[1])
        left = self.words(ids)
        right = take(left, turn)
        states = [torch.cat([left, left], -1)]
        for onward, back in zip(self.forward_layers, self.backward_layers, strict=True):
            left, right = run(onward, left), run(back, right)
            states.append(torch.cat([left, take(right, turn)], -1))
        return tuple(states)

    def between(self, state: torch.Tensor, attention: torch.Tensor | None = None) -> torch.Tensor:
        """The last hidden state -> the states of each position's neighbours, without its own token: [rows, length, 2 * hidden]."""
        rows, length, _ = state.shape
        left, right = state.chunk(2, -1)
        first, last = (edge.to(state.dtype).expand(rows, 1, -1) for edge in self.edge)
        left = torch.cat([first, left[:, :-1]], 1)
        right = torch.cat([right[:, 1:], last], 1)
        if attention is not None:
            ends = attention.sum(1) - 1  # right of the last token there is padding, not a neighbour
            at_end = torch.arange(length, device=state.device)[None, :, None] == ends[:, None, None]
            right = torch.where(at_end, last, right)
        return torch.cat([left, right], -1)

    def word_logits(self, between: torch.Tensor) -> torch.Tensor:
        """[…, 2 * hidden] -> logits [..., vocabulary]: combine both directions, compare with the embedding of every token."""
        joined = self.norm(nn.functional.gelu(self.join(between)))
        return nn.functional.linear(joined, self.words.weight, self.bias)

    def save_pretrained(self, folder: Path) -> None:
        """Write config.json and model.safetensors."""
        folder.mkdir(parents=True, exist_ok=True)
        (folder / CONFIG).write_text(json.dumps(asdict(self.config), indent=2) + "\n", encoding="utf-8")
        save_file({name: tensor.contiguous() for name, tensor in self.state_dict().items()}, folder / WEIGHTS)

    @classmethod
    def from_pretrained(cls, folder: Path, dtype: torch.dtype = torch.float32) -> "BiLSTMForMaskedWords":
        """Open what `save_pretrained` wrote, in evaluation mode."""
        values = json.loads((Path(folder) / CONFIG).read_text(encoding="utf-8"))
        model = cls(BiLSTMConfig(**{name: values[name] for name in BiLSTMConfig.__dataclass_fields__ if name in values}))
        model.load_state_dict(load_file(Path(folder) / WEIGHTS))
        return model.to(dtype).eval()


def run(layer: nn.Module, inputs: torch.Tensor) -> torch.Tensor:
    """[rows, length, width] -> the state after each token; padding comes at the end, so no token sees any."""
    outputs: torch.Tensor = layer(inputs)[0]
    return outputs


def turned(lengths: torch.Tensor, length: int) -> torch.Tensor:
    """The index that reverses the tokens of each row and leaves its padding in place: lengths [3], length 5 -> [[2, 1, 0, 3, 4]]."""
    places = torch.arange(length, device=lengths.device)[None, :]
    return torch.where(places < lengths[:, None], lengths[:, None] - 1 - places, places)


def take(states: torch.Tensor, index: torch.Tensor) -> torch.Tensor:
    """states[row, index[row, i]] for every row and i."""
    return states.gather(1, index[:, :, None].expand_as(states))
