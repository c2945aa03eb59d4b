"""What the JSON files of a model folder may say: no code, no files outside the folder, no absurd numbers of labels. No torch.

transformers hands every key of tokenizer_config.json to the tokenizer, some of which open what they name: "gguf_file": "/etc/passwd".
"""

from pathlib import Path
from typing import Any

from bertplay.i18n import N_, lazy
from bertplay.models.weights import refused

REMOVE = N_("Remove this key: it names something outside the folder.")
REMOVE_TEXT = N_("Remove this key: bertplay cannot be sure that its text is never opened as a file or run.")
FORBIDDEN = {
    "auto_map": (
        N_("it names code that would come with the model (auto_map)"),
        N_(
            "Choose a model that needs no code of its own: code from a folder is never run here. If transformers has its architecture "
            "(model_type) too, remove this key from a copy and add that folder."
        ),
    ),
    "quantization_config": (
        N_("its weights are quantized, which needs other libraries"),
        N_("Get the weights that it was made from, in float32, float16 or bfloat16."),
    ),
    "gguf_file": (N_("it names another file to open (gguf_file)"), REMOVE),
    "transformers_weights": (N_("it names another file to open (transformers_weights)"), REMOVE),
    "fast_tokenizer_files": (N_("it names other files to open (fast_tokenizer_files)"), REMOVE),
    "init_inputs": (N_("it names other files to open (init_inputs)"), REMOVE),
}
"""A key of any JSON file, why it is refused, and what to do."""
CONFIG, TOKENIZER_CONFIG = "config.json", "tokenizer_config.json"
TEXT_KEYS = frozenset(
    {
        *("tokenizer_class", "processor_class", "tokenizer_type", "backend", "transformers_version", "name_or_path", "model_input_names"),
        *("additional_special_tokens", "extra_special_tokens", "model_specific_special_tokens", "added_tokens_decoder", "chat_template"),
        *("vocab_file", "merges_file", "tokenizer_file", "full_tokenizer_file", "spm_file", "special_tokens_map_file"),
        *("padding", "padding_side", "truncation", "truncation_side", "truncation_strategy", "errors", "never_split", "unk_piece"),
        *("word_tokenizer_type", "subword_tokenizer_type", "src_lang", "tgt_lang", "language", "language_codes"),
    }
)
"""Keys of tokenizer_config.json whose value may hold a text, beside single tokens ("mask_token"). None is opened: transformers puts
the folder's own files in the place of those that name files. Any other key may hold numbers and yes or no alone."""
ATTENTION = ("attn_implementation", "_attn_implementation")
MAX_LABELS = 10_000
FEWER_LABELS = N_("Choose a model with fewer labels.")
NAME_LABELS = N_('Write it as {"0": "negative", "1": "positive"}.')


def check_keys(file: Path, content: Any) -> None:
    """UnsafeModel when a JSON file asks for code, for other files or libraries, or for very many labels. Lists ask for nothing."""
    if not isinstance(content, dict):
        return
    for key, (reason, remedy) in FORBIDDEN.items():
        if content.get(key):
            raise refused(file, lazy(reason), remedy)
    if path := next((key for key in ATTENTION if "/" in str(content.get(key))), ""):
        raise refused(file, lazy("it names code that would come from elsewhere ({key})", key=path), REMOVE)
    check_labels(file, content)
    if file.name == CONFIG and not names_labels(content):
        raise refused(file, lazy("its id2label does not give a name to each number"), NAME_LABELS)
    if file.name == TOKENIZER_CONFIG:
        for key, value in content.items():
            if key not in TEXT_KEYS and not key.endswith("_token") and holds_text(value):
                raise refused(file, lazy("its key {key!r} may hold no text: {value}", key=key[:40], value=str(value)[:80]), REMOVE_TEXT)


def check_labels(file: Path, content: dict[str, Any]) -> None:
    """A classifier has a row of weights for each label; transformers makes a name for each before any weight is read."""
    tables = [len(content[key]) for key in ("id2label", "label2id") if isinstance(content.get(key), dict | list)]
    number = content.get("num_labels")
    most = max([*tables, number if isinstance(number, int | float) else 0])
    if most > MAX_LABELS:
        raise refused(file, lazy("it has {n:,.0f} labels, and the maximum is {most:,}", n=most, most=MAX_LABELS), FEWER_LABELS)


def names_labels(content: dict[str, Any]) -> bool:
    """Whether its labels, if it has any, are named as transformers reads them: an object whose keys are numbers."""
    names = content.get("id2label")
    return names is None or (isinstance(names, dict) and all(map(str.isdecimal, names)))


def holds_text(value: Any) -> bool:
    """Whether a value, or one within it, is a text, which could name a file or a program."""
    if isinstance(value, dict | list):
        return any(map(holds_text, value.values() if isinstance(value, dict) else value))
    return isinstance(value, str) and value != ""
