"""Weights that must be refused, each built here; where a payload could run, a canary shows that it did not."""

import json
import pickle
import shutil
import struct
from pathlib import Path

import pytest
import torch

from bertplay.errors import BertplayError, UnsafeModel
from bertplay.models.inspection import inspect_folder
from bertplay.models.loading import load_model
from bertplay.models.spec import Ability, Family, Local, ModelSpec
from tests.unit.models.inspection.spoiling import NAME, Payload, change_json, header_of, load_refused, write_weights


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


def test_weights_that_are_not_numbers(folder: Path) -> None:
    """Without a manifest a flipped byte among the weights is noticed only when it leaves no number."""
    weights = folder / "model.safetensors"
    header, data = header_of(weights)
    begin, _ = header["bert.pooler.dense.weight"]["data_offsets"]
    write_weights(weights, header, data[:begin] + struct.pack("<f", float("nan")) + data[begin + 4 :])
    spec = ModelSpec("local/mine", "Mine", Family.BERT, Local(folder), frozenset(Ability), 2, 32, 0, 64, "none")
    with pytest.raises(BertplayError, match=r"not finite in bert.pooler.dense.weight"):
        load_model(spec)


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


def test_quantized_weights(folder: Path) -> None:
    change_json(folder / "config.json", quantization_config={"quant_method": "bitsandbytes"})
    load_refused(folder, "quantized")


@pytest.mark.parametrize("wrapper", ["module.", "model.", "_orig_mod."])
def test_weights_that_were_saved_from_what_holds_the_model(folder: Path, wrapper: str) -> None:
    header, data = header_of(folder / "model.safetensors")
    write_weights(
        folder / "model.safetensors", {name if name == "__metadata__" else wrapper + name: one for name, one in header.items()}, data
    )
    load_refused(folder, f"the names of its weights begin with '{wrapper}'")
