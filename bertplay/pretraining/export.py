"""From a training to a folder that `from_pretrained` opens: weights, tokenizer, card, log, manifest."""

import hashlib
import json
import shutil
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import asdict
from itertools import pairwise
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file, save_file
from transformers.utils import SAFE_WEIGHTS_NAME

from bertplay.pretraining.baselines import FrequencyGuesser, NeighbourGuesser, top1
from bertplay.pretraining.checkpoints import Stages
from bertplay.pretraining.config import PretrainConfig
from bertplay.pretraining.counts import write_counts
from bertplay.pretraining.evaluation import Evaluation, evaluate
from bertplay.pretraining.families import Family
from bertplay.pretraining.loop import EVALUATED_AT_ONCE, LOG, Pretraining
from bertplay.pretraining.machine import machine
from bertplay.pretraining.vocabularies import Vocabulary

CARD_ROWS = 4096  # evaluated of each domain for the card: the top-1 is then good to a quarter of a point
CARD = "README.md"
FLOAT8_MATRICES = ", and the matrices in float8 (e4m3)"
PIPELINE = "\npipeline_tag: fill-mask"
ENOUGH_TOKENS = 50_000_000  # the bundled BERT's figures still rose steeply before (docs/decisions/pretraining-recipe.md)


def export(training: Pretraining, folder: Path, credits: str, rows: int = CARD_ROWS, *, float8: bool = False) -> None:
    """Evaluate the finished model once more, thoroughly, and write everything that belongs to it.

    `credits` (markdown) says what text it was trained on and under which licences; `rows` of each domain are evaluated for the card;
    `float8` halves the bytes of its matrices once more.
    """
    folder.mkdir(parents=True, exist_ok=True)
    save_weights(training.model, training.vocabulary, folder, float8=float8)
    rounded = reopened(training, folder)
    figures = thorough_figures(rounded, training, rows)
    write_json(folder / "figures.json", figures)
    write_json(folder / "pretraining.json", {"counters": asdict(training.counters), "stages": training.stages, "machine": machine()})
    shutil.copy(training.folder / LOG, folder / LOG)
    vocabulary, texts = training.vocabulary, training.batches.texts
    write_counts(texts, vocabulary.tokens, vocabulary.continues.tolist(), getattr(training.family, "spell", None), folder)
    (folder / CARD).write_text(model_card(rounded, training, figures, credits, float8=float8), encoding="utf-8")
    write_manifest(folder)


def save_weights(model: Any, vocabulary: Vocabulary, folder: Path, *, float8: bool = False) -> None:
    """Write float16 safetensors (`float8`: matrices in float8), the config (with dropout for fine-tuning) and the tokenizer."""
    copy = deepcopy(model).to("cpu").half()
    for name in ("hidden_dropout_prob", "attention_probs_dropout_prob", "dropout"):
        if hasattr(copy.config, name):
            setattr(copy.config, name, 0.1)
    copy.save_pretrained(folder)
    if float8:
        quantize_to_float8(folder / SAFE_WEIGHTS_NAME)
    save_tokenizer(vocabulary.tokenizer, folder)


def save_tokenizer(tokenizer: Any, folder: Path) -> None:
    """Write the files of a tokenizer, without the indentation of the library, which is half of their bytes."""
    tokenizer.save_pretrained(folder)
    file = folder / "tokenizer.json"
    file.write_text(json.dumps(json.loads(file.read_text("utf-8")), ensure_ascii=False, separators=(",", ":")), "utf-8")


def quantize_to_float8(weights: Path) -> None:
    """Round the matrices of a safetensors file to float8 (e4m3, three bits of mantissa), half the bytes of float16.

    It changes top-1 by a tenth of a point. `from_pretrained` widens them again.
    """
    tensors = load_file(weights)
    save_file({name: t.to(torch.float8_e4m3fn) if t.ndim > 1 else t for name, t in tensors.items()}, weights, metadata={"format": "pt"})


def open_model(family: Family, folder: Path) -> Any:
    """An exported model, in float32."""
    return family.model_class.from_pretrained(folder, dtype=torch.float32)


