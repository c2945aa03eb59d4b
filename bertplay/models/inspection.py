"""Whether a model folder may be opened, decided before any weight is read. No torch.

Refused, by name and with the reason: weights only as pickle (opening one runs code), `auto_map` (code that comes
with the model), adapters and quantized weights (they pull in other folders and libraries), an unknown model_type,
sizes beyond bounds or not those of the weights, damaged or truncated files, links that leave the folder.

A folder with a manifest (bundled and downloaded models) is compared with it, byte by byte. A folder of the
reader's own has none: a flipped byte in its JSON files or in the header of its weights is found here, one in the
weights themselves only when it makes a number infinite or NaN, which loading checks.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bertplay.models.config_file import MAX_TOKENIZER_BYTES, Sizes, abilities_of, count_parameters, family_of, read_json, sizes_of
from bertplay.models.facts import FACTS
from bertplay.models.manifest import NAME as MANIFEST
from bertplay.models.manifest import check_manifest
from bertplay.models.spec import Ability, Family
from bertplay.models.weights import Tensor, read_header, refused
from bertplay.wording import later

CONFIG = "config.json"
WEIGHTS = "model.safetensors"
INDEX = "model.safetensors.index.json"
TOKENIZERS = ("tokenizer.json", "vocab.txt")
PICKLES = {".bin", ".pt", ".pth", ".pkl", ".pickle", ".ckpt"}
MAX_FILES = 1_000
MAX_SHARDS = 100
FORBIDDEN = {
    "auto_map": "it names code that would come with the model (auto_map)",
    "quantization_config": "its weights are quantized, which needs other libraries",
}


@dataclass(frozen=True, slots=True)
class Inspected:
    """What a folder holds, as far as it can be told without reading a weight."""

    folder: Path
    family: Family
    sizes: Sizes
    abilities: frozenset[Ability]
    parameters: int


def inspect_folder(folder: Path) -> Inspected:
    """Look through a model folder; UnsafeModel says what is wrong with it."""
    described = describe_folder(folder)
    if (folder / MANIFEST).exists():
        check_manifest(folder)
    return described


def describe_folder(folder: Path) -> Inspected:
    """The same without comparing digests: quick, for a list of models."""
    check_files(folder)
    for file in sorted(folder.glob("*.json")):
        if file.name not in (TOKENIZERS[0], INDEX):
            check_json(file)
    config = read_json(folder / CONFIG)
    family = family_of(folder / CONFIG, config)
    sizes = sizes_of(folder / CONFIG, config, family)
    tensors = read_tensors(folder)
    check_shapes(folder, family, sizes, tensors)
    return Inspected(folder, family, sizes, abilities_of(family, tensors), count_parameters(family, tensors))


def check_files(folder: Path) -> None:
    """What loading needs is there, and nothing that would open more than that."""
    check_links(folder)
    if (folder / "adapter_config.json").exists():
        raise refused(folder / "adapter_config.json", later("it is an adapter, which opens a second model by itself"))
    if not (folder / CONFIG).is_file():
        raise refused(folder / CONFIG, later("it is missing"))
    if not any((folder / name).is_file() for name in (WEIGHTS, INDEX)):
        pickles = sorted(file.name for file in folder.iterdir() if file.suffix in PICKLES)
        reason = f"only a pickle is there ({pickles[0]}), and opening one runs code" if pickles else "it is missing"
        raise refused(folder / WEIGHTS, reason)
    if not any((folder / name).is_file() for name in TOKENIZERS):
        raise refused(folder / TOKENIZERS[0], later("it is missing, and vocab.txt too: nothing says how to cut words"))
    for name in TOKENIZERS:
        if (folder / name).is_file() and (folder / name).stat().st_size > MAX_TOKENIZER_BYTES:
            raise refused(folder / name, later("it has more than {most:,} bytes", most=MAX_TOKENIZER_BYTES))


def check_links(folder: Path) -> None:
    """The folder is one, and nothing in it leads out of it."""
    if folder.is_symlink() or not folder.is_dir():
        raise refused(folder / CONFIG, later("the folder is missing or is a link"))
    home = folder.resolve()
    for number, file in enumerate(folder.rglob("*")):
        if number > MAX_FILES:
            raise refused(folder / CONFIG, later("the folder holds more than {most:,} files", most=MAX_FILES))
        if not file.resolve().is_relative_to(home):
            raise refused(folder / file.name, later("it is a link that leads out of the folder"))


def check_json(file: Path) -> None:
    """No JSON file asks for code or for other libraries."""
    content = read_json(file)
    for key, reason in FORBIDDEN.items():
        if content.get(key):
            raise refused(file, reason)


def read_tensors(folder: Path) -> dict[str, Tensor]:
    """The tensors of one weights file, or of all the files that an index names."""
    if (folder / WEIGHTS).is_file():
        return read_header(folder / WEIGHTS)
    names = shard_names(folder / INDEX)
    tensors: dict[str, Tensor] = {}
    for name in names:
        if not (folder / name).is_file():
            raise refused(folder / INDEX, later("it names {name}, which is missing", name=name))
        tensors |= read_header(folder / name)
    return tensors


def shard_names(index: Path) -> list[str]:
    """The files an index names; plain names in the same folder, no paths."""
    mapping: Any = read_json(index, MAX_TOKENIZER_BYTES).get("weight_map")
    names = sorted({str(name) for name in mapping.values()}) if isinstance(mapping, dict) else []
    if not 1 <= len(names) <= MAX_SHARDS:
        raise refused(index, later("it names {n} files of weights, and must name 1 to {most}", n=len(names), most=MAX_SHARDS))
    for name in names:
        if Path(name).name != name or not name.endswith(".safetensors") or "\\" in name or "\0" in name:
            raise refused(index, later("it names {name!r}, which is no safetensors file of this folder", name=name[:80]))
    return names


def check_shapes(folder: Path, family: Family, sizes: Sizes, tensors: dict[str, Tensor]) -> None:
    """The embeddings are as large as config.json says: else memory is reserved for a model that is not there."""
    facts = FACTS[family]
    expected = {facts.words: (sizes.vocabulary, sizes.embedding)}
    if facts.positions:
        expected[facts.positions] = (sizes.max_tokens + facts.unused, sizes.embedding)
    for name, shape in expected.items():
        if name not in tensors:
            raise refused(
                folder / WEIGHTS,
                later("it has no {name}, so it does not hold the {title} that config.json describes", name=name, title=facts.title),
            )
        if tensors[name].shape != shape:
            raise refused(
                folder / CONFIG,
                later("it says {shape} for {name}, and the weights have {found}", shape=shape, name=name, found=tensors[name].shape),
            )
    mark = facts.layers
    if mark:
        layers = {name.split(mark)[1].split(".")[0] for name in tensors if mark in name}
        if layers != {str(number) for number in range(sizes.layers)}:
            raise refused(folder / CONFIG, later("it says {layers} layers, and the weights have {n}", layers=sizes.layers, n=len(layers)))
