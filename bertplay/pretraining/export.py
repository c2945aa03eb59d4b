"""From a training to a folder that `from_pretrained` opens: weights, tokenizer, card, log, manifest."""

import hashlib
import json
import os
import platform
import shutil
from collections.abc import Mapping
from dataclasses import asdict
from itertools import pairwise
from pathlib import Path

import torch
import transformers
from transformers import BertForPreTraining

from bertplay.pretraining.baselines import FrequencyGuesser, NeighbourGuesser, top1
from bertplay.pretraining.checkpoints import Stages
from bertplay.pretraining.config import PretrainConfig
from bertplay.pretraining.evaluation import Evaluation, evaluate
from bertplay.pretraining.loop import EXAMINED_AT_ONCE, LOG, Counters, Pretraining
from bertplay.pretraining.wordpiece import wordpiece_tokenizer

CARD_ROWS = 4096  # examined of each domain for the card: the top-1 is then good to a quarter of a point
CARD = "README.md"


def export(training: Pretraining, vocabulary: dict[str, int], folder: Path, credits: str) -> None:
    """Examine the finished model once more, thoroughly, and write everything that travels with it.

    `credits` (markdown) says what text it was trained on and under which licences.
    """
    folder.mkdir(parents=True, exist_ok=True)
    save_weights(training.model, vocabulary, folder)
    rounded = BertForPreTraining.from_pretrained(folder, dtype=torch.float32, attn_implementation="eager")
    rounded.to(training.device)  # type: ignore[arg-type]  # stubs miss the device
    figures = thorough_figures(rounded, training, len(vocabulary))
    write_json(folder / "figures.json", figures)
    write_json(folder / "pretraining.json", {"counters": asdict(training.counters), "stages": training.stages})
    shutil.copy(training.folder / LOG, folder / LOG)
    card = model_card(rounded, training.config, training.counters, training.stages, training.dtype, figures, credits)
    (folder / CARD).write_text(card, encoding="utf-8")
    write_manifest(folder)


def save_weights(model: BertForPreTraining, vocabulary: dict[str, int], folder: Path) -> None:
    """Write float16 safetensors, the config (with the dropout that fine-tuning wants) and the tokenizer."""
    copy = BertForPreTraining(model.config)
    copy.load_state_dict(model.state_dict())
    copy.config.hidden_dropout_prob = copy.config.attention_probs_dropout_prob = 0.1
    copy.half().save_pretrained(folder)
    wordpiece_tokenizer(vocabulary, model.config.max_position_embeddings).save_pretrained(folder)


