"""The first three minutes of a loan of a GPU: which settings of the training loop use it best?

Random text in the shape of the bundled BERT from scratch, steps of 32,768 to 262,144 tokens, layers compiled or not. Printed for each:
tokens a second, and the share of what one large bfloat16 product reaches on the same card (forward and backward of all matrix products
counted, nothing else). docs/pretraining/gpu.md says what comes after it.

    python -m benchmarks.gpu_pretraining --seconds 12
"""

import argparse
import json
import sys
import tempfile
from contextlib import redirect_stdout
from pathlib import Path

import numpy as np
import torch

from benchmarks.pretraining_speed import matrix_rate, operations_a_token, random_text
from bertplay.pretraining.config import PretrainConfig
from bertplay.pretraining.encoded import EncodedText
from bertplay.pretraining.loop import Pretraining
from bertplay.pretraining.vocabularies import Vocabulary

WARM_UP = 20  # steps: kernels are compiled, and the makers of batches get ahead


def tokens_a_second(config: PretrainConfig, text: EncodedText, vocabulary: Vocabulary, device: torch.device, makers: int) -> float:
    """The pace of the loop after its first steps; `config.seconds` of it."""
    with tempfile.TemporaryDirectory() as folder, redirect_stdout(sys.stderr):
        training = Pretraining(config, {"random": text}, {"random": text}, vocabulary, None, Path(folder), device, makers)
        for _ in range(WARM_UP):
            training._step()
        training.refuse_unless_finite()  # waits for the GPU
        tokens, seconds = training.counters.tokens, training.counters.seconds
        while training.counters.seconds - seconds < config.seconds:
            for _ in range(10):
                training._step()
            training.refuse_unless_finite()
    return (training.counters.tokens - tokens) / (training.counters.seconds - seconds)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--device", default="cuda")
    parser.add_argument("--seconds", type=float, default=12.0, help="of each setting (default: 12)")
    parser.add_argument("--steps", type=int, nargs="+", default=[32_768, 131_072, 262_144], help="tokens a step")
    parser.add_argument("--layers", type=int, default=8)
    parser.add_argument("--makers", type=int, default=8, help="processes that make batches ahead (default: 8)")
    options = parser.parse_args()
    device = torch.device(options.device)
    text, most = (
        random_text(200_000, PretrainConfig(tokens=1).vocabulary),
        matrix_rate(8192 if device.type == "cuda" else 1024, device=device),
    )
    for tokens in options.steps:
        for compiled in (False, True) if device.type == "cuda" else (False,):
            config = PretrainConfig(layers=options.layers, tokens_per_step=tokens, compiled=compiled, seconds=options.seconds)
            vocabulary = Vocabulary(None, np.zeros(config.vocabulary, dtype=bool), pad=0, cls=2, sep=3, mask=4, ordinary=5)
            rate = tokens_a_second(config, text, vocabulary, device, options.makers)
            share = rate * operations_a_token(config) / most
            result = {
                "tokens_a_step": tokens,
                "compiled": compiled,
                "tokens_a_second": round(rate),
                "share_of_matrix_rate": round(share, 3),
            }
            print(json.dumps(result), flush=True)


if __name__ == "__main__":
    main()
