"""Whether a model folder may be opened, decided before any weight is read. No torch.

Refused, by name and with the reason: weights only as pickle (opening one runs code), `auto_map` (code that comes
with the model), adapters and quantized weights (they pull in other folders and libraries), an unknown model_type,
sizes beyond bounds or not those of the weights, damaged or truncated files, links that leave the folder.

A folder with a manifest (bundled and downloaded models) is compared with it, byte by byte. A folder of the
reader's own has none: a flipped byte in its JSON files or in the header of its weights is found here, one in the
weights themselves only when it makes a number infinite or NaN, which loading checks.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from bertplay.i18n import N_, lazy
from bertplay.models.architectures import ARCHITECTURES, OTHER_HEADS
from bertplay.models.bundled_models import is_inside
from bertplay.models.config_file import (
    MAX_TOKENIZER_BYTES,
    Sizes,
    abilities_of,
    architecture_of,
    count_parameters,
    family_of,
    other_lacks,
    read_json,
    read_json_value,
    sizes_of,
)
from bertplay.models.config_keys import check_keys
from bertplay.models.heads import Head, head_of
from bertplay.models.manifest import NAME as MANIFEST
from bertplay.models.manifest import check_manifest
from bertplay.models.other_weights import no_weights, other_weights
from bertplay.models.sentence_pooling import pooling_of
from bertplay.models.spec import Ability, Family, SentencePooling
from bertplay.models.tokenizer_trial import try_tokenizer
from bertplay.models.weights import Tensor, read_header, refused

CONFIG = "config.json"
WEIGHTS = "model.safetensors"
INDEX = "model.safetensors.index.json"
TOKENIZERS = ("tokenizer.json", "vocab.txt")
BYTE_LEVEL = ("vocab.json", "merges.txt")
"""What older RoBERTas have in place of tokenizer.json."""
MUST_BE_FILES = {
    *TOKENIZERS,
    *BYTE_LEVEL,
    CONFIG,
    WEIGHTS,
    INDEX,
    MANIFEST,
    "tokenizer_config.json",
    "special_tokens_map.json",
    "added_tokens.json",
}
MAX_FILES = 1_000
MAX_SHARDS = 100
MERGE = N_("Merge it into its model (merge_and_unload of PEFT), and save that.")
DELETE = N_("Delete it from the folder.")
SAVE_TOKENIZER = N_(
    "Open the tokenizer with transformers and sentencepiece, and save it with save_pretrained, which writes tokenizer.json."
)
ADD_TOKENIZER = N_("Put the tokenizer that belongs to the weights into the folder.")
WRAPPER = re.compile(r"(?:module|model|_orig_mod|encoder|backbone)\.(?=\w+\.(?:embeddings|encoder|transformer)\.|embeddings\.)")
"""What DataParallel, Lightning, torch.compile and classes of one's own put before the names of a model within them."""
UNWRAP = N_("They were saved from something that holds the model: save the model in it with save_pretrained.")
POINTER, MAX_POINTER = b"version https://git-lfs", 1_000
PULL = N_("Fetch the file itself with git lfs pull.")
INNER = N_("Add that folder itself.")
OTHER_CONFIG = N_("Use the config.json that was saved with these weights.")


@dataclass(frozen=True, slots=True)
class Inspected:
    """What a folder holds, found without reading a weight. tensors: under the names that its files give them."""

    folder: Path
    family: Family
    architecture: str
    sizes: Sizes
    abilities: frozenset[Ability]
    parameters: int
    tensors: Mapping[str, Tensor] = field(compare=False, repr=False)
    pooling: SentencePooling | None = None
    head: Head | None = None


def inspect_folder(folder: Path) -> Inspected:
    """Look through a model folder, and try its tokenizer unless it came with bertplay; UnsafeModel says what is wrong with it."""
    described = describe_folder(folder)
    if (folder / MANIFEST).exists():
        check_manifest(folder)
    check_tokenizer(folder, described.sizes.vocabulary)
    return described


def check_tokenizer(folder: Path, vocabulary: int) -> None:
    """Try the tokenizer of a folder, unless it came with bertplay."""
    tokenizer = folder / TOKENIZERS[0]
    if tokenizer.is_file() and not is_inside(folder):
        tried(tokenizer, tokenizer.stat().st_mtime_ns, vocabulary)


