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

from bertplay.pretraining.baselines import FrequencyGuesser, NeighbourGuesser, top1
from bertplay.pretraining.checkpoints import Stages
from bertplay.pretraining.config import PretrainConfig
from bertplay.pretraining.counts import write_counts
from bertplay.pretraining.evaluation import Evaluation, evaluate
from bertplay.pretraining.families import Family
from bertplay.pretraining.loop import EXAMINED_AT_ONCE, LOG, Pretraining
from bertplay.pretraining.machine import machine
from bertplay.pretraining.vocabularies import Vocabulary

CARD_ROWS = 4096  # examined of each domain for the card: the top-1 is then good to a quarter of a point
CARD = "README.md"
ENOUGH_TOKENS = 50_000_000  # the bundled BERT's figures still rose steeply before (docs/decisions/pretraining-recipe.md)


def export(training: Pretraining, folder: Path, credits: str) -> None:
    """Examine the finished model once more, thoroughly, and write everything that travels with it.

    `credits` (markdown) says what text it was trained on and under which licences.
    """
    folder.mkdir(parents=True, exist_ok=True)
    save_weights(training.model, training.vocabulary, folder)
    rounded = open_model(training.family, folder).to(training.device)
    figures = thorough_figures(rounded, training)
    write_json(folder / "figures.json", figures)
    write_json(folder / "pretraining.json", {"counters": asdict(training.counters), "stages": training.stages, "machine": machine()})
    shutil.copy(training.folder / LOG, folder / LOG)
    vocabulary, texts = training.vocabulary, training.batches.texts
    write_counts(texts, vocabulary.pieces, vocabulary.continues.tolist(), getattr(training.family, "spell", None), folder)
    (folder / CARD).write_text(model_card(rounded, training, figures, credits), encoding="utf-8")
    write_manifest(folder)


def save_weights(model: Any, vocabulary: Vocabulary, folder: Path) -> None:
    """Write float16 safetensors, the config (with the dropout that fine-tuning wants) and the tokenizer."""
    copy = deepcopy(model).to("cpu").half()
    for name in ("hidden_dropout_prob", "attention_probs_dropout_prob", "dropout"):
        if hasattr(copy.config, name):
            setattr(copy.config, name, 0.1)
    copy.save_pretrained(folder)
    vocabulary.tokenizer.save_pretrained(folder)


def open_model(family: Family, folder: Path) -> Any:
    """An exported model, in float32."""
    return family.model_class.from_pretrained(folder, dtype=torch.float32)


