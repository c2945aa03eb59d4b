"""config.json and its neighbours: small JSON files of a model folder, read with bounds. No torch."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bertplay.models.spec import ENCODER, Ability, Family
from bertplay.models.weights import FLOATS, Tensor, refused

MAX_JSON_BYTES = 2 << 20
MAX_TOKENIZER_BYTES = 64 << 20  # tokenizer.json lists the whole vocabulary
LARGEST = {"layers": 128, "hidden": 16_384, "heads": 256, "inner": 65_536, "vocabulary": 2_000_000, "max_tokens": 131_072}

# What our words are called in each family's config.json.
SIZE_NAMES = {
    Family.BERT: {
        "layers": "num_hidden_layers",
        "hidden": "hidden_size",
        "heads": "num_attention_heads",
        "inner": "intermediate_size",
        "vocabulary": "vocab_size",
        "max_tokens": "max_position_embeddings",
    },
    Family.DISTILBERT: {
        "layers": "n_layers",
        "hidden": "dim",
        "heads": "n_heads",
        "inner": "hidden_dim",
        "vocabulary": "vocab_size",
        "max_tokens": "max_position_embeddings",
    },
}

# A head is there when its weights are: config.json of bert-base-uncased names only one of the two it has.
HEADS = {
    Family.BERT: {Ability.MASKED_WORD: "cls.predictions.transform.dense.weight", Ability.NEXT_SENTENCE: "cls.seq_relationship.weight"},
    Family.DISTILBERT: {Ability.MASKED_WORD: "vocab_transform.weight"},
}


@dataclass(frozen=True, slots=True)
class Sizes:
    """The shape of a model, under the same names whatever its family calls them."""

    layers: int
    hidden: int
    heads: int
    inner: int
    vocabulary: int
    max_tokens: int


def read_json(file: Path, limit: int = MAX_JSON_BYTES) -> dict[str, Any]:
    """A JSON object of at most `limit` bytes; UnsafeModel for anything else."""
    size = file.stat().st_size
    if size > limit:
        raise refused(file, f"it has {size:,} bytes, more than the {limit:,} such a file may have")
    try:
        content = json.loads(file.read_bytes())
    except (ValueError, RecursionError) as error:
        raise refused(file, "it is not readable JSON, so the file is damaged") from error
    if not isinstance(content, dict):
        raise refused(file, "it does not hold a JSON object")
    return content


def family_of(file: Path, config: dict[str, Any]) -> Family:
    """The family whose name is the `model_type` of a config.json."""
    try:
        return Family(config.get("model_type", ""))
    except ValueError:
        known = ", ".join(family.value for family in Family)
        raise refused(file, f"its model_type is {str(config.get('model_type'))[:40]!r}, and known are: {known}") from None


def sizes_of(file: Path, config: dict[str, Any], family: Family) -> Sizes:
    """The sizes in a config.json, each a whole number within bounds."""
    sizes = {}
    for ours, theirs in SIZE_NAMES[family].items():
        value = config.get(theirs)
        if type(value) is not int or not 1 <= value <= LARGEST[ours]:
            raise refused(file, f"{theirs} is {str(value)[:40]}, and must be a whole number from 1 to {LARGEST[ours]:,}")
        sizes[ours] = value
    if sizes["hidden"] % sizes["heads"]:
        raise refused(file, f"{sizes['heads']} attention heads cannot share a width of {sizes['hidden']}")
    return Sizes(**sizes)


def abilities_of(family: Family, tensors: dict[str, Tensor]) -> frozenset[Ability]:
    """What a model can do, by the heads whose weights it has."""
    return ENCODER | {ability for ability, name in HEADS[family].items() if name in tensors}


def count_parameters(family: Family, tensors: dict[str, Tensor]) -> int:
    """Parameters of encoder and pooler, heads left out: 109,482,240 for bert-base-uncased."""
    prefix = f"{family.value}."
    return sum(tensor.count for name, tensor in tensors.items() if name.startswith(prefix) and tensor.dtype in FLOATS)
