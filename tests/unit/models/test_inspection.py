"""Folders that must be refused, each built here; where a payload could run, a canary shows that it did not."""

import json
import os
import pickle
import shutil
import struct
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import torch

from bertplay.errors import BertplayError, UnsafeModel
from bertplay.models.catalog import CatalogEntry, catalog
from bertplay.models.inspection import inspect_folder
from bertplay.models.loading import load_model
from bertplay.models.manifest import write_manifest
from bertplay.models.spec import WORDS_AND_PAIRS, Ability, Family, Local, ModelSpec
from bertplay.settings import Settings

NAME = "mine"


@pytest.fixture
def folder(tiny_folder: Path, tmp_path: Path) -> Path:
    """A copy of a good folder, to be spoiled."""
    return Path(shutil.copytree(tiny_folder, tmp_path / NAME))


@pytest.fixture
def canary(tmp_path: Path) -> Iterator[Path]:
    """A file that a payload would write; it must never be there."""
    path = tmp_path / "canary"
    yield path
    assert not path.exists()


class Payload:
    """Unpickling it would write the canary."""

    def __init__(self, canary: Path) -> None:
        self.canary = canary

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[Path]]:
        return Path.touch, (self.canary,)


def load_refused(folder: Path, reason: str) -> None:
    """Inspecting and loading refuse the folder by name, with the reason; nobody opens it by another way."""
    spec = ModelSpec(f"local/{folder.name}", "Mine", Family.BERT, Local(folder), frozenset(Ability), 2, 32, 0, 64, "none")
    for open_it in (lambda: inspect_folder(folder), lambda: load_model(spec)):
        with pytest.raises(UnsafeModel, match=reason) as caught:
            open_it()
        assert "is refused" in caught.value.problem
        assert repr(folder.name) in caught.value.problem


def change_json(file: Path, **changes: object) -> None:
    content = json.loads(file.read_text("utf-8"))
    file.write_text(json.dumps(content | changes), "utf-8")


def header_of(file: Path) -> tuple[dict[str, Any], bytes]:
    raw = file.read_bytes()
    (length,) = struct.unpack("<Q", raw[:8])
    return json.loads(raw[8 : 8 + length]), raw[8 + length :]


def write_weights(file: Path, header: object, data: bytes) -> None:
    raw = json.dumps(header).encode()
    file.write_bytes(struct.pack("<Q", len(raw)) + raw + data)


def test_a_good_folder_passes(folder: Path) -> None:
    found = inspect_folder(folder)
    assert (found.family, found.sizes.layers, found.sizes.hidden, found.sizes.max_tokens) == (Family.BERT, 2, 32, 64)
    assert found.abilities == WORDS_AND_PAIRS


def test_parameters_are_those_of_encoder_and_pooler(folder: Path) -> None:
    from transformers import BertModel

    assert inspect_folder(folder).parameters == BertModel.from_pretrained(folder).num_parameters()


def test_weights_only_as_a_pickle(folder: Path, canary: Path) -> None:
    (folder / "model.safetensors").unlink()
    (folder / "pytorch_model.bin").write_bytes(pickle.dumps(Payload(canary)))
    load_refused(folder, "pytorch_model.bin: the weights are available only as a pickle, and opening one runs code")


def test_a_pickle_under_a_safe_name(folder: Path, canary: Path) -> None:
    (folder / "model.safetensors").write_bytes(pickle.dumps(Payload(canary)))
    load_refused(folder, "model.safetensors: ")


def test_a_pickle_of_torch_under_a_safe_name(folder: Path, canary: Path) -> None:
    torch.save(Payload(canary), folder / "model.safetensors")
    load_refused(folder, "model.safetensors: its header")


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


def test_quantized_weights(folder: Path) -> None:
    change_json(folder / "config.json", quantization_config={"quant_method": "bitsandbytes"})
    load_refused(folder, "quantized")


