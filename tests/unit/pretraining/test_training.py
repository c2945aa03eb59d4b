"""A short pretraining learns, with the expected loss and learning rate."""

import json
from collections.abc import Callable

import numpy as np
import pytest
import torch

from bertplay.errors import LossNotFinite, PretrainingError
from bertplay.pretraining.baselines import FrequencyGuesser, NeighbourGuesser, top1
from bertplay.pretraining.checkpoints import FILE
from bertplay.pretraining.config import PretrainConfig, learning_rate
from bertplay.pretraining.encoded import EncodedText
from bertplay.pretraining.families import TRAINED_BY_THE_LOOP, family_file
from bertplay.pretraining.loop import LOG
from bertplay.pretraining.model import build_model, losses
from bertplay.pretraining.positions import sinusoids
from tests.unit.pretraining.conftest import TINY, Prepared, Split, changed


def test_it_learns_the_small_text(training, train: Split) -> None:
    run = training(tokens=150_000, evaluate_every=100)
    before = run.evaluate()
    after = run.run()
    assert after["one"].loss < before["one"].loss - 1.2
    batches = run.evaluation_batches["one"]
    assert after["one"].top1 > top1(FrequencyGuesser(list(train.values())), batches) + 0.02
    log = [json.loads(line) for line in (run.folder / LOG).read_text().splitlines()]
    assert [entry["step"] for entry in log] == sorted(entry["step"] for entry in log)
    assert log[-1]["tokens"] >= 150_000


def test_a_loss_that_is_not_finite_is_an_error(training) -> None:
    run = training()
    with torch.no_grad():
        run.model.bert.embeddings.word_embeddings.weight.fill_(float("nan"))
    with pytest.raises(LossNotFinite, match="step 1"):
        run.run()
    assert not (run.folder / FILE).exists(), "weights that are no numbers are not kept"


def test_the_loss_is_that_of_the_class_itself(training) -> None:
    """Our loss at the chosen places equals the one of BertForPreTraining with labels everywhere."""
    run = training()
    batch = run.batches.training(3)
    labels = torch.full(batch.ids.shape, -100)
    labels.view(-1)[batch.chosen] = batch.targets
    run.model.eval()
    with torch.no_grad():
        words, pairs, *_ = losses(run.family, run.model, batch)
        theirs = run.model(
            input_ids=batch.ids,
            attention_mask=batch.attention,
            token_type_ids=batch.segments,
            labels=labels,
            next_sentence_label=batch.next_labels,
        )
    assert (words + pairs).item() == pytest.approx(theirs.loss.item(), abs=1e-5)


def test_the_rate_goes_up_stays_and_comes_down() -> None:
    config = PretrainConfig(tokens=100, learning_rate=1.0, warmup_share=0.1, decay_share=0.5)
    rates = [learning_rate(config, share) for share in (0.0, 0.05, 0.1, 0.4, 0.5, 0.75, 1.0)]
    assert rates == pytest.approx([0.0, 0.5, 1.0, 1.0, 1.0, 0.5, 0.0])


@pytest.mark.parametrize("spent", [{"tokens": 20_000, "seconds": 1e9}, {"tokens": 10**12, "seconds": 1.0}])
def test_of_two_budgets_the_one_that_is_used_up_first_counts(training, spent: dict[str, float]) -> None:
    run = training(**spent)
    run.run()
    assert run.progress == 1.0
    assert (run.counters.tokens >= 20_000) == (spent["tokens"] == 20_000) or run.counters.seconds >= spent["seconds"]
    with pytest.raises(PretrainingError, match="needs a budget"):
        training(tokens=0)


def test_sinusoids_by_hand() -> None:
    waves = sinusoids(3, 4)
    assert waves[0].tolist() == [0.0, 1.0, 0.0, 1.0]
    assert waves[2].tolist() == pytest.approx([np.sin(2), np.cos(2), np.sin(0.02), np.cos(0.02)], abs=1e-6)


@pytest.mark.parametrize("name", TRAINED_BY_THE_LOOP)
def test_word_vectors_become_the_word_table_that_predictions_are_scored_with(name: str, prepared: Callable[[str], Prepared]) -> None:
    family, vocabulary = family_file(name), prepared(name).vocabulary
    config = changed(TINY, vocabulary=vocabulary.size, family=name)
    shape = family.tables(family.build(config, vocabulary))[0].shape
    vectors = np.random.default_rng(0).standard_normal(shape).astype(np.float32)
    model = build_model(family, config, vocabulary, vectors)
    assert torch.allclose(family.tables(model)[0], torch.from_numpy(vectors) * TINY.word_deviation)
    assert sum(p.shape == shape for p in model.parameters()) == 1, "the head has no table of its own"


def test_neighbours_vote_by_hand() -> None:
    text = EncodedText(np.array([5, 6, 7, 5, 6, 7, 5, 8, 7, 9], np.uint16), np.array([0, 10]), np.array([0, 1]))
    guesser = NeighbourGuesser([text], 10)
    left, right = np.array([5, 5, 3]), np.array([7, 9, 3])
    assert guesser.guess(left, right).tolist() == [6, 6, 5]  # between 5 and 7; only after 5; never seen


@pytest.mark.parametrize(
    "wrong",
    [
        {"tokens": 0},
        {"seconds": -5.0},
        {"heads": 3},
        {"lengths": (4, 32)},
        {"mask_rate": 1.5},
        {"domain_shares": (0.5, 0.6)},
    ],
)
def test_settings_that_cannot_be_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(PretrainingError):
        changed(TINY, **wrong)
