"""Encoders that were saved without a head, and sentence-transformers folders as they are published."""

import json
from pathlib import Path

import numpy as np
import pytest
import torch
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import Dense
from transformers import AutoModel, AutoTokenizer, BertModel

from bertplay.errors import BadInput, MissingAbility, UnsafeModel
from bertplay.models.architectures import ARCHITECTURES
from bertplay.models.catalog import find_model
from bertplay.models.loaded import LoadedModel, Wanted
from bertplay.models.loading import load_model
from bertplay.models.spec import ENCODER, Ability, Family
from bertplay.settings import Settings
from bertplay.tasks.embeddings import embed
from tests.tiny_families import SAVE, save_family

TEXTS = ["the king walked", "a dog and a very old man walked by the sea", "paris"]
MODULES = [
    {"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.Transformer"},
    {"idx": 1, "name": "1", "path": "1_Pooling", "type": "sentence_transformers.models.Pooling"},
    {"idx": 2, "name": "2", "path": "2_Normalize", "type": "sentence_transformers.models.Normalize"},
]
TRANSFORMERS = [family for family in Family if family.value in SAVE and Ability.FINE_TUNING in ARCHITECTURES[family].always]


def opened(folder: Path) -> LoadedModel:
    settings = Settings(models_dir=folder.parent, precision="float32")
    return load_model(find_model(f"local/{folder.name}", settings), settings=settings)


@pytest.mark.parametrize("family", TRANSFORMERS)
def test_an_encoder_without_a_head_gives_the_states_of_transformers(family: Family, tmp_path: Path) -> None:
    save_family(family.value, tmp_path / "whole")
    encoder = AutoModel.from_pretrained(tmp_path / "whole").eval()
    encoder.save_pretrained(tmp_path / "alone")
    AutoTokenizer.from_pretrained(tmp_path / "whole").save_pretrained(tmp_path / "alone")
    model = opened(tmp_path / "alone")
    assert model.spec.abilities == ENCODER
    encoding = model.encode(TEXTS[1])
    [outputs] = model.forward([encoding], Wanted(hidden_states=True))
    with torch.inference_mode():
        segments = {"token_type_ids": torch.tensor(encoding.segments)[None]} if family is Family.XLNET else {}
        expected = encoder(torch.tensor(encoding.ids)[None], **segments).last_hidden_state[0]
    assert outputs.hidden_states is not None
    np.testing.assert_allclose(outputs.hidden_states[-1], expected.numpy(), atol=1e-5)
    with pytest.raises(MissingAbility, match=r"do not include the head|predicts no|detects replaced"):
        model.forward([encoding], Wanted(scores=True))


def test_a_bert_without_a_pooler_opens(tiny_folder: Path, tmp_path: Path) -> None:
    BertModel.from_pretrained(tiny_folder, add_pooling_layer=False).save_pretrained(tmp_path / "alone")
    AutoTokenizer.from_pretrained(tiny_folder).save_pretrained(tmp_path / "alone")
    assert opened(tmp_path / "alone").spec.abilities == ENCODER


@pytest.fixture
def published(tiny_folder: Path, tmp_path: Path) -> Path:
    """A sentence-transformers folder as most are on the hub: JSON lists, a pooling, a normalization, a window of 12."""
    folder = tmp_path / "published"
    BertModel.from_pretrained(tiny_folder).save_pretrained(folder)
    AutoTokenizer.from_pretrained(tiny_folder).save_pretrained(folder)
    (folder / "modules.json").write_text(json.dumps(MODULES))
    (folder / "data_config.json").write_text('[{"name": "a.jsonl.gz", "lines": 1, "weight": 1}]')
    (folder / "sentence_bert_config.json").write_text('{"max_seq_length": 12, "do_lower_case": false}')
    (folder / "1_Pooling").mkdir()
    return folder


@pytest.mark.parametrize("mode", ["mean", "cls", "max"])
def test_vectors_are_those_of_sentence_transformers(mode: str, published: Path) -> None:
    config = {f"pooling_mode_{name}": name.startswith(mode) for name in ("cls_token", "mean_tokens", "max_tokens", "mean_sqrt_len_tokens")}
    if mode == "mean":
        config["pooling_mode_mean_sqrt_len_tokens"] = False
    (published / "1_Pooling" / "config.json").write_text(json.dumps({"word_embedding_dimension": 32, **config}))
    model = opened(published)
    assert model.max_tokens == 12
    assert model.spec.default_pooling == "published"
    expected = SentenceTransformer(str(published), device="cpu").encode([*TEXTS, TEXTS[1] * 5])
    found = embed(model, [*TEXTS, TEXTS[1] * 5], pooling="published").vectors
    np.testing.assert_allclose(found, expected, atol=1e-5)


