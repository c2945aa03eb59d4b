"""XLNet (Yang et al. 2019): a language model that reads a text in every order, with two streams.

    content stream   what a token is and what it sees; a token sees itself
    query stream     the prediction for a position, from the visible others and the position alone

In training nothing is replaced by a mask: no token may attend to the token to predict. So a mask is
hidden from everyone (`perm_mask`), and its place is asked in the query stream (`target_mapping`). Several masks are
predicted jointly by asking one, showing the answer, and asking the next.
"""

from typing import Any

import torch
from transformers import XLNetLMHeadModel, XLNetModel

from bertplay.models.families import Encoded, Inputs
from bertplay.models.families.shared import no_pairs as pair_logits
from bertplay.models.families.shared import no_replaced as replaced_logits

__all__ = ["pair_logits", "replaced_logits"]

TRAINED_ON = 512  # tokens; distances have no end


class Transformer(XLNetModel):
    """The encoder, whose distances have the number format of its weights; transformers leaves them in float32."""

    def relative_positional_encoding(self, *args: Any, **options: Any) -> torch.Tensor:
        """Sines and cosines of all distances."""
        encoding: torch.Tensor = super().relative_positional_encoding(*args, **options)  # type: ignore[no-untyped-call]
        return encoding.to(self.dtype)


class XLNet(XLNetLMHeadModel):
    """The stock class over that encoder."""

    def __init__(self, config: Any) -> None:
        super().__init__(config)
        self.transformer = Transformer(config)
        self.post_init()  # type: ignore[no-untyped-call]


model_class = XLNet


def window(config: Any) -> int:
    """As many tokens as it was trained on."""
    return TRAINED_ON


def run_encoder(model: Any, inputs: Inputs, *, hidden_states: bool, attentions: bool) -> Encoded:
    """Both streams. `last` is the query stream where something is predicted, `hidden_states` and `attentions` are the content stream's."""
    targets = target_mapping(inputs.needed)
    outputs = model.transformer(
        input_ids=inputs.ids,
        attention_mask=inputs.attention.to(targets.dtype),
        token_type_ids=inputs.segments,
        perm_mask=inputs.masked[:, None, :].expand(-1, inputs.ids.shape[1], -1).to(targets.dtype),
        target_mapping=targets.to(model.dtype),
        use_mems=False,
        output_hidden_states=hidden_states,
        output_attentions=attentions,
    )
    last = torch.einsum("rth,rtl->rlh", outputs.last_hidden_state, targets.to(model.dtype))
    states = tuple(outputs.hidden_states[::2]) if hidden_states else None  # content and query by turns
    attended = tuple(content for content, _ in outputs.attentions) if attentions else None
    return Encoded(last, None, states, attended)


def target_mapping(needed: torch.Tensor) -> torch.Tensor:
    """[rows, most predictions of a row, length]: 1 at the position of a row's n-th prediction; rows with fewer have empty lines.

    [[True, False, True], [True, False, False]] -> [[[1, 0, 0], [0, 0, 1]], [[1, 0, 0], [0, 0, 0]]]
    """
    number = needed.cumsum(1) - 1
    questions = torch.arange(int(needed.sum(1).max()))
    return ((number[:, None, :] == questions[None, :, None]) & needed[:, None, :]).float()


def word_logits(model: Any, hidden: torch.Tensor) -> torch.Tensor:
    """The word head at chosen positions: [positions, hidden] -> [positions, vocabulary]."""
    logits: torch.Tensor = model.lm_loss(hidden)
    return logits
