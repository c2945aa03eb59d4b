"""Where models compute: on the CPU or on a GPU. This is the only module that decides it and that moves tensors between them.

    device = choose_device("auto")     cuda if there is a GPU, mps on a Mac that has it, otherwise cpu
    model = send(model, device)        move the weights there
    with on(device): …                 tensors created here are there too
    fetch(tensor)                      back, as a float32 array

No figure of a card has been measured by this project yet: docs/operating.md says what was tried and what was not.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import Any, TypeVar

import torch

from bertplay.errors import ModelLoadFailed
from bertplay.i18n import N_
from bertplay.models.cache_entry import Card
from bertplay.results import Floats

T = TypeVar("T", bound=torch.Tensor | torch.nn.Module)
CPU = torch.device("cpu")


def choose_device(asked: str) -> torch.device:
    """The configured device; with "auto", a GPU if there is one. ModelLoadFailed if the device does not exist."""
    there: dict[str, Callable[[], bool]] = {"cuda": torch.cuda.is_available, "mps": torch.backends.mps.is_available, "cpu": lambda: True}
    if asked == "auto":
        return torch.device(next(name for name, is_there in there.items() if is_there()))
    if not there[asked]():
        remedy = N_("Set BERTPLAY_DEVICE=auto; `python -m bertplay doctor` lists what is available.")
        raise ModelLoadFailed(N_("This machine, or this build of PyTorch, has no such device."), value=asked, remedy=remedy)
    return torch.device(asked)


def send(thing: T, device: torch.device) -> T:
    """Move a tensor, or a model in place, to a device; on the CPU nothing happens."""
    return thing if device.type == "cpu" else thing.to(device)  # type: ignore[return-value]


def on(device: torch.device) -> AbstractContextManager[Any]:
    """Create all tensors of this block on the device."""
    return nullcontext() if device.type == "cpu" else device


def fetch(tensor: torch.Tensor) -> Floats:
    """A tensor of any device as a float32 array."""
    array: Floats = tensor.detach().float().cpu().numpy()
    return array


def device_of(model: Any) -> torch.device:
    """Where the weights of a model are."""
    return next((weight.device for weight in model.parameters()), CPU)


def computes_in_bfloat16(device: torch.device) -> bool:
    """Whether a GPU multiplies in bfloat16, tested by doing so. CUDA GPUs before Ampere emulate it, which is slower than float32."""
    try:
        ones = torch.ones(2, 2, dtype=torch.bfloat16, device=device)
        return bool((ones @ ones == 2).all()) and (device.type != "cuda" or torch.cuda.is_bf16_supported(including_emulation=False))
    except (RuntimeError, TypeError):
        return False


def trains_in_bfloat16(device: torch.device) -> bool:
    """Whether training multiplies in bfloat16 on this device; the weights stay float32."""
    return device.type == "cuda" and computes_in_bfloat16(device)


def finish(device: torch.device) -> None:
    """Wait until a GPU has finished its queued work, which runs asynchronously. Does nothing on the CPU."""
    if device.type == "cuda":
        torch.cuda.synchronize(device)
    elif device.type == "mps":
        torch.mps.synchronize()


def card_of(device: torch.device) -> Card | None:
    """The GPU of a device; None for the CPU."""
    if device.type == "cuda":
        free, total = torch.cuda.mem_get_info(device)
        return Card(torch.cuda.get_device_name(device), free, total)
    return Card("Apple GPU (MPS)") if device.type == "mps" else None


def describe_device(asked: str) -> str:
    """The device that would be used, in words: "cuda: NVIDIA A10, 21.4 of 22.5 GiB free"."""
    try:
        device = choose_device(asked)
    except ModelLoadFailed as error:
        return f"{asked}: {error.problem}"
    card = card_of(device)
    if card is None:
        return f"{device.type}, with {torch.get_num_threads()} threads"
    memory = f", {card.free / 2**30:.1f} of {card.total / 2**30:.1f} GiB free" if card.total else ""
    return f"{device.type}: {card.name}{memory}"
