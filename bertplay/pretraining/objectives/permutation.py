"""The permutation language model of XLNet (Yang et al. 2019, section 2.3): predict tokens one after the other, in a random order.

    the cat sat on the mat       chosen: sat mat, in the order mat, sat
    mat from: the cat on the             sat from: the cat on the mat

The text has no [MASK]: a chosen token is hidden from some positions and visible to others, so the predictions of one row depend on
each other. As in the paper (section 2.4, partial prediction) only the last tokens of the order are predicted; all others are given.
"""

import numpy as np
import numpy.typing as npt
import torch

GIVEN = 0


def draw_order(chosen: npt.NDArray[np.bool_], rng: np.random.Generator) -> npt.NDArray[np.int64]:
    """The step at which each token of [rows, length] is predicted: 1, 2, 3 … in each row at random; GIVEN where it is not."""
    draws = np.where(chosen, rng.random(chosen.shape), np.inf)
    steps = draws.argsort(1).argsort(1) + 1
    return np.where(chosen, steps, GIVEN)


def permutation_mask(order: torch.Tensor) -> torch.Tensor:
    """What must not be attended to: float [rows, length, length], 1 where token i must not see token j.

    A given token is visible to all. A predicted one is visible only to those predicted later; given tokens see none of them,
    or a prediction could read its answer from a neighbour.
    """
    step, other = order[:, :, None], order[:, None, :]
    return ((other > GIVEN) & ((step == GIVEN) | (other >= step))).float()


def target_mapping(chosen: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Which positions are predicted, for bool [rows, length].

    float [rows, most chosen, length] with a single 1 in each line, and bool [rows, most chosen]: False where a row has
    fewer chosen tokens than another, and its line is empty.
    """
    most = max(1, int(chosen.sum(1).max()))
    places = chosen.long().argsort(dim=1, descending=True, stable=True)[:, :most]  # in reading order
    exists = chosen.gather(1, places)
    mapping = torch.zeros(*places.shape, chosen.shape[1], device=chosen.device).scatter_(2, places[:, :, None], 1.0)
    return mapping * exists[:, :, None], exists
