"""What pretraining exports: a folder that transformers opens, its card, and checkpoints from the first step on."""

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
import torch
from transformers import AutoModelForMaskedLM, AutoTokenizer, pipeline

from bertplay.errors import CannotResume
from bertplay.pretraining import checkpoints, early, light
from bertplay.pretraining.cards import with_section
from bertplay.pretraining.checkpoints import FILE
from bertplay.pretraining.corpus import is_held_out, read_documents
from bertplay.pretraining.counts import TOKENS_FILE, read_counts, spelled_counts
from bertplay.pretraining.early import export_milestone
from bertplay.pretraining.export import export, open_model, save_weights
from bertplay.pretraining.families import FILL_MASKS, TRAINED_BY_THE_LOOP
from bertplay.pretraining.loop import MILESTONE_SHARES, is_milestone
from bertplay.pretraining.prepare import HELD_OUT_SHARE
from bertplay.pretraining.vocabularies import Vocabulary
from bertplay.pretraining.vocabularies.wordpiece import spell
from tests.unit.pretraining.conftest import Prepared, Split, weights


@pytest.mark.parametrize("family", TRAINED_BY_THE_LOOP)
def test_a_light_checkpoint_is_exported_elsewhere(training, family: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same weights as exported where it was trained, and no word of a machine that trained nothing."""
    run = training(family=family)
    run.run()
    save_weights(run.model, run.vocabulary, tmp_path / "there")
    light.main([str(run.folder), str(tmp_path / "light")])
    assert (tmp_path / "light" / FILE).stat().st_size < 0.4 * (run.folder / FILE).stat().st_size
    monkeypatch.setattr(checkpoints, "machine", lambda: "an abacus")
    here = training("light", family=family)
    assert (here.progress, here.stages, here.counters) == (1.0, run.stages, run.counters)
    save_weights(here.model, here.vocabulary, tmp_path / "here")
    name = "model.safetensors"
    assert (tmp_path / "here" / name).read_bytes() == (tmp_path / "there" / name).read_bytes()
    with pytest.raises(CannotResume, match="no checkpoint"):
        light.lighten(tmp_path, tmp_path / "light")


def test_milestones_lie_on_a_logarithmic_scale() -> None:
    assert [step for step in range(4000) if is_milestone(step)] == [0, 10, 32, 100, 316, 1000, 3162]


def test_milestones_are_saved_at_shares_of_the_budget(training) -> None:
    run = training(tokens=20_000)
    run.run()
    tokens = [json.loads(file.read_text())["counters"]["tokens"] for file in sorted(run.folder.glob("milestones/*/pretraining.json"))]
    for share in MILESTONE_SHARES:
        assert any(0 <= seen - share * 20_000 < 600 for seen in tokens), (share, tokens)  # within one step


def test_a_milestone_becomes_a_small_model(training, prepared: Callable[[str], Prepared], work: Path, tmp_path: Path) -> None:
    run = training()
    start = weights(run)
    run.run()
    prepared("bert")
    folder = export_milestone(run.folder, 0, work / "wordpiece", tmp_path / "checkpoints", "a note")
    assert folder.name == "0"
    model = open_model(run.family, folder)
    for name, tensor in start.items():
        assert torch.allclose(tensor, model.state_dict()[name], atol=1e-3, rtol=2**-4), name  # three bits of mantissa
    assert json.loads((folder / "pretraining.json").read_text())["note"] == "a note"
    with pytest.raises(CannotResume, match="It has"):
        export_milestone(run.folder, 7, work / "wordpiece", tmp_path / "checkpoints")


def test_early_checkpoints_are_exported_with_the_model_and_listed_in_its_card(
    training, prepared: Callable[[str], Prepared], work, tmp_path
) -> None:
    run = training(evaluate_every=10)
    run.run()
    export(run, tmp_path / "model", "")
    prepared("bert")
    arguments = [
        str(run.folder),
        "0",
        "10",
        "--tokenizer",
        str(work / "wordpiece"),
        "--model",
        str(tmp_path / "model"),
        "--note",
        "A rerun.",
    ]
    for _ in range(2):
        early.main(arguments)
    card = (tmp_path / "model" / "README.md").read_text(encoding="utf-8")
    assert card.count("## Early checkpoints") == 1
    assert "A rerun." in card
    tokens = sorted(int(folder.name) for folder in (tmp_path / "model" / "checkpoints").iterdir())
    assert tokens[0] == 0 < tokens[1]
    assert f"| `checkpoints/{tokens[1]}` | {tokens[1]:,} | 10 |" in card
    manifest = json.loads((tmp_path / "model" / "manifest.json").read_text())
    assert manifest["files"]["README.md"]["bytes"] == len(card.encode())


def test_a_section_of_a_card_is_written_once_and_where_it_was() -> None:
    card = "# A\n\ntext\n\n## B\n\nold\n\n## C\n\nc\n"
    assert with_section(card, "B", "new") == "# A\n\ntext\n\n## B\n\nnew\n\n## C\n\nc\n"
    assert with_section(card, "D", "d") == card + "\n## D\n\nd\n"
    assert with_section(with_section(card, "D", "d"), "D", "d") == with_section(card, "D", "d")


@pytest.mark.parametrize("family", FILL_MASKS)
def test_the_exported_folder_opens_with_the_same_weights(training, family: str, tmp_path: Path) -> None:
    run = training(family=family)
    run.run()
    out = tmp_path / "out"
    export(run, out, "## Text\n\nmade for a test")
    model = open_model(run.family, out)
    for name, tensor in run.model.state_dict().items():
        assert torch.allclose(tensor, model.state_dict()[name], atol=1e-3, rtol=1e-3), name
    tokenizer = AutoTokenizer.from_pretrained(out)
    assert type(tokenizer) is type(run.vocabulary.tokenizer)
    assert tokenizer("the old man.")["input_ids"] == run.vocabulary.tokenizer("the old man.")["input_ids"]
    card = (out / "README.md").read_text(encoding="utf-8")
    assert "made for a test" in card
    assert f"{run.counters.tokens:,} tokens" in card
    assert "Undertrained" in card
    assert [task for task in ("next sentence", "sentence order") if f" {task} |" in card] == (
        [run.family.pair_task] if run.family.pair_task else []
    )
    manifest = json.loads((out / "manifest.json").read_text())
    assert manifest["files"]["model.safetensors"]["bytes"] == (out / "model.safetensors").stat().st_size
    counts = read_counts(out / TOKENS_FILE)
    assert list(counts) == run.vocabulary.tokens
    assert sum(counts.values()) == sum(len(text.ids) for text in run.batches.texts)


@pytest.mark.parametrize("family", ["bert", "roberta", "albert"])
def test_the_stock_pipeline_predicts_with_an_export(training, family: str, tmp_path: Path) -> None:
    run = training(family=family, tokens=600)
    run.run()
    save_weights(run.model, run.vocabulary, tmp_path / "out")
    mask = run.vocabulary.tokenizer.mask_token
    model = AutoModelForMaskedLM.from_pretrained(tmp_path / "out")
    assert len(pipeline("fill-mask", model=model, tokenizer=AutoTokenizer.from_pretrained(tmp_path / "out"))(f"The old {mask}.")) == 5


def test_words_are_counted_as_a_reader_would(vocabulary: Vocabulary, train: Split, texts: dict[str, list[Path]]) -> None:
    words = spelled_counts(list(train.values()), vocabulary.tokens, vocabulary.continues.tolist(), spell)
    documents = [d for files in texts.values() for file in files for d in read_documents(file) if not is_held_out(d, HELD_OUT_SHARE)]
    by_hand = Counter(word for d in documents for paragraph in d for word in paragraph.lower().replace(".", " .").split())
    assert words == by_hand
