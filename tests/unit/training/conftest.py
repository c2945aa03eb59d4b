from pathlib import Path

import pytest

from bertplay.settings import Settings
from bertplay.training.jobs import DataSource, FineTune
from tests.tiny import save_bert
from tests.unit.training.runs import OWN

GOOD, BAD = ["good", "happy", "beautiful", "love"], ["bad", "sad", "cold", "hate"]
THINGS = ["book", "dog", "house", "bread", "tea", "room", "tree", "king"]


@pytest.fixture(scope="session")
def tiny_settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings under which "local/tiny" is a BERT of two layers."""
    folder = tmp_path_factory.mktemp("models")
    save_bert(folder / "tiny")
    return Settings(models_dir=folder, hub="off")


@pytest.fixture(scope="session")
def reviews_csv(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """64 sentences: whether they are good or bad is one word in them."""
    file = tmp_path_factory.mktemp("data") / "reviews.csv"
    rows = [
        f"the {thing} {'of my mother ' * (i % 3)}was {word},{label}"
        for i, thing in enumerate(THINGS)
        for words, label in ((GOOD, "praise"), (BAD, "blame"))
        for word in words
    ]
    file.write_text("text,label\n" + "\n".join(rows) + "\n", encoding="utf-8")
    return file


@pytest.fixture(scope="session")
def config(reviews_csv: Path) -> FineTune:
    """A job on them that takes a second."""
    return FineTune(
        DataSource(str(reviews_csv)), model="local/tiny", epochs=4, learning_rate=3e-3, evaluate_every=5, max_tokens=32, probe_sentences=OWN
    )
