"""Number formats of the weights: float32, bfloat16 (half the bytes) and int8 (a quarter).

Almost all time of a forward pass goes into linear layers, and most of that into reading their weights. So these
are replaced: weights in a smaller format, laid out once as the processor's matrix unit reads them, where torch's
own bfloat16 layer lays them out again in every pass.
"""

from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any, Literal, cast, get_args

import torch
from torch import nn
from transformers.activations import GELUActivation
from transformers.models.bert.modeling_bert import BertIntermediate, BertOutput, BertSelfOutput
from transformers.models.camembert.modeling_camembert import CamembertIntermediate, CamembertOutput, CamembertSelfOutput
from transformers.models.electra.modeling_electra import ElectraIntermediate, ElectraOutput, ElectraSelfOutput
from transformers.models.mobilebert.modeling_mobilebert import MobileBertLMPredictionHead
from transformers.models.roberta.modeling_roberta import RobertaIntermediate, RobertaOutput, RobertaSelfOutput
from transformers.models.xlm_roberta.modeling_xlm_roberta import XLMRobertaIntermediate, XLMRobertaOutput, XLMRobertaSelfOutput

from bertplay.errors import ModelLoadFailed
from bertplay.i18n import N_
from bertplay.models.devices import CPU, computes_in_bfloat16, send

Precision = Literal["float32", "bfloat16", "int8"]

ROWS_AT_ONCE = 256  # of a bfloat16 layer; from 448 on, oneDNN uses a kernel that is half as fast (docs/benchmarks.md)
SHIFT = 128  # of int8 inputs
MULTIPLIES_BYTES = ("amx_int8", "avx512_vnni", "avx_vnni")  # instructions that add products of bytes in 32 bits
LEAST_TOP1, LEAST_TOP5 = 0.9, 0.9
SMALL = 30_000_000  # parameters; below, a pass in float32 is a matter of milliseconds, and exact


# Five families write the same layer down, each under its own name.
WIDENING = (BertIntermediate, RobertaIntermediate, XLMRobertaIntermediate, CamembertIntermediate, ElectraIntermediate)
CLOSING = (
    *(BertSelfOutput, RobertaSelfOutput, XLMRobertaSelfOutput, CamembertSelfOutput, ElectraSelfOutput),
    *(BertOutput, RobertaOutput, XLMRobertaOutput, CamembertOutput, ElectraOutput),
)


MULTIPLY_THEMSELVES = (MobileBertLMPredictionHead,)
"""Heads that read the weights of their layers instead of calling them."""


@dataclass(frozen=True, slots=True)
class PrecisionReport:
    """How often the predictions of a smaller format agree with float32, over some sentences with one mask each.

    top1   share of sentences with the same top prediction
    top5   share of float32's five predictions that are among the smaller format's five
    """

    precision: Precision
    sentences: int
    top1: float
    top5: float

    @property
    def is_good(self) -> bool:
        return self.top1 >= LEAST_TOP1 and self.top5 >= LEAST_TOP5

    def __str__(self) -> str:
        return (
            f"{self.precision}: top prediction as in float32 in {self.top1:.0%} of {self.sentences} sentences, top five to {self.top5:.0%}"
        )


class BFloat16Linear(nn.Module):
    """A linear layer of bfloat16: 8 bits of fraction instead of 24, the range of float32.

    BFloat16Linear(linear)                 x W + b
    BFloat16Linear(linear, gelu=True)      gelu(x W + b), while the sums are still given
    """

    def __init__(self, linear: nn.Linear, *, gelu: bool = False) -> None:
        super().__init__()
        weight = linear.weight.detach().bfloat16()
        self.resident_bytes = weight.nbytes
        self.packed = torch.ops.mkldnn._reorder_linear_weight(weight, None)
        self.bias = None if linear.bias is None else nn.Buffer(linear.bias.detach().bfloat16())
        self.then: tuple[str, list[float], str] = (
            ("gelu", [], "none") if gelu else ("none", [], "")
        )  # "none" of gelu: not the tanh approximation

    def forward(self, inputs: torch.Tensor) -> torch.Tensor:
        """[…, in] -> […, out], both bfloat16."""
        rows = inputs.reshape(-1, inputs.shape[-1])
        parts = [torch.ops.mkldnn._linear_pointwise(part, self.packed, self.bias, *self.then) for part in rows.split(ROWS_AT_ONCE)]
        return joined(parts).view(*inputs.shape[:-1], -1)

    def plus(self, inputs: torch.Tensor, residual: torch.Tensor) -> torch.Tensor:
        """x W + b + residual: […, in] and […, out] -> […, out]; the sum is made while the product is still given."""
        rows, others = inputs.reshape(-1, inputs.shape[-1]), residual.reshape(-1, residual.shape[-1])
        pairs = zip(rows.split(ROWS_AT_ONCE), others.split(ROWS_AT_ONCE), strict=True)
        parts = [torch.ops.mkldnn._linear_pointwise.binary(part, other, self.packed, self.bias, "add") for part, other in pairs]
        return joined(parts).view_as(residual)


