"""A small text of everyday sentences and everything prepared from it, shared by the tests of pretraining."""

import random
from pathlib import Path

import pytest

from bertplay.pretraining.encoded import EncodedText
from bertplay.pretraining.prepare import prepare_split, prepare_vocabulary

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
def work(texts: dict[str, list[Path]], tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("work")
    vocabulary = prepare_vocabulary(texts, folder, 120)
    for held_out in (True, False):
        prepare_split(texts, folder, vocabulary, held_out=held_out)
    return folder


@pytest.fixture(scope="session")
def vocabulary(texts: dict[str, list[Path]], work: Path) -> dict[str, int]:
    return prepare_vocabulary(texts, work, 120)


@pytest.fixture(scope="session")
def train(texts: dict[str, list[Path]], work: Path, vocabulary: dict[str, int]) -> dict[str, EncodedText]:
    return prepare_split(texts, work, vocabulary, held_out=False)


@pytest.fixture(scope="session")
def held_out(texts: dict[str, list[Path]], work: Path, vocabulary: dict[str, int]) -> dict[str, EncodedText]:
    return prepare_split(texts, work, vocabulary, held_out=True)
