"""A stand-in for a graphics card: tensors that say they are on "cuda", and refuse to be mixed with others or read as arrays.

It computes with the processor's own kernels, so results are equal to the last digit; what it finds is a tensor that was left behind.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from typing import Any

import pytest
import torch
from torch.overrides import TorchFunctionMode
from torch.utils._pytree import tree_flatten, tree_map

CARD = torch.device("cuda")
READ = {torch.Tensor.numpy, torch.Tensor.__array__}


class CardTensor(torch.Tensor):
    """A tensor in the memory of the card."""

    @classmethod
    def __torch_function__(cls, func: Any, types: Any, args: Sequence[Any] = (), kwargs: Mapping[str, Any] | None = None) -> Any:
        given = dict(kwargs or {})
        if func == torch.Tensor.device.__get__:  # type: ignore[attr-defined]
            return CARD
        if func is torch.Tensor.__deepcopy__:
            copy = args[0].detach().clone()
            return torch.nn.Parameter(copy) if isinstance(args[0], torch.nn.Parameter) else copy
        with torch._C.DisableTorchFunctionSubclass():  # type: ignore[attr-defined]
            if func is torch.Tensor.cpu:
                return args[0].as_subclass(torch.Tensor)
            if func is torch._has_compatible_shallow_copy_type:
                return False  # a weight that is sent to the card becomes another one
            if func in READ:
                raise TypeError("can't convert cuda:0 device type tensor to numpy")
            tensors = [one for one in tree_flatten((args, given))[0] if isinstance(one, torch.Tensor)]
            if any(one.dim() > 0 and not isinstance(one, CardTensor) for one in tensors):
                raise RuntimeError(f"Expected all tensors to be on the same device, in {getattr(func, '__name__', func)}")
            return tree_map(on_card, func(*args, **given))


def on_card(value: Any) -> Any:
    return value.as_subclass(CardTensor) if type(value) is torch.Tensor else value


def is_card(value: Any) -> bool:
    return isinstance(value, torch.device | str) and str(value).startswith("cuda")


class Card(TorchFunctionMode):
    """Whatever is made on "cuda", or sent to it, is a CardTensor."""

    def __torch_function__(self, func: Any, types: Any, args: Sequence[Any] = (), kwargs: Mapping[str, Any] | None = None) -> Any:
        given = dict(kwargs or {})
        if func is torch.Tensor.to and any(map(is_card, (*args, *given.values()))):
            dtype = next((one for one in (*args, *given.values()) if isinstance(one, torch.dtype)), args[0].dtype)
            with torch._C.DisableTorchFunctionSubclass():  # type: ignore[attr-defined]
                return args[0].to(dtype).as_subclass(CardTensor)
        if is_card(given.get("device")):
            return tree_map(on_card, func(*args, **given | {"device": "cpu"}))
        return func(*args, **given)


class Here:
    """An executor without a thread: what torch is told about devices holds for one thread alone."""

    def submit(self, work: Callable[..., Any], *args: Any) -> "Future[Any]":
        done: Future[Any] = Future()
        done.set_result(work(*args))
        return done


@contextmanager
def card(monkeypatch: pytest.MonkeyPatch) -> Iterator[torch.device]:
    """A machine with such a card."""
    from bertplay.models import batching, loaded

    here = Here()
    monkeypatch.setattr(batching, "COMPUTING", here)
    monkeypatch.setattr(loaded, "COMPUTING", here)
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    monkeypatch.setattr(torch.cuda, "is_bf16_supported", lambda including_emulation=True: True)
    torch.__future__.set_overwrite_module_params_on_conversion(True)
    try:
        with Card():
            yield CARD
    finally:
        torch.__future__.set_overwrite_module_params_on_conversion(False)
