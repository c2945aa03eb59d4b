"""Starting from an existing encoder: its missing heads, the vectors that stay, the learning rates; nothing else changes."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from transformers import BertForPreTraining, BertModel

from bertplay.errors import CannotResume, PretrainingError
from bertplay.pretraining.__main__ import main
from bertplay.pretraining.config import PretrainConfig
from bertplay.pretraining.families import family_file
from bertplay.pretraining.loop import Pretraining
from bertplay.pretraining.masked_loss import masked_cross_entropy
from bertplay.pretraining.model import losses, vector_distance
from bertplay.pretraining.optimizers import rate_scale
from bertplay.pretraining.starting import config_of_folder, open_with_heads, start_from, take_tokenizer
from bertplay.pretraining.workers import Workers
from tests.tiny import save_distilbert
from tests.unit.pretraining.conftest import TINY, Prepared, changed, resumed, weights

FAMILY = family_file("bert")


@pytest.fixture
def encoder(prepared: Callable[[str], Prepared], work: Path, tmp_path: Path) -> Path:
    """A BERT of two layers without heads, and its tokenizer, as somebody might have published it."""
    vocabulary = prepared("bert").vocabulary
    folder = tmp_path / "encoder"
    torch.manual_seed(3)
    config = changed(TINY, layers=2, max_tokens=128, vocabulary=vocabulary.size)
    BertModel(FAMILY.build(config, vocabulary).config).save_pretrained(folder)
    vocabulary.tokenizer.save_pretrained(folder)
    return folder


@pytest.fixture
def training(prepared: Callable[[str], Prepared], encoder: Path, tmp_path: Path):
    def make(folder: str = "run", **changes: object) -> Pretraining:
        vocabulary, train, held_out = prepared("bert")
        config = config_of_folder(encoder, changed(TINY, keep_vectors=5.0, layer_decay=0.8, head_rate=3.0, **changes))
        start = start_from(encoder, config)
        return Pretraining(config, train, held_out, vocabulary, start, tmp_path / folder, torch.device("cpu"))

    return make


def test_the_heads_that_are_missing_are_added(encoder: Path) -> None:
    model, missing = open_with_heads(FAMILY, encoder)
    head = model.cls.predictions
    assert torch.equal(head.transform.dense.weight, torch.eye(32))
    assert not head.transform.dense.bias.any()
    assert not head.bias.any()
    assert head.decoder.weight is model.bert.embeddings.word_embeddings.weight, "the decoder is the word table"
    assert "cls.predictions.transform.dense.weight" in missing
    theirs = BertModel.from_pretrained(encoder).state_dict()
    assert all(torch.equal(weight, model.bert.state_dict()[name]) for name, weight in theirs.items())


def test_heads_that_are_there_stay(encoder: Path, tmp_path: Path) -> None:
    model, _ = open_with_heads(FAMILY, encoder)
    torch.nn.init.normal_(model.cls.predictions.transform.dense.weight)
    model.save_pretrained(tmp_path / "whole")
    again, missing = open_with_heads(FAMILY, tmp_path / "whole")
    assert missing == []
    assert all(torch.equal(weight, again.state_dict()[name]) for name, weight in model.state_dict().items())


def test_what_is_no_bert_is_refused(tmp_path: Path) -> None:
    for folder in (tmp_path / "nothing", save_distilbert(tmp_path / "distilbert")):
        with pytest.raises(CannotResume, match="cannot start from this folder"):
            config_of_folder(folder, TINY)


def test_the_shape_is_that_of_the_folder(encoder: Path) -> None:
    config = config_of_folder(encoder, changed(TINY, layers=7, hidden=64))
    assert (config.layers, config.hidden, config.heads) == (2, 32, 2)
    with pytest.raises(CannotResume, match="fewer positions"):
        config_of_folder(encoder, changed(TINY, max_tokens=512))


def test_settings_of_cutting_and_padding_stay_behind(encoder: Path, tmp_path: Path) -> None:
    """Published tokenizers often have a fixed length in their file, which would pad every sentence of the text."""
    file = encoder / "tokenizer.json"
    stored = json.loads(file.read_text())
    stored["truncation"] = {"max_length": 4, "strategy": "LongestFirst", "stride": 0, "direction": "Right"}
    file.write_text(json.dumps(stored))
    take_tokenizer(encoder, tmp_path / "encoded", 32)
    assert json.loads((tmp_path / "encoded" / "tokenizer.json").read_text())["truncation"] is None


def test_vectors_are_where_they_were_before_the_first_step(training) -> None:
    """On unmasked rows; masking moves them, and training is what brings them back."""
    run = training()
    batch = run.batches.training(0)
    run.model.eval()
    with torch.no_grad():
        unmasked = replace(batch, ids=batch.unmasked())
        hidden = FAMILY.scores(run.model, unmasked).hidden
        assert vector_distance(hidden, run.reference.float(), unmasked).item() == pytest.approx(0.0, abs=1e-4)  # it is rounded to bfloat16
        assert losses(FAMILY, run.model, batch, run.reference.float()).vectors > 1e-3


def test_the_vectors_are_kept(training) -> None:
    """With the loss the trained encoder is nearer to the one it started from than without."""
    distances = []
    for weight in (5.0, 0.0):
        run = training(str(weight), tokens=40_000)
        run.config = replace(run.config, keep_vectors=weight)
        run.run()
        batch = run.batches.training(10_000)
        unmasked = replace(batch, ids=batch.unmasked())
        with torch.no_grad():
            hidden = FAMILY.scores(run.model, unmasked).hidden
            distances.append(vector_distance(hidden, run.reference.float(), unmasked).item())
    assert distances[0] < 0.5 * distances[1]


@pytest.mark.parametrize("bfloat16_weights", [False, True])
def test_resumed_in_the_middle_it_ends_with_the_same_weights(training, bfloat16_weights: bool) -> None:
    whole = training("whole", bfloat16_weights=bfloat16_weights)
    whole.run()
    second = resumed(training, bfloat16_weights=bfloat16_weights)
    for name, tensor in weights(whole).items():
        assert torch.equal(tensor, weights(second)[name]), name


def test_rates_by_hand() -> None:
    config = PretrainConfig(tokens=1, layers=6, layer_decay=0.5, head_rate=3.0)
    names = {
        "cls.predictions.bias": 3.0,
        "bert.pooler.dense.weight": 3.0,
        "bert.encoder.layer.5.output.dense.weight": 1.0,
        "bert.encoder.layer.3.output.dense.weight": 0.25,
        "bert.embeddings.word_embeddings.weight": 0.5**6,
    }
    assert {name: rate_scale(name, config) for name in names} == names
    assert {rate_scale(name, PretrainConfig(tokens=1)) for name in names} == {1.0}
    with pytest.raises(PretrainingError, match="out of range"):
        PretrainConfig(tokens=1, layer_decay=1.5)


@pytest.mark.parametrize(("dtype", "tolerance"), [(torch.float32, 1e-6), (torch.bfloat16, 1e-2)])
def test_the_loss_over_a_large_vocabulary_is_cross_entropy(dtype: torch.dtype, tolerance: float) -> None:
    torch.manual_seed(0)
    ours = torch.randn(70, 50, dtype=dtype, requires_grad=True)
    theirs = ours.detach().clone().float().requires_grad_()
    targets = torch.randint(50, (70,))
    loss, reference = masked_cross_entropy(ours, targets), torch.nn.functional.cross_entropy(theirs, targets)
    (3 * loss).backward()
    (3 * reference).backward()
    assert loss.item() == pytest.approx(reference.item(), rel=1e-5)
    torch.testing.assert_close(ours.grad.float(), theirs.grad, atol=tolerance, rtol=tolerance)


def test_several_workers_compute_the_gradient_of_one(training) -> None:
    run = training()
    run.reference = run.reference.float()
    run.dtype = torch.float32
    batch = run.batches.training(0)
    alone = run._backward(run.model, batch, batch)
    expected = [parameter.grad.clone() for parameter in run.model.parameters()]
    run.model.zero_grad()
    together = Workers(run.model, 3, torch.float32).gradients(batch, run._backward)
    torch.testing.assert_close(together, alone)
    for gradient, parameter in zip(expected, run.model.parameters(), strict=True):
        torch.testing.assert_close(parameter.grad, gradient, atol=1e-6, rtol=1e-4)


def test_the_command_starts_from_a_folder_and_its_card_says_so(
    texts: dict[str, list[Path]], encoder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = tmp_path / "lines.txt"
    lines.write_text("\n".join(f"The old man walked to the river {i}." for i in range(400)), encoding="utf-8")
    arguments = ["--work", str(tmp_path / "work"), "--out", str(tmp_path / "out"), "--text", f"one={texts['one'][0]}"]
    arguments += ["--text", f"lines={lines}", "--unrelated", "lines", "--start-from", str(encoder), "--keep-vectors", "5"]
    arguments += ["--tokens", "2000", "--tokens-per-step", "512", "--length-shares", "0.5", "0.3", "0.2", "--workers", "2"]
    assert main([*arguments, "--bfloat16-weights", "--layer-decay", "0.9", "--head-rate", "2"]) == 0, capsys.readouterr().err
    model = BertForPreTraining.from_pretrained(tmp_path / "out")
    assert (model.config.num_hidden_layers, model.config.max_position_embeddings) == (2, 128)
    card = (tmp_path / "out" / "README.md").read_text(encoding="utf-8")
    assert "It started from `encoder` (SHA-256 of its weights" in " ".join(card.split()).replace("it started", "It started")
    assert "weight 5" in card
    record = json.loads((tmp_path / "out" / "pretraining.json").read_text())
    assert record["stages"][0]["started_from"]["heads_added"] is True
    assert record["stages"][0]["config"]["unrelated"] == ["lines"]
