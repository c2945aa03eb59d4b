"""A small text of everyday sentences and everything prepared from it, shared by the tests of pretraining."""

import random
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

import pytest
import torch

from bertplay.pretraining.config import PretrainConfig
from bertplay.pretraining.encoded import EncodedText
from bertplay.pretraining.families import family_file
from bertplay.pretraining.loop import Pretraining
from bertplay.pretraining.prepare import prepare_split, prepare_vocabulary
from bertplay.pretraining.vocabularies import Vocabulary

SIZES = {"byte_bpe": 320, "unigram_albert": 60, "unigram_xlnet": 64}  # tokens that the small text gives; 120 for the rest
Split = Mapping[str, EncodedText]
TINY = PretrainConfig(
    layers=1,
    hidden=32,
    heads=2,
    max_tokens=32,
    vocabulary=120,
    tokens_per_step=512,
    lengths=(16, 32),
    length_shares=(0.5, 0.5),
    tokens=20_000,
    learning_rate=5e-3,
)
WHO = ["the old man", "a small dog", "my sister", "the captain", "her teacher", "a tired traveller"]
DID = ["walked to", "looked at", "ran from", "dreamed of", "talked about", "remembered"]
WHAT = ["the river", "a red house", "the long road", "the winter market", "an open window", "the quiet garden"]


def small_text(documents: int, seed: int) -> str:
    """Documents of 3 paragraphs of 4 sentences, one paragraph a line, a blank line between documents."""
    rng = random.Random(seed)

    def sentence() -> str:
        return f"{rng.choice(WHO).capitalize()} {rng.choice(DID)} {rng.choice(WHAT)}."

    return "\n\n".join("\n".join(" ".join(sentence() for _ in range(4)) for _ in range(3)) for _ in range(documents)) + "\n"


@pytest.fixture(scope="session")
def texts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Path]]:
    folder = tmp_path_factory.mktemp("text")
    files = {"one": folder / "one.txt", "two": folder / "two.txt"}
    for seed, file in enumerate(files.values()):
        file.write_text(small_text(400, seed), encoding="utf-8")
    return {domain: [file] for domain, file in files.items()}


@pytest.fixture(scope="session")
def work(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("work")


class Prepared(NamedTuple):
    """What a family's training is given."""

    vocabulary: Vocabulary
    train: dict[str, EncodedText]
    held_out: dict[str, EncodedText]


@pytest.fixture(scope="session")
def prepared(texts: dict[str, list[Path]], work: Path) -> Callable[[str], Prepared]:
    """The small text, cut as a family cuts it; each cut is made once."""

    def prepare(name: str) -> Prepared:
        family = family_file(name)
        folder = work / family.encoding
        size = SIZES.get(family.encoding, 120)
        vocabulary = prepare_vocabulary(texts, folder, family, size, 32)
        train, held_out = (prepare_split(texts, folder, vocabulary, held_out=out) for out in (False, True))
        return Prepared(vocabulary, train, held_out)

    return prepare


@pytest.fixture(scope="session")
def vocabulary(prepared: Callable[[str], Prepared]) -> Vocabulary:
    return prepared("bert").vocabulary


@pytest.fixture(scope="session")
def train(prepared: Callable[[str], Prepared]) -> dict[str, EncodedText]:
    return prepared("bert").train


@pytest.fixture(scope="session")
def held_out(prepared: Callable[[str], Prepared]) -> dict[str, EncodedText]:
    return prepared("bert").held_out


def changed(config: PretrainConfig, **changes: object) -> PretrainConfig:
    return PretrainConfig.from_json(config.as_json() | changes)


@pytest.fixture
def training(prepared: Callable[[str], Prepared], tmp_path: Path):
    def make(folder: str = "run", **changes: object) -> Pretraining:
        name = str(changes.get("family", "bert"))
        vocabulary, train, held_out = prepared(name)
        config = changed(TINY, vocabulary=vocabulary.size, **changes)
        return Pretraining(config, train, held_out, vocabulary, None, tmp_path / folder, torch.device("cpu"))

    return make


def weights(training: Pretraining) -> dict[str, torch.Tensor]:
    return {name: tensor.clone() for name, tensor in training.model.state_dict().items()}


def resumed(make: Callable[..., Pretraining], **changes: object) -> Pretraining:
    """A training that stopped after step 15, was resumed with the same weights, and ran to its end."""
    first = make("parts", **changes)
    while first.counters.step < 15:
        first._step()
    first.save()
    second = make("parts", **changes)
    assert second.counters.step == 15
    assert all(torch.equal(a, b) for a, b in zip(weights(first).values(), weights(second).values(), strict=True))
    second.run()
    return second