class BFloat16Residual(nn.Module):
    """The end of each sublayer of a BERT layer: a linear layer, the residual, the layer norm."""

    def __init__(self, stock: Any) -> None:
        super().__init__()
        self.dense, self.norm = BFloat16Linear(stock.dense), stock.LayerNorm

    def forward(self, inputs: torch.Tensor, residual: torch.Tensor) -> torch.Tensor:
        """[…, in] and […, hidden] -> […, hidden]"""
        outputs: torch.Tensor = self.norm(self.dense.plus(inputs, residual))
        return outputs


def joined(parts: list[torch.Tensor]) -> torch.Tensor:
    return parts[0] if len(parts) == 1 else torch.cat(parts)


class Int8Linear(nn.Module):
    """An int8 linear layer: one scale for each output of the weights, one for each row of the inputs.

    One scale for all rows, as in torch's dynamic quantization, doubles the distance from float32, and an
    answer would depend on the other rows in its batch. Inputs are shifted up by 128, because processors without a
    matrix unit only multiply unsigned by signed bytes (AVX-VNNI); the layer removes the shift again, exactly.
    With AVX2 alone, two products are added in 16 bits, which overflow: weights get half the steps there.
    """

    def __init__(self, linear: nn.Linear) -> None:
        super().__init__()
        weight = linear.weight.detach()
        scales = scales_of(weight, weight_steps())
        self.scales = nn.Buffer(scales[:, 0])
        self.zeros = nn.Buffer(torch.zeros(len(weight), dtype=torch.int32))
        self.bias = None if linear.bias is None else nn.Buffer(linear.bias.detach())
        self.resident_bytes = weight.numel()
        self.packed = torch.ops.onednn.qlinear_prepack(rounded(weight, scales), None)

    def forward(self, inputs: torch.Tensor) -> torch.Tensor:
        """[…, in] -> […, out], both float32."""
        rows = inputs.reshape(-1, inputs.shape[-1])
        scales = scales_of(rows)
        products: torch.Tensor = torch.ops.onednn.qlinear_pointwise(
            shifted(rounded(rows, scales)), 1.0, SHIFT, self.packed, self.scales, self.zeros, None, 1.0, 0, torch.float32, "none", [], ""
        )
        outputs = products.mul_(scales)
        if self.bias is not None:
            outputs.add_(self.bias)
        return outputs.view(*inputs.shape[:-1], -1)


def weight_steps() -> int:
    """The largest whole number that a weight may become: with AVX2 alone the sum of two products overflows above 64."""
    return 63 if has_any("avx2") and not has_any(*MULTIPLIES_BYTES) else 127


def scales_of(rows: torch.Tensor, steps: int = 127) -> torch.Tensor:
    """The size of one int8 step in each row, with so many steps up to its largest value: [rows, n] -> [rows, 1]"""
    return rows.abs().amax(dim=1, keepdim=True).clamp_(min=1e-12) / steps


def rounded(rows: torch.Tensor, scales: torch.Tensor) -> torch.Tensor:
    """int8 [rows, n], from -127 to 127."""
    return (rows / scales).round_().to(torch.int8)


def shifted(steps: torch.Tensor) -> torch.Tensor:
    """int8 -> uint8, 128 more, in place: -127 to 127 becomes 1 to 255. That is the same as turning the highest bit over."""
    return steps.view(torch.uint8).bitwise_xor_(SHIFT)


