"""The exported models compared by what all of them can predict; writes the table of docs/models.md.

    python -m bertplay.pretraining.comparison --text encyclopedia=wiki.txt.xz --text everyday=books.txt.xz \\
        --write docs/models.md --cards bertplay/models/bundled/*

With --cards each model's figures are stored beside it as comparison.json, and a model with the same weights is not evaluated again.
"""

import argparse
import hashlib
import json
import re
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import fmean, median
from typing import Any

import numpy as np
import torch
from safetensors.torch import load_file
from transformers.utils import logging

from bertplay.pretraining.cards import write_section
from bertplay.pretraining.corpus import split_sentences
from bertplay.pretraining.export import write_json
from bertplay.pretraining.exported import FAMILIES, WORD, ExportedModel, MaskedText, pseudo_loss
from bertplay.pretraining.families import FILL_MASKS
from bertplay.pretraining.machine import machine
from bertplay.pretraining.prepare import Texts, documents

PROBES = Path(__file__).parent / "probes"
PASSAGES = 1000  # of each domain
SHORTEST, LONGEST = 60, 330  # characters; the longest still fit into 128 tokens
MASKED_SHARE = 0.15
TIMED = "The old man closed the door behind him and walked down to the river."
FIGURES = "comparison.json"
BEGIN, END = "<!-- table: written by bertplay.pretraining.comparison -->", "<!-- end of table -->"


def held_out_texts(texts: Texts, domain: str) -> list[MaskedText]:
    """The beginnings of random paragraphs of held-out documents, 15 % of their words masked; the same for every model."""
    rng = np.random.default_rng(0)
    paragraphs = [p for document in documents(texts[domain], held_out=True) for p in document if len(p) >= SHORTEST]
    picked = rng.permutation(len(paragraphs))[:PASSAGES]
    return [one for one in (with_masked_words(beginning(paragraphs[i]), rng) for i in picked) if one.masked]


def beginning(paragraph: str) -> str:
    """As many whole sentences of a paragraph as fit into a row; "" when not even the first does."""
    passage = ""
    for sentence in split_sentences(paragraph):
        longer = f"{passage} {sentence}".strip()
        if len(longer) > LONGEST:
            break
        passage = longer
    return passage


def with_masked_words(text: str, rng: np.random.Generator) -> MaskedText:
    """A text with 15 % of its words masked."""
    return MaskedText(text, tuple((m.start(), m.end()) for m in WORD.finditer(text) if rng.random() < MASKED_SHARE))


def word_figures(model: ExportedModel, texts: Sequence[MaskedText]) -> dict[str, float]:
    """Loss in nats per word, and the share of words all of whose tokens are the first prediction, or among the first five."""
    words = [word for some in model.predict(texts) for word in some]
    return {
        "loss": round(fmean(word.loss for word in words), 3),
        "top1": round(fmean(word.rank == 0 for word in words), 4),
        "top5": round(fmean(word.rank < 5 for word in words), 4),
        "words": len(words),
    }


