"""The only place that loads weights: source -> folder -> inspection -> tokenizer and model -> LoadedModel."""

from pathlib import Path
from typing import Any

import torch
from transformers import BertTokenizer
from transformers.utils import logging

from bertplay.errors import ModelLoadFailed
from bertplay.models.download import download
from bertplay.models.families import family_file
from bertplay.models.inspection import inspect_folder
from bertplay.models.loaded import LoadedModel
from bertplay.models.progress import Progress, silent
from bertplay.models.spec import Hub, ModelSpec
from bertplay.settings import get_settings


def load_model(spec: ModelSpec, progress: Progress = silent) -> LoadedModel:
    """Load a model of the catalog; slow. Raises ModelUnavailable, UnsafeModel or ModelLoadFailed."""
    folder = folder_of(spec, progress)
    progress("inspecting the folder")
    inspect_folder(folder)
    progress("reading the weights")
    model = open_weights(spec, folder)
    tokenizer = BertTokenizer.from_pretrained(folder, local_files_only=True, trust_remote_code=False)
    return LoadedModel(spec, model, tokenizer)


def folder_of(spec: ModelSpec, progress: Progress) -> Path:
    """The absolute folder of a model, downloaded first when it is one of the hub."""
    if isinstance(spec.source, Hub):
        settings = get_settings()
        return download(spec, spec.source, settings.hub_dir, offline=settings.offline, progress=progress).resolve()
    return spec.source.folder.resolve()


def open_weights(spec: ModelSpec, folder: Path) -> Any:
    """The transformers model in float32, whole and finite."""
    logging.disable_progress_bar()
    model, _ = family_file(spec.family).model_class.from_pretrained(
        folder,
        dtype=torch.float32,
        attn_implementation="eager",
        use_safetensors=True,
        trust_remote_code=False,
        local_files_only=True,
        output_loading_info=True,
    )
    if not all(torch.isfinite(weight).all() for weight in model.parameters()):
        raise ModelLoadFailed(f"{spec.title} has weights that are not finite numbers.", value=spec.id, remedy="Copy or download it again.")
    return model.eval()
