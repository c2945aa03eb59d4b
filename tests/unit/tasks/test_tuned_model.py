"""After fine-tuning: confusion and calibration worked by hand, answers, word importance, forgetting."""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from bertplay.cli.task_heads import opened
from bertplay.errors import BadInput, ModelLoadFailed
from bertplay.settings import Settings, get_settings
from bertplay.tasks.forgetting import measure_forgetting
from bertplay.tasks.task_heads import answer_texts
from bertplay.tasks.tuned_model import calibration, confusion, word_importance
from bertplay.tasks.words import words_in
from bertplay.training.events import Command
from bertplay.training.jobs import DataSource, FineTune, Method, Task
from bertplay.training.record import Prediction, Record, read_predictions, write_predictions, write_record
from bertplay.training.run_job import run_job
from tests.tiny import save_bert


def written(folder: Path, config: FineTune, labels: tuple[str, ...], predictions: list[Prediction]) -> Path:
    """A folder with invented predictions that can be counted by hand."""
    folder.mkdir(exist_ok=True)
    write_record(Record(config, labels, {}, 1, False, 0, 1, len(predictions), "", "", "", "", {}, ""), folder)
    write_predictions(predictions, folder)
    return folder


@pytest.fixture
def by_hand(tmp_path: Path) -> Path:
    predictions = [
        Prediction("one", label="good", probabilities=(0.08, 0.92), line=2),
        Prediction("two", label="good", probabilities=(0.15, 0.85), line=3),
        Prediction("three", label="bad", probabilities=(0.05, 0.95), line=4),
        Prediction("four", label="bad", probabilities=(0.65, 0.35), line=5),
    ]
    return written(tmp_path / "hand", FineTune(DataSource("x.csv")), ("bad", "good"), predictions)


def test_confusion_by_hand(by_hand: Path) -> None:
    found = confusion(by_hand)
    assert found.counts == ((1, 1), (0, 2))
    assert found.accuracy == 0.75
    assert [(one.label, one.precision, one.recall, one.f1, one.count) for one in found.scores] == [
        ("bad", 1.0, 0.5, pytest.approx(2 / 3), 2),
        ("good", pytest.approx(2 / 3), 1.0, pytest.approx(0.8), 2),
    ]
    assert [one.text for one in found.behind("good", "good")] == ["one", "two"]
    assert [(one.text, one.truth_probability, one.line) for one in found.worst()] == [("three", 0.05, 4)]


def test_calibration_by_hand(by_hand: Path) -> None:
    """0.65 right alone; 0.85 right alone; 0.92 and 0.95 together: half right, with a confidence of 0.935."""
    found = calibration(by_hand)
    assert [(one.low, one.count, one.accuracy) for one in found.bins] == [(0.6, 1, 1.0), (0.8, 1, 1.0), (0.9, 2, 0.5)]
    assert found.error == pytest.approx((0.35 + 0.15 + 2 * 0.435) / 4)


def test_calibration_is_that_of_scikit_learn_and_of_a_count_by_hand(tmp_path: Path) -> None:
    rng, truth = random.Random(0), ("bad", "good")
    predictions = []
    for number in range(200):
        share = rng.uniform(0.5, 1.0)
        predictions.append(Prediction(f"{number}", label=rng.choice(truth), probabilities=(1 - share, share), line=number + 1))
    found = calibration(written(tmp_path, FineTune(DataSource("x.csv")), truth, predictions))
    for one in found.bins:
        inside = [p for p in predictions if one.low < max(p.probabilities) <= one.high]
        assert one.count == len(inside)
        assert one.confidence == pytest.approx(sum(p.probabilities[1] for p in inside) / len(inside))
        assert one.accuracy == pytest.approx(sum(p.label == "good" for p in inside) / len(inside))
    assert sum(one.count for one in found.bins) == found.predictions == 200


def test_without_any_example_there_is_nothing_to_count(tmp_path: Path) -> None:
    folder = written(tmp_path, FineTune(DataSource("x.csv")), ("bad", "good"), [])
    assert (confusion(folder).counts, calibration(folder).bins) == (((0, 0), (0, 0)), ())


def test_entities_are_counted_by_kind_of_word(tmp_path: Path) -> None:
    one = Prediction(
        "a b c", words=("a", "b", "c"), tags=("B-PER", "I-PER", "O"), predicted=("B-PER", "B-LOC", "O"), confidences=(0.9, 0.6, 0.8)
    )
    labels = ("O", "B-LOC", "I-LOC", "B-PER", "I-PER")
    found = confusion(written(tmp_path, FineTune(DataSource("x.conll"), Task.ENTITIES), labels, [one]))
    assert found.labels == ("O", "LOC", "PER")
    assert found.counts == ((1, 0, 0), (0, 0, 0), (0, 1, 1))
    assert [(w.word, w.truth, w.prediction) for w in found.worst()] == [("b", "PER", "LOC")]


