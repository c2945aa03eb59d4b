"""config.json and its neighbours: small JSON files of a model folder, read with bounds. No torch."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bertplay.i18n import N_, lazy
from bertplay.models.architectures import ARCHITECTURES, NEVER_OPENED, NO_WEIGHTS, OTHER_TYPES, POSITIONS_AFTER_PADDING, READS_HIDDEN
from bertplay.models.heads import named_class
from bertplay.models.spec import Ability, Family
from bertplay.models.weights import FLOATS, Tensor, refused

MAX_JSON_BYTES = 2 << 20
MAX_TOKENIZER_BYTES = 64 << 20  # tokenizer.json lists the whole vocabulary
LARGEST = {"layers": 128, "hidden": 16_384, "heads": 256, "inner": 65_536, "vocabulary": 2_000_000, "max_tokens": 131_072}


NAME_IT = N_('Add it, as the authors name it: "model_type": "bert" for a BERT.')
BOTH_DIRECTIONS = N_("Choose a model that reads in both directions.")
ANY_LENGTH = N_("Choose a model that reads texts of any length.")
ABSOLUTE = N_("Choose a model with absolute positions.")
NAME_LANGUAGE = N_('Add the language of your texts: "default_language": {first!r}, or another of them.')
UNSUPPORTED = N_("it is not supported here")
KNOWN_FAMILIES = N_("Choose a BERT or one of its relatives; docs/files.md lists them.")


@dataclass(frozen=True, slots=True)
class Sizes:
    """The shape of a model, under the same names whatever its family calls them.

    max_tokens   tokens it reads at once
    embedding    width of the table of tokens; ALBERT's and ELECTRA's is narrower than their layers
    """

    layers: int
    hidden: int
    heads: int
    inner: int
    vocabulary: int
    max_tokens: int
    embedding: int


def read_json(file: Path, limit: int = MAX_JSON_BYTES) -> dict[str, Any]:
    """A JSON object of at most `limit` bytes; UnsafeModel for anything else."""
    content = read_json_value(file, limit)
    if not isinstance(content, dict):
        raise refused(file, lazy("it does not hold a JSON object"))
    return content


def read_json_value(file: Path, limit: int = MAX_JSON_BYTES) -> Any:
    """Any JSON value of at most `limit` bytes; UnsafeModel for what is none."""
    size = file.stat().st_size
    if size > limit:
        raise refused(file, lazy("it has {size:,} bytes, more than the {limit:,} such a file may have", size=size, limit=limit))
    try:
        return json.loads(file.read_bytes())
    except (ValueError, RecursionError) as error:
        raise refused(file, lazy("it is not readable JSON, so the file is damaged")) from error


def family_of(file: Path, config: dict[str, Any]) -> Family:
    """The family whose name is the `model_type` of a config.json, or that stands for it."""
    kind = config.get("model_type", "")
    if isinstance(kind, str) and kind in OTHER_TYPES:
        check_landmarks(file, config)
        check_language(file, config)
        return Family.OTHER
    known = [family.value for family in Family if family is not Family.OTHER]
    if not kind:
        raise refused(file, lazy("it names no architecture (model_type)"), NAME_IT)
    if kind not in known:
        reason = lazy("its architecture (model_type) is {kind!r}", kind=str(kind)[:40])
        why = lazy(NEVER_OPENED.get(str(kind), UNSUPPORTED))
        reason = lazy("{reason}, and {why}", reason=reason, why=why)
        raise refused(file, reason, KNOWN_FAMILIES)
    check_direction(file, config)
    return Family(kind)


def architecture_of(config: dict[str, Any], family: Family) -> str:
    """The class of transformers that a config.json names: "BertForMaskedLM"; without one, the title of the family."""
    return (named_class(config) or ARCHITECTURES[family].title)[:80]


def check_direction(file: Path, config: dict[str, Any]) -> None:
    """UnsafeModel for a variant of a known architecture that computes something else than what is computed here."""
    if config.get("is_decoder"):
        raise refused(file, lazy("it is a decoder, which reads a text from left to right alone (is_decoder)"), BOTH_DIRECTIONS)
    if config.get("position_embedding_type", "absolute") not in ("absolute", None):
        raise refused(file, lazy("its positions are relative (position_embedding_type), which transformers 5 no longer computes"), ABSOLUTE)


def check_landmarks(file: Path, config: dict[str, Any]) -> None:
    """UnsafeModel for a Nyströmformer that reads texts of one length only, of which transformers makes means of segments."""
    landmarks, length = (config.get(name) for name in ("num_landmarks", "segment_means_seq_len"))
    if config["model_type"] == "nystromformer" and landmarks != length:
        raise refused(file, lazy("it reads texts of exactly {n} tokens (segment_means_seq_len)", n=str(length)[:40]), ANY_LENGTH)


def check_language(file: Path, config: dict[str, Any]) -> None:
    """UnsafeModel for an X-MOD that does not say through which of its languages a text goes."""
    languages, chosen = config.get("languages"), config.get("default_language")
    known = [str(one) for one in languages] if isinstance(languages, list) and languages else ["en_XX"]
    if config["model_type"] == "xmod" and chosen not in known:
        reason = lazy("it has layers for each of its languages ({n}), and names none that is used (default_language)", n=len(known))
        raise refused(file, reason, lazy(NAME_LANGUAGE, first=known[0][:20]))


def sizes_of(file: Path, config: dict[str, Any], family: Family) -> Sizes:
    """The sizes in a config.json, each a whole number within bounds."""
    facts = ARCHITECTURES[family]
    sizes = dict(facts.fixed)
    for ours, theirs in facts.sizes.items():
        sizes[ours] = size_in(file, config, theirs, LARGEST[ours])
    if sizes["hidden"] % sizes["heads"]:
        raise refused(file, lazy("{heads} attention heads cannot share a width of {hidden}", heads=sizes["heads"], hidden=sizes["hidden"]))
    embedding = facts.embedding or next((name for name in facts.may_name if name in config), "")
    sizes["embedding"] = size_in(file, config, embedding, LARGEST["hidden"]) if embedding else sizes["hidden"]
    sizes["max_tokens"] -= 2 if config.get("model_type") in POSITIONS_AFTER_PADDING else facts.unused
    return Sizes(**sizes)


def size_in(file: Path, config: dict[str, Any], name: str, largest: int) -> int:
    """One size of a config.json: a whole number from 1 to `largest`."""
    value = config.get(name)
    if type(value) is not int or not 1 <= value <= largest:
        raise refused(
            file,
            lazy("{name} is {value}, and must be a whole number from 1 to {largest:,}", name=name, value=str(value)[:40], largest=largest),
        )
    return value


def abilities_of(family: Family, tensors: dict[str, Tensor]) -> frozenset[Ability]:
    """What a model can do, by the heads whose weights it has: config.json of bert-base-uncased names only one of its two."""
    facts = ARCHITECTURES[family]
    return facts.always | {ability for ability, name in facts.heads.items() if any(one.startswith(name) for one in tensors)}


def other_lacks(kind: str) -> frozenset[Ability]:
    """What an encoder of Family.OTHER cannot do, by its model_type."""
    lacks = {Ability.ATTENTION: kind in NO_WEIGHTS, Ability.FINE_TUNING: kind in READS_HIDDEN}
    return frozenset(ability for ability, is_lacking in lacks.items() if is_lacking)


def count_parameters(family: Family, tensors: dict[str, Tensor]) -> int:
    """Parameters of encoder and pooler, heads left out: 109,482,240 for bert-base-uncased."""
    return sum(tensor.count for name, tensor in tensors.items() if name.startswith(ARCHITECTURES[family].body) and tensor.dtype in FLOATS)