@lru_cache(maxsize=64)
def tried(tokenizer: Path, stamp: int, vocabulary: int) -> None:
    """Try a tokenizer once as long as its file stays the same; one that is refused is tried again."""
    try_tokenizer(tokenizer, vocabulary)


def describe_folder(folder: Path) -> Inspected:
    """The same without comparing digests: quick, for a list of models."""
    check_files(folder)
    for file in sorted(folder.glob("[!.]*.json")):
        if file.is_file() and file.name not in (TOKENIZERS[0], INDEX):
            check_keys(file, read_json_value(file))
    config = read_json(folder / CONFIG)
    family = family_of(folder / CONFIG, config)
    sizes = sizes_of(folder / CONFIG, config, family)
    there = read_tensors(folder)
    tensors = with_prefix(family, there)
    check_shapes(folder, family, sizes, tensors)
    pooling = pooling_of(folder)
    if pooling and pooling.max_tokens:
        sizes = replace(sizes, max_tokens=min(sizes.max_tokens, pooling.max_tokens))
    head = head_of(config, there)
    abilities = ARCHITECTURES[family].always | {Ability.TASK_HEAD} if head else abilities_of(family, tensors)
    abilities -= other_lacks(config["model_type"])
    return Inspected(
        folder, family, architecture_of(config, family), sizes, abilities, count_parameters(family, tensors), there, pooling, head
    )


def with_prefix(family: Family, tensors: dict[str, Tensor]) -> dict[str, Tensor]:
    """The weights as a model with heads names them; an encoder that was saved alone has them without "bert." before each."""
    facts = ARCHITECTURES[family]
    if family is Family.OTHER:
        return {other_name(name): tensor for name, tensor in tensors.items()}
    if facts.words in tensors or facts.words.removeprefix(facts.body) not in tensors:
        return tensors
    return {facts.body + name: tensor for name, tensor in tensors.items()}


def other_name(name: str) -> str:
    """ "mpnet.embeddings.word_embeddings.weight" -> "other.embeddings.word_embeddings.weight", "lm_head.bias" -> "head.bias" """
    for head in OTHER_HEADS:
        if name.startswith(head):
            return f"head.{name.removeprefix(head)}"
    name = name.replace("embed_tokens.", "embeddings.word_embeddings.")  # EuroBERT has the parts of a Llama
    parts = ("embeddings.", "encoder.", "layers.", "pooler.")
    body, part, rest = next((name.partition(part) for part in parts if part in name), ("", "", name))
    return f"other.{part}{rest}".replace("layers.", "layer.", 1) if body.count(".") < 2 else name


def check_files(folder: Path) -> None:
    """What loading needs is there, and nothing that would open more than that."""
    check_links(folder)
    for file in sorted(folder.glob("*.*")):
        if file.is_file() and file.stat().st_size < MAX_POINTER and file.read_bytes().startswith(POINTER):
            raise refused(file, lazy("it is a pointer of Git LFS, not the file itself"), PULL)
    if (folder / "adapter_config.json").exists():
        raise refused(folder / "adapter_config.json", lazy("it is an adapter, which opens a second model by itself"), MERGE)
    names = [file.relative_to(folder).as_posix() for file in folder.rglob("[!.]*")]
    if not (folder / CONFIG).is_file():
        if inner := sorted(name for name in names if name.endswith(f"/{CONFIG}") and not name.startswith("__MACOSX")):
            raise refused(
                folder / CONFIG,
                lazy("it is missing: the model is in the folder {inner!r} within it", inner=inner[0].rpartition("/")[0]),
                INNER,
            )
        others = [name for name in names if not name.endswith(".safetensors")]
        raise other_weights(folder, others) or refused(folder / CONFIG, lazy("it is missing"))
    if not any((folder / name).is_file() for name in (WEIGHTS, INDEX)):
        raise no_weights(folder, names)
    check_tokenizer_files(folder, names)
    for name in (*TOKENIZERS, *BYTE_LEVEL):
        if (folder / name).is_file() and (folder / name).stat().st_size > MAX_TOKENIZER_BYTES:
            raise refused(folder / name, lazy("it has more than {most:,} bytes", most=MAX_TOKENIZER_BYTES))