def test_a_folder_that_is_no_model(tmp_path: Path) -> None:
    for ask in (confusion, calibration, lambda folder: answer_texts(folder, ["a"])):
        with pytest.raises(ModelLoadFailed):
            ask(tmp_path)


@pytest.fixture(scope="module")
def tuned(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[Method, Path]]:
    """Three models fine-tuned on a few sentences, and settings under which their base model is found."""
    home = tmp_path_factory.mktemp("tuned")
    save_bert(home / "models" / "tiny")
    rows = [f"the {t} is {w},{label}" for t in ("dog", "book", "sea", "tree") for w, label in (("good", "praise"), ("bad", "blame"))]
    (home / "x.csv").write_text("text,label\n" + "\n".join(rows))
    settings = Settings(models_dir=home / "models", hub="off")
    folders = {}
    for method, rate in ((Method.FULL, 1e-3), (Method.TFIDF, 1.0), (Method.FROZEN, 1e-3)):
        config = FineTune(DataSource(str(home / "x.csv")), method=method, model="local/tiny", epochs=1, learning_rate=rate)
        run_job(config, home / method.value, lambda event: None, lambda: Command.CONTINUE, settings=settings)
        folders[method] = home / method.value / "model"
    patch = pytest.MonkeyPatch()
    patch.setenv("BERTPLAY_MODELS_DIR", str(home / "models"))
    get_settings.cache_clear()
    yield folders
    patch.undo()
    get_settings.cache_clear()


def test_the_word_that_decides_is_found(tuned: dict[Method, Path]) -> None:
    """TF-IDF: "good" decides, and "the" has almost no effect."""
    found = word_importance(tuned[Method.TFIDF], "the dog is good")
    weights = {one.word: one.change for one in found.words}
    assert found.label == "praise"
    assert found.hidden_as == ""
    assert max(weights, key=lambda word: weights[word]) == "good"


def test_a_hidden_word_is_the_text_with_a_mask(tuned: dict[Method, Path]) -> None:
    model = opened(tuned[Method.FULL])
    found = word_importance(model, "the dog is good!")
    (masked,) = answer_texts(model, ["the dog is [MASK]!"]).answers
    whole = found.probability - found.words[-1].change
    assert masked.probabilities[masked.labels.index(found.label)] == pytest.approx(whole, abs=1e-6)
    assert [(one.word, one.start, one.end) for one in found.words][-1] == ("good", 11, 15)


def test_texts_without_words_are_refused(tuned: dict[Method, Path]) -> None:
    with pytest.raises(BadInput):
        word_importance(opened(tuned[Method.FULL]), "?!")
    with pytest.raises(BadInput):
        answer_texts(opened(tuned[Method.FULL]), [" "])


def test_what_was_forgotten(tuned: dict[Method, Path]) -> None:
    found = measure_forgetting(tuned[Method.FULL], ["the dog is in the house.", "she said that it was cold."])
    assert len(found.words) == 12
    assert found.base == "local/tiny"
    assert any(one.before != one.after for one in found.words)
    assert found.bits_before > 0
    losses = [one.after - one.before for one in found.words]
    assert losses == sorted(losses)
    with pytest.raises(BadInput, match="Only a pretrained encoder"):
        measure_forgetting(tuned[Method.FROZEN])


def test_words_in() -> None:
    assert words_in("Don't go.") == [(0, 5), (6, 8)]


def test_a_model_predicts_what_it_predicted_when_it_was_evaluated(tuned: dict[Method, Path]) -> None:
    """Read as in its training: the probabilities beside the weights are those of the evaluation."""
    held_out = read_predictions(tuned[Method.FULL])
    found = answer_texts(opened(tuned[Method.FULL]), [one.text for one in held_out])
    assert found.method == "full"
    for answer, one in zip(found.answers, held_out, strict=True):
        assert answer.probabilities == pytest.approx(one.probabilities, abs=1e-5)


def test_the_card_says_how_many_tokens_are_read(tuned: dict[Method, Path]) -> None:
    assert "It reads 64 tokens at once" in (tuned[Method.FULL] / "README.md").read_text("utf-8")
    assert "tokens at once" not in (tuned[Method.TFIDF] / "README.md").read_text("utf-8")
