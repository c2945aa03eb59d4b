"""The mean of two points of one training: the weights that were just reached, and those of an export from the same training.

    training at 130 million tokens  x share  +  export at 90 million tokens  x (1 - share)

A rate that rises again throws a model across the valley it lies in, and what it then reads less of it forgets a little. The
mean of both ends lies lower than either, as long as both lie in one valley (Izmailov et al. 2018, "Averaging weights leads
to wider optima"; Wortsman et al. 2022, "Model soups"). That holds for an export and what was trained on from it.
"""

import json
from pathlib import Path

import torch

from bertplay.errors import PretrainingError
from bertplay.pretraining.continuation import SETTINGS, no_export
from bertplay.pretraining.loop import Pretraining


def average_with(training: Pretraining, exported: Path, share: float) -> None:
    """Replace the weights of a finished training by the mean with an exported model's; its last stage records it.

    share   of the training's own weights, between 0 and 1. Raises CannotResume when the folder is no export of this shape.
    """
    if not 0 < share < 1:
        raise PretrainingError("The share of the mean is no share.", value=share, remedy="Give a number between 0 and 1, such as 0.5.")
    try:
        tokens = json.loads((exported / SETTINGS).read_text(encoding="utf-8"))["counters"]["tokens"]
        other = training.family.model_class.from_pretrained(exported, dtype=torch.float32).state_dict()
    except (OSError, ValueError, KeyError) as error:
        raise no_export(exported) from error
    mine = training.model.state_dict()
    if {name: weight.shape for name, weight in other.items()} != {name: weight.shape for name, weight in mine.items()}:
        raise no_export(exported)
    mixed = {name: torch.lerp(other[name].to(mine[name]), mine[name], share) for name in mine if mine[name].is_floating_point()}
    training.model.load_state_dict(mine | mixed)
    training.stages[-1]["averaged"] = {"with_tokens": tokens, "share": share}
