"""1,000 sentences as vectors: bertplay against `SentenceTransformer.encode`, on the same weights, in one run.

The weights have the shape of BERT-base and are random: they cost what real ones cost. The sentences have 3 to 60 words, and
both sides take the mean of all tokens of the last layer. The contestants take turns; medians count. Both compute in the same
thread, because OpenMP gives each thread a team of its own and two teams hinder each other. "default" is the number
format that this machine's processor likes best; its cosine to float32 is stated beside it.
"""

import argparse
import json
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import torch
from sentence_transformers import SentenceTransformer
from sentence_transformers.models import Pooling, Transformer
from transformers import BertConfig, BertForPreTraining, BertTokenizer
from transformers.utils import logging

from benchmarks.masked_word import vocabulary
from bertplay.models.batching import COMPUTING
from bertplay.models.loaded import LoadedModel
from bertplay.models.precision import precisions_by_speed
from bertplay.models.spec import WORDS_AND_PAIRS, Bundled, Family, ModelSpec
from bertplay.tasks.embeddings import embed

PEER = "sentence_transformers"
Encode = Callable[[Sequence[str]], np.ndarray]


def sentences(words: Sequence[str], count: int) -> list[str]:
    """3 to 60 words, short ones more often than long ones."""
    rng = np.random.default_rng(0)
    lengths = 3 + (57 * rng.beta(1.2, 2.5, count)).astype(int)
    return [" ".join(rng.choice(words, length).tolist()) + "." for length in lengths]


def contestants(layers: int, threads: int) -> tuple[dict[str, Encode], LoadedModel]:
    """The peer as it comes, and bertplay in float32 and in this machine's default."""
    torch.manual_seed(0)
    ours = BertForPreTraining(BertConfig(num_hidden_layers=layers, attn_implementation="eager")).eval()
    tokenizer = BertTokenizer(vocab=vocabulary(), do_lower_case=True, model_max_length=512)
    with TemporaryDirectory() as folder:
        ours.bert.save_pretrained(folder)
        tokenizer.save_pretrained(folder)
        body = Transformer(folder, max_seq_length=512)
    peer = SentenceTransformer(modules=[body, Pooling(768, pooling_mode="mean")], device="cpu")
    spec = ModelSpec("base", "BERT-base", Family.BERT, Bundled(Path("nowhere")), WORDS_AND_PAIRS, layers, 768, 0, 512, "none")
    exact = LoadedModel(spec, ours, tokenizer, threads=threads)
    runs: dict[str, Encode] = {
        PEER: lambda texts: COMPUTING.submit(peer.encode, list(texts), show_progress_bar=False).result(),
        "bertplay float32": lambda texts: embed(exact, texts).vectors,
    }
    if precisions_by_speed()[0] != "float32":
        default = exact.in_precision(precisions_by_speed()[0])
        runs[f"bertplay {default.precision}"] = lambda texts: embed(default, texts).vectors
    return runs, exact


def measure(runs: dict[str, Encode], texts: Sequence[str], rounds: int) -> tuple[dict[str, list[float]], dict[str, np.ndarray]]:
    """Seconds of each round, and the vectors of the last."""
    seconds: dict[str, list[float]] = {name: [] for name in runs}
    vectors: dict[str, np.ndarray] = {}
    for _ in range(rounds):
        for name, encode in runs.items():
            started = time.perf_counter()
            vectors[name] = np.asarray(encode(texts))
            seconds[name].append(time.perf_counter() - started)
    return seconds, vectors


def compared(seconds: dict[str, list[float]], vectors: dict[str, np.ndarray]) -> dict[str, Any]:
    """Medians, ratios, and how far each side's vectors are from the peer's."""
    peer = vectors[PEER]
    lengths = np.linalg.norm(peer, axis=1)
    return {
        name: {
            "seconds": round(median(taken), 2),
            "times": round(median(seconds[PEER]) / median(taken), 2),
            "largest_difference": float(np.abs(vectors[name] - peer).max()),
            "lowest_cosine": float(((vectors[name] * peer).sum(axis=1) / np.linalg.norm(vectors[name], axis=1) / lengths).min()),
        }
        for name, taken in seconds.items()
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sentences", type=int, default=1_000, help="how many (default: 1,000)")
    parser.add_argument("--rounds", type=int, default=3, help="turns of each side (default: 3)")
    parser.add_argument("--layers", type=int, default=12, help="12 is BERT-base")
    parser.add_argument("--threads", type=int, default=torch.get_num_threads(), help="processor threads (default: all)")
    parser.add_argument("--json", action="store_true", help="print JSON")
    options = parser.parse_args()
    logging.set_verbosity_error()
    COMPUTING.submit(torch.set_num_threads, options.threads).result()
    runs, exact = COMPUTING.submit(contestants, options.layers, options.threads).result()
    texts = sentences(exact.vocabulary[6:], options.sentences)
    for encode in runs.values():
        encode(texts[:64])  # the first pass of a model is slower
    figures = compared(*measure(runs, texts, options.rounds))
    if options.json:
        print(json.dumps(figures, indent=2))
        return
    print(f"\n{options.sentences:,} sentences {'seconds':>12} {'times as fast':>14} {'difference':>12} {'cosine':>9}")
    for name, f in figures.items():
        print(f"{name:22} {f['seconds']:7.2f} {f['times']:14.2f} {f['largest_difference']:12.1e} {f['lowest_cosine']:9.5f}")


if __name__ == "__main__":
    main()
