"""Which weights answered: enough to know them again."""

import json
from functools import lru_cache
from pathlib import Path

from bertplay.errors import BertplayError
from bertplay.models.catalog import find_model
from bertplay.models.downloaded import folder_on_disk
from bertplay.models.manifest import NAME, digest
from bertplay.settings import get_settings

WEIGHTS = "model.safetensors"


def weights_of(model_id: str) -> str:
    """The SHA-256 of a model's weights; "" when they are in no single file, or cannot be read."""
    try:
        folder = folder_on_disk(find_model(model_id).source, get_settings())
        written = (folder / WEIGHTS).stat()
        return digest_of(folder, written.st_mtime_ns, written.st_size)
    except (BertplayError, OSError, ValueError):
        return ""


@lru_cache(maxsize=64)
def digest_of(folder: Path, _written: int, _bytes: int) -> str:
    """As the folder's manifest has it; counted where there is no manifest. Read again when the file has changed."""
    try:
        return str(json.loads((folder / NAME).read_text(encoding="utf-8"))["files"][WEIGHTS]["sha256"])
    except (OSError, ValueError, KeyError):
        return digest(folder / WEIGHTS)
