"""Giving freed memory back to the system."""

import ctypes
import sys


def release_memory() -> None:
    """Let the C library return freed memory to the system; on Linux it would otherwise hold hundreds of MiB of an unloaded model.

    Measured with a BERT-base: 350 MiB still held after unloading the model, 66 MiB after this call.
    """
    cuda = sys.modules.get("torch.cuda")
    if cuda is not None and getattr(cuda, "_initialized", False):
        cuda.empty_cache()  # a training in another process may need what a dropped model had on the card
    if sys.platform == "linux":
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # glibc has it, musl does not
        if trim is not None:
            trim(0)
