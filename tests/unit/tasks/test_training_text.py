"""Predictions in the training text: counted by hand in a few sentences; what is typed is text, never a query."""

import lzma
from collections.abc import Iterator
from pathlib import Path

import pytest

from bertplay.errors import StoreUnavailable
from bertplay.models.loaded import LoadedModel
from bertplay.results.training_text import TrainingTextSearch, WordInText
from bertplay.settings import get_settings
from bertplay.summaries.training_text import summarize_training_text
from bertplay.tasks.training_text import find_in_training_text, nearest, phrases, word_in_text
from bertplay.training_text import index
from bertplay.training_text.index import TrainingText, open_training_text, phrase

SENTENCES = """He opened the door slowly. Where is the door?
She opened the window. She opened the door and went out.

They were outdoors. The "door" was open."""


@pytest.fixture
def sample(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A sample of a few sentences, and an empty cache folder."""
    (tmp_path / "books.txt.xz").write_bytes(lzma.compress(SENTENCES.encode()))
    monkeypatch.setattr(index, "HERE", tmp_path)
    monkeypatch.setattr(index, "PARTS", ("books",))
    monkeypatch.setenv("BERTPLAY_CACHE_DIR", str(tmp_path / "cache"))
    get_settings.cache_clear()
    yield tmp_path
    get_settings.cache_clear()


@pytest.fixture
def text(sample: Path) -> Iterator[TrainingText]:
    opened = open_training_text()
    yield opened
    opened.close()


def test_a_word_is_counted_and_the_most_similar_sentence_comes_first(text: TrainingText) -> None:
    assert text.size == 6
    found = word_in_text(text, "door", 0.5, ["opened", "went"], phrases("She opened the ", "door", " and went in."))
    assert (found.sentences, found.alike) == (4, 2)
    first = found.found[0]
    assert first.text == "She opened the door and went out."
    assert (first.text[first.start : first.end], first.part) == ("door", "books")


@pytest.mark.parametrize("word", ["##ing", ".", '" OR door', "", "NEAR(", "*"])
def test_what_is_no_word_is_found_nowhere(text: TrainingText, word: str) -> None:
    assert word_in_text(text, word, 0.5, ["opened"], []) == WordInText(word, 0.5, 0, 0, ())


@pytest.mark.parametrize(
    ("words", "count"), [(['door"', "OR"], 0), (["door*"], 4), (["text : door"], 0), (["-door"], 4), (["the", "door"], 4)]
)
def test_a_phrase_is_no_query(text: TrainingText, words: list[str], count: int) -> None:
    assert text.count(phrase(words)) == count


def test_the_nearest_words_are_asked_first() -> None:
    assert nearest(["She", "opened", "the"], ["and", "the", "hall"]) == ["the", "and", "opened", "she", "hall"]


def test_the_task_answers_for_every_prediction(sample: Path, tiny_model: LoadedModel) -> None:
    found = find_in_training_text(tiny_model, "he opened the [MASK] and saw the [MASK]", top_k=4)
    assert len(found.words) == 4
    assert found.size == 6
    assert summarize_training_text(found).table is not None


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        (((9, 5), (9, 2)), "Data and model agree"),
        (((9, 2), (9, 5)), "have “window” more often: 5 times, against 2"),
        (((9, 0), (9, 5)), "but in none like this"),
        (((0, 0), (9, 5)), "does not occur"),
    ],
)
def test_the_sentence_says_what_the_counts_say(counts: tuple[tuple[int, int], tuple[int, int]], said: str) -> None:
    words = tuple(WordInText(word, 0.5, *count, ()) for word, count in zip(("door", "window"), counts, strict=True))
    assert said in str(summarize_training_text(TrainingTextSearch("bert", "a [MASK]", ("opened",), 10, words)).sentence)


def test_a_folder_that_cannot_be_written_is_named(sample: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (sample / "file").write_text("")
    monkeypatch.setenv("BERTPLAY_CACHE_DIR", str(sample / "file"))
    get_settings.cache_clear()
    with pytest.raises(StoreUnavailable, match="The index of the training text cannot be used"):
        open_training_text()


def test_the_files_travel_with_their_sources() -> None:
    readme = (Path(index.__file__).parent / "README.md").read_text("utf-8")
    files = [f"{part}.txt.xz" for part in index.PARTS]
    assert [name for name in files if f"`{name}`" not in readme] == []
    assert sum((Path(index.__file__).parent / name).stat().st_size for name in files) < 6_000_000