def convert(model: nn.Module, precision: Precision, device: torch.device = CPU) -> nn.Module:
    """A copy of a float32 model in another number format; float32 is the model itself, with its weights on the device.

    Raises ModelLoadFailed when the device or this build of torch cannot compute in that format.
    """
    if not works(precision, device):
        raise ModelLoadFailed(
            N_("This machine cannot compute in this number format."), value=precision, remedy=N_("Set BERTPLAY_PRECISION=float32.")
        )
    if precision == "float32":
        return send(model, device)
    copy = deepcopy(model)
    if device.type != "cpu":
        return send(copy.to(torch.bfloat16), device)  # a card has kernels of its own for it
    if precision == "bfloat16":
        return with_linear_layers(with_fused_layers(copy.to(torch.bfloat16)), BFloat16Linear)
    return with_linear_layers(copy, Int8Linear)


def with_fused_layers(model: nn.Module) -> nn.Module:
    """The model with what follows a linear layer of BERT (GELU, or residual and norm) joined to it, in place; a twentieth of a pass."""
    for module in list(model.modules()):
        for name, child in list(module.named_children()):
            if isinstance(child, WIDENING) and isinstance(child.intermediate_act_fn, GELUActivation):
                setattr(module, name, BFloat16Linear(child.dense, gelu=True))
            elif isinstance(child, CLOSING):
                setattr(module, name, BFloat16Residual(child))
    return model


def with_linear_layers(model: nn.Module, replacement: Callable[[nn.Linear], nn.Module]) -> nn.Module:
    """Replace every linear layer of the model, in place, except in a head that multiplies by its layers' weights itself."""
    for name, child in list(model.named_children()):
        if isinstance(child, nn.Linear):
            setattr(model, name, replacement(child))
        elif not isinstance(child, MULTIPLY_THEMSELVES):
            with_linear_layers(child, replacement)
    return model


def works(precision: Precision, device: torch.device = CPU) -> bool:
    """Whether a linear layer in this format runs here and computes correctly, tested by running one; int8 is for CPUs only."""
    if precision == "float32":
        return True
    if device.type != "cpu":
        return precision == "bfloat16" and computes_in_bfloat16(device)
    linear, inputs = nn.Linear(64, 64), torch.linspace(-1, 1, 128).reshape(2, 64)
    try:
        with torch.inference_mode():
            outputs = BFloat16Linear(linear)(inputs.bfloat16()).float() if precision == "bfloat16" else Int8Linear(linear)(inputs)
            return bool(torch.allclose(outputs, linear(inputs), atol=0.05))
    except (RuntimeError, AttributeError, NotImplementedError):
        return False


def processor() -> Mapping[str, Any]:
    """What the processor can do, as torch sees it: {"amx_bf16": True, …}."""
    return torch.cpu.get_capabilities()


def has_any(*features: str) -> bool:
    """Whether the processor has one of these features."""
    return any(processor().get(feature, False) for feature in features)


def precisions_by_speed() -> tuple[Precision, ...]:
    """The formats this processor has instructions for, fastest first, float32 always last.

    With a matrix unit (AMX) bfloat16 is faster for 32 sentences and as fast for one, and its answers are closer to
    float32. Without one int8 multiplies twice as many numbers at once; with AVX2 alone it is still faster than float32.
    """
    formats: list[Precision] = []
    if has_any("amx_bf16", "avx512_bf16"):
        formats.append("bfloat16")
    if has_any(*MULTIPLIES_BYTES, "avx2"):
        formats.insert(len(formats) if has_any("amx_bf16") else 0, "int8")
    return (*(p for p in formats if works(p)), "float32")


def candidates(asked: str, parameters: int, device: torch.device = CPU) -> tuple[Precision, ...]:
    """The formats to try for a model, in order: the configured one, or with "auto" those that are fast on the device.

    Small models stay in float32.
    """
    if asked in get_args(Precision):
        return (cast(Precision, asked),)
    if parameters < SMALL:
        return ("float32",)
    if device.type == "cpu":
        return precisions_by_speed()
    return ("bfloat16", "float32") if computes_in_bfloat16(device) else ("float32",)


def resident_bytes(model: nn.Module) -> int:
    """Bytes of all weights and buffers in memory; shared ones (tied embeddings) count once."""
    stores = [t.untyped_storage() for t in (*model.parameters(), *model.buffers())]
    packed = sum(m.resident_bytes for m in model.modules() if isinstance(m, BFloat16Linear | Int8Linear))
    return sum({store.data_ptr(): store.nbytes() for store in stores}.values()) + packed
