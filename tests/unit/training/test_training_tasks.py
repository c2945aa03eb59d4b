"""Fine-tuning for each task: named entities, sentence pairs, masked words, long texts."""

import json
from pathlib import Path

import pytest
from transformers import pipeline

from bertplay.errors import BadInput
from bertplay.results.training_events import Evaluated, Started
from bertplay.settings import Settings
from bertplay.training.jobs import DataSource, FineTune, LongTexts, Method, Task
from bertplay.training.record import read_predictions, read_record
from bertplay.training.tuned import open_tuned
from tests.unit.training.runs import go, of

THINGS_SEEN = ["old", "new", "good", "bad", "here", "there", "happy"]


def names_conll(folder: Path) -> str:
    """21 sentences in which the fourth word is a place."""
    rows = [f"the\tO\nking\tO\nof\tO\n{place}\tB-LOC\nis\tO\n{w}\tO" for place in ("france", "berlin", "england") for w in THINGS_SEEN]
    (folder / "names.conll").write_text("\n\n".join(rows))
    return str(folder / "names.conll")


def test_named_entities_are_learned(tmp_path: Path, tiny_settings: Settings) -> None:
    config = FineTune(DataSource(names_conll(tmp_path)), Task.ENTITIES, Method.BILSTM, "local/tiny", epochs=10, learning_rate=1e-2)
    last = of(Evaluated, go(config, tmp_path / "run", tiny_settings))[-1]
    assert last.f1 == last.accuracy == 1.0


def test_pipeline_tags_the_same_words(tmp_path: Path, tiny_settings: Settings) -> None:
    text = "i love unhappi paris"
    config = FineTune(DataSource(names_conll(tmp_path)), Task.ENTITIES, model="local/tiny", epochs=2, probe_sentences=(text,))
    last = of(Evaluated, go(config, tmp_path / "run", tiny_settings))[-1]
    tag = pipeline("token-classification", str(tmp_path / "run" / "model"), ignore_labels=[])
    tokens = [(row["entity"], row["score"]) for row in tag(text) if not row["word"].startswith("##")]
    assert [entity for entity, _ in tokens] == list(last.probes[0].labels)  # one for each word, not for each token
    assert [score for _, score in tokens] == pytest.approx(last.probes[0].probabilities, abs=1e-5)
    assert {point.label for point in last.projection} == {"LOC", "O"}


def test_sentence_pairs(tmp_path: Path, tiny_settings: Settings) -> None:
    file = tmp_path / "pairs.jsonl"
    things = ["dog", "cat", "king", "queen", "book", "tree", "house", "door"]
    rows = [{"a": f"the {x} is here", "b": f"the {y} is here", "same": x == y} for x in things for y in things]
    file.write_text("\n".join(map(json.dumps, rows)))
    source = DataSource(str(file), text_column="a", pair_column="b", label_column="same")
    config = FineTune(source, Task.PAIRS, model="local/tiny", epochs=1, probe_sentences=("the dog is here ||| the cat is here",))
    events = go(config, tmp_path / "run", tiny_settings)
    assert events[0].labels == ("false", "true")  # type: ignore[union-attr]
    classify = pipeline("text-classification", str(tmp_path / "run" / "model"), top_k=None)
    said = {row["label"]: row["score"] for row in classify({"text": "the dog is here", "text_pair": "the cat is here"})}
    own = of(Evaluated, events)[-1].probes[0]
    assert [said[label] for label in own.labels] == pytest.approx(own.probabilities, abs=1e-5)


def test_masked_words_on_own_text(tmp_path: Path, tiny_settings: Settings) -> None:
    file = tmp_path / "text.txt"
    file.write_text("\n\n".join(f"the {a} dog saw the {b} cat in the house by the sea" for a in THINGS_SEEN for b in THINGS_SEEN))
    config = FineTune(
        DataSource(str(file)),
        Task.MASKED_WORDS,
        model="local/tiny",
        epochs=10,
        learning_rate=5e-3,
        probe_sentences=("the dog saw the [MASK] .",),
    )
    events = go(config, tmp_path / "run", tiny_settings)
    first, last = of(Evaluated, events)[0], of(Evaluated, events)[-1]
    assert last.eval_loss < first.eval_loss
    assert (first.projection, last.projection) == ((), ())
    fill = pipeline("fill-mask", str(tmp_path / "run" / "model"))
    assert fill("the dog saw the [MASK] .")[0]["token_str"] == last.probes[0].labels[0]


@pytest.mark.parametrize("own", [("no mask here",), ("",)])
def test_own_sentences_are_checked_first(own: tuple[str, ...], tmp_path: Path, tiny_settings: Settings) -> None:
    config = FineTune(DataSource("sample:cooking"), Task.MASKED_WORDS, model="local/tiny", probe_sentences=own)
    with pytest.raises(BadInput):
        go(config, tmp_path, tiny_settings)


@pytest.mark.parametrize("how", LongTexts)
def test_long_texts_are_predicted_as_they_were_learned(how: LongTexts, tmp_path: Path, tiny_settings: Settings) -> None:
    file, words = tmp_path / "long.csv", "the old man walked " * 12
    rows = [f"{words}{word} {thing},{label}" for word, label in (("good", "a"), ("bad", "b")) for thing in THINGS_SEEN]
    file.write_text("text,label\n" + "\n".join(rows) + "\n")
    source, own = DataSource(str(file)), (f"{words}good dog",)
    events = go(
        FineTune(source, model="local/tiny", epochs=2, max_tokens=16, long_texts=how, probe_sentences=own), tmp_path / "run", tiny_settings
    )
    (started,) = of(Started, events)
    assert (started.long_texts, started.texts, started.window) == (14, 14, 16)
    folder = tmp_path / "run" / "model"
    record = read_record(folder)
    assert record.notes[-1].startswith("14 of 14 texts are longer than the window of 16 tokens")
    assert record.notes[-1] in (folder / "README.md").read_text()
    (again,) = open_tuned(folder).answers(own)
    assert again.probabilities == pytest.approx(of(Evaluated, events)[-1].probes[0].probabilities, abs=1e-6)
    assert len(read_predictions(folder)) == record.held_out
