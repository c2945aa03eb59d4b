"""The same in Python: short programs that do what the page does, runnable as they stand."""

from dataclasses import is_dataclass
from pathlib import Path

import streamlit as st

from bertplay.models.catalog import find_model
from bertplay.models.spec import Hub
from bertplay.text import without_surrogates
from bertplay.wording import english, t

ROOT = Path(__file__).resolve().parents[2]

GUESSES = english("""\
import torch
from transformers import AutoTokenizer, BertForMaskedLM

name = {name!r}
tokenizer = AutoTokenizer.from_pretrained(name)
model = BertForMaskedLM.from_pretrained(name, dtype=torch.float32)
inputs = tokenizer({text!r}, return_tensors="pt", truncation=True, max_length={window})
with torch.no_grad():
    scores = model(**inputs).logits[0]
for position in (inputs.input_ids[0] == tokenizer.mask_token_id).nonzero():
    probabilities, words = scores[position.item()].softmax(dim=0).topk({top_k})
    for word, probability in zip(tokenizer.convert_ids_to_tokens(words.tolist()), probabilities.tolist()):
        print(f"{{word:20}} {{probability:.2%}}")
""")

TASK = english("""\
from bertplay.backends.local import LocalBackend, make_cache
{nouns}from bertplay.settings import get_settings
from {module} import {task}

backend = LocalBackend(make_cache(get_settings()))
print(backend.call({arguments}))
""")

IMPORT = english("from {noun.__module__} import {noun.__name__}\n")


def guesses_program(name: str, text: str, top_k: int, window: int) -> str:
    """The guesses with transformers alone. Whatever was typed stands in it as a Python literal."""
    return GUESSES.format(name=name, text=without_surrogates(text), top_k=top_k, window=window)


def task_program(model: str, module: str, task: str, *arguments: object, **named: object) -> str:
    """One of bertplay's own tasks, called as the page calls it."""
    written = [repr(model), task, *map(repr, arguments), *(f"{name}={value!r}" for name, value in named.items())]
    nouns = {type(value) for value in (*arguments, *named.values()) if is_dataclass(value)}
    lines = "".join(IMPORT.format(noun=noun) for noun in nouns)
    return TASK.format(nouns=lines, module=module, task=task, arguments=", ".join(written))


def model_name(model_id: str) -> tuple[str, int]:
    """What `from_pretrained` takes for a model of the catalog, and the pieces it reads at once.

    ("bertplay/models/bundled/bert", 128), ("google-bert/bert-base-uncased", 512)
    """
    spec = find_model(model_id)
    if isinstance(spec.source, Hub):
        return spec.source.repo, spec.max_tokens
    folder = spec.source.folder
    return (folder.relative_to(ROOT) if folder.is_relative_to(ROOT) else folder).as_posix(), spec.max_tokens


def show_program(program: str) -> None:
    """The program behind a fold, with a button that copies it."""
    with st.expander(t("The same in Python"), icon=":material/code:"):
        st.caption(t("Runs as it stands in the folder of bertplay, in the environment that `make run` made."))
        st.code(program, language="python")
