"""The only place that loads weights: source -> folder -> inspection -> model and tokenizer -> LoadedModel.

`from_pretrained` by itself takes a local folder of the same name before it asks the hub, falls back to pickle, and
may run code that a repo brings. So it is only ever given the absolute path of an inspected folder.
"""

import gc
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import torch
from transformers.utils import logging

from bertplay.errors import ModelLoadFailed
from bertplay.models.download import download
from bertplay.models.families import family_file
from bertplay.models.inspection import Inspected, inspect_folder
from bertplay.models.loaded import LoadedModel
from bertplay.models.precision_choice import choose_precision
from bertplay.models.progress import Progress, silent
from bertplay.models.spec import Ability, Hub, ModelSpec
from bertplay.settings import Settings, get_settings
from bertplay.wording import later, mark

AGAIN = mark("Copy or download the model again.")

# Weights that a model without the ability need not have.
ABSENT_WITHOUT = {
    Ability.MASKED_WORD: ("cls.predictions.", "vocab_", "lm_head.", "predictions.", "generator_", "lm_loss.", "head.", "decoder."),
    Ability.NEXT_SENTENCE: ("cls.seq_relationship.", "bert.pooler."),
    Ability.SENTENCE_ORDER: ("sop_classifier.", "albert.pooler."),
    Ability.REPLACED_WORD: ("discriminator_predictions.",),
}

TABLES = 13
"""A tokenizer's tables take so many times its file in memory: 9 to 17 times, measured on the bundled models (benchmarks/memory.py)."""


def load_model(spec: ModelSpec, progress: Progress = silent, settings: Settings | None = None) -> LoadedModel:
    """A model of the catalog, ready to use; slow.

    Raises ModelUnavailable, UnsafeModel and ModelLoadFailed; whatever else a damaged folder makes the libraries
    raise is explained by the cache.
    """
    settings = settings or get_settings()
    folder = folder_of(spec, settings, progress)
    progress(mark("inspecting the files"))
    found = inspect_folder(folder)
    progress(mark("reading the weights"))
    model = open_weights(spec, found)
    gc.collect()  # from_pretrained leaves a circle of frames that holds the model; now its last user frees it
    tokenizer = family_file(spec.family).tokenizer_class.from_pretrained(folder, local_files_only=True, trust_remote_code=False)
    check_vocabulary(spec, found, len(tokenizer))
    progress(mark("choosing the number format"))
    loaded = LoadedModel(completed(spec, found), model, tokenizer, threads=settings.threads)
    ready = choose_precision(loaded, settings.precision)
    ready.bytes += TABLES * sum(file.stat().st_size for file in folder.glob("tokenizer.json"))
    return ready


def folder_of(spec: ModelSpec, settings: Settings, progress: Progress) -> Path:
    """The absolute folder of a model, downloaded first when it is one of the hub."""
    if isinstance(spec.source, Hub):
        return download(spec, spec.source, settings.hub_dir, offline=settings.offline, progress=progress).absolute()
    return spec.source.folder.absolute()  # not resolved: that a folder is a link is for the inspection to see


def open_weights(spec: ModelSpec, found: Inspected) -> Any:
    """The transformers model in float32; ModelLoadFailed unless it is whole and every number finite."""
    logging.disable_progress_bar()
    logging.set_verbosity_error()  # what it would warn of is checked below, and told to the person who asked
    model, report = family_file(spec.family).model_class.from_pretrained(
        found.folder,
        dtype=torch.float32,
        attn_implementation="eager",
        use_safetensors=True,
        trust_remote_code=False,
        local_files_only=True,
        output_loading_info=True,
    )
    missing = needed_of(report["missing_keys"], found.abilities)
    if missing:
        raise ModelLoadFailed(
            later("{title} lacks weights: {name} and {more} more.", title=spec.title, name=missing[0], more=len(missing) - 1),
            value=spec.id,
            remedy=AGAIN,
        )
    damaged = [name for name, weight in model.named_parameters() if not torch.isfinite(weight).all()]
    if damaged:
        raise ModelLoadFailed(
            later("{title} has numbers that are not finite in {name}.", title=spec.title, name=damaged[0]), value=spec.id, remedy=AGAIN
        )
    return model.eval()


def needed_of(missing: Iterable[str], abilities: frozenset[Ability]) -> list[str]:
    """The missing weights that no missing ability excuses."""
    excused = tuple(prefix for ability, prefixes in ABSENT_WITHOUT.items() if ability not in abilities for prefix in prefixes)
    return sorted(name for name in missing if not name.startswith(excused))


def check_vocabulary(spec: ModelSpec, found: Inspected, pieces: int) -> None:
    """ModelLoadFailed when the tokenizer knows pieces for which the model has no embedding."""
    if pieces > found.sizes.vocabulary:
        problem = later(
            "The tokenizer of {title} has {pieces:,} pieces and the model {vocabulary:,}.",
            title=spec.title,
            pieces=pieces,
            vocabulary=found.sizes.vocabulary,
        )
        raise ModelLoadFailed(problem, value=spec.id, remedy=mark("Put the tokenizer that belongs to the weights into the folder."))


def completed(spec: ModelSpec, found: Inspected) -> ModelSpec:
    """The spec with what the folder turned out to be: a hub model may come without a head that the catalog expects."""
    return replace(
        spec,
        abilities=spec.abilities & found.abilities,
        layers=found.sizes.layers,
        hidden=found.sizes.hidden,
        parameters=found.parameters,
        max_tokens=found.sizes.max_tokens,
    )
