"""The only place that loads weights: source -> folder -> inspection -> model and tokenizer -> LoadedModel.

`from_pretrained` by itself takes a local folder of the same name before it asks the hub, falls back to pickle, and
may run code that a repo brings. So it is only ever given the absolute path of an inspected folder.
"""

import gc
import math
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import torch
from transformers import (
    AutoConfig,
    AutoModelForQuestionAnswering,
    AutoModelForSequenceClassification,
    AutoModelForTokenClassification,
)
from transformers.utils import logging

from bertplay.errors import ModelLoadFailed
from bertplay.i18n import N_, lazy
from bertplay.models.devices import choose_device
from bertplay.models.download import folder_of_hub
from bertplay.models.families import family_file
from bertplay.models.heads import HeadKind
from bertplay.models.inspection import CONFIG, OTHER_CONFIG, Inspected, inspect_folder
from bertplay.models.loaded import LoadedModel
from bertplay.models.precision_choice import choose_precision
from bertplay.models.progress import Progress, ignore_progress
from bertplay.models.sentence_steps import open_steps
from bertplay.models.spec import Ability, Bundled, Family, Hub, ModelSpec
from bertplay.models.tokenizer import open_folder_tokenizer
from bertplay.models.weights import refused
from bertplay.settings import Settings, get_settings

AGAIN = N_("Copy or download the model again.")

# Weights that a model without the ability need not have.
ABSENT_WITHOUT = {
    Ability.MASKED_WORD: (
        "cls.predictions.",
        "vocab_",
        "lm_head.",
        "lm_predictions.",
        "predictions.",
        "generator_",
        "lm_loss.",
        "head.",
        "decoder.",
        "entity_predictions.",
    ),
    Ability.NEXT_SENTENCE: ("cls.seq_relationship.", "bert.pooler."),
    Ability.SENTENCE_ORDER: ("sop_classifier.", "albert.pooler."),
    Ability.REPLACED_WORD: ("discriminator_predictions.",),
}

WITH_HEAD: dict[HeadKind, Any] = {
    HeadKind.CLASSIFICATION: AutoModelForSequenceClassification,
    HeadKind.ENTITIES: AutoModelForTokenClassification,
    HeadKind.QUESTION_ANSWERING: AutoModelForQuestionAnswering,
}
OF_BERTPLAY = frozenset({Family.BILSTM, Family.WORD2VEC})
"""Opened by classes of bertplay; inspection has compared each of their sizes with the weights."""
MAX_GROWTH = 2
"""A table of tokens that is shared with the head is in the file once and in the model twice."""
HEADS = 4_000_000
"""Weights of heads that a small file need not have."""
TABLES = 13
"""A tokenizer's tables take so many times its file in memory: 9 to 17 times, measured on the bundled models (benchmarks/memory.py)."""


def load_model(spec: ModelSpec, progress: Progress = ignore_progress, settings: Settings | None = None) -> LoadedModel:
    """A model of the catalog, ready to use; slow.

    Raises ModelUnavailable, UnsafeModel and ModelLoadFailed; whatever else a damaged folder makes the libraries
    raise is explained by the cache.
    """
    settings = settings or get_settings()
    folder = folder_of(spec, settings, progress)
    progress(N_("inspecting the files"))
    found = inspect_folder(folder)
    progress(N_("reading the weights"))
    model = open_weights(spec, found)
    gc.collect()  # from_pretrained leaves a circle of frames that holds the model; now its last user frees it
    tokenizer = open_folder_tokenizer(folder)
    check_vocabulary(spec, found, len(tokenizer))
    progress(N_("choosing the number format"))
    device = choose_device(settings.device)
    loaded = LoadedModel(completed(spec, found), model, tokenizer, threads=settings.threads, device=device)
    ready = choose_precision(loaded, settings.precision)
    ready.sentence_steps = open_steps(folder, found.pooling)
    ready.bytes += TABLES * sum(file.stat().st_size for file in folder.glob("tokenizer.json"))
    return ready


def folder_of(spec: ModelSpec, settings: Settings, progress: Progress) -> Path:
    """The absolute folder of a model, downloaded first when it is one of the hub."""
    if isinstance(spec.source, Hub):
        return folder_of_hub(spec.source, settings, progress).absolute()
    return spec.source.folder.absolute()  # not resolved: that a folder is a link is for the inspection to see


