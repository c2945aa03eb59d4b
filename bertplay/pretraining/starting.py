"""A training that starts from a published encoder: its vocabulary, its shape, its weights, and the heads it lacks.

    python -m bertplay pretrain --start-from all-MiniLM-L6-v2 --keep-vectors 5 …
    python -m bertplay pretrain --family electra --start-from bertplay/models/bundled/bert-scratch --layers 6 …

A published encoder often comes without the two heads of BERT's pretraining. The head for masked tokens is a transform and then the word
table again (tied). With the transform started as the identity, the head compares hidden states with word vectors from the first step on.
"""

import hashlib
from dataclasses import replace
from pathlib import Path
from typing import Any

import torch
from transformers import AutoConfig, AutoTokenizer
from transformers.utils import logging

from bertplay.errors import CannotResume, PretrainingError
from bertplay.pretraining.config import PretrainConfig
from bertplay.pretraining.continuation import TOKENIZER_FILES
from bertplay.pretraining.families import Family, family_file
from bertplay.pretraining.families.electra import build_from
from bertplay.pretraining.model import Start

WEIGHTS = "model.safetensors"
DROPOUTS = ("hidden_dropout_prob", "attention_probs_dropout_prob")
STARTED_FROM_BERT = ("bert", "electra")
TRANSFORM, NEW_HEADS = "cls.predictions.transform.", ("cls.", "bert.pooler.")


def config_of_folder(folder: Path, config: PretrainConfig) -> PretrainConfig:
    """The settings with the shape of the encoder in `folder`. Raises CannotResume when there is none that the family can open."""
    try:
        shape = AutoConfig.from_pretrained(folder, local_files_only=True)
    except (OSError, ValueError) as error:
        raise no_encoder(folder) from error
    if shape.model_type != "bert" or config.family not in STARTED_FROM_BERT:
        raise no_encoder(folder)
    if shape.max_position_embeddings < config.max_tokens:
        value, remedy = shape.max_position_embeddings, f"Give --max-tokens {shape.max_position_embeddings}."
        raise CannotResume("The encoder has fewer positions than the rows of the training.", value=value, remedy=remedy)
    kept = config.layers if config.family == "electra" else shape.num_hidden_layers
    if kept > shape.num_hidden_layers:
        remedy = f"Give --layers {shape.num_hidden_layers}, or fewer."
        raise CannotResume("The encoder has fewer layers than are to be kept.", value=shape.num_hidden_layers, remedy=remedy)
    return replace(
        config,
        layers=kept,
        hidden=shape.hidden_size,
        heads=shape.num_attention_heads,
        vocabulary=shape.vocab_size,
    )


def no_encoder(folder: Path) -> CannotResume:
    remedy = "Give a folder with config.json, tokenizer.json and model.safetensors of a BERT."
    return CannotResume("A training cannot start from this folder.", value=str(folder), remedy=remedy)


def take_tokenizer(folder: Path, encoded: Path, max_tokens: int) -> None:
    """Give the encoded text the tokenizer of `folder`, unless it has one; its settings of truncation and padding are dropped."""
    if (encoded / TOKENIZER_FILES[0]).exists():
        return
    try:
        tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True)
    except (OSError, ValueError) as error:
        raise no_encoder(folder) from error
    tokenizer.backend_tokenizer.no_truncation()
    tokenizer.backend_tokenizer.no_padding()
    tokenizer.model_max_length = max_tokens
    tokenizer.save_pretrained(encoded)


