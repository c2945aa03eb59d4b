"""The network of a run: a pretrained encoder with a new head, the same shape with random weights, or a BiLSTM."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from torch import nn
from transformers import (
    AutoConfig,
    AutoModelForMaskedLM,
    AutoModelForSequenceClassification,
    AutoModelForTokenClassification,
    set_seed,
)
from transformers.utils import logging

from bertplay.errors import BadInput, MissingAbility
from bertplay.i18n import N_, lazy
from bertplay.models.catalog import find_model
from bertplay.models.inspection import describe_folder, inspect_folder
from bertplay.models.loading import folder_of
from bertplay.models.progress import ignore_progress
from bertplay.models.spec import Ability, ModelSpec
from bertplay.settings import Settings, get_settings
from bertplay.training.bilstm import BiLstm
from bertplay.training.jobs import FineTune, Method, Task

CLASSES: dict[Task, Any] = {
    Task.CLASSIFICATION: AutoModelForSequenceClassification,
    Task.PAIRS: AutoModelForSequenceClassification,
    Task.ENTITIES: AutoModelForTokenClassification,
    Task.MASKED_WORDS: AutoModelForMaskedLM,
}
NO_MASKED_WORDS = N_("This architecture was not pretrained on masked words, so its pretraining cannot be continued with them.")
LOCAL = {"local_files_only": True, "trust_remote_code": False}


def base_model(model_id: str, settings: Settings | None = None) -> tuple[ModelSpec, Path]:
    """A model of the catalog and its inspected folder; UnknownModel, UnsafeModel or ModelUnavailable when there is none."""
    settings = settings or get_settings()
    spec = find_model(model_id, settings)
    if not spec.can(Ability.FINE_TUNING):
        raise MissingAbility(lazy("{title} cannot be fine-tuned here.", title=spec.title), remedy=N_("Choose another model."))
    folder = folder_of(spec, settings, ignore_progress)
    inspect_folder(folder)
    return spec, folder


def build(job: FineTune, labels: Sequence[str], folder: Path) -> nn.Module:
    """The network before its first step; the same for the same job. Weights are float32.

    `folder` is the base model's. Raises BadInput when more layers are frozen than there are, MissingAbility for masked words of an XLNet.
    """
    quiet()
    set_seed(job.seed)
    shape: Any = AutoConfig.from_pretrained(folder, **LOCAL)
    if job.method is Method.BILSTM:
        return BiLstm(shape.vocab_size, len(labels), is_tagger=job.task is Task.ENTITIES)
    auto = CLASSES[job.task]
    if job.task is Task.MASKED_WORDS and type(shape) not in auto._model_mapping:
        raise MissingAbility(NO_MASKED_WORDS, value=shape.model_type, remedy=N_("Choose another model."))
    names = {"id2label": dict(enumerate(labels)), "label2id": {label: i for i, label in enumerate(labels)}} if labels else {}
    if job.method is Method.RANDOM:
        for name, value in names.items():
            setattr(shape, name, value)
        shape.architectures = None
        model = auto.from_config(shape, dtype=torch.float32)
    else:
        model = with_new_head(auto, folder, shape, names)
    freeze(model, job)
    built: nn.Module = model
    return built


def with_new_head(auto: Any, folder: Path, shape: Any, names: dict[str, Any]) -> Any:
    """The pretrained encoder with a head for these labels. One that the folder brings is kept where it is for the same labels."""
    options = {"dtype": torch.float32, "use_safetensors": True, **LOCAL, **names}
    if not names or shape.id2label == names["id2label"] or describe_folder(folder).head is None:
        return auto.from_pretrained(folder, **options)
    model = auto.from_pretrained(folder, **options, problem_type=None, ignore_mismatched_sizes=True)
    body = f"{model.base_model_prefix}."
    for name, module in model.named_modules():
        if name and not f"{name}.".startswith(body):
            for weight in module.parameters(recurse=False):
                weight._is_hf_initialized = False  # otherwise transformers leaves what it has loaded
            model._init_weights(module)
    return model


def quiet() -> None:
    """Without progress bars, and without the warning of transformers that the head is new, as it should be."""
    logging.disable_progress_bar()
    logging.set_verbosity_error()


def freeze(model: Any, job: FineTune) -> None:
    """Leave as they are: the whole encoder (frozen), or the embeddings and the lowest layers."""
    if job.method is Method.FROZEN:
        model.base_model.requires_grad_(False)
        return
    layers = layers_of(model)
    if job.frozen_layers > len(layers):
        remedy = lazy("This model has {n}; choose from 0 to {n}.", n=len(layers))
        raise BadInput(N_("The model has fewer layers than that."), value=job.frozen_layers, remedy=remedy)
    if job.frozen_layers:
        embeddings_of(model).requires_grad_(False)
        for layer in layers[: job.frozen_layers]:
            layer.requires_grad_(False)


def layers_of(model: Any) -> Any:
    """The layers of a transformer, from below; none of what is no transformer."""
    base = getattr(model, "base_model", None)
    inner = getattr(base, "encoder", None) or getattr(base, "transformer", None) or base
    return getattr(inner, "layer", getattr(inner, "layers", ()))


def parts_of(model: Any) -> list[nn.Module]:
    """What movement is measured of: the embeddings, then each layer."""
    layers = layers_of(model)
    return [embeddings_of(model), *layers] if len(layers) else []


def embeddings_of(model: Any) -> Any:
    """All of its embeddings, or the table of tokens where it has no other."""
    return getattr(model.base_model, "embeddings", None) or model.get_input_embeddings()


def weights_of(model: Any) -> list[list[torch.Tensor]]:
    """A copy of the weights of each part, to compare with later."""
    return [[weight.detach().clone() for weight in part.parameters()] for part in parts_of(model)]


def movement(model: Any, start: list[list[torch.Tensor]]) -> tuple[float, ...]:
    """|W - W0| / |W0| of each part: how far training has moved it, against its own size."""
    moved = []
    for part, before in zip(parts_of(model), start, strict=True):
        gap = sum(float((now.detach() - then).square().sum()) for now, then in zip(part.parameters(), before, strict=True))
        size = sum(float(then.square().sum()) for then in before)
        moved.append((gap / size) ** 0.5 if size else 0.0)
    return tuple(moved)
