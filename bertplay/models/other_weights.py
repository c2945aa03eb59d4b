"""Why a folder or repository without model.safetensors cannot be opened, judging by the files that it has instead. No torch."""

import re
from collections.abc import Iterable
from pathlib import Path

from bertplay.errors import UnsafeModel
from bertplay.i18n import N_, joined, lazy
from bertplay.models.weights import AGAIN, refused

CONVERT = N_(
    "If you trust its source, open it with transformers where that does no harm, and save it with save_pretrained, which writes "
    "model.safetensors."
)
OLDER = N_("Open it with a transformers before version 5, which still reads it (from_tf, from_flax), and save it with save_pretrained.")
EXPORTED_FROM = N_("Get the weights that it was exported from, as safetensors.")
RENAME = N_("Rename it to model.safetensors if it holds the whole model.")
UNPACK = N_("Unpack it, and add the folder with config.json in it.")
INSTEAD: tuple[tuple[re.Pattern[str], str, str], ...] = (
    (re.compile(r"\.(bin|pt|pth|pkl|pickle|ckpt)$"), N_("the weights are available only as a pickle, and opening one runs code"), CONVERT),
    (re.compile(r"\.ckpt\.\w|\.h5$|\.pb$"), N_("the weights are available only for TensorFlow"), OLDER),
    (re.compile(r"\.msgpack$"), N_("the weights are available only for Flax"), OLDER),
    (re.compile(r"\.onnx$"), N_("the weights are available only as ONNX, which can be run but not inspected"), EXPORTED_FROM),
    (re.compile(r"\.gguf$"), N_("the weights are available only as GGUF, for llama.cpp"), EXPORTED_FROM),
    (re.compile(r"\.safetensors$"), N_("it is not called model.safetensors, and may be a part or a variant of the weights"), RENAME),
    (re.compile(r"\.zip$"), N_("it is not unpacked"), UNPACK),
)
"""The name of a file, why it is not opened, and what to do."""
OF_TRAINERS = frozenset({"training_args.bin", "optimizer.pt", "optimizer.bin", "scheduler.pt", "rng_state.pth"})
"""What a training leaves beside the weights."""


def other_weights(folder: Path, names: Iterable[str], also: str = "") -> UnsafeModel | None:
    """The error that names the first such file; None without one. also: a remedy to put before its own."""
    there = sorted(name for name in names if Path(name).name not in OF_TRAINERS)
    for pattern, reason, remedy in INSTEAD:
        if found := next((name for name in there if pattern.search(name)), ""):
            return refused(folder / Path(found).name, lazy(reason), joined((lazy(also), lazy(remedy))) if also else remedy)
    return None


def no_weights(folder: Path, names: Iterable[str], also: str = "") -> UnsafeModel:
    """The error for a folder without weights that can be opened."""
    missing = refused(folder / "model.safetensors", lazy("it is missing: there are no weights as safetensors"), also or AGAIN)
    return other_weights(folder, names, also) or missing
