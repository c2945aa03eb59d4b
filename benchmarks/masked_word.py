"""The prediction of a masked word: bertplay against `pipeline("fill-mask")` of transformers, on the same weights, in one run.

The weights have the shape of BERT-base and are random: they cost what real ones cost. One at a time is one sentence a call;
32 at once is 32 threads that ask bertplay for one sentence each, and for the pipeline a list with batch_size=32. Each
round runs every contestant five times in a row, as a server does that has one model in use, then the next contestant, so
that a busy moment of the machine hits all; medians count.
Both compute in the same thread, because OpenMP gives each thread its own pool and two pools hinder each other.
On a machine that is busy with other things the processor's own time, best with --threads 1, says more than the clock.
"default" is the number format that is fastest on this processor; whether real answers allow it is checked when
a model is loaded, and random weights have no answers worth keeping.
"""

import argparse
import json
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import product
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
import torch
from transformers import BertConfig, BertForMaskedLM, BertForPreTraining, BertTokenizer, pipeline
from transformers.utils import logging

from bertplay.models.batching import COMPUTING
from bertplay.models.loaded import LoadedModel
from bertplay.models.precision import precisions_by_speed
from bertplay.models.spec import WORDS_AND_PAIRS, Bundled, Family, ModelSpec
from bertplay.results import MaskedWordPredictions
from bertplay.tasks.masked_word import predict_masked_words

AT_ONCE = 32
IN_A_ROW = 5
SENTENCES = 200
VOCABULARY_SIZE = 30_522  # of bert-base-uncased
Contestants = dict[str, Callable[[Sequence[str]], Any]]


def vocabulary() -> dict[str, int]:
    """The special tokens and made-up words, as many as BERT-base has."""
    special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    letters = "abcdefghijklmnopqrstuvwxyz"
    words = (f"{a}{b}{c}{d}" for a in letters for b in letters for c in letters for d in letters)
    return {
        token: i for i, token in enumerate([*special, ".", *(word for word, _ in zip(words, range(VOCABULARY_SIZE - 6), strict=False))])
    }


def sentences(words: Sequence[str]) -> list[str]:
    """8 to 24 words, one of them hidden; 20 tokens on average."""
    rng = np.random.default_rng(0)
    drawn = [rng.choice(words, rng.integers(8, 25)).tolist() for _ in range(SENTENCES)]
    for sentence in drawn:
        sentence[int(rng.integers(len(sentence)))] = "[MASK]"
    return [" ".join(sentence) + "." for sentence in drawn]


def contestants(layers: int, threads: int) -> tuple[Contestants, LoadedModel]:
    """The pipeline as it comes, and bertplay in float32 and in this machine's default."""
    torch.manual_seed(0)
    tokens = vocabulary()
    tokenizer = BertTokenizer(vocab=tokens, do_lower_case=True, model_max_length=512)
    ours = BertForPreTraining(BertConfig(num_hidden_layers=layers, attn_implementation="eager")).eval()
    stock = BertForMaskedLM(BertConfig(num_hidden_layers=layers)).eval()
    stock.load_state_dict({name: weight for name, weight in ours.state_dict().items() if name in stock.state_dict()})
    fill_mask = pipeline("fill-mask", model=stock, tokenizer=tokenizer)
    exact = LoadedModel(spec_of_base(layers), ours, tokenizer, threads=threads)
    models = {"bertplay float32": exact}
    if precisions_by_speed()[0] != "float32":
        models[f"bertplay {precisions_by_speed()[0]}"] = exact.in_precision(precisions_by_speed()[0])
    runs: Contestants = {"pipeline": lambda texts: COMPUTING.submit(fill_mask, list(texts), batch_size=len(texts), top_k=5).result()}
    return runs | {name: asker(model) for name, model in models.items()}, exact


def spec_of_base(layers: int) -> ModelSpec:
    """BERT-base, or as much of it; its folder is never opened."""
    return ModelSpec("base", "BERT-base", Family.BERT, Bundled(Path("nowhere")), WORDS_AND_PAIRS, layers, 768, 0, 512, "none")


