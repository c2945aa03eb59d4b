"""Running a model in plain steps (inside.py), from an encoding to arrays."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import torch

from bertplay.errors import BadInput, MissingAbility
from bertplay.models.encoding import Encoding
from bertplay.models.families import FamilyFile
from bertplay.models.inside import TAKEN_APART, take_apart, with_random_weights
from bertplay.models.spec import ModelSpec
from bertplay.results import Floats
from bertplay.results.layers import Switches
from bertplay.wording import later, mark


@dataclass(frozen=True, slots=True)
class InsideOutputs:
    """Everything on the way of n pieces, float32.

    embeddings      [5, n, hidden] words, positions, segments, their sum, and after the layer norm
    hidden_states   [layers + 1, n, hidden]
    attentions      [layers, heads, n, n]; zeros in a silent layer
    scores          [masks, vocabulary] log-probabilities; None when not asked for
    """

    embeddings: Floats
    hidden_states: Floats
    attentions: Floats
    scores: Floats | None


def run_inside(
    spec: ModelSpec, family: FamilyFile, model: Any, encoding: Encoding, switches: Switches, *, scores: bool = True
) -> InsideOutputs:
    """One pass over one encoding. Raises MissingAbility for a family of other steps, BadInput for a layer or head that is not there."""
    if spec.family not in TAKEN_APART:
        raise MissingAbility(
            later("{title} is not built as BERT is, and its steps are not taken apart here.", title=spec.title),
            remedy=mark("Choose a BERT."),
        )
    check_switches(model.config, switches)
    with torch.inference_mode():
        running = with_random_weights(model) if switches.random else model
        inside = take_apart(running, torch.from_numpy(encoding.ids), torch.from_numpy(encoding.segments), switches)
        at_masks = None
        if scores and encoding.masks:
            logits = family.word_logits(running, inside.states[-1][list(encoding.masks)])
            at_masks = torch.log_softmax(logits.float(), dim=-1).numpy()
    return InsideOutputs(array(inside.embedded), array(inside.states), array(inside.attentions), at_masks)


def check_switches(config: Any, switches: Switches) -> None:
    """Raise BadInput unless the model has the layer and the head that are to be silent."""
    for problem, number, there_are in (
        (mark("The model has no such layer."), switches.silent_layer, config.num_hidden_layers),
        (mark("The model has no such head."), switches.silent_head, config.num_attention_heads),
    ):
        if number is not None and not 0 <= number < there_are:
            raise BadInput(
                problem,
                value=number,
                remedy=later("Count from 0: the last one is {last}.", last=there_are - 1),
            )


def words_from(family: FamilyFile, model: Any, states: Floats) -> Floats:
    """The word head on hidden states of any layer: [n, hidden] -> [n, vocabulary] log-probabilities."""
    weight = next(model.parameters())
    with torch.inference_mode():
        logits = family.word_logits(model, torch.from_numpy(np.ascontiguousarray(states)).to(weight.dtype))
        scores: Floats = torch.log_softmax(logits.float(), dim=-1).numpy()
    return scores


def array(tensors: Any) -> Floats:
    """Tensors of one shape as one float32 array."""
    stacked: Floats = torch.stack(list(tensors)).float().numpy()
    return stacked
