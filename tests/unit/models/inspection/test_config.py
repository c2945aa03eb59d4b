"""Configurations and tokenizers that must be refused, each built here."""

import json
from pathlib import Path
from typing import Any

import pytest

from bertplay.errors import UnsafeModel
from bertplay.models.inspection import describe_folder, inspect_folder
from tests.unit.models.inspection.spoiling import change_json, load_refused


def test_parameters_are_those_of_encoder_and_pooler(folder: Path) -> None:
    from transformers import BertModel

    assert inspect_folder(folder).parameters == BertModel.from_pretrained(folder).num_parameters()


@pytest.mark.parametrize("file", ["config.json", "tokenizer_config.json"])
def test_code_that_comes_with_a_model(folder: Path, canary: Path, file: str) -> None:
    code = f"from pathlib import Path\nPath({str(canary)!r}).touch()\nclass Evil: pass\n"
    (folder / "modeling_evil.py").write_text(code, "utf-8")
    auto_map = {name: "modeling_evil.Evil" for name in ("AutoConfig", "AutoModel", "AutoModelForPreTraining", "AutoTokenizer")}
    change_json(folder / file, auto_map=auto_map)
    load_refused(folder, rf"{file}: it names code that would come with the model \(auto_map\)")


def test_an_adapter(folder: Path) -> None:
    (folder / "adapter_config.json").write_text('{"base_model_name_or_path": "/etc"}', "utf-8")
    load_refused(folder, "it is an adapter, which opens a second model by itself")


@pytest.mark.parametrize(
    "changes",
    [
        {"hidden_size": 10**9},
        {"hidden_size": -32},
        {"hidden_size": "32"},
        {"hidden_size": 32.0},
        {"hidden_size": True},
        {"num_hidden_layers": 10**6},
        {"num_hidden_layers": 0},
        {"vocab_size": 10**12},
        {"max_position_embeddings": None},
        {"intermediate_size": 2**40},
        {"num_attention_heads": 5},
        {"model_type": "gpt2"},
        {"model_type": ["bert"]},
        {"model_type": None},
    ],
)
def test_absurd_numbers_in_the_config(folder: Path, changes: dict[str, object]) -> None:
    change_json(folder / "config.json", **changes)
    load_refused(folder, "config.json: ")


@pytest.mark.parametrize(
    "changes", [{"vocab_size": 2_000_000}, {"max_position_embeddings": 512}, {"num_hidden_layers": 3}, {"num_hidden_layers": 1}]
)
def test_a_config_of_another_model(folder: Path, changes: dict[str, object]) -> None:
    change_json(folder / "config.json", **changes)
    load_refused(folder, "config.json: it says .*, and the weights have")


def test_json_files_beyond_bounds(folder: Path) -> None:
    (folder / "config.json").write_text(json.dumps({"model_type": "bert", "x": "y" * (3 << 20)}), "utf-8")
    load_refused(folder, "config.json: it has .* bytes, more than")


@pytest.mark.parametrize("content", ["", "{", "[]", "\0", "[" * 100_000, '{"a": \ud800}'])
def test_json_files_that_are_none(folder: Path, content: str) -> None:
    (folder / "config.json").write_bytes(content.encode("utf-8", "surrogatepass"))
    load_refused(folder, "config.json: it (is not readable JSON|does not hold)")


@pytest.mark.parametrize(
    ("file", "changes", "reason"),
    [
        ("tokenizer_config.json", {"gguf_file": "/etc/passwd"}, r"it names another file to open \(gguf_file\)"),
        ("tokenizer_config.json", {"init_inputs": ["/etc/passwd"]}, r"it names other files to open \(init_inputs\)"),
        ("tokenizer_config.json", {"fast_tokenizer_files": ["../tokenizer.json"]}, "it names other files to open"),
        ("tokenizer_config.json", {"dictionary": "/etc/passwd"}, "its key 'dictionary' may hold no text: /etc/passwd"),
        ("tokenizer_config.json", {"dictionary": "passwd"}, "its key 'dictionary' may hold no text: passwd"),
        ("tokenizer_config.json", {"new_in_transformers_9": ["x"]}, "its key 'new_in_transformers_9' may hold no text"),
        ("tokenizer_config.json", {"mecab_kwargs": {"dic": ["..", "x"]}}, "its key 'mecab_kwargs' may hold no text"),
        ("config.json", {"transformers_weights": "/etc/passwd"}, "it names another file to open"),
        ("config.json", {"_attn_implementation": "evil/kernel"}, "it names code that would come from elsewhere"),
        ("config.json", {"num_labels": 10**7}, "it has 10,000,000 labels"),
        ("config.json", {"id2label": dict.fromkeys(range(10_001), "x")}, "it has 10,001 labels"),
    ],
)
def test_keys_that_ask_for_more_than_the_folder(folder: Path, file: str, changes: dict[str, object], reason: str) -> None:
    change_json(folder / file, **changes)
    load_refused(folder, f"{file}: {reason}")


def test_keys_that_are_common_and_open_nothing(folder: Path) -> None:
    """The paths are those of the machine on which it was saved."""
    paths = {
        "name_or_path": "/home/me/bert",
        "special_tokens_map_file": "/root/x.json",
        "tokenizer_file": "/etc/passwd",
        "mask_token": "<m/>",
    }
    change_json(folder / "tokenizer_config.json", **paths, word_tokenizer_type="mecab", sp_model_kwargs={}, chat_template="{{ a/b }}")
    change_json(folder / "tokenizer_config.json", new_in_transformers_9={"is_on": True, "limit": 3, "of": None, "name": ""})
    change_json(folder / "config.json", _name_or_path="/home/me/bert", _attn_implementation="sdpa")
    inspect_folder(folder)


def test_a_refused_tokenizer_size(folder: Path) -> None:
    with (folder / "tokenizer.json").open("r+b") as tokenizer:
        tokenizer.truncate(65 << 20)  # sparse: takes no room on disk
    load_refused(folder, "tokenizer.json: it has more than")


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"is_decoder": True}, "from left to right alone"),
        ({"position_embedding_type": "relative_key"}, "its positions are relative"),
        ({"model_type": None}, "it names no architecture"),
    ],
)
def test_a_variant_that_would_be_computed_wrongly_is_refused(folder: Path, change: dict[str, Any], reason: str) -> None:
    config = folder / "config.json"
    config.write_text(json.dumps({**json.loads(config.read_text()), **change}))
    with pytest.raises(UnsafeModel, match=reason):
        inspect_folder(folder)


@pytest.mark.parametrize("names", [["neg", "pos"], {"neg": 0, "pos": 1}, "neg, pos"])
def test_labels_that_are_not_named_by_number(folder: Path, names: object) -> None:
    change_json(folder / "config.json", id2label=names)
    load_refused(folder, "its id2label does not give a name to each number")


@pytest.mark.parametrize("named", [7, 0.5, True, "BertForMaskedLM", {"a": 0}, [], None])
def test_an_architecture_that_is_no_list_is_as_good_as_none(folder: Path, named: object) -> None:
    change_json(folder / "config.json", architectures=named)
    assert describe_folder(folder).head is None