def asker(model: LoadedModel) -> Callable[[Sequence[str]], list[MaskedWordPredictions]]:
    """Ask for each text from a thread of its own, as visitors do. The threads are there before, as a server's are."""
    visitors = ThreadPoolExecutor(AT_ONCE)

    def ask(texts: Sequence[str]) -> list[MaskedWordPredictions]:
        return list(visitors.map(lambda text: predict_masked_words(model, text), texts))

    return ask


def measure(runs: Contestants, batches: Sequence[Sequence[str]]) -> dict[str, dict[str, float]]:
    """Milliseconds of each contestant, by the clock and of the processor: medians, and how often as fast as the pipeline."""
    clocks = {"clock": time.perf_counter, "processor": time.process_time}
    times: dict[tuple[str, str], list[float]] = {(name, clock): [] for name in runs for clock in clocks}
    for start in range(0, len(batches), IN_A_ROW):
        for (name, run), batch in product(runs.items(), batches[start : start + IN_A_ROW]):
            started = {clock: now() for clock, now in clocks.items()}
            run(batch)
            for clock, now in clocks.items():
                times[name, clock].append(1000 * (now() - started[clock]))
    medians = {key: median(taken) for key, taken in times.items()}
    return {
        name: {f"{clock}_ms": round(medians[name, clock], 1) for clock in clocks}
        | {f"{clock}_times": round(medians["pipeline", clock] / medians[name, clock], 2) for clock in clocks}
        for name in runs
    }


def same_top_five(exact: LoadedModel, pipeline_guesses: Any, texts: Sequence[str]) -> int:
    """In how many texts bertplay in float32 and the pipeline give the same five words in the same order."""
    ours = [[guess.word for guess in predict_masked_words(exact, text).masks[0].guesses] for text in texts]
    theirs = [[exact.vocabulary[guess["token"]] for guess in pipeline_guesses([text])] for text in texts]
    return sum(a == b for a, b in zip(ours, theirs, strict=True))


def show(figures: dict[str, Any]) -> None:
    for title in ("one at a time", f"{AT_ONCE} at once"):
        print(f"\n{title:20} {'clock ms':>10} {'times as fast':>14} {'processor ms':>14} {'times as fast':>14}")
        for name, f in figures[title].items():
            print(f"{name:20} {f['clock_ms']:10.1f} {f['clock_times']:14.2f} {f['processor_ms']:14.1f} {f['processor_times']:14.2f}")
    print(f"\nsame five guesses in float32: {figures['same_top_five']} of {figures['compared']} sentences")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=20, help="sentences one at a time; a quarter as many batches of 32 (default: 20)")
    parser.add_argument("--layers", type=int, default=12, help="12 is BERT-base")
    parser.add_argument("--compared", type=int, default=SENTENCES, help="sentences whose five guesses are compared (default: 200)")
    parser.add_argument("--threads", type=int, default=torch.get_num_threads(), help="processor threads (default: all)")
    parser.add_argument("--json", action="store_true", help="print JSON")
    options = parser.parse_args()
    logging.set_verbosity_error()
    COMPUTING.submit(torch.set_num_threads, options.threads).result()
    runs, exact = COMPUTING.submit(contestants, options.layers, options.threads).result()
    texts = sentences(exact.vocabulary[6:])
    starts = [i * AT_ONCE % SENTENCES for i in range(max(options.rounds // 4, 3))]
    batches = [(texts * 2)[start : start + AT_ONCE] for start in starts]
    for run in runs.values():
        run(texts[:AT_ONCE])  # the first pass of a model is slower
    figures: dict[str, Any] = {
        "threads": options.threads,
        "one at a time": measure(runs, [[text] for text in texts[: options.rounds]]),
        f"{AT_ONCE} at once": measure(runs, batches),
        "same_top_five": same_top_five(exact, runs["pipeline"], texts[: options.compared]),
        "compared": options.compared,
    }
    print(json.dumps(figures, indent=2)) if options.json else show(figures)


if __name__ == "__main__":
    main()
