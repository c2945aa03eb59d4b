"""Tokens a second: the training loop of bertplay against the same batches under transformers' Trainer.

Both train the same shape on the same batches in the same number format, with fused AdamW and gradient clipping; the text is
random tokens, which cost as much as real ones. The peer is what one writes without thinking of speed: the stock
model, its own losses at all positions, Trainer. What differs is therefore the word head (ours runs at the chosen
positions only), the attention (ours is written out) and Trainer's bookkeeping.
"""

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import redirect_stdout
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
import torch
from torch.utils.data import Dataset
from transformers import BertConfig, BertForPreTraining, Trainer, TrainingArguments
from transformers.utils import logging

from bertplay.pretraining.batches import Batch, BatchMaker
from bertplay.pretraining.config import PretrainConfig
from bertplay.pretraining.encoded import EncodedText
from bertplay.pretraining.families import bert
from bertplay.pretraining.loop import Pretraining
from bertplay.pretraining.model import autocast_dtype
from bertplay.pretraining.vocabularies import Vocabulary

CPU = torch.device("cpu")


def random_text(sentences: int, vocabulary: int) -> EncodedText:
    """Sentences of 5 to 40 random tokens, twenty to a document."""
    rng = np.random.default_rng(0)
    ends = np.cumsum(rng.integers(5, 41, sentences))
    ids = rng.integers(5, vocabulary, int(ends[-1]), dtype=np.uint16)
    return EncodedText(ids, np.append(0, ends), np.arange(0, sentences + 1, 20))


class Batches(Dataset[Batch]):
    """The batches of the training loop, one an item."""

    def __init__(self, maker: BatchMaker, steps: int) -> None:
        self.maker, self.steps = maker, steps

    def __len__(self) -> int:
        return self.steps

    def __getitem__(self, step: int) -> Batch:
        return self.maker.training(step)


def as_keywords(batches: Sequence[Batch]) -> dict[str, torch.Tensor]:
    """One batch as the stock model wants it: a label at every position, -100 where nothing is asked."""
    (batch,) = batches
    labels = torch.full_like(batch.ids, -100)
    labels.view(-1)[batch.chosen] = batch.targets
    names = {"input_ids": batch.ids, "attention_mask": batch.attention, "token_type_ids": batch.segments}
    return names | {"labels": labels, "next_sentence_label": batch.next_labels}


def ours(config: PretrainConfig, text: EncodedText, vocabulary: Vocabulary) -> float:
    """Tokens a second of the loop, its own count: evaluations and checkpoints left out."""
    with tempfile.TemporaryDirectory() as folder, redirect_stdout(sys.stderr):
        training = Pretraining(config, {"random": text}, {"random": text}, vocabulary, None, Path(folder), CPU)
        training.run()
    return training.counters.tokens / training.counters.seconds


def peers(config: PretrainConfig, text: EncodedText, vocabulary: Vocabulary, steps: int) -> float:
    """Tokens a second of Trainer on the same batches, logging and saving switched off."""
    maker = BatchMaker({"random": text}, config, bert, vocabulary)  # type: ignore[arg-type]
    shape = BertConfig(**bert.shape(config) | {"attn_implementation": "sdpa"})  # what transformers takes by itself
    with tempfile.TemporaryDirectory() as folder:
        arguments: dict[str, Any] = {
            "max_steps": steps,
            "per_device_train_batch_size": 1,
            "bf16": autocast_dtype(CPU) == torch.bfloat16,
            "use_cpu": True,
            "optim": "adamw_torch_fused",
            "learning_rate": config.learning_rate,
            "logging_strategy": "no",
            "save_strategy": "no",
            "report_to": [],
            "disable_tqdm": True,
        }
        trainer = Trainer(BertForPreTraining(shape), TrainingArguments(folder, **arguments), as_keywords, Batches(maker, steps))
        started = time.perf_counter()
        with redirect_stdout(sys.stderr):
            trainer.train()
        seconds = time.perf_counter() - started
    return sum(maker.training(step).tokens for step in range(steps)) / seconds


def matrix_rate(size: int = 2048, runs: int = 7, device: torch.device = CPU) -> float:
    """Operations a second of one large product in the number format of the training: the most that the machine gives."""
    one, other = (torch.randn(size, size, dtype=autocast_dtype(device), device=device) for _ in range(2))
    times = []
    for _ in range(runs + 1):
        started = time.perf_counter()
        torch.mm(one, other)[0, 0].item()  # waits for a GPU
        times.append(time.perf_counter() - started)
    return 2 * size**3 / min(times[1:])


def operations_a_token(config: PretrainConfig) -> float:
    """Multiplications and additions of a training step for each token: forward, and twice as many backward.

    Of each layer four projections and two of the feed-forward part, and attention over a row of mean length; the word head
    for the chosen 15 % alone. Norms, softmax and the optimiser are not counted, as is usual.
    """
    mean_length = sum(n * share for n, share in zip(config.lengths, config.length_shares, strict=True))
    layer = 2 * 12 * config.hidden**2 + 2 * 2 * mean_length * config.hidden
    head = config.mask_rate * 2 * (config.hidden**2 + config.hidden * config.vocabulary)
    return 3 * (config.layers * layer + head)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=3, help="of each, taking turns (default: 3)")
    parser.add_argument("--steps", type=int, default=30, help="of each run (default: 30)")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    logging.set_verbosity_error()
    shape = PretrainConfig(tokens=1)
    text = random_text(20_000, shape.vocabulary)
    continues = np.zeros(shape.vocabulary, dtype=bool)
    vocabulary = Vocabulary(None, continues, pad=0, cls=2, sep=3, mask=4, ordinary=5)
    config = PretrainConfig(tokens=int(options.steps * shape.tokens_per_step * 0.95))
    rates: dict[str, list[float]] = {"bertplay": [], "Trainer": []}
    for _ in range(options.runs + 1):  # the first of each warms up
        rates["bertplay"].append(ours(config, text, vocabulary))
        rates["Trainer"].append(peers(config, text, vocabulary, options.steps))
    medians = {name: round(median(values[1:])) for name, values in rates.items()}
    used = medians["bertplay"] * operations_a_token(config) / matrix_rate()
    result = {
        "tokens_a_second": medians,
        "ratio": round(medians["bertplay"] / medians["Trainer"], 2),
        "share_of_matrix_rate": round(used, 3),
        "threads": torch.get_num_threads(),
    }
    print(json.dumps(result) if options.json else result)


if __name__ == "__main__":
    main()
