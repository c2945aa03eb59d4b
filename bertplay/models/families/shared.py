"""What several families share: the window, the encoder as transformers runs it, and the errors for missing heads."""

from typing import Any, NoReturn

from bertplay.errors import MissingAbility
from bertplay.i18n import N_
from bertplay.models.families import Encoded, Inputs


def usual_window(config: Any) -> int:
    """As many tokens as there are positions."""
    return int(config.max_position_embeddings)


def run_with_attentions(encoder: Any, inputs: Inputs, *, hidden_states: bool, **positions: Any) -> Encoded:
    """The encoder as transformers runs it: with padding, and with the attentions written out."""
    outputs = encoder(
        input_ids=inputs.ids, attention_mask=inputs.attention, output_hidden_states=hidden_states, output_attentions=True, **positions
    )
    return Encoded(outputs.last_hidden_state, getattr(outputs, "pooler_output", None), outputs.hidden_states, outputs.attentions)


def no_pairs(model: Any, encoded: Any) -> NoReturn:
    """In place of pair_logits; a task calls `LoadedModel.require` first, which gives the authors' reason."""
    raise MissingAbility(N_("This family was trained without pairs of sentences."), remedy=N_("Choose a BERT or an ALBERT."))


def no_replaced(model: Any, encoded: Any) -> NoReturn:
    """Instead of replaced_logits."""
    raise MissingAbility(N_("This family was not trained to find replaced words."), remedy=N_("Choose an ELECTRA discriminator."))


def no_words(model: Any, hidden: Any) -> NoReturn:
    """Instead of word_logits."""
    raise MissingAbility(N_("Models of this family predict no words."), remedy=N_("Choose another model."))
