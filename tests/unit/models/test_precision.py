"""Number formats: close to float32, smaller, and chosen by what the processor has and the answers allow."""

import numpy as np
import pytest
import torch
from torch import nn

from bertplay.errors import ModelLoadFailed
from bertplay.models import precision, precision_choice
from bertplay.models.loaded import LoadedModel, Wanted
from bertplay.models.precision import BFloat16Linear, Int8Linear, candidates, weight_steps
from bertplay.models.precision_choice import choose_precision, compare_precisions
from tests.unit.models.formats import each_format, needs_bfloat16, needs_int8


@needs_bfloat16
@pytest.mark.parametrize("bias", [True, False])
def test_bfloat16_layer_is_near_float32(bias: bool) -> None:
    linear, inputs = nn.Linear(48, 30, bias=bias), torch.randn(2, 7, 48)
    with torch.inference_mode():
        torch.testing.assert_close(BFloat16Linear(linear)(inputs.bfloat16()).float(), linear(inputs), atol=0.03, rtol=0.02)


@needs_bfloat16
def test_gelu_can_be_fused() -> None:
    linear, inputs = nn.Linear(48, 30), torch.randn(2, 7, 48)
    with torch.inference_mode():
        fused = BFloat16Linear(linear, gelu=True)(inputs.bfloat16()).float()
        torch.testing.assert_close(fused, nn.functional.gelu(linear(inputs)), atol=0.03, rtol=0.02)


@needs_int8
def test_int8_layer_is_near_float32() -> None:
    linear, inputs = nn.Linear(48, 30), torch.randn(2, 7, 48)
    with torch.inference_mode():
        torch.testing.assert_close(Int8Linear(linear)(inputs), linear(inputs), atol=0.06, rtol=0.02)


@needs_int8
def test_int8_multiplies_whole_numbers_exactly() -> None:
    """Inputs and weights that are whole steps lose nothing: the shift that the processor needs is taken out again."""
    steps, linear, inputs = weight_steps(), nn.Linear(64, 32, bias=False), torch.randint(-127, 128, (5, 64)).float()
    inputs[:, 0] = 127  # so that a step is 1
    with torch.no_grad():
        linear.weight.copy_(torch.randint(-steps, steps + 1, (32, 64)))
        linear.weight[:, 0] = steps
    with torch.inference_mode():
        assert torch.equal(Int8Linear(linear)(inputs), linear(inputs))


@pytest.mark.parametrize(
    ("features", "first"),
    [
        (("amx_bf16", "avx512_bf16", "avx512_vnni"), "bfloat16"),
        (("avx512_bf16", "avx512_vnni"), "int8"),
        (("avx2",), "int8"),
        ((), "float32"),
    ],
)
def test_the_processor_decides_what_is_tried_first(features: tuple[str, ...], first: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(precision, "processor", lambda: dict.fromkeys(features, True))
    monkeypatch.setattr(precision, "works", lambda _: True)
    assert precision.precisions_by_speed()[0] == first


@each_format
def test_a_smaller_model_gives_all_outputs(tiny_model: LoadedModel, number_format: precision.Precision) -> None:
    smaller = tiny_model.in_precision(number_format)
    encoding = tiny_model.encode("The [MASK] is cold.", "It was night.")
    wanted = Wanted(scores=True, hidden_states=True, attentions=True, pair=True)
    [ours], [theirs] = tiny_model.forward([encoding], wanted), smaller.forward([encoding], wanted)
    assert smaller.precision == number_format
    assert smaller.bytes < tiny_model.bytes
    for name in ("scores", "hidden_states", "attentions", "pair"):
        a, b = getattr(ours, name), getattr(theirs, name)
        assert b.dtype == np.float32
        assert np.corrcoef(a.ravel(), b.ravel())[0, 1] > 0.97


def test_bytes_of_float32_are_four_a_parameter(tiny_model: LoadedModel) -> None:
    buffers = 2 * 64 * 8  # position and segment ids
    assert tiny_model.bytes == 4 * tiny_model.parameters + buffers


def test_a_small_model_stays_float32(tiny_model: LoadedModel) -> None:
    assert choose_precision(tiny_model, "auto") is tiny_model


def test_what_is_asked_for_is_used() -> None:
    assert candidates("int8", 10) == ("int8",)
    assert candidates("float32", 10**9) == ("float32",)
    assert candidates("auto", 10**9)[-1] == "float32"


@needs_int8
def test_answers_decide(tiny_model: LoadedModel, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(precision_choice, "candidates", lambda *_: ("int8", "float32"))
    report = compare_precisions(tiny_model, tiny_model.in_precision("int8"))
    monkeypatch.setattr(precision, "LEAST_TOP5", report.top5)
    monkeypatch.setattr(precision, "LEAST_TOP1", report.top1)
    chosen = choose_precision(tiny_model)
    assert (chosen.precision, chosen.precision_report) == ("int8", report)
    monkeypatch.setattr(precision, "LEAST_TOP5", report.top5 + 0.01)
    assert choose_precision(tiny_model).precision == "float32"


def test_a_model_agrees_with_itself(tiny_model: LoadedModel) -> None:
    report = compare_precisions(tiny_model, tiny_model)
    assert (report.top1, report.top5, report.sentences) == (1.0, 1.0, 24)


def test_a_machine_without_the_format_says_so(tiny_model: LoadedModel, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(precision, "works", lambda *_: False)
    with pytest.raises(ModelLoadFailed, match="BERTPLAY_PRECISION=float32"):
        tiny_model.in_precision("int8")
