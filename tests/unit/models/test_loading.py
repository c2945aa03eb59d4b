"""Loading: a loaded model computes what transformers computes, and an incomplete one is refused."""

import gc
import json
import shutil
import weakref
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from transformers import BertForMaskedLM, BertForPreTraining, pipeline

from bertplay.errors import ModelLoadFailed, UnsafeModel
from bertplay.models.bundled_models import BUNDLED_FOLDER
from bertplay.models.catalog import find_model
from bertplay.models.loaded import Wanted
from bertplay.models.loading import TABLES, load_model
from bertplay.models.spec import Ability, Family, Local, ModelSpec
from bertplay.settings import Settings

FLOAT32 = Settings(precision="float32")
TEXT = "the king and the [MASK] walk ."


@pytest.fixture
def own(tiny_folder: Path, tmp_path: Path) -> Settings:
    """Settings with one folder of the reader's own: local/mine."""
    shutil.copytree(tiny_folder, tmp_path / "mine")
    return Settings(models_dir=tmp_path, precision="float32")


def test_a_loaded_model_scores_as_transformers_does(own: Settings) -> None:
    model = load_model(find_model("local/mine", own), settings=own)
    encoding = model.encode(TEXT)
    reference = BertForPreTraining.from_pretrained(own.models_dir / "mine", attn_implementation="eager").eval()
    with torch.inference_mode():
        logits = reference(torch.tensor(encoding.ids)[None]).prediction_logits[0, list(encoding.masks)]
    [outputs] = model.forward([encoding], Wanted(scores=True))
    assert outputs.scores is not None
    np.testing.assert_allclose(outputs.scores, logits.log_softmax(-1).numpy(), atol=1e-5)
    assert model.precision == "float32"


def test_float16_weights_are_computed_in_float32(own: Settings, tiny_folder: Path) -> None:
    BertForPreTraining.from_pretrained(tiny_folder).half().save_pretrained(own.models_dir / "mine")
    model = load_model(find_model("local/mine", own), settings=own)
    parameters = BertForPreTraining.from_pretrained(tiny_folder).num_parameters()
    assert model.bytes >= 4 * parameters + TABLES * (own.models_dir / "mine" / "tokenizer.json").stat().st_size
    assert model.forward([model.encode(TEXT)], Wanted(scores=True))[0].scores is not None


def test_progress_is_reported_in_words(own: Settings) -> None:
    steps: list[str] = []
    load_model(find_model("local/mine", own), lambda step, share=None: steps.append(step), own)
    assert steps == ["inspecting the files", "reading the weights", "choosing the number format"]


def test_a_head_that_is_missing_is_an_ability_less(own: Settings, tiny_folder: Path) -> None:
    BertForMaskedLM.from_pretrained(tiny_folder).save_pretrained(own.models_dir / "mine")
    spec = find_model("local/mine", own)
    assert not spec.can(Ability.NEXT_SENTENCE)
    hopeful = replace(spec, abilities=frozenset(Ability))
    assert load_model(hopeful, settings=own).spec.abilities == spec.abilities


def test_weights_that_are_missing_are_named(own: Settings, tiny_folder: Path) -> None:
    """transformers would start them at random and only mention it in a log."""
    model = BertForPreTraining.from_pretrained(tiny_folder)
    weights = {name: weight.clone() for name, weight in model.state_dict().items() if "intermediate" not in name}
    model.save_pretrained(own.models_dir / "mine", state_dict=weights)
    with pytest.raises(ModelLoadFailed, match=r"lacks weights: bert.encoder.layer.0.intermediate.dense.bias and 3 more"):
        load_model(find_model("local/mine", own), settings=own)


def test_a_tokenizer_of_another_model(own: Settings) -> None:
    file = own.models_dir / "mine" / "tokenizer.json"
    content = json.loads(file.read_text("utf-8"))
    content["model"]["vocab"] |= {f"word{number}": number for number in range(len(content["model"]["vocab"]), 1000)}
    file.write_text(json.dumps(content), "utf-8")
    with pytest.raises(UnsafeModel, match=r"tokenizer.json: it has a token with the id \d+, and the model has"):
        load_model(find_model("local/mine", own), settings=own)


def test_only_the_inspected_folder_is_opened(tiny_spec: ModelSpec, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """from_pretrained would open a folder named like the model in the working directory."""
    (tmp_path / "tiny").mkdir()
    monkeypatch.chdir(tmp_path)
    assert load_model(tiny_spec, settings=FLOAT32).spec.layers == 2
    with pytest.raises(UnsafeModel, match=r"config.json: it is missing"):
        load_model(replace(tiny_spec, source=Local(Path("tiny"))), settings=FLOAT32)


def test_the_last_user_frees_a_model(tiny_spec: ModelSpec) -> None:
    """Without reference cycles: what the cache drops leaves the memory now, not at some collection of garbage."""
    model = load_model(tiny_spec, settings=FLOAT32)
    model.forward([model.encode(TEXT)], Wanted(scores=True))
    weights = weakref.ref(model._model)
    gc.disable()
    try:
        del model
        assert weights() is None
    finally:
        gc.enable()


@pytest.fixture(scope="module", params=sorted(file.parent.name for file in BUNDLED_FOLDER.glob("*/config.json")))
def bundled(request: pytest.FixtureRequest) -> ModelSpec:
    return find_model(request.param)


def test_a_bundled_model_predicts_as_the_pipeline_does(bundled: ModelSpec) -> None:
    if bundled.family in {Family.XLNET, Family.ELECTRA, Family.BILSTM, Family.WORD2VEC}:
        pytest.skip("the fill-mask pipeline does not know this family, or the family predicts no words")
    model = load_model(bundled, settings=FLOAT32)
    text = f"The capital of France is {model.mask_text}."
    [outputs] = model.forward([model.encode(text)], Wanted(scores=True))
    assert outputs.scores is not None
    ours = np.argsort(-outputs.scores[0])[:5]
    fill = pipeline("fill-mask", model=str(BUNDLED_FOLDER / bundled.id), dtype=torch.float32, top_k=5)
    theirs = fill(text)
    assert ours.tolist() == [guess["token"] for guess in theirs]
    np.testing.assert_allclose(np.exp(outputs.scores[0][ours]), [guess["score"] for guess in theirs], rtol=1e-3)


@pytest.mark.parametrize("place", [0.001, 0.5, 0.999])
def test_a_bundled_model_with_a_byte_flipped_is_refused(bundled: ModelSpec, tmp_path: Path, place: float) -> None:
    folder = Path(shutil.copytree(BUNDLED_FOLDER / bundled.id, tmp_path / bundled.id))
    assert (folder / "manifest.json").exists()
    raw = bytearray((folder / "model.safetensors").read_bytes())
    raw[int(place * len(raw))] ^= 1
    (folder / "model.safetensors").write_bytes(raw)
    with pytest.raises(UnsafeModel, match=r"model\.safetensors: (its|the place)"):  # by its digest, or before that by its header
        load_model(replace(bundled, source=Local(folder)), settings=FLOAT32)


@pytest.mark.parametrize("sizes", [{"type_vocab_size": 20_000_000}, {"type_vocab_size": 3}])
def test_sizes_that_no_weight_confirms_cost_no_memory(sizes: dict[str, int], own: Settings) -> None:
    config = own.models_dir / "mine" / "config.json"
    config.write_text(json.dumps({**json.loads(config.read_text()), **sizes}))
    with pytest.raises(UnsafeModel, match=r"config\.json: it says"):
        load_model(find_model("local/mine", own), settings=own)