def minimal_pairs() -> dict[str, list[tuple[str, str]]]:
    """kind -> pairs of a grammatical and an ungrammatical sentence.

    "The key [is/are] here." -> ("The key is here.", "The key are here.")
    """
    kinds: dict[str, list[tuple[str, str]]] = {}
    for line in (PROBES / "minimal_pairs.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("# "):
            pairs = kinds.setdefault(line[2:], [])
        elif line:
            pairs.append((re.sub(r"\[(.*?)/.*?\]", r"\1", line), re.sub(r"\[.*?/(.*?)\]", r"\1", line)))
    return kinds


def preferences(model: ExportedModel, kinds: Mapping[str, Sequence[tuple[str, str]]]) -> dict[str, float]:
    """For each kind the share of pairs in which the model finds the grammatical sentence more probable."""
    flat = [sentence for pairs in kinds.values() for pair in pairs for sentence in pair]
    losses = iter(pseudo_loss(model, flat))
    return {kind: round(fmean(next(losses) < next(losses) for _ in pairs), 3) for kind, pairs in kinds.items()}


def everyday_texts() -> list[MaskedText]:
    """ "Wipe the table with a wet {cloth}." -> the text without braces, cloth masked."""
    lines = [line for line in (PROBES / "everyday.txt").read_text(encoding="utf-8").splitlines() if line]
    spans = [(line.index("{"), line.index("}") - 1) for line in lines]
    return [MaskedText(line.replace("{", "").replace("}", ""), (span,)) for line, span in zip(lines, spans, strict=True)]


def milliseconds(model: ExportedModel) -> float:
    """Time for one sentence with one masked word on one thread: the median of 30 passes after 5 to warm up."""
    threads, times = torch.get_num_threads(), []
    torch.set_num_threads(1)
    text = MaskedText(TIMED, ((13, 19),))
    for _ in range(35):
        started = time.perf_counter()
        list(model.predict([text]))
        times.append(1000 * (time.perf_counter() - started))
    torch.set_num_threads(threads)
    return round(median(times[5:]), 1)


def figures_of(folder: Path, texts: Mapping[str, Sequence[MaskedText]]) -> dict[str, Any]:
    """Everything that the table shows of one exported model."""
    config, record = (json.loads((folder / name).read_text(encoding="utf-8")) for name in ("config.json", "pretraining.json"))
    figures: dict[str, Any] = {
        "bytes": sum(file.stat().st_size for file in folder.glob("*.safetensors")),
        "tokens": record["counters"]["tokens"],
        "minutes": round(record["counters"]["seconds"] / 60),
        "trained_on": trained_on(record),
        "weights": digest(folder),
        "measured_on": machine(),
    }
    if config["model_type"] not in (*FILL_MASKS, *FAMILIES):
        return figures | {"parameters": sum(tensor.numel() for tensor in load_file(folder / "model.safetensors").values())}
    model = ExportedModel.open(folder, config["model_type"])
    own = json.loads((folder / "figures.json").read_text(encoding="utf-8"))
    figures["parameters"] = sum(p.numel() for p in model.model.parameters())
    figures["held_out"] = {domain: word_figures(model, some) for domain, some in texts.items()}
    figures["pair_task"] = model.family.pair_task
    figures["pairs"] = {domain: values["next_sentence"] for domain, values in own.items()} if model.family.pair_task else {}
    figures["minimal_pairs"] = preferences(model, minimal_pairs())
    figures["everyday_sentences"] = word_figures(model, everyday_texts())
    figures["ms"] = milliseconds(model)
    return figures


def stored_figures(folder: Path) -> dict[str, Any] | None:
    """The figures stored beside these weights; None if there are none, or if they are of other weights."""
    file = folder / FIGURES
    stored: dict[str, Any] = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
    return stored if stored.get("weights") == digest(folder) else None


def digest(folder: Path) -> str:
    return hashlib.sha256((folder / "model.safetensors").read_bytes()).hexdigest()


def trained_on(record: Mapping[str, Any]) -> str:
    """The machines of a training, in short: "2 cores of A, then 2 cores of B"."""
    stages = [stage["machine"] for stage in record.get("stages", []) if "machine" in stage]
    names = [name.partition(" (")[0] for name in stages or [record["machine"]]]
    return ", then ".join(dict.fromkeys(names))


def table(models: Mapping[str, Mapping[str, Any]], domains: Sequence[str]) -> str:
    """All figures as one markdown table: a row for each figure, a column for each model."""
    lines = {"": list(models), "---": ["---:"] * len(models)}
    plain = {"parameters": "{:,}", "bytes": "{:,}", "tokens": "{:,}", "minutes": "{:,}"}
    for name, form in plain.items():
        title = {"bytes": "bytes of weights", "tokens": "tokens seen", "minutes": "minutes of training"}.get(name, name)
        lines[title] = [form.format(f[name]) for f in models.values()]
    lines["trained on"] = [f["trained_on"] for f in models.values()]
    forms = {"loss": ("loss per word, nats", "{:.2f}"), "top1": ("top-1 accuracy", "{:.1%}"), "top5": ("top-5 accuracy", "{:.1%}")}
    for domain in domains:
        for name, (title, form) in forms.items():
            lines[f"{domain}: {title}"] = [form.format(f["held_out"][domain][name]) if "held_out" in f else "–" for f in models.values()]
        lines[f"{domain}: accuracy on pairs"] = [f"{f['pairs'][domain]:.1%}" if f.get("pairs") else "–" for f in models.values()]
    lines["pair task"] = [f.get("pair_task") or "none" for f in models.values()]
    for kind in minimal_pairs():
        lines[f"grammar: {kind}"] = [f"{f['minimal_pairs'][kind]:.0%}" if "minimal_pairs" in f else "–" for f in models.values()]
    means = [f"{fmean(f['minimal_pairs'].values()):.1%}" if "minimal_pairs" in f else "–" for f in models.values()]
    lines["**grammar: mean of all kinds**"] = means
    for name, (title, form) in forms.items():
        values = [form.format(f["everyday_sentences"][name]) if "everyday_sentences" in f else "–" for f in models.values()]
        lines[f"50 sentences: {title}"] = values
    lines["ms per sentence"] = [f"{f['ms']:.1f}" if "ms" in f else "–" for f in models.values()]
    return "\n".join(f"| {title} | {' | '.join(cells)} |" for title, cells in lines.items())


def between_marks(file: Path, text: str) -> None:
    """Put the table where the marks are in a file."""
    before, _, rest = file.read_text(encoding="utf-8").partition(BEGIN)
    file.write_text(f"{before}{BEGIN}\n{text}\n{END}{rest.partition(END)[2]}", encoding="utf-8")


def store_figures(folder: Path, figures: Mapping[str, Any], domains: Sequence[str]) -> None:
    """Put the model's own column at the end of its card, and its figures beside its weights."""
    write_json(folder / FIGURES, figures)
    note = "docs/models.md compares the models and says how each figure is measured."
    write_section(folder, "Compared with its relatives", f"{note}\n\n{table({folder.name: figures}, domains)}")


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, print, and write the table and the cards on request."""
    from bertplay.pretraining.__main__ import texts_of

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("models", nargs="+", type=Path, help="exported folders")
    parser.add_argument("--text", action="append", required=True, metavar="DOMAIN=FILE")
    parser.add_argument("--write", type=Path, help="a markdown file with marks around the table")
    parser.add_argument("--cards", action="store_true", help="store each model's figures beside it and in its card")
    options = parser.parse_args(arguments)
    logging.disable_progress_bar()
    texts = texts_of(options.text)
    folders = [folder for folder in options.models if (folder / "pretraining.json").exists()]
    stored = {folder: stored_figures(folder) for folder in folders}
    masked = {domain: held_out_texts(texts, domain) for domain in texts} if None in stored.values() else {}
    models: dict[str, dict[str, Any]] = {}
    for folder, figures in stored.items():
        models[folder.name] = figures or figures_of(folder, masked)
        if options.cards:
            store_figures(folder, models[folder.name], list(texts))
    print(table(models, list(texts)))
    if options.write:
        between_marks(options.write, table(models, list(texts)))


if __name__ == "__main__":
    main()