@pytest.mark.parametrize("keep", [0, 7, 8, 200, -1000, -1])
def test_truncated_weights(folder: Path, keep: int) -> None:
    weights = folder / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:keep])
    load_refused(folder, r"model.safetensors: (it has|its header)")


def test_truncated_weights_say_so(folder: Path) -> None:
    weights = folder / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:-1])
    load_refused(folder, "it is truncated")


def test_bytes_after_the_weights(folder: Path) -> None:
    with (folder / "model.safetensors").open("ab") as weights:
        weights.write(b"more")
    load_refused(folder, "it is damaged")


@pytest.mark.parametrize("file", ["model.safetensors", "config.json", "tokenizer.json", "tokenizer_config.json"])
@pytest.mark.parametrize("place", [0.0, 0.3, 0.7, 0.999])
def test_a_flipped_byte_under_a_manifest(folder: Path, file: str, place: float) -> None:
    write_manifest(folder)
    inspect_folder(folder)
    flip(folder / file, place)
    load_refused(folder, file)


def flip(file: Path, place: float) -> None:
    raw = bytearray(file.read_bytes())
    raw[int(place * len(raw))] ^= 1
    file.write_bytes(raw)


def test_a_flipped_byte_in_the_header_without_a_manifest(folder: Path) -> None:
    """Every 97th byte: the folder is refused, or it was a remark, or the model says that it has lost an ability."""
    weights = folder / "model.safetensors"
    good = weights.read_bytes()
    (length,) = struct.unpack("<Q", good[:8])
    remark = range(8, 8 + good[8:].index(b"}"))
    spec = ModelSpec("local/mine", "Mine", Family.BERT, Local(folder), inspect_folder(folder).abilities, 2, 32, 0, 64, "none")
    refused = 0
    for position in range(8, 8 + length, 97):
        raw = bytearray(good)
        raw[position] ^= 1
        weights.write_bytes(raw)
        try:
            model = load_model(spec)
        except BertplayError:
            refused += 1
        else:
            assert position in remark or model.spec.abilities < spec.abilities
    assert refused >= length // 97 - 3


def test_a_file_added_under_a_manifest(folder: Path) -> None:
    write_manifest(folder)
    (folder / "vocab.txt").write_text("[PAD]\n", "utf-8")
    load_refused(folder, "vocab.txt: it is not in manifest.json")


def test_a_file_missing_under_a_manifest(folder: Path) -> None:
    write_manifest(folder)
    (folder / "tokenizer_config.json").unlink()
    load_refused(folder, "tokenizer_config.json: manifest.json lists it and it is missing")


def test_the_format_of_a_manifest(folder: Path) -> None:
    write_manifest(folder, revision="abc")
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    assert manifest["revision"] == "abc"
    assert manifest["files"]["config.json"]["bytes"] == (folder / "config.json").stat().st_size
    assert set(manifest["files"]) == {file.name for file in folder.iterdir()} - {"manifest.json"}


@pytest.mark.parametrize("length", [2**63, 2**32, 17 << 20, (1 << 20) + 1, 10**6])
def test_a_header_that_claims_too_much(folder: Path, length: int) -> None:
    weights = folder / "model.safetensors"
    weights.write_bytes(struct.pack("<Q", length) + weights.read_bytes()[8:])
    load_refused(folder, f"its header claims {length:,} bytes")


@pytest.mark.parametrize(
    "header",
    [
        [],
        {},
        "x",
        {"a": 1},
        {"a": {"dtype": "F32", "shape": [1], "data_offsets": [0]}},
        {"a": {"dtype": "F32", "shape": [-1], "data_offsets": [0, 4]}},
    ],
)
def test_a_header_that_is_none(folder: Path, header: object) -> None:
    write_weights(folder / "model.safetensors", header, b"\0" * 4)
    load_refused(folder, "model.safetensors: its header")


