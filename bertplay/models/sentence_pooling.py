"""How the authors of a sentence-transformers model make one vector of a sentence. No torch.

Such a folder has a modules.json, a list of steps: the encoder, how its vectors are pooled, often a normalization
(Reimers and Gurevych 2019, https://sbert.net).
"""

from pathlib import Path
from typing import Any

from bertplay.models.config_file import read_json_value
from bertplay.models.spec import SentencePooling

MODULES = "modules.json"
MODES = {
    "pooling_mode_mean_tokens": "mean",
    "pooling_mode_cls_token": "cls",
    "pooling_mode_max_tokens": "max",
}
"""A pooling as older versions write it, each True or False; newer ones write "pooling_mode": "mean"."""
WINDOW_NAMES = (("sentence_bert_config.json", "max_seq_length"), ("tokenizer_config.json", "model_max_length"))


def pooling_of(folder: Path) -> SentencePooling | None:
    """What modules.json says; None without one, or when it has a step that is not known here."""
    steps = json_in(folder, MODULES)
    if not isinstance(steps, list) or not all(isinstance(step, dict) for step in steps):
        return None
    kinds = [str(step.get("type", "")).rpartition(".")[2] for step in steps]
    if kinds[:2] != ["Transformer", "Pooling"] or kinds[2:] not in ([], ["Normalize"]):
        return None
    mode = mode_of(json_in(folder, f"{Path(str(steps[1].get('path', ''))).name}/config.json"))
    return SentencePooling(mode, len(kinds) > 2, max_tokens_of(folder)) if mode else None


def mode_of(config: Any) -> str:
    """The one way of pooling that is chosen; "" when that is another one, or several."""
    if not isinstance(config, dict):
        return ""
    if "pooling_mode" in config:
        return config["pooling_mode"] if config["pooling_mode"] in MODES.values() else ""
    chosen = [name for name, value in config.items() if name.startswith("pooling_mode_") and value is True]
    return MODES.get(chosen[0], "") if len(chosen) == 1 else ""


def max_tokens_of(folder: Path) -> int:
    """The most tokens that the authors let it read, special tokens included; 0 when they do not say."""
    for file, name in WINDOW_NAMES:
        content = json_in(folder, file)
        value = content.get(name) if isinstance(content, dict) else None
        if type(value) is int and 8 <= value <= 131_072:
            return value
    return 0


def json_in(folder: Path, name: str) -> Any:
    """The content of a JSON file; None when it is not there."""
    file = folder / name
    return read_json_value(file) if file.is_file() else None
