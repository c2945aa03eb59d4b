"""Cross entropy over a large vocabulary in the memory of the logits.

`cross_entropy(logits.float(), targets)` writes the logits out in float32, then the log-probabilities, then both gradients: for 820 masked
tokens and 30,522 candidates 100 MB each. Here a slice of the rows is widened, its gradient is written in the type of the logits, and the
slice is dropped while it is still in the processor's cache.
"""

from typing import Any, cast

import torch

ROWS_AT_ONCE = 32


class _MaskedCrossEntropy(torch.autograd.Function):
    @staticmethod
    def forward(ctx: Any, logits: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
        """The mean loss; the gradient is computed here as well, while the slice is in the cache."""
        gradient = torch.empty_like(logits)
        total = torch.zeros((), dtype=torch.float32, device=logits.device)
        for slice_, target, out in zip(logits.split(ROWS_AT_ONCE), targets.split(ROWS_AT_ONCE), gradient.split(ROWS_AT_ONCE), strict=True):
            logs = torch.log_softmax(slice_.float(), dim=1)
            column = target[:, None]
            total -= logs.gather(1, column).sum()
            chances = logs.exp_()
            chances.scatter_add_(1, column, torch.full_like(chances[:, :1], -1.0))
            out.copy_(chances.div_(len(logits)))
        ctx.save_for_backward(gradient)
        return total / len(logits)

    @staticmethod
    def backward(ctx: Any, *gradients: torch.Tensor) -> tuple[torch.Tensor, None]:
        (gradient,) = ctx.saved_tensors
        return gradient * gradients[0].to(gradient.dtype), None


def masked_cross_entropy(logits: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
    """The mean cross entropy in nats of logits [masked, vocabulary] and targets [masked]."""
    if not logits.requires_grad or logits.device.type != "cpu":
        return torch.nn.functional.cross_entropy(logits.float(), targets)
    return cast(torch.Tensor, _MaskedCrossEntropy.apply(logits, targets))  # type: ignore[no-untyped-call]
