"""Models on a graphics card, with a stand-in for one: every tensor is where it belongs, and answers are those of the processor."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from bertplay.errors import CacheFull, ModelLoadFailed
from bertplay.models import forward_pass
from bertplay.models.cache import ModelCache
from bertplay.models.cache_entry import Card
from bertplay.models.catalog import find_model
from bertplay.models.devices import CPU, choose_device, describe_device
from bertplay.models.forward_pass import outputs_of
from bertplay.models.loaded import LoadedModel, Wanted
from bertplay.models.loading import load_model
from bertplay.models.precision import candidates, works
from bertplay.models.spec import Ability
from bertplay.results.ablations import Ablation
from bertplay.settings import Settings
from tests.card import CARD, CardTensor, card
from tests.tiny_families import SAVE, save_family

TEXTS = ("the king {mask} to the town", "a dog")
EVERYTHING = Wanted(hidden_states=True, attentions=True)


def opened(folder: Path, device: str, precision: Any = "float32") -> LoadedModel:
    settings = Settings(models_dir=folder.parent, precision=precision, device=device)
    return load_model(find_model(f"local/{folder.name}", settings), settings=settings)


def answers(model: LoadedModel) -> list[np.ndarray]:
    """Whatever the model can do, as arrays."""
    encodings = [model.encode(text.format(mask=model.mask_text)) for text in TEXTS]
    found: list[Any] = []
    if model.spec.can(Ability.MASKED_WORD):
        found += [one.scores for one in model.forward(encodings, Wanted(scores=True))]
    has_attention = model.spec.can(Ability.ATTENTION)
    found += [one.hidden_states for one in model.forward(encodings, Wanted(hidden_states=True, attentions=has_attention))]
    if {Ability.NEXT_SENTENCE, Ability.SENTENCE_ORDER} & model.spec.abilities:
        found += [one.pair for one in model.forward([model.encode(*("the dog", "a town"))], Wanted(pair=True))]
    if model.spec.can(Ability.REPLACED_WORD):
        found += [one.replaced for one in model.forward(encodings, Wanted(replaced=True))]
    if model.is_transparent:
        inside = model.run_transparent(encodings[0], Ablation(ablated_layer=1, ablated_head=0))
        found += [inside.hidden_states, inside.scores, model.unembed(inside.hidden_states[1])]
        found += [model.run_transparent(encodings[0], Ablation(random=True)).hidden_states]
    return [one for one in (*found, model.word_vectors([5, 6])) if one is not None]


@pytest.mark.parametrize("family", SAVE)
def test_a_family_computes_on_a_card_what_it_computes_on_the_processor(
    family: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = save_family(family, tmp_path / "model")
    expected = answers(opened(folder, "cpu"))
    with card(monkeypatch):
        model = opened(folder, "cuda")
        assert model.device == CARD
        assert all(isinstance(weight, CardTensor) for weight in model._model.parameters())
        found = answers(model)
    assert len(found) == len(expected)
    for ours, theirs in zip(found, expected, strict=True):
        np.testing.assert_allclose(ours, theirs, atol=1e-5)


def test_bfloat16_on_a_card_is_as_near_as_eight_bits_allow(tiny_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = answers(opened(tiny_folder, "cpu"))
    with card(monkeypatch):
        model = opened(tiny_folder, "cuda", "bfloat16")
        assert model.precision == "bfloat16"
        assert model.bytes < opened(tiny_folder, "cuda").bytes
        found = answers(model)
    for ours, theirs in zip(found, expected, strict=True):
        assert float(np.abs(ours - theirs).max()) < 0.15 * max(1.0, float(np.abs(theirs).max()))


def test_a_tensor_that_is_left_behind_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The stand-in refuses what a card refuses."""
    with card(monkeypatch) as device:
        there = torch.ones(2, device=device)
        assert isinstance(there + 1, CardTensor)
        with pytest.raises(RuntimeError, match="same device"):
            there + torch.ones(2)
        with pytest.raises(TypeError):
            there.numpy()
        np.testing.assert_array_equal((there + 1).cpu().numpy(), [2, 2])


def test_formats_follow_the_device(monkeypatch: pytest.MonkeyPatch) -> None:
    with card(monkeypatch) as device:
        assert candidates("auto", 10**8, device) == ("bfloat16", "float32")
        assert candidates("auto", 10**6, device) == ("float32",)
        assert not works("int8", device)


def test_a_device_that_is_not_there_is_named() -> None:
    assert choose_device("cpu") == CPU
    if not torch.cuda.is_available():
        with pytest.raises(ModelLoadFailed, match="has no such device"):
            choose_device("cuda")
        assert describe_device("cuda").startswith("cuda: This machine")
    assert choose_device("auto").type in ("cpu", "cuda", "mps")


def test_the_memory_of_a_card_bounds_the_cache() -> None:
    def unused(*_: Any) -> Any:
        raise AssertionError

    assert ModelCache(unused, unused, 1000, card=lambda: Card("A card", 300, 400)).budget_bytes == 300
    assert ModelCache(unused, unused, 1000, card=lambda: Card("Shared memory")).budget_bytes == 1000
    assert ModelCache(unused, unused, 1000).budget_bytes == 1000


def test_cards_that_only_emulate_bfloat16_stay_in_float32(monkeypatch: pytest.MonkeyPatch) -> None:
    with card(monkeypatch) as device:
        monkeypatch.setattr(torch.cuda, "is_bf16_supported", lambda including_emulation=True: including_emulation)
        assert candidates("auto", 10**8, device) == ("float32",)


def test_what_a_card_has_no_memory_for_at_once_runs_in_parts(tiny_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    model = opened(tiny_folder, "cpu")
    encodings = [model.encode(text.format(mask="[MASK]")) for text in (*TEXTS, *TEXTS, TEXTS[0])]
    expected = model.forward(encodings, EVERYTHING)
    sizes: list[int] = []

    def small_card(family: Any, network: Any, rows: Any, *options: Any) -> Any:
        sizes.append(len(rows))
        if len(rows) > most:
            raise torch.OutOfMemoryError("CUDA out of memory.")
        return outputs_of(family, network, rows, *options)

    monkeypatch.setattr(forward_pass, "outputs_of", small_card)
    most = 1
    found = model.forward(encodings, EVERYTHING)
    assert sizes.count(1) == 5
    for ours, theirs in zip(found, expected, strict=True):
        np.testing.assert_allclose(ours.hidden_states, theirs.hidden_states, atol=1e-5)  # type: ignore[arg-type]
    most = 0
    with pytest.raises(CacheFull, match="too little free memory for this text"):
        model.forward(encodings[:1], EVERYTHING)
