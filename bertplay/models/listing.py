"""The names of the files of a repository or a folder: which of them loading reads, and whether there is a model among them. No torch."""

from collections.abc import Iterable
from fnmatch import fnmatchcase
from pathlib import Path

from bertplay.i18n import N_, lazy
from bertplay.models.inspection import CONFIG, MERGE, check_tokenizer_files
from bertplay.models.other_weights import no_weights
from bertplay.models.weights import refused

# No pickle, no code, no weights of another framework.
ALLOWED_FILES = (
    "config.json",
    "tokenizer.json",
    "tokenizer_config.json",
    "special_tokens_map.json",
    "added_tokens.json",
    "vocab.txt",
    "vocab.json",
    "merges.txt",
    "model.safetensors",
    "model-*-of-*.safetensors",
    "model.safetensors.index.json",
    "modules.json",
    "sentence_bert_config.json",
    "config_sentence_transformers.json",
    "1_Pooling/config.json",
    "[2-9]_Dense/config.json",
    "[2-9]_Dense/model.safetensors",
)
SAFETENSORS_ELSEWHERE = N_(
    "Look among the pull requests on its page: one may add model.safetensors, and its address can be pasted here (…/tree/refs/pr/1)."
)


def is_read(file_name: str) -> bool:
    """Whether loading reads a file of this name; the name must not lead out of the folder."""
    return any(fnmatchcase(file_name, pattern) and file_name.count("/") == pattern.count("/") for pattern in ALLOWED_FILES)


def check_listing(repo: str, names: Iterable[str], elsewhere: str = SAFETENSORS_ELSEWHERE) -> None:
    """Raise UnsafeModel, with the reason, if its file names show that a repository or folder cannot be opened here.

    elsewhere   where else there may be weights
    """
    there = Path(repo)
    names = set(names)
    if "adapter_config.json" in names:
        raise refused(there / "adapter_config.json", lazy("it is an adapter, which opens a second model by itself"), MERGE)
    if not any(name.endswith(".safetensors") and "/" not in name and is_read(name) for name in names):
        raise no_weights(there, names, elsewhere)
    if CONFIG not in names:
        raise refused(there / CONFIG, lazy("it is missing: this is no model for the transformers library"), N_("Choose another model."))
    check_tokenizer_files(there, names)
