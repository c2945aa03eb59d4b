"""Running a model step by step (transparent.py), from an encoding to arrays."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import torch

from bertplay.errors import BadInput, MissingAbility
from bertplay.i18n import N_, lazy
from bertplay.models.devices import device_of, fetch, on, send
from bertplay.models.encoding import Encoding
from bertplay.models.families import FamilyFile
from bertplay.models.spec import ModelSpec
from bertplay.models.transparent import TRANSPARENT_FAMILIES, head_vectors, transparent_forward, with_random_weights
from bertplay.results import Floats
from bertplay.results.ablations import Ablation


@dataclass(frozen=True, slots=True)
class TransparentOutputs:
    """All intermediate results for n tokens, float32.

    embeddings      [5, n, hidden] words, positions, segments, their sum, and after the layer norm
    hidden_states   [layers + 1, n, hidden]
    attentions      [layers, heads, n, n]; zeros in an ablated layer
    scores          [masks, vocabulary] log-probabilities; None if not wanted
    """

    embeddings: Floats
    hidden_states: Floats
    attentions: Floats
    scores: Floats | None


def run_transparent(
    spec: ModelSpec, family: FamilyFile, model: Any, encoding: Encoding, ablation: Ablation, *, scores: bool = True
) -> TransparentOutputs:
    """One pass over one encoding. Raises MissingAbility for a family of other steps, BadInput for a layer or head that is not there."""
    check_family(spec)
    check_ablation(model.config, ablation)
    device = device_of(model)
    with torch.inference_mode(), on(device):
        running = with_random_weights(model) if ablation.random else model
        inside = transparent_forward(running, *read(encoding, device), ablation)
        at_masks = None
        if scores and encoding.masks:
            logits = family.word_logits(running, inside.states[-1][list(encoding.masks)])
            at_masks = fetch(torch.log_softmax(logits.float(), dim=-1))
    return TransparentOutputs(array(inside.embedded), array(inside.states), array(inside.attentions), at_masks)


def vectors_of_head(spec: ModelSpec, model: Any, encoding: Encoding, layer: int, head: int) -> Floats:
    """Query, key and value of n tokens in one head, both counted from 0: [3, n, size of the head]. Raises as `run_transparent` does."""
    check_family(spec)
    check_ablation(model.config, Ablation(ablated_layer=layer, ablated_head=head))
    device = device_of(model)
    with torch.inference_mode(), on(device):
        inside = transparent_forward(model, *read(encoding, device), Ablation())
        return array(vectors[head] for vectors in head_vectors(model.bert.encoder.layer[layer], inside.states[layer]))


def read(encoding: Encoding, device: torch.device) -> tuple[torch.Tensor, torch.Tensor]:
    """Ids and segments where the model is."""
    return send(torch.from_numpy(encoding.ids), device), send(torch.from_numpy(encoding.segments), device)


def check_family(spec: ModelSpec) -> None:
    """Raise MissingAbility for a family of other steps."""
    if spec.family not in TRANSPARENT_FAMILIES:
        raise MissingAbility(
            lazy("{title} is not built like BERT, so its single steps cannot be shown here.", title=spec.title),
            remedy=N_("Choose a BERT."),
        )


def check_ablation(config: Any, ablation: Ablation) -> None:
    """Raise BadInput unless the model has the layer and the head to be ablated."""
    for problem, number, there_are in (
        (N_("The model has no such layer."), ablation.ablated_layer, config.num_hidden_layers),
        (N_("The model has no such head."), ablation.ablated_head, config.num_attention_heads),
    ):
        if number is not None and not 0 <= number < there_are:
            raise BadInput(
                problem,
                value=number,
                remedy=lazy("Count from 0: the last one is {last}.", last=there_are - 1),
            )


def unembed(family: FamilyFile, model: Any, states: Floats) -> Floats:
    """The masked-word head on hidden states of any layer: [n, hidden] -> [n, vocabulary] log-probabilities."""
    weight = next(model.parameters())
    with torch.inference_mode():
        logits = family.word_logits(model, send(torch.from_numpy(np.ascontiguousarray(states)), weight.device).to(weight.dtype))
        scores: Floats = fetch(torch.log_softmax(logits.float(), dim=-1))
    return scores


def array(tensors: Any) -> Floats:
    """Tensors of one shape as one float32 array."""
    return fetch(torch.stack(list(tensors)))