def check_tokenizer_files(folder: Path, names: Collection[str]) -> None:
    """UnsafeModel unless the names of its files are those of a tokenizer that can be opened."""
    if any(name in names for name in TOKENIZERS) or all(name in names for name in BYTE_LEVEL):
        return
    if sentencepiece := sorted(name for name in names if name.endswith(".model") and "/" not in name):
        raise refused(
            folder / sentencepiece[0], lazy("the tokenizer is available only for SentencePiece, without tokenizer.json"), SAVE_TOKENIZER
        )
    raise refused(folder / TOKENIZERS[0], lazy("it is missing, and so is vocab.txt: there is no tokenizer"), ADD_TOKENIZER)


def check_links(folder: Path) -> None:
    """The folder is one, and nothing in it leads out of it, or would block when opened."""
    if folder.is_symlink() or not folder.is_dir():
        raise refused(folder / CONFIG, lazy("the folder is missing or is a link"))
    home = folder.resolve()
    for number, file in enumerate(folder.rglob("*")):
        if number > MAX_FILES:
            raise refused(folder / CONFIG, lazy("the folder holds more than {most:,} files", most=MAX_FILES))
        if not (file.is_file() or file.is_dir()):
            raise refused(folder / file.name, lazy("it is neither a file nor a folder, but a pipe, a device, or a link to nothing"), DELETE)
        if file.is_dir() and file.name in MUST_BE_FILES:
            raise refused(folder / file.name, lazy("it is a folder, and must be a file"), DELETE)
        if not file.resolve().is_relative_to(home):
            raise refused(folder / file.name, lazy("it is a link that leads out of the folder"))


def read_tensors(folder: Path) -> dict[str, Tensor]:
    """The tensors of one weights file, or of all the files that an index names."""
    if (folder / WEIGHTS).is_file():
        return read_header(folder / WEIGHTS)
    names = shard_names(folder / INDEX)
    tensors: dict[str, Tensor] = {}
    for name in names:
        if not (folder / name).is_file():
            raise refused(folder / INDEX, lazy("it lists {name}, which is missing", name=name))
        tensors |= read_header(folder / name)
    return tensors


def shard_names(index: Path) -> list[str]:
    """The files an index names; plain names in the same folder, no paths."""
    mapping: Any = read_json(index, MAX_TOKENIZER_BYTES).get("weight_map")
    names = sorted({str(name) for name in mapping.values()}) if isinstance(mapping, dict) else []
    if not 1 <= len(names) <= MAX_SHARDS:
        raise refused(index, lazy("it lists {n} weight files, but must list 1 to {most}", n=len(names), most=MAX_SHARDS))
    for name in names:
        if Path(name).name != name or not name.endswith(".safetensors") or "\\" in name or "\0" in name:
            raise refused(index, lazy("it lists {name!r}, which is not a safetensors file in this folder", name=name[:80]))
    return names


def check_shapes(folder: Path, family: Family, sizes: Sizes, tensors: dict[str, Tensor]) -> None:
    """The embeddings are as large as config.json says: else memory is reserved for a model that is not there."""
    facts = ARCHITECTURES[family]
    expected = {facts.words: (sizes.vocabulary, sizes.embedding)}
    if facts.positions:
        expected[facts.positions] = (sizes.max_tokens + facts.unused, sizes.embedding)
    for name, shape in expected.items():
        if name not in tensors:
            if wrapper := next((found[0] for found in map(WRAPPER.match, tensors) if found), ""):
                raise refused(folder / WEIGHTS, lazy("the names of its weights begin with {wrapper!r}", wrapper=wrapper), UNWRAP)
            raise refused(
                folder / WEIGHTS,
                lazy("it has no {name}, so it does not hold the {title} that config.json describes", name=name, title=facts.title),
                OTHER_CONFIG,
            )
        if tensors[name].shape != shape:
            raise refused(
                folder / CONFIG,
                lazy("it says {shape} for {name}, and the weights have {found}", shape=shape, name=name, found=tensors[name].shape),
                OTHER_CONFIG,
            )
    mark = facts.layers
    if mark:
        layers = {name.split(mark)[1].split(".")[0] for name in tensors if mark in name}
        if layers != {str(number) for number in range(sizes.layers)}:
            reason = lazy("it says {layers} layers, and the weights have {n}", layers=sizes.layers, n=len(layers))
            raise refused(folder / CONFIG, reason, OTHER_CONFIG)