def test_a_header_nested_too_deep(folder: Path) -> None:
    raw = b"[" * 100_000
    (folder / "model.safetensors").write_bytes(struct.pack("<Q", len(raw)) + raw)
    load_refused(folder, "its header cannot be read")


@pytest.mark.parametrize("shape", ["1, " * 8 + "1", str(2**41), ", ".join(["1" + "0" * 4_000] * 200)], ids=["dimensions", "size", "digits"])
def test_shapes_that_no_weights_have(folder: Path, shape: str) -> None:
    """The last one would multiply 200 numbers of 4,001 digits."""
    raw = f'{{"a": {{"dtype": "F32", "shape": [{shape}], "data_offsets": [0, 4]}}}}'.encode()
    (folder / "model.safetensors").write_bytes(struct.pack("<Q", len(raw)) + raw + b"\0" * 4)
    load_refused(folder, "its header cannot be read")


@pytest.mark.parametrize("change", ["overlap", "gap", "beyond", "type"])
def test_offsets_that_do_not_fit(folder: Path, change: str) -> None:
    weights = folder / "model.safetensors"
    header, data = header_of(weights)
    last = max((name for name in header if name != "__metadata__"), key=lambda name: header[name]["data_offsets"][1])
    begin, end = header[last]["data_offsets"]
    entry = {
        "overlap": {"data_offsets": [begin - 4, end - 4]},
        "gap": {"data_offsets": [begin + 4, end + 4]},
        "beyond": {"data_offsets": [begin, end + 2**30]},
        "type": {"dtype": "F64"},
    }[change]
    header[last] |= entry
    write_weights(weights, header, data)
    load_refused(folder, "does not fit its type and shape")


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


@pytest.mark.parametrize("name", ["model.safetensors", "config.json", "tokenizer.json", "notes.txt", "below/notes.txt"])
def test_a_link_that_leads_out(folder: Path, tmp_path: Path, name: str) -> None:
    outside = tmp_path / "outside"
    outside.write_text("secret", "utf-8")
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).unlink(missing_ok=True)
    (folder / name).symlink_to(outside)
    load_refused(folder, "it is a link that leads out of the folder")


