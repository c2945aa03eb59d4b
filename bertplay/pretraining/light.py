"""A checkpoint in a sixth of its bytes, to be copied from the machine that trained to the one that exports.

    python -m bertplay.pretraining.light work/bert light/bert          (there)
    python -m bertplay pretrain … --work light --out out-bert          (here, the same options: nothing is left to train)

Weights are rounded to float16, as an export stores them, and the state of the optimiser is left out.
"""

import argparse
import shutil
from collections.abc import Sequence
from pathlib import Path

import torch

from bertplay.errors import CannotResume
from bertplay.pretraining.checkpoints import FILE, write_atomically
from bertplay.pretraining.loop import LOG


def lighten(run: Path, out: Path) -> Path:
    """Write the checkpoint of `run` without optimiser state into the folder `out`, its log beside it; the file written.

    Raises CannotResume when `run` has no checkpoint.
    """
    if not (run / FILE).exists():
        raise CannotResume("There is no checkpoint here.", value=str(run), remedy="Give the folder of a training.")
    state = torch.load(run / FILE, map_location="cpu", weights_only=True)
    state["model"] = halved(state["model"])
    out.mkdir(parents=True, exist_ok=True)
    write_atomically(state | {"optimizer": None}, out / FILE)
    shutil.copy(run / LOG, out / LOG)
    return out / FILE


def halved(weights: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    """The weights in float16; those that have two names, such as a tied word table, are still one."""
    once = {w.data_ptr(): w.half() if w.is_floating_point() else w for w in weights.values()}
    return {name: once[w.data_ptr()] for name, w in weights.items()}


def main(arguments: Sequence[str] | None = None) -> None:
    """Lighten one training."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("run", type=Path, help="the folder of a training inside the work folder")
    parser.add_argument("out", type=Path)
    options = parser.parse_args(arguments)
    print(lighten(options.run, options.out))


if __name__ == "__main__":
    main()