def open_with_heads(family: Family, folder: Path, seed: int = 0) -> tuple[Any, list[str]]:
    """The model of `folder` with the heads of pretraining, without dropout; and the names of the weights that it lacked.

    The transform of a missing word head is the identity, its decoder the word table, its biases are 0; a missing head for pairs is random.
    """
    torch.manual_seed(seed)
    verbosity = logging.get_verbosity()
    logging.set_verbosity_error()  # the warning that heads are missing is what this function is about
    try:
        model, report = family.model_class.from_pretrained(
            folder,
            dtype=torch.float32,
            attn_implementation="eager",
            output_loading_info=True,
            local_files_only=True,
            **dict.fromkeys(DROPOUTS, 0.0),
        )
    except (OSError, ValueError, RuntimeError) as error:
        raise no_encoder(folder) from error
    finally:
        logging.set_verbosity(verbosity)
    missing = sorted(report["missing_keys"])
    if any(not name.startswith(NEW_HEADS) for name in missing):
        raise no_encoder(folder)
    if any(name.startswith(TRANSFORM) for name in missing):
        start_as_identity(model.cls.predictions)
    return model, missing


@torch.no_grad()
def start_as_identity(head: Any) -> None:
    """Make the transform of a word head pass hidden states on, apart from its activation and its norm; no word is favoured."""
    torch.nn.init.eye_(head.transform.dense.weight)
    for bias in (head.transform.dense.bias, head.transform.LayerNorm.bias, head.bias):
        torch.nn.init.zeros_(bias)
    torch.nn.init.ones_(head.transform.LayerNorm.weight)


def start_from(folder: Path, config: PretrainConfig, vectors_of: Path | None = None, generator: Path | None = None) -> Start:
    """The starting point in `folder`, its heads completed; vectors are kept where `vectors_of`, or else `folder`, puts them.

    ELECTRA's discriminator starts there as well, and `generator`, or else `folder`, replaces tokens.
    """
    if config.family == "electra":
        return start_discriminator(folder, config, generator or folder)
    family = family_file(config.family)
    model, missing = open_with_heads(family, folder, config.seed)
    source = {"name": folder.resolve().name, "sha256": digest(folder), "heads_added": bool(missing)}
    if not config.keep_vectors:
        return Start(model=model, source=source)
    if vectors_of:
        source["vectors_of"] = {"name": vectors_of.resolve().name, "sha256": digest(vectors_of)}
    return Start(model=model, source=source, reference=reference_encoder(family, vectors_of or folder))


def start_discriminator(folder: Path, config: PretrainConfig, generator: Path) -> Start:
    """ELECTRA's starting point: the lowest layers of the BERT in `folder`; the one in `generator`, of the same vocabulary, replaces."""
    if config.keep_vectors:
        raise PretrainingError("ELECTRA keeps no vectors.", value=config.keep_vectors, remedy="Leave out --keep-vectors.")
    bert = family_file("bert")
    (encoder, _), (predicting, missing) = open_with_heads(bert, folder, config.seed), open_with_heads(bert, generator, config.seed)
    if any(name.startswith(TRANSFORM) for name in missing):
        remedy = "Give one with a head for masked tokens as --generator."
        raise CannotResume("The generator cannot predict masked tokens.", value=str(generator), remedy=remedy)
    if vocabulary_of(folder) != vocabulary_of(generator):
        raise CannotResume("The generator has another vocabulary.", value=str(generator), remedy="Give a --generator with the same one.")
    source = {"name": folder.resolve().name, "sha256": digest(folder), "heads_added": True, "layers": config.layers}
    source["generator"] = {"name": generator.resolve().name, "sha256": digest(generator)}
    return Start(model=build_from(encoder, config.layers, predicting), source=source)


def vocabulary_of(folder: Path) -> dict[str, int]:
    """Token -> id."""
    vocabulary: dict[str, int] = AutoTokenizer.from_pretrained(folder, local_files_only=True).get_vocab()
    return vocabulary


def digest(folder: Path) -> str:
    """The SHA-256 of the weights in a folder."""
    return hashlib.sha256((folder / WEIGHTS).read_bytes()).hexdigest()


def reference_encoder(family: Family, folder: Path) -> Any:
    """The encoder whose vectors the training preserves: as it is in `folder`, without dropout, never trained."""
    model, _ = open_with_heads(family, folder)
    return model.base_model.eval().requires_grad_(False)
