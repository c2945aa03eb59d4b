"""Masked words of exported models: predictions against an independent computation, and the texts themselves."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from bertplay.models.bundled_models import BUNDLED_FOLDER
from bertplay.pretraining.comparison import (
    BEGIN,
    END,
    LONGEST,
    between_marks,
    digest,
    everyday_texts,
    held_out_texts,
    minimal_pairs,
    preferences,
    store_figures,
    stored_figures,
    table,
    trained_on,
    word_figures,
)
from bertplay.pretraining.exported import ExportedModel, MaskedText, MaskedWord, pseudo_loss
from bertplay.pretraining.families import FILL_MASKS, family_file
from bertplay.pretraining.model import build_model
from tests.unit.pretraining.conftest import TINY, Prepared, changed

TEXT = "The old man looked at the river."


@pytest.fixture
def exported(prepared: Callable[[str], Prepared]) -> Callable[[str], ExportedModel]:
    def make(name: str) -> ExportedModel:
        family, vocabulary = family_file(name), prepared(name).vocabulary
        config = changed(TINY, family=name, vocabulary=vocabulary.size, max_tokens=32)
        return ExportedModel(family, build_model(family, config, vocabulary, None).eval(), vocabulary, 32)

    return make


@torch.inference_mode()
def test_the_loss_of_a_word_is_the_sum_over_its_tokens_by_hand(exported: Callable[[str], ExportedModel]) -> None:
    bert = exported("bert")
    tokenizer = bert.vocabulary.tokenizer
    encoded = tokenizer(TEXT, return_offsets_mapping=True, return_tensors="pt")
    places = [i for i, (s, e) in enumerate(encoded["offset_mapping"][0].tolist()) if s < 18 and e > 12]  # "looked"
    targets = encoded["input_ids"][0, places]
    hidden = encoded["input_ids"].clone()
    hidden[0, places] = tokenizer.mask_token_id
    log_probabilities = bert.model(input_ids=hidden, attention_mask=encoded["attention_mask"]).prediction_logits[0, places].log_softmax(-1)
    by_hand = -float(log_probabilities.gather(1, targets[:, None]).sum())
    ((answer,),) = bert.predict([MaskedText(TEXT, ((12, 18),))])
    assert answer.loss == pytest.approx(by_hand, abs=1e-4)
    assert answer.tokens == len(places)
    ranks = (log_probabilities > log_probabilities.gather(1, targets[:, None])).sum(1)
    assert answer.rank == int(ranks.max())


@pytest.mark.parametrize("name", FILL_MASKS)
def test_every_family_answers_for_every_word_alone_as_in_company(name: str, exported: Callable[[str], ExportedModel]) -> None:
    model = exported(name)
    questions = [MaskedText(TEXT, ((4, 7), (26, 31))), MaskedText("A dog.", ((2, 5),)), MaskedText(TEXT, ((0, 3),))]
    together = list(model.predict(questions))
    assert [len(some) for some in together] == [2, 1, 1]
    alone = [answer for question in questions for answer in model.predict([question])]
    for some, others in zip(together, alone, strict=True):
        for a, b in zip(some, others, strict=True):
            assert a.loss == pytest.approx(b.loss, abs=1e-3)
            assert 0 < a.loss < 60


@pytest.mark.parametrize("name", ["xlnet", "bilstm"])
@torch.inference_mode()
def test_no_prediction_sees_its_answer(name: str, prepared: Callable[[str], Prepared], exported: Callable[[str], ExportedModel]) -> None:
    """Families whose input holds the tokens they predict: another token in its place does not change the prediction there."""
    from tests.unit.pretraining.test_batches import maker

    given, model = prepared(name), exported(name)
    batch = maker(name, given).training(0)
    scores = model.family.scores(model.model, batch).words
    turn = batch.order.flatten()[batch.chosen]
    last = int(turn.argmax())  # seen by none that is predicted at the same step or before
    ids = batch.ids.clone()
    place = int(batch.chosen[last])
    ids.view(-1)[place] = 5 if ids.view(-1)[place] != 5 else 6
    again = model.family.scores(model.model, replace(batch, ids=ids)).words
    torch.testing.assert_close(again[last], scores[last], atol=1e-5, rtol=1e-5)
    if name == "bilstm":
        assert not torch.allclose(again, scores), "its neighbours do see it"


def test_a_sentence_is_preferred_for_what_its_words_cost(exported: Callable[[str], ExportedModel]) -> None:
    bert = exported("bert")
    pairs = {"kind": [("The old man ran.", "The old man dog."), ("My sister looked.", "My looked sister.")]}
    losses = pseudo_loss(bert, [s for pair in pairs["kind"] for s in pair])
    share = np.mean([losses[0] < losses[1], losses[2] < losses[3]])
    assert preferences(bert, pairs) == {"kind": share}


def test_the_minimal_pairs_are_twenty_kinds_of_twenty() -> None:
    kinds = minimal_pairs()
    assert [len(pairs) for pairs in kinds.values()] == [20] * 20
    everything = [pair for pairs in kinds.values() for pair in pairs]
    assert len(set(everything)) == 400
    assert all(good != bad and "[" not in good + bad for good, bad in everything)


def test_the_everyday_sentences_mask_one_word_each() -> None:
    questions = everyday_texts()
    assert len({q.text for q in questions}) == 50
    assert [q.text[slice(*q.masked[0])] for q in questions[:3]] == ["water", "door", "garden"]
    assert all(q.text[slice(*q.masked[0])].isalpha() and "{" not in q.text for q in questions)


def test_held_out_texts_mask_whole_words_of_held_out_text(texts: dict[str, list[Path]]) -> None:
    questions = held_out_texts(texts, "one")
    assert questions == held_out_texts(texts, "one")
    for q in questions:
        assert len(q.text) <= LONGEST
        assert all(q.text[s:e].isalpha() and not q.text[e : e + 1].isalpha() for s, e in q.masked)


def test_figures_of_answers_by_hand() -> None:
    class Fixed:
        def predict(self, questions: object) -> list[list[MaskedWord]]:
            return [[MaskedWord(1.0, 0, 1), MaskedWord(2.0, 4, 2)], [MaskedWord(6.0, 5, 1)]]

    expected = {"loss": 3.0, "top1": 0.3333, "top5": 0.6667, "words": 3}
    assert word_figures(Fixed(), []) == expected  # type: ignore[arg-type]


def test_the_table_has_a_column_for_each_model_and_is_between_its_marks(tmp_path: Path) -> None:
    figures = {"bytes": 1000, "parameters": 500, "tokens": 12, "minutes": 3, "trained_on": "one core"}
    rows = table({"word2vec": figures, "other": figures}, ["one"]).splitlines()
    assert rows[0] == "|  | word2vec | other |"
    assert {row.count("|") for row in rows} == {4}
    file = tmp_path / "models.md"
    file.write_text(f"before\n{BEGIN}\nold\n{END}\nafter\n", encoding="utf-8")
    between_marks(file, "new")
    between_marks(file, "newer")
    assert file.read_text("utf-8") == f"before\n{BEGIN}\nnewer\n{END}\nafter\n"


def test_figures_are_reused_as_long_as_the_weights_are_the_same(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("# A model\n", encoding="utf-8")
    (tmp_path / "model.safetensors").write_bytes(b"some weights")
    assert stored_figures(tmp_path) is None
    figures = {"bytes": 12, "parameters": 3, "tokens": 12, "minutes": 3, "trained_on": "one core", "weights": digest(tmp_path)}
    store_figures(tmp_path, figures, ["one"])
    assert stored_figures(tmp_path) == figures
    assert "| trained on | one core |" in (tmp_path / "README.md").read_text("utf-8")
    (tmp_path / "model.safetensors").write_bytes(b"other weights")
    assert stored_figures(tmp_path) is None


def test_a_training_that_moved_names_each_machine_once() -> None:
    stages = [{"machine": "2 cores of A (torch 1)"}, {"machine": "2 cores of B (torch 1)"}, {"machine": "2 cores of B (torch 2)"}]
    assert trained_on({"stages": stages}) == "2 cores of A, then 2 cores of B"
    assert trained_on({"machine": "one GPU", "stages": [{"from_step": 0}]}) == "one GPU"


def test_the_table_of_the_docs_is_what_was_measured_of_these_weights() -> None:
    folders = sorted(file.parent for file in BUNDLED_FOLDER.glob("*/model.safetensors"))
    figures = {folder.name: stored_figures(folder) for folder in folders}
    assert None not in figures.values(), "run bertplay.pretraining.comparison with --write docs/models.md --cards"
    written = (BUNDLED_FOLDER.parents[2] / "docs" / "models.md").read_text(encoding="utf-8")
    assert table(figures, ["encyclopedia", "everyday"]) in written  # type: ignore[arg-type]
