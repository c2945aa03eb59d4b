"""The permutation language model of XLNet (Yang et al. 2019, section 2.3): guess pieces one after the other, in a random order.

    the cat sat on the mat       chosen: sat mat, in the order mat, sat
    mat from: the cat on the             sat from: the cat on the mat

No [MASK] stands in the text: a chosen piece is hidden from some and shown to others, so the guesses of one row lean on
each other. As in the paper (section 2.4, partial prediction) only the last pieces of the order are guessed; all others are given.
"""

import numpy as np
import numpy.typing as npt
import torch

GIVEN = 0


def draw_order(chosen: npt.NDArray[np.bool_], rng: np.random.Generator, *, one_by_one: bool = True) -> npt.NDArray[np.int64]:
    """At which turn each piece of [rows, length] is guessed: 1, 2, 3 … in each row at random; GIVEN where it is not.

    Without `one_by_one` all are guessed at turn 1, none knowing any other: how a masked model is asked.
    """
    if not one_by_one:
        return chosen.astype(np.int64)
    draws = np.where(chosen, rng.random(chosen.shape), np.inf)
    turns = draws.argsort(1).argsort(1) + 1
    return np.where(chosen, turns, GIVEN)


def permutation_mask(order: torch.Tensor) -> torch.Tensor:
    """What may not be looked at: float [rows, length, length], 1 where piece i must not see piece j.

    A given piece is seen by all. A guessed one is seen by those alone whose turn comes later; given pieces see none of them,
    or a guess could read its answer from a neighbour.
    """
    asking, asked = order[:, :, None], order[:, None, :]
    return ((asked > GIVEN) & ((asking == GIVEN) | (asked >= asking))).float()


def target_mapping(chosen: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Which places are guessed, for bool [rows, length].

    float [rows, most chosen, length] with a single 1 in each line, and bool [rows, most chosen]: False where a row has
    fewer chosen pieces than another, and its line is empty.
    """
    most = max(1, int(chosen.sum(1).max()))
    places = chosen.long().argsort(dim=1, descending=True, stable=True)[:, :most]  # in reading order
    exists = chosen.gather(1, places)
    mapping = torch.zeros(*places.shape, chosen.shape[1], device=chosen.device).scatter_(2, places[:, :, None], 1.0)
    return mapping * exists[:, :, None], exists
