"""ELECTRA: the generator replaces tokens, the discriminator detects them, and the exported folder is the discriminator."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
import torch
from transformers import BertForPreTraining, BertModel, ElectraForPreTraining

from bertplay.errors import CannotResume, PretrainingError
from bertplay.pretraining.export import export
from bertplay.pretraining.exported import ExportedModel
from bertplay.pretraining.families import family_file
from bertplay.pretraining.families.electra import drawn_from, scores, seed_of
from bertplay.pretraining.loop import Pretraining
from bertplay.pretraining.model import losses
from bertplay.pretraining.starting import config_of_folder, start_from
from tests.unit.pretraining.conftest import TINY, Prepared, changed, resumed, weights


def test_both_losses_are_those_of_the_classes_themselves(training: Callable[..., object]) -> None:
    """The generator's is that of ElectraForMaskedLM; the discriminator's that of ElectraForPreTraining on the tokens that were drawn."""
    run = training(family="electra")
    batch, model = run.batches.training(3), run.model.eval()
    labels = torch.full(batch.ids.shape, -100)
    labels.view(-1)[batch.chosen] = batch.targets
    with torch.no_grad():
        found = losses(run.family, model, batch)
        generated = model.generator(input_ids=batch.ids, attention_mask=batch.attention, token_type_ids=batch.segments, labels=labels)
        ids = batch.ids.clone()
        ids.view(-1)[batch.chosen] = drawn_from(generated.logits.view(-1, generated.logits.shape[-1])[batch.chosen], seed_of(batch))
        told = model.discriminator(
            input_ids=ids,
            attention_mask=batch.attention,
            token_type_ids=batch.segments,
            labels=(ids != batch.unmasked()).long(),
        )
    assert found.words.item() == pytest.approx(generated.loss.item(), abs=1e-5)
    assert found.replaced.item() == pytest.approx(told.loss.item(), abs=1e-5)
    assert found.pairs.item() == 0


def test_what_is_drawn_follows_the_predictions() -> None:
    chances = torch.tensor([0.6, 0.3, 0.1, 0.0])
    drawn = drawn_from(chances.log().expand(20_000, 4), 0)
    assert torch.bincount(drawn, minlength=4) / 20_000 == pytest.approx(chances, abs=0.02)


def test_a_token_drawn_right_is_not_replaced(training: Callable[..., object]) -> None:
    run = training(family="electra")
    batch = run.batches.training(0)
    replaced = scores(run.model, batch).replaced
    assert len(replaced.labels) == batch.tokens
    assert 0 < int(replaced.labels.sum()) <= len(batch.chosen)
    with torch.no_grad():  # a generator that is always right
        run.model.generator.generator_lm_head.bias.copy_(torch.full_like(run.model.generator.generator_lm_head.bias, -1e9))
        run.model.generator.generator_lm_head.bias[batch.targets[0]] = 1e9
    same = batch.targets == batch.targets[0]
    assert int(scores(run.model, batch).replaced.labels.sum()) == len(batch.chosen) - int(same.sum())


def test_it_learns_to_tell_and_is_opened_as_a_discriminator(training: Callable[..., object], tmp_path: Path) -> None:
    run = training(family="electra", tokens=250_000, evaluate_every=10_000)
    run.run()
    batch = run.batches.training(0)
    with torch.no_grad():
        replaced = scores(run.model.eval(), batch).replaced
        share = replaced.labels.float().mean()
        by_share = -(share * share.log() + (1 - share) * (1 - share).log())
        assert losses(run.family, run.model, batch).replaced < by_share, "better than knowing how many tokens are replaced"
    out = tmp_path / "out"
    export(run, out, "## Text")
    figures = json.loads((out / "figures.json").read_text())["one"]
    assert figures["found"] > figures["false_alarms"]
    stored = ElectraForPreTraining.from_pretrained(out, dtype=torch.float32)
    for name, tensor in run.model.discriminator.state_dict().items():
        assert torch.allclose(tensor, stored.state_dict()[name], atol=2e-3, rtol=1e-3), name
    assert 0.5 < figures["auc"] <= 1
    card = (out / "README.md").read_text(encoding="utf-8")
    assert "replaced tokens found" in card
    assert "fill-mask" not in card
    with pytest.raises(PretrainingError, match="fills no masks"):
        ExportedModel.open(out, "electra")


@pytest.fixture
def started(prepared: Callable[[str], Prepared], tmp_path: Path) -> Callable[..., Pretraining]:
    """An ELECTRA whose discriminator has the lowest of two layers of a BERT, which is its generator as well."""
    vocabulary, train, held_out = prepared("bert")
    bert = tmp_path / "bert"
    config = changed(TINY, layers=2, max_tokens=64, vocabulary=vocabulary.size)
    torch.manual_seed(3)
    family_file("bert").build(config, vocabulary).save_pretrained(bert)
    vocabulary.tokenizer.save_pretrained(bert)

    def make(folder: str = "run", **changes: object) -> Pretraining:
        settings = config_of_folder(bert, changed(TINY, **{"family": "electra", "layers": 1} | changes))
        start = start_from(bert, settings)
        return Pretraining(settings, train, held_out, vocabulary, start, tmp_path / folder, torch.device("cpu"))

    return make


def test_started_from_a_bert_both_halves_compute_what_it_computes(started: Callable[..., Pretraining], tmp_path: Path) -> None:
    """The generator its predictions, the discriminator the hidden states after the layers that are kept."""
    run, bert = started(), BertForPreTraining.from_pretrained(tmp_path / "bert", dtype=torch.float32).eval()
    batch, model = run.batches.training(0), run.model.eval()
    seen = {"input_ids": batch.ids, "attention_mask": batch.attention, "token_type_ids": batch.segments}
    with torch.no_grad():
        theirs = bert(**seen, output_hidden_states=True)
        torch.testing.assert_close(model.generator(**seen).logits, theirs.prediction_logits, atol=1e-4, rtol=1e-4)
        torch.testing.assert_close(model.discriminator.electra(**seen).last_hidden_state, theirs.hidden_states[1], atol=1e-5, rtol=1e-5)


@pytest.mark.parametrize("bfloat16_weights", [False, True])
def test_only_the_discriminator_learns_and_it_resumes(started: Callable[..., Pretraining], bfloat16_weights: bool) -> None:
    whole = started("whole", bfloat16_weights=bfloat16_weights)
    before = weights(whole)
    whole.run()
    second = resumed(started, bfloat16_weights=bfloat16_weights)
    for name, tensor in weights(whole).items():
        assert torch.equal(tensor, weights(second)[name]), name
        assert torch.equal(tensor, before[name]) == name.startswith("generator."), name


def test_its_card_says_what_it_started_from(started: Callable[..., Pretraining], tmp_path: Path) -> None:
    run = started(tokens=1000)
    run.run()
    export(run, tmp_path / "out", "## Text")
    card = " ".join((tmp_path / "out" / "README.md").read_text(encoding="utf-8").split())
    assert "it started from `bert` (SHA-256" in card
    assert "lowest 1 layers; the head is new. The generator is `bert`" in card
    assert ElectraForPreTraining.from_pretrained(tmp_path / "out").config.num_hidden_layers == 1


def test_what_it_cannot_start_from_is_refused(started: Callable[..., Pretraining], tmp_path: Path) -> None:
    with pytest.raises(CannotResume, match="fewer layers"):
        started(layers=3)
    with pytest.raises(PretrainingError, match="keeps no vectors"):
        started(keep_vectors=1.0)
    config, bert, other = started().config, tmp_path / "bert", tmp_path / "other"
    BertModel.from_pretrained(bert).save_pretrained(other)
    for file in ("tokenizer.json", "tokenizer_config.json"):
        (other / file).write_bytes((bert / file).read_bytes())
    with pytest.raises(CannotResume, match="cannot predict masked tokens"):
        start_from(bert, config, generator=other)
    BertForPreTraining.from_pretrained(bert).save_pretrained(other)
    (other / "tokenizer.json").write_text((bert / "tokenizer.json").read_text().replace('"the"', '"thé"'))
    with pytest.raises(CannotResume, match="another vocabulary"):
        start_from(bert, config, generator=other)
