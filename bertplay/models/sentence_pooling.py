"""How the authors of a sentence-transformers model make one vector of a sentence. No torch.

Such a folder has a modules.json, a list of steps: the encoder, how its vectors are pooled, linear layers, often a normalization
(Reimers and Gurevych 2019, https://sbert.net).
"""

from pathlib import Path
from typing import Any

from bertplay.models.config_file import read_json_value
from bertplay.models.spec import NORMALIZE, SentencePooling
from bertplay.models.weights import FLOATS, read_header

MODULES = "modules.json"
MODES = {
    "pooling_mode_cls_token": "cls",
    "pooling_mode_max_tokens": "max",
    "pooling_mode_mean_tokens": "mean",
    "pooling_mode_mean_sqrt_len_tokens": "mean_sqrt_len_tokens",
    "pooling_mode_weightedmean_tokens": "weightedmean",
    "pooling_mode_lasttoken": "lasttoken",
}
"""A pooling as older versions write it, each True or False, in the order in which several are put side by side; newer ones write
"pooling_mode": "mean"."""
DENSE_CONFIG, DENSE_WEIGHTS = "config.json", "model.safetensors"
ACTIVATIONS = ("Identity", "Tanh", "ReLU", "GELU", "Sigmoid")
"""The activations of a linear layer, by the names of their torch classes."""
WINDOW_NAMES = (("sentence_bert_config.json", "max_seq_length"), ("tokenizer_config.json", "model_max_length"))


def pooling_of(folder: Path) -> SentencePooling | None:
    """What modules.json says; None without one."""
    steps = json_in(folder, MODULES)
    if not isinstance(steps, list) or not all(isinstance(step, dict) for step in steps):
        return None
    kinds = [str(step.get("type", "")).rpartition(".")[2][:40] for step in steps]
    names = [Path(str(step.get("path", ""))).name for step in steps]
    if kinds[:2] != ["Transformer", "Pooling"]:
        return SentencePooling((), max_tokens=max_tokens_of(folder), unknown=next((kind for kind in kinds if kind != "Transformer"), "-"))
    config, prompt = json_in(folder, f"{names[1]}/config.json"), prompt_of(folder)
    modes, after = modes_of(config), [step_of(folder, kind, name) for kind, name in zip(kinds[2:], names[2:], strict=True)]
    reads_prompt = not isinstance(config, dict) or config.get("include_prompt", True)
    unknown = next((kind for kind, step in zip(kinds[2:], after, strict=True) if not step), "")
    unknown = unknown or ("" if modes else "Pooling") or ("" if reads_prompt or not prompt else "include_prompt")
    is_lower_case = bool((json_in(folder, "sentence_bert_config.json") or {}).get("do_lower_case"))
    return SentencePooling(modes, tuple(after), max_tokens_of(folder), prompt, is_lower_case, unknown)


def modes_of(config: Any) -> tuple[str, ...]:
    """The ways of pooling that are chosen; none when one of them is not known."""
    if not isinstance(config, dict):
        return ()
    if "pooling_mode" in config:
        named = config["pooling_mode"]
        chosen = [str(mode) for mode in (named if isinstance(named, list) else [named])]
    else:
        unknown = [name for name, value in config.items() if name.startswith("pooling_mode_") and value is True and name not in MODES]
        chosen = [mode for name, mode in MODES.items() if config.get(name) is True] + unknown
    return tuple(chosen) if set(chosen) <= set(MODES.values()) else ()


def step_of(folder: Path, kind: str, name: str) -> str:
    """NORMALIZE, or the folder of a linear layer; "" for what is not known here."""
    if kind == "Normalize":
        return NORMALIZE
    config, weights = json_in(folder, f"{name}/{DENSE_CONFIG}"), folder / name / DENSE_WEIGHTS
    if kind != "Dense" or not name or not isinstance(config, dict) or not weights.is_file():
        return ""
    sizes = config.get("out_features"), config.get("in_features")
    linear = read_header(weights).get("linear.weight")
    is_sound = linear is not None and linear.shape == sizes and linear.dtype in FLOATS
    return name if is_sound and activation_of(config) in ACTIVATIONS else ""


def activation_of(config: dict[str, Any]) -> str:
    """ "torch.nn.modules.activation.Tanh" -> "Tanh", which is what sentence-transformers takes where none is named."""
    return str(config.get("activation_function") or "Tanh").rpartition(".")[2]


def prompt_of(folder: Path) -> str:
    """The prompt before every text, if the authors set a default one; prompts for a purpose are not used."""
    config = json_in(folder, "config_sentence_transformers.json")
    prompts = config.get("prompts") if isinstance(config, dict) else None
    return str(prompts.get(config.get("default_prompt_name"), "")) if isinstance(prompts, dict) else ""


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
