"""What the arguments of the tasks are called in a worksheet."""

from collections.abc import Mapping
from typing import Any

from bertplay.wording import mark, t
from bertplay.wording.claims import CLAIMS

ASKS: Mapping[str, str] = {
    "text": mark("text"),
    "texts": mark("texts"),
    "top_k": mark("top k"),
    "hidden": mark("hidden"),
    "beam": mark("beam"),
    "word": mark("word"),
    "words": mark("words"),
    "mask_index": mark("mask index"),
    "first": mark("first"),
    "second": mark("second"),
    "candidates": mark("candidates"),
    "most": mark("most"),
    "switches": mark("switches"),
    "positions": mark("positions"),
    "looks": mark("looks"),
    "silent_layer": mark("silent layer"),
    "silent_head": mark("silent head"),
    "random": mark("random"),
    "shuffle": mark("shuffle"),
    "lengths": mark("lengths"),
    "repeats": mark("repeats"),
    "expression": mark("expression"),
    "query": mark("query"),
    "unrelated": mark("unrelated"),
    "pooling": mark("pooling"),
    "layer": mark("layer"),
    "asked": mark("asked"),
    "labels": mark("labels"),
    "every": mark("every"),
    "inflections": mark("inflections"),
    "seed": mark("seed"),
    "rate": mark("rate"),
    "claim": mark("claim"),
    "samples": mark("samples"),
    "items": mark("items"),
    "answer": mark("answer"),
    "other": mark("other"),
    "sentences": mark("sentences"),
    "settings": mark("settings"),
    "data": mark("data"),
    "train": mark("train"),
    "eval": mark("eval"),
    "text_column": mark("text column"),
    "pair_column": mark("pair column"),
    "label_column": mark("label column"),
    "task": mark("task"),
    "method": mark("method"),
    "model": mark("model"),
    "epochs": mark("epochs"),
    "learning_rate": mark("learning rate"),
    "batch_size": mark("batch size"),
    "frozen_layers": mark("frozen layers"),
    "train_examples": mark("train examples"),
    "evaluate_every": mark("evaluate every"),
    "max_tokens": mark("max tokens"),
    "warmup_share": mark("warmup share"),
    "weight_decay": mark("weight decay"),
    "own_sentences": mark("own sentences"),
    "seconds": mark("seconds"),
}


def called(name: str) -> str:
    """A name as the reader's language has it; one that nobody knows, from a record of elsewhere, stays as it is."""
    return t(ASKS[name]) if name in ASKS else name.replace("_", " ")


def meant(name: str, value: Any) -> Any:
    """What an argument stands for, where it is a name: meant("claim", "cut") is the sentence of the claim. Others stay as they are."""
    return t(CLAIMS[value]) if name == "claim" and isinstance(value, str) and value in CLAIMS else value