def reopened(training: Pretraining, folder: Path) -> Any:
    """The stored weights, for the evaluation; a discriminator has its generator beside it, which is not stored."""
    stored = open_model(training.family, folder).to(training.device)
    generator = getattr(training.model, "generator", None)
    return stored if generator is None else type(training.model)(generator, stored)


def thorough_figures(model: Any, training: Pretraining, rows: int = CARD_ROWS) -> dict[str, dict[str, float]]:
    """For each domain the model's figures on its held-out documents, and the top-1 of the two baselines."""
    train, held_out_batches = training.batches.texts, training.held_out_batches
    frequency, neighbours = FrequencyGuesser(train), NeighbourGuesser(train, training.vocabulary.size)
    figures = {}
    for index, domain in enumerate(training.evaluation_batches):
        batches = [held_out_batches.evaluation(index, EVALUATED_AT_ONCE, seed=2, step=s) for s in range(rows // EVALUATED_AT_ONCE)]
        result: Evaluation = evaluate(training.family, model, batches, training.device)
        guessers = {"frequency_top1": round(top1(frequency, batches), 4), "neighbours_top1": round(top1(neighbours, batches), 4)}
        figures[domain] = result.as_json() | guessers
    return figures


def model_card(model: Any, training: Pretraining, figures: Mapping[str, Mapping[str, float]], credits: str, *, float8: bool = False) -> str:
    """The card: what it is, what it was trained on, for how long, how good it is, what not to use it for."""
    family, config, counters = training.family, training.config, training.counters
    fills_masks = not hasattr(model, "discriminator")
    model = model if fills_masks else model.discriminator
    parameters = sum(p.numel() for p in model.parameters())
    opens = "`from_pretrained` opens this folder." if hasattr(model, "base_model_prefix") else "`bertplay.bilstm` opens this folder."
    return f"""---
license: apache-2.0
language: en{PIPELINE if fills_masks else ""}
---

# A small {family.title}, pretrained {further(training.stages)}by bertplay

`{type(model).__name__}`: {config.layers} layers, hidden size {config.hidden}, {config.vocabulary:,} tokens in the vocabulary;
trained on rows of up to {config.max_tokens} tokens; {parameters:,} parameters. {opens}

## Training

{family.idea}{started_from(training.stages)}
{counters.tokens:,} tokens in {counters.step:,} steps, {counters.seconds / 60:.0f} minutes of training on {machines(training.stages)},
in {str(training.dtype).removeprefix("torch.")}, highest learning rate {training.stages[0]["config"]["learning_rate"]}.
The weights are stored in float16{FLOAT8_MATRICES if float8 else ""}.
{in_words(training.stages)}
`pretraining.json` has every setting, `evaluations.jsonl` every evaluation during training, and `figures.json` the figures below.
{how_long(training.counters.tokens, training.stages)}

## Figures

Of the stored weights, on held-out documents: rows of up to {config.max_tokens} tokens, {config.mask_rate:.0%} of them chosen, and
**every** chosen token masked. Two baselines need no network: the most frequent token, and the token seen most
often between the same two neighbours. Vocabularies differ between families, so compare the figures for whole words in
docs/models.md.

{figures_table(figures, family.pair_task)}

{credits.strip()}

## Limits

It is small{has_read(training.stages)}. It knows few facts and mixes them up; its predictions show the
attitudes of its training texts. It is meant to show how such models work, not to make decisions about people. Weights: Apache-2.0.
"""


def figures_table(figures: Mapping[str, Mapping[str, float]], pair_task: str | None) -> str:
    """The figures as a markdown table; the columns of the pair task only where there is one."""
    names = {
        "loss": "loss, nats per token",
        "top1": "top-1",
        "top5": "top-5",
        "next_sentence": pair_task,
        "frequency_top1": "top-1 by frequency",
    }
    names |= {"neighbours_top1": "top-1 by neighbours", "masked": "masked tokens", "pairs": "pairs" if pair_task else None}
    names |= {"found": "replaced tokens found", "false_alarms": "false alarms", "auc": "AUC of replaced tokens"}
    shown = {name: title for name, title in names.items() if title and all(name in values for values in figures.values())}
    forms = {"loss": "{:.3f}", "auc": "{:.3f}", "masked": "{:,}", "pairs": "{:,}"}
    lines = [f"| text | {' | '.join(shown.values())} |", "| --- " * (len(shown) + 1) + "|"]
    for domain, values in figures.items():
        cells = [
            "–" if name == "next_sentence" and not values["pairs"] else forms.get(name, "{:.1%}").format(values[name]) for name in shown
        ]
        lines.append(f"| {domain} | {' | '.join(cells)} |")
    return "\n".join(lines)


def started_from(stages: Stages) -> str:
    """What the card of a training that started from a published encoder says of it; "" of one that started from nothing."""
    source, weight = stages[0].get("started_from"), PretrainConfig.from_json(stages[-1]["config"]).keep_vectors
    if not source:
        return ""
    lines = ["", f"It did not start from random weights; it started from `{source['name']}` (SHA-256 of its weights {source['sha256']})."]
    if "generator" in source:
        kept, name, sha256 = source["layers"], source["generator"]["name"], source["generator"]["sha256"]
        lines.append(f"Its discriminator has that model's token embeddings and lowest {kept} layers; the head is new.")
        lines.append(f"The generator is `{name}` (SHA-256 {sha256}), a BERT that was trained before and is not trained here.")
    elif source["heads_added"]:
        lines.append("Missing heads were added; the transform of the masked-token head started as the identity.")
    if weight:
        whose = source.get("vectors_of", source)["name"]
        lines.append(f"An additional loss (weight {weight:g}) keeps the mean vector of each row close to that of `{whose}`.")
    return "\n".join([*lines, "The figures below count only this training."])


def further(stages: Stages) -> str:
    return "further " if "started_from" in stages[0] else ""


def has_read(stages: Stages) -> str:
    """How much text a model trained from scratch has seen, in everyday terms."""
    return "" if "started_from" in stages[0] else ", and has read no more than a person reads in a few years"


def how_long(tokens: int, stages: Stages | None = None) -> str:
    """A warning if a model has seen too few tokens to count as trained."""
    if tokens >= ENOUGH_TOKENS or any("started_from" in stage for stage in stages or []):
        return ""
    return f"""
**Undertrained**: {tokens / 1e6:.1f} million tokens are very few. A difference from another model may be due to the number of tokens
and not to the method; compare `counters.tokens` in their `pretraining.json` first."""


def machines(stages: Stages) -> str:
    """Where it was trained: "2 cores of A", or "2 cores of A, from step 1,336 on on 2 cores of B"."""
    words: list[str] = []
    for stage in stages:
        name = stage.get("machine", "a machine not recorded")
        if not words:
            words.append(name)
        elif not words[-1].endswith(name):
            words.append(f"from step {stage['from_step']:,} on {name}")
    return ", ".join(words)


def in_words(stages: Stages) -> str:
    """What was changed on the way: "From step 23,212 on: single_share 0.5 (was 0.15), tokens 102000000 (was 90000000)." """
    lines = []
    for before, after in pairwise(stages):
        old, new = (PretrainConfig.from_json(stage["config"]).as_json() for stage in (before, after))  # an older one lacks names
        changes = ", ".join(f"`{name}` {new[name]} (was {old[name]})" for name in new if new[name] != old[name])
        lost = " The state of the optimiser was lost and built up again." if after.get("moments") == "fresh" else ""
        lines.append(f"From step {after['from_step']:,} on: {changes}.{lost}")
    return "\n".join(lines) if lines else "The settings did not change during training."


def write_manifest(folder: Path) -> None:
    """Write manifest.json: the size and SHA-256 of every other file, so that a flipped byte is noticed."""
    files = sorted(f for f in folder.iterdir() if f.is_file() and f.name != "manifest.json")
    entries = {f.name: {"sha256": hashlib.sha256(f.read_bytes()).hexdigest(), "bytes": f.stat().st_size} for f in files}
    write_json(folder / "manifest.json", {"files": entries})


def write_json(file: Path, value: object) -> None:
    file.write_text(json.dumps(value, indent=2) + "\n", encoding="utf-8")
