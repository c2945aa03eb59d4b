"""ELECTRA: the generator replaces, the discriminator tells where, and the folder that is left is the discriminator."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
import torch
from transformers import ElectraForPreTraining

from bertplay.errors import PretrainingError
from bertplay.pretraining.export import export
from bertplay.pretraining.exported import ExportedModel
from bertplay.pretraining.families.electra import drawn_from, scores, seed_of
from bertplay.pretraining.model import losses


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
    card = (out / "README.md").read_text(encoding="utf-8")
    assert "replaced tokens found" in card
    assert "fill-mask" not in card
    with pytest.raises(PretrainingError, match="fills no masks"):
        ExportedModel.open(out, "electra")