def thorough_figures(model: Any, training: Pretraining) -> dict[str, dict[str, float]]:
    """For each domain the model's figures on its held-out documents, and the top-1 of the two guessers."""
    train, examiner = training.batches.texts, training.examiner
    frequency, neighbours = FrequencyGuesser(train), NeighbourGuesser(train, training.vocabulary.size)
    figures = {}
    for index, domain in enumerate(training.examinations):
        batches = [examiner.examination(index, EXAMINED_AT_ONCE, seed=2, step=s) for s in range(CARD_ROWS // EXAMINED_AT_ONCE)]
        result: Evaluation = evaluate(training.family, model, batches, training.device)
        guessers = {"frequency_top1": round(top1(frequency, batches), 4), "neighbours_top1": round(top1(neighbours, batches), 4)}
        figures[domain] = result.as_json() | guessers
    return figures


def model_card(model: Any, training: Pretraining, figures: Mapping[str, Mapping[str, float]], credits: str) -> str:
    """The card: what it is, what it was trained on, for how long, how good it is, what not to use it for."""
    family, config, counters = training.family, training.config, training.counters
    parameters = sum(p.numel() for p in model.parameters())
    opens = "`from_pretrained` opens this folder." if hasattr(model, "base_model_prefix") else "`bertplay.bilstm` opens this folder."
    return f"""---
license: apache-2.0
language: en
pipeline_tag: fill-mask
---

# A small {family.title}, pretrained by bertplay

`{type(model).__name__}`: {config.layers} layers, {config.hidden} wide, {config.vocabulary:,} pieces, {config.max_tokens} pieces a row;
{parameters:,} parameters. {opens}

## Training

{family.idea}
{counters.tokens:,} tokens in {counters.step:,} steps, {counters.seconds / 60:.0f} minutes of training on {machines(training.stages)},
in {str(training.dtype).removeprefix("torch.")}, highest learning rate {training.stages[0]["config"]["learning_rate"]}.
The weights are stored in float16.
{in_words(training.stages)}
Every setting is in `pretraining.json`, every evaluation on the way in `evaluations.jsonl`, the figures below in `figures.json`.
{how_long(counters.tokens)}

## Figures

On documents held out from training, rows of up to {config.max_tokens} pieces, {config.mask_rate:.0%} of the pieces chosen and
**every** chosen piece hidden; of the stored weights. Beside them two guessers without a network: the most
frequent piece, and the piece seen most often between the same two neighbours. Pieces differ from family to family; what can be compared
between families, word by word, is in docs/models.md.

{figures_table(figures, family.pair_task)}

{credits.strip()}

## Limits

It is small, and has read what a person reads in a few years or less. It knows few facts and mixes them up; its guesses show the
attitudes of its texts. It is made for showing how such models work, not for deciding anything about anybody. Weights: Apache-2.0.
"""


def figures_table(figures: Mapping[str, Mapping[str, float]], pair_task: str | None) -> str:
    """The figures as a markdown table; the columns of the pair task only where there is one."""
    names = {
        "loss": "loss, nats a piece",
        "top1": "top-1",
        "top5": "top-5",
        "next_sentence": pair_task,
        "frequency_top1": "guess by frequency",
    }
    names |= {"neighbours_top1": "by neighbours", "masked": "masked pieces", "pairs": "pairs" if pair_task else None}
    shown = {name: title for name, title in names.items() if title}
    forms = {"loss": "{:.3f}", "masked": "{:,}", "pairs": "{:,}"}
    lines = [f"| text | {' | '.join(shown.values())} |", "| --- " * (len(shown) + 1) + "|"]
    for domain, values in figures.items():
        lines.append(f"| {domain} | {' | '.join(forms.get(name, '{:.1%}').format(values[name]) for name in shown)} |")
    return "\n".join(lines)


def how_long(tokens: int) -> str:
    """A warning, where a model has read too little to be taken for trained."""
    if tokens >= ENOUGH_TOKENS:
        return ""
    return f"""
**Undertrained**: {tokens / 1e6:.1f} million tokens are a beginning. What differs between it and another model may be the number of tokens
and not the idea; compare `counters.tokens` in their `pretraining.json` first."""


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
        lost = " The moments of the optimiser were lost and gathered anew." if after.get("moments") == "fresh" else ""
        lines.append(f"From step {after['from_step']:,} on: {changes}.{lost}")
    lines += [averaged(stage["averaged"]) for stage in stages if "averaged" in stage]
    return "\n".join(lines) if lines else "The settings stayed the same throughout."


def averaged(mean: Mapping[str, Any]) -> str:
    """What the mean of two points of a training is made of."""
    own, other = f"{mean['share']:.0%}", f"{1 - mean['share']:.0%}"
    return f"The weights are a mean: {own} of those at the end, {other} of those that were exported after {mean['with_tokens']:,} tokens."


def write_manifest(folder: Path) -> None:
    """Write manifest.json: the size and SHA-256 of every other file, so that a flipped byte is noticed."""
    files = sorted(f for f in folder.iterdir() if f.is_file() and f.name != "manifest.json")
    entries = {f.name: {"sha256": hashlib.sha256(f.read_bytes()).hexdigest(), "bytes": f.stat().st_size} for f in files}
    write_json(folder / "manifest.json", {"files": entries})


def write_json(file: Path, value: object) -> None:
    file.write_text(json.dumps(value, indent=2) + "\n", encoding="utf-8")
