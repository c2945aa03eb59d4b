"""A graphics card: bertplay against the libraries on the same card, in one run.

`masked`    Predict a masked word in 256 sentences at once: the shape of BERT-base with random weights, `pipeline("fill-mask")` with
            batch_size=256 in float32 and in bfloat16, bertplay in float32 and in bfloat16. Contestants take turns; medians count. How
            often the top five of bertplay in float32 are those of the pipeline is reported too.
`training`  A fine-tuning run against plain scripts of the Trainer, as `benchmarks.fine_tuning speed` makes them.

    python -m benchmarks.gpu masked
    python -m benchmarks.gpu training --data sample:reviews --model bert-base-uncased
    python -m benchmarks.gpu masked --device cpu --layers 1 --at-once 8 --rounds 2      a check that it runs
"""

import argparse
import json
import time
from collections.abc import Callable, Sequence
from copy import deepcopy
from statistics import median
from typing import Any

import torch
from transformers import BertConfig, BertForMaskedLM, BertForPreTraining, BertTokenizer, pipeline
from transformers.utils import logging

from benchmarks import fine_tuning
from benchmarks.masked_word import sentences, spec_of_base, vocabulary
from bertplay.models.devices import choose_device, describe_device
from bertplay.models.loaded import LoadedModel, Wanted
from bertplay.models.precision import works

TOP_K = 5
Contestants = dict[str, Callable[[Sequence[str]], Any]]


def contestants(layers: int, device: torch.device) -> Contestants:
    """The pipeline and bertplay, in each number format that the device computes in."""
    torch.manual_seed(0)
    tokenizer = BertTokenizer(vocab=vocabulary(), do_lower_case=True, model_max_length=512)
    ours = BertForPreTraining(BertConfig(num_hidden_layers=layers, attn_implementation="eager")).eval()
    stock = BertForMaskedLM(BertConfig(num_hidden_layers=layers)).eval()
    stock.load_state_dict({name: weight for name, weight in ours.state_dict().items() if name in stock.state_dict()})
    exact = LoadedModel(spec_of_base(layers), ours, tokenizer, device=device)
    runs: Contestants = {}
    for precision, dtype in (("float32", torch.float32), ("bfloat16", torch.bfloat16)):
        if precision == "float32" or works("bfloat16", device):
            fill_mask = pipeline("fill-mask", model=deepcopy(stock).to(dtype), tokenizer=tokenizer, device=device)
            runs[f"pipeline {precision}"] = lambda texts, ask=fill_mask: ask(list(texts), batch_size=len(texts), top_k=TOP_K)  # type: ignore[misc]
            runs[f"bertplay {precision}"] = asker(exact.in_precision("float32" if precision == "float32" else "bfloat16"))
    return runs


def asker(model: LoadedModel) -> Callable[[Sequence[str]], list[list[int]]]:
    """The five best tokens at each mask, all texts in one call."""

    def ask(texts: Sequence[str]) -> list[list[int]]:
        outputs = model.forward([model.encode(text) for text in texts], Wanted(scores=True))
        return [torch.from_numpy(one.scores[0]).topk(TOP_K).indices.tolist() for one in outputs if one.scores is not None]

    return ask


def masked(options: argparse.Namespace) -> dict[str, Any]:
    """Milliseconds of each contestant for a batch, and sentences a second."""
    device = choose_device(options.device)
    runs = contestants(options.layers, device)
    texts = sentences([word for word in vocabulary() if word.isalpha()])
    batch = [texts[i % len(texts)] for i in range(options.at_once)]
    times: dict[str, list[float]] = {name: [] for name in runs}
    answers = {name: run(batch) for name, run in runs.items()}  # each has run once before it is timed
    for _ in range(options.rounds):
        for name, run in runs.items():
            begin = time.perf_counter()
            run(batch)  # the answers are Python lists: the card has finished
            times[name].append(time.perf_counter() - begin)
    theirs = [[guess["token"] for guess in guesses] for guesses in answers["pipeline float32"]]
    same = sum(ours == others for ours, others in zip(answers["bertplay float32"], theirs, strict=True))
    seconds = {name: median(taken) for name, taken in times.items()}
    return {
        "device": describe_device(options.device),
        "at_once": options.at_once,
        "same_top_five": f"{same} of {len(batch)}",
        **{name: {"ms": round(1000 * taken, 1), "per_second": round(len(batch) / taken)} for name, taken in seconds.items()},
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["masked", "training"])
    parser.add_argument("--device", default="auto")
    parser.add_argument("--layers", type=int, default=12)
    parser.add_argument("--at-once", type=int, default=256)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--data", default="sample:reviews")
    parser.add_argument("--eval", default="")
    parser.add_argument("--model", default="bert")
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--rate", type=float, default=0.0)
    parser.add_argument("--seeds", type=int, default=3)
    options = parser.parse_args()
    logging.set_verbosity_error()
    print(json.dumps(masked(options) if options.what == "masked" else fine_tuning.speed(options), indent=2))


if __name__ == "__main__":
    main()