def open_weights(spec: ModelSpec, found: Inspected) -> Any:
    """The transformers model in float32; ModelLoadFailed unless it is whole and every number finite."""
    logging.disable_progress_bar()
    logging.set_verbosity_error()  # what it would warn of is checked below, and reported to the person who asked
    if not isinstance(spec.source, Bundled) and spec.family not in OF_BERTPLAY:
        check_sizes(spec, found)
    model, report = class_of(spec, found).from_pretrained(
        found.folder,
        dtype=torch.float32,
        attn_implementation="eager",
        use_safetensors=True,
        trust_remote_code=False,
        local_files_only=True,
        output_loading_info=True,
    )
    absent = set(report["missing_keys"])
    missing = needed_of(absent, found.abilities)
    if missing:
        raise ModelLoadFailed(
            lazy("{title} lacks weights: {name} and {more} more.", title=spec.title, name=missing[0], more=len(missing) - 1),
            value=spec.id,
            remedy=AGAIN,
        )
    # What is absent is not always filled: it may be anything.
    damaged = [name for name, weight in model.named_parameters() if name not in absent and not torch.isfinite(weight).all()]
    if damaged:
        raise ModelLoadFailed(
            lazy("{title} has numbers that are not finite in {name}.", title=spec.title, name=damaged[0]), value=spec.id, remedy=AGAIN
        )
    if spec.family is Family.OTHER and hasattr(model.base_model, "set_attention_type"):
        model.base_model.set_attention_type("original_full")  # BigBird would change to it for good with its first short text
    return model.eval()


def class_of(spec: ModelSpec, found: Inspected) -> Any:
    """What opens a folder: with the head for its task, or with those that its family was pretrained with."""
    return WITH_HEAD[found.head.kind] if found.head else family_file(spec.family).model_class


def check_sizes(spec: ModelSpec, found: Inspected) -> None:
    """UnsafeModel unless config.json describes a model about as large as the weights, of which none has another shape.

    A config can name sizes that inspection does not know (segments, bottlenecks): the model is first made without memory.
    """
    model_class = class_of(spec, found)
    config = AutoConfig.from_pretrained(found.folder, local_files_only=True, trust_remote_code=False)
    with torch.device("meta"):
        model = model_class.from_config(config) if hasattr(model_class, "from_config") else model_class(config)
    described = {name: tuple(tensor.shape) for name, tensor in model.state_dict().items()}
    body = f"{model.base_model_prefix}."
    for name, tensor in found.tensors.items():
        shape = described.get(name, described.get(body + name, tensor.shape))
        if shape != tensor.shape:
            reason = lazy("it says {shape} for {name}, and the weights have {found}", shape=shape, name=name, found=tensor.shape)
            raise refused(found.folder / CONFIG, reason, OTHER_CONFIG)
    of_model, of_file = sum(map(math.prod, described.values())), sum(tensor.count for tensor in found.tensors.values())
    if of_model > MAX_GROWTH * of_file + HEADS:
        reason = lazy("it describes {n:,} weights, and the file has {found:,}", n=of_model, found=of_file)
        raise refused(found.folder / CONFIG, reason, OTHER_CONFIG)


def needed_of(missing: Iterable[str], abilities: frozenset[Ability]) -> list[str]:
    """The missing weights that no missing ability excuses."""
    excused = tuple(prefix for ability, prefixes in ABSENT_WITHOUT.items() if ability not in abilities for prefix in prefixes)
    return sorted(name for name in missing if not name.startswith(excused))


def check_vocabulary(spec: ModelSpec, found: Inspected, tokens: int) -> None:
    """ModelLoadFailed when the tokenizer knows tokens for which the model has no embedding."""
    if tokens > found.sizes.vocabulary:
        problem = lazy(
            "The tokenizer of {title} has {tokens:,} tokens, but the model has {vocabulary:,}.",
            title=spec.title,
            tokens=tokens,
            vocabulary=found.sizes.vocabulary,
        )
        raise ModelLoadFailed(problem, value=spec.id, remedy=N_("Put the tokenizer that belongs to the weights into the folder."))


def completed(spec: ModelSpec, found: Inspected) -> ModelSpec:
    """The spec, corrected by what the folder holds: a hub model may come without a head that the catalog expects."""
    return replace(
        spec,
        abilities=spec.abilities & found.abilities,
        layers=found.sizes.layers,
        hidden=found.sizes.hidden,
        parameters=found.parameters,
        max_tokens=found.sizes.max_tokens,
        pooling=found.pooling,
        head=found.head,
    )
