"""Encoders that have no family of their own here, against the classes of transformers."""

from pathlib import Path

import numpy as np
import pytest
import torch
from transformers import AutoModel, AutoModelForMaskedLM, AutoTokenizer

from bertplay.errors import MissingAbility
from bertplay.models.architectures import OTHER_TYPES, READS_HIDDEN
from bertplay.models.catalog import find_model
from bertplay.models.config_file import other_lacks
from bertplay.models.loaded import LoadedModel, Wanted
from bertplay.models.loading import load_model
from bertplay.models.spec import ENCODER, WORDS, Ability
from bertplay.settings import Settings
from bertplay.tasks.left_right_context import compare_contexts
from tests.tiny_families import save_other

TEXT = "The {mask} walked to the {mask} and the king"


def opened(folder: Path) -> LoadedModel:
    settings = Settings(models_dir=folder.parent, precision="float32")
    return load_model(find_model(f"local/{folder.name}", settings), settings=settings)


@pytest.mark.parametrize("kind", OTHER_TYPES)
def test_words_states_and_attentions_are_those_of_transformers(kind: str, tmp_path: Path) -> None:
    folder = save_other(kind, tmp_path / "whole")
    model = opened(folder)
    assert model.spec.abilities == WORDS - other_lacks(kind)
    text = TEXT.format(mask=model.mask_text)
    encoding = model.encode(text)
    stock = AutoModelForMaskedLM.from_pretrained(folder, attn_implementation="eager").eval()
    batch = AutoTokenizer.from_pretrained(folder)(text, return_tensors="pt")
    assert batch["input_ids"][0].tolist() == encoding.ids.tolist()
    if kind == "big_bird":  # as it would be after its first short text
        stock.base_model.set_attention_type("original_full")
    shows_attention = model.spec.can(Ability.ATTENTION)
    with torch.inference_mode():
        expected = stock(batch["input_ids"], output_hidden_states=True, **({"output_attentions": True} if shows_attention else {}))
    [words, states] = [
        model.forward([encoding], wanted)[0] for wanted in (Wanted(scores=True), Wanted(hidden_states=True, attentions=shows_attention))
    ]
    assert words.scores is not None
    assert states.hidden_states is not None
    logits = expected.logits[0, list(encoding.masks)].log_softmax(-1).numpy()
    np.testing.assert_allclose(words.scores, logits, atol=1e-4)
    np.testing.assert_allclose(states.hidden_states[-1], expected.hidden_states[-1][0].numpy(), atol=1e-4)
    if shows_attention:
        assert states.attentions is not None
        np.testing.assert_allclose(states.attentions, torch.stack(expected.attentions)[:, 0].numpy(), atol=1e-4)


@pytest.mark.parametrize("kind", ["mpnet", "deberta-v2"])
def test_an_encoder_alone_opens(kind: str, tmp_path: Path) -> None:
    assert opened(save_other(kind, tmp_path / "alone", AutoModel)).spec.abilities == ENCODER


@pytest.mark.parametrize("kind", OTHER_TYPES)
def test_rows_of_different_length_do_not_disturb_each_other(kind: str, tmp_path: Path) -> None:
    model = opened(save_other(kind, tmp_path / "whole"))
    encodings = [model.encode("the king"), model.encode("the king and a very old man walked to the sea"), model.encode("a king " * 99)]
    assert len(encodings[2]) == model.max_tokens
    together = model.forward(encodings, Wanted(hidden_states=True))
    alone = model.forward(encodings[:1], Wanted(hidden_states=True))
    np.testing.assert_allclose(together[0].hidden_states, alone[0].hidden_states, atol=1e-5, rtol=1e-3)  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", sorted(READS_HIDDEN))
def test_no_side_can_be_hidden_from_what_mixes_neighbours(kind: str, tmp_path: Path) -> None:
    model = opened(save_other(kind, tmp_path / "whole"))
    with pytest.raises(MissingAbility, match="no side can be hidden"):
        compare_contexts(model, TEXT.format(mask=model.mask_text))