def thorough_figures(model: BertForPreTraining, training: Pretraining, vocabulary_size: int) -> dict[str, dict[str, float]]:
    """For each domain the model's figures on its held-out documents, and the top-1 of the two guessers."""
    train, examiner = training.batches.texts, training.examiner
    frequency, neighbours = FrequencyGuesser(train), NeighbourGuesser(train, vocabulary_size)
    figures = {}
    for index, domain in enumerate(training.examinations):
        batches = [examiner.examination(index, EXAMINED_AT_ONCE, seed=2, step=s) for s in range(CARD_ROWS // EXAMINED_AT_ONCE)]
        result: Evaluation = evaluate(model, batches, training.device)
        guessers = {"frequency_top1": round(top1(frequency, batches), 4), "neighbours_top1": round(top1(neighbours, batches), 4)}
        figures[domain] = result.as_json() | guessers
    return figures


def model_card(
    model: BertForPreTraining,
    config: PretrainConfig,
    counters: Counters,
    stages: Stages,
    training_dtype: torch.dtype,
    figures: Mapping[str, Mapping[str, float]],
    credits: str,
) -> str:
    """The card: what it is, what it was trained on, for how long, how good it is, what not to use it for."""
    parameters = sum(p.numel() for p in model.bert.parameters())
    rows = "\n".join(
        f"| {domain} | {f['loss']:.3f} | {f['top1']:.1%} | {f['top5']:.1%} | {f['next_sentence']:.1%} "
        f"| {f['frequency_top1']:.1%} | {f['neighbours_top1']:.1%} | {f['masked']:,} | {f['pairs']:,} |"
        for domain, f in figures.items()
    )
    return f"""---
license: apache-2.0
language: en
pipeline_tag: fill-mask
---

# A small BERT, pretrained by bertplay

A stock `BertForPreTraining`: {config.layers} layers, {config.hidden} wide, {config.heads} heads, {config.vocabulary:,} lower-case WordPiece
pieces, {config.max_tokens} positions; {parameters:,} parameters in encoder and pooler. `from_pretrained` opens this folder.

## Training

Both of BERT's tasks: masked words ({config.mask_rate:.0%} of the pieces, of which 80 % [MASK], 10 % random, 10 % kept) and next sentence
(half true, half from another document of the same domain; its loss weighs {config.next_sentence_weight}).
{counters.tokens:,} tokens in {counters.step:,} steps, {counters.seconds / 60:.0f} minutes of training on {machine()},
in {str(training_dtype).removeprefix("torch.")}, highest learning rate {stages[0]["config"]["learning_rate"]}.
The weights are stored in float16.
{in_words(stages)}
Every setting is in `pretraining.json`, every evaluation on the way in `evaluations.jsonl`, the figures below in `figures.json`.

## Figures

On documents held out from training, texts of up to {config.max_tokens} pieces, {config.mask_rate:.0%} of the pieces chosen and
**every** chosen piece replaced by [MASK]; of the stored weights. Beside them two guessers without a network: the most
frequent piece, and the piece seen most often between the same two neighbours.

| text | loss, nats | top-1 | top-5 | next sentence | guess by frequency | by neighbours | masked pieces | pairs |
| --- | --- | --- | --- | --- | --- | --- | --- | --- |
{rows}

{credits.strip()}

## Limits

It is small, and has read what a person reads in a few years. It knows few facts and mixes them up; its guesses show the
attitudes of its texts. It is made for showing how BERT works, not for deciding anything about anybody. Weights: Apache-2.0.
"""


def in_words(stages: Stages) -> str:
    """What was changed on the way: "From step 23,212 on: single_share 0.5 (was 0.15), tokens 102000000 (was 90000000)." """
    lines = []
    for before, after in pairwise(stages):
        old, new = before["config"], after["config"]
        changes = ", ".join(f"`{name}` {new[name]} (was {old[name]})" for name in new if new[name] != old[name])
        lost = " The moments of the optimiser were lost and gathered anew." if after.get("moments") == "fresh" else ""
        lines.append(f"From step {after['from_step']:,} on: {changes}.{lost}")
    return "\n".join(lines) if lines else "The settings stayed the same throughout."


def machine() -> str:
    """The processor or GPU in words: 'one NVIDIA …', '2 cores of Intel(R) Xeon(R) Processor'."""
    if torch.cuda.is_available():
        return f"one {torch.cuda.get_device_name()}"
    name = platform.processor() or platform.machine()
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        names = [line.split(":", 1)[1].strip() for line in cpuinfo.read_text().splitlines() if line.startswith("model name")]
        name = names[0] if names else name
    return f"{os.cpu_count()} cores of {name} (torch {torch.__version__}, transformers {transformers.__version__})"


def write_manifest(folder: Path) -> None:
    """Write manifest.json: the size and SHA-256 of every other file, so that a flipped byte is noticed."""
    files = sorted(f for f in folder.iterdir() if f.is_file() and f.name != "manifest.json")
    entries = {f.name: {"sha256": hashlib.sha256(f.read_bytes()).hexdigest(), "bytes": f.stat().st_size} for f in files}
    write_json(folder / "manifest.json", {"files": entries})


def write_json(file: Path, value: object) -> None:
    file.write_text(json.dumps(value, indent=2) + "\n", encoding="utf-8")