def test_a_folder_that_is_a_link(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(folder)
    load_refused(tmp_path / "link", "is a link")


@pytest.mark.parametrize("name", ["x.json", "modules.json", "config.json", "tokenizer_config.json", "vocab.txt", "below/notes.txt"])
@pytest.mark.parametrize("kind", ["pipe", "link to itself", "device", "link to nothing"])
def test_what_is_neither_a_file_nor_a_folder(folder: Path, name: str, kind: str) -> None:
    """Whoever opens a pipe waits for ever; a link to itself made the list of models fail."""
    entry = folder / name
    entry.parent.mkdir(exist_ok=True)
    entry.unlink(missing_ok=True)
    match kind:
        case "pipe":
            os.mkfifo(entry)
        case "link to itself":
            entry.symlink_to(entry.name)
        case "device":
            entry.symlink_to("/dev/zero")
        case _:
            entry.symlink_to("nothing")
    load_refused(folder, f"{entry.name}: it is neither a file nor a folder")
    assert not find_entry(folder).is_available


def find_entry(folder: Path) -> CatalogEntry:
    """What the list of models says of this folder."""
    [entry] = [one for one in catalog(Settings(models_dir=folder.parent)) if one.id == f"local/{folder.name}"]
    return entry


def test_folders_with_the_names_of_files(folder: Path) -> None:
    (folder / "x.json").mkdir()
    inspect_folder(folder)
    (folder / "special_tokens_map.json").mkdir()
    load_refused(folder, "special_tokens_map.json: it is a folder, and must be a file")


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


@pytest.mark.parametrize("name", ["../outside.safetensors", "/etc/passwd", "a/b.safetensors", "pytorch_model.bin", "x\0.safetensors"])
def test_an_index_that_leads_out(folder: Path, name: str) -> None:
    (folder / "model.safetensors").unlink()
    index = {"metadata": {}, "weight_map": {"bert.embeddings.word_embeddings.weight": name}}
    (folder / "model.safetensors.index.json").write_text(json.dumps(index), "utf-8")
    load_refused(folder, "which is not a safetensors file in this folder")


def test_weights_in_several_files(tiny_folder: Path, tmp_path: Path) -> None:
    from transformers import BertForPreTraining

    folder = Path(shutil.copytree(tiny_folder, tmp_path / NAME))
    whole = inspect_folder(folder)
    (folder / "model.safetensors").unlink()
    BertForPreTraining.from_pretrained(tiny_folder).save_pretrained(folder, max_shard_size="40KB")
    shards = sorted(folder.glob("model-*.safetensors"))
    assert len(shards) > 1
    assert inspect_folder(folder) == whole
    shards[0].unlink()
    load_refused(folder, "which is missing")


@pytest.mark.parametrize("name", ["config.json", "tokenizer.json", "model.safetensors"])
def test_a_file_that_is_missing(folder: Path, name: str) -> None:
    (folder / name).unlink()
    load_refused(folder, f"{name}: it is missing")


def test_weights_that_are_not_numbers(folder: Path) -> None:
    """Without a manifest a flipped byte among the weights is noticed only when it leaves no number."""
    weights = folder / "model.safetensors"
    header, data = header_of(weights)
    begin, _ = header["bert.pooler.dense.weight"]["data_offsets"]
    write_weights(weights, header, data[:begin] + struct.pack("<f", float("nan")) + data[begin + 4 :])
    spec = ModelSpec("local/mine", "Mine", Family.BERT, Local(folder), frozenset(Ability), 2, 32, 0, 64, "none")
    with pytest.raises(BertplayError, match=r"not finite in bert.pooler.dense.weight"):
        load_model(spec)


def test_a_refused_tokenizer_size(folder: Path) -> None:
    with (folder / "tokenizer.json").open("r+b") as tokenizer:
        tokenizer.truncate(65 << 20)  # sparse: takes no room on disk
    load_refused(folder, "tokenizer.json: it has more than")


@pytest.mark.parametrize(
    ("name", "reason", "remedy"),
    [
        ("tf_model.h5", "available only for TensorFlow", "before version 5"),
        ("bert_model.ckpt.index", "available only for TensorFlow", "before version 5"),
        ("flax_model.msgpack", "available only for Flax", "before version 5"),
        ("onnx/model.onnx", "available only as ONNX", "exported from"),
        ("bert.Q8_0.gguf", "available only as GGUF", "exported from"),
        ("model.fp16.safetensors", "not called model.safetensors", "Rename it"),
        ("model.zip", "not unpacked", "Unpack it"),
    ],
)
@pytest.mark.parametrize("has_config", [True, False])
def test_weights_of_another_kind_are_named(folder: Path, name: str, reason: str, remedy: str, has_config: bool) -> None:
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / "model.safetensors").rename(folder / name)
    (folder / "training_args.bin").write_bytes(b"of the Trainer")
    if not has_config and not name.endswith(".safetensors"):
        (folder / "config.json").unlink()
    with pytest.raises(UnsafeModel, match=reason) as caught:
        inspect_folder(folder)
    assert remedy in caught.value.remedy


def test_the_folder_within_is_named(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "outer").mkdir()
    folder.rename(tmp_path / "outer" / "bert-small")
    with pytest.raises(UnsafeModel, match="the model is in the folder 'bert-small' within it"):
        inspect_folder(tmp_path / "outer")


def test_what_macos_leaves_is_passed_over(folder: Path) -> None:
    (folder / "__MACOSX").mkdir()
    for name in (".DS_Store", "._config.json", "__MACOSX/._config.json"):
        (folder / name).write_bytes(b"\0\5\7")
    assert inspect_folder(folder).family is Family.BERT


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