def test_padding_and_truncation_of_tokenizer_json_are_no_part_of_a_text(published: Path) -> None:
    (published / "1_Pooling" / "config.json").write_text('{"word_embedding_dimension": 32, "pooling_mode_mean_tokens": true}')
    file = published / "tokenizer.json"
    padding = {
        "strategy": {"Fixed": 16},
        "direction": "Right",
        "pad_to_multiple_of": None,
        "pad_id": 0,
        "pad_type_id": 0,
        "pad_token": "[PAD]",
    }
    truncation = {"max_length": 16, "strategy": "LongestFirst", "stride": 0, "direction": "Right"}
    file.write_text(json.dumps(json.loads(file.read_text()) | {"padding": padding, "truncation": truncation}))
    model, expected = opened(published), AutoTokenizer.from_pretrained(published)
    for texts in (("the king",), ("the king", "a dog")):
        assert model.encode(*texts).ids.tolist() == expected(*texts)["input_ids"]
    vectors = SentenceTransformer(str(published), device="cpu").encode(TEXTS)
    np.testing.assert_allclose(embed(model, TEXTS, pooling="published").vectors, vectors, atol=1e-5)


def test_what_sentence_transformers_writes_today_is_read(published: Path, tmp_path: Path) -> None:
    (published / "1_Pooling" / "config.json").write_text('{"word_embedding_dimension": 32, "pooling_mode_mean_tokens": true}')
    reference = SentenceTransformer(str(published), device="cpu")
    reference.save(str(tmp_path / "again"))
    model = opened(tmp_path / "again")
    np.testing.assert_allclose(embed(model, TEXTS, pooling="published").vectors, reference.encode(TEXTS), atol=1e-5)


FLAGS = ("cls_token", "max_tokens", "mean_tokens", "mean_sqrt_len_tokens", "weightedmean_tokens", "lasttoken")


@pytest.mark.parametrize("chosen", [[3], [4], [5], [0, 2], [1, 2, 3]], ids=lambda chosen: "-".join(FLAGS[i] for i in chosen))
def test_rarer_poolings_and_several_side_by_side(chosen: list[int], published: Path) -> None:
    config = {f"pooling_mode_{name}": i in chosen for i, name in enumerate(FLAGS)}
    (published / "1_Pooling" / "config.json").write_text(json.dumps({"word_embedding_dimension": 32, **config}))
    expected = SentenceTransformer(str(published), device="cpu").encode(TEXTS)
    np.testing.assert_allclose(embed(opened(published), TEXTS, pooling="published").vectors, expected, atol=1e-5)


@pytest.mark.parametrize(
    "activation", [torch.nn.Tanh(), torch.nn.Identity(), torch.nn.ReLU(), torch.nn.GELU(), torch.nn.Sigmoid()], ids=repr
)
def test_a_linear_layer_a_prompt_and_lower_case(activation: torch.nn.Module, published: Path, tmp_path: Path) -> None:
    """As in LaBSE and distiluse: the encoder, a pooling, a linear layer, a normalization."""
    torch.manual_seed(0)
    (published / "1_Pooling" / "config.json").write_text('{"word_embedding_dimension": 32, "pooling_mode_cls_token": true}')
    (published / "sentence_bert_config.json").write_text('{"max_seq_length": 20, "do_lower_case": true}')
    encoder, pooling, normalize = SentenceTransformer(str(published), device="cpu")
    steps = [encoder, pooling, Dense(32, 24, activation_function=activation), normalize]
    prompts = {"query": "the king: ", "document": ""}
    SentenceTransformer(modules=steps, prompts=prompts, default_prompt_name="query", device="cpu").save(str(tmp_path / "again"))
    reference = SentenceTransformer(str(tmp_path / "again"), device="cpu")
    assert reference.default_prompt_name == "query"
    found = embed(opened(tmp_path / "again"), TEXTS, pooling="published").vectors
    assert found.shape == (3, 24)
    np.testing.assert_allclose(found, reference.encode(TEXTS), atol=1e-5)


def test_a_step_that_is_not_known_is_named(published: Path) -> None:
    (published / "1_Pooling" / "config.json").write_text('{"word_embedding_dimension": 32, "pooling_mode_cls_token": true}')
    (published / "modules.json").write_text(json.dumps([*MODULES, {"idx": 3, "path": "3_CNN", "type": "sentence_transformers.models.CNN"}]))
    model = opened(published)
    assert model.spec.default_pooling == "mean"
    with pytest.raises(BadInput, match="a step that is not computed here: CNN"):
        embed(model, TEXTS, pooling="published")


@pytest.mark.parametrize(
    ("change", "remedy"),
    [
        ({"model_type": "gpt2"}, "Choose a BERT or one of its relatives"),
        ({"auto_map": {"AutoModel": "code.Model"}}, "needs no code of its own"),
        ({"quantization_config": {"bits": 4}}, "in float32, float16 or bfloat16"),
        ({"vocab_size": 5}, "config.json that was saved with these weights"),
    ],
)
def test_a_refusal_says_what_helps(change: dict[str, object], remedy: str, published: Path) -> None:
    config = published / "config.json"
    config.write_text(json.dumps({**json.loads(config.read_text()), **change}))
    with pytest.raises(UnsafeModel) as caught:
        find_model("local/published", Settings(models_dir=published.parent))
    assert remedy in str(caught.value)
    assert "Copy or download" not in str(caught.value)
