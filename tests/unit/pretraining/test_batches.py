"""Objectives: masking counted on 100,000 tokens, pairs and orders checked against their text."""

from collections.abc import Callable

import numpy as np
import pytest
import torch

from bertplay.errors import PretrainingError
from bertplay.pretraining.batches import Batch, BatchMaker, in_groups, with_special_tokens
from bertplay.pretraining.config import PretrainConfig
from bertplay.pretraining.encoded import EncodedText
from bertplay.pretraining.families import TRAINED_BY_THE_LOOP, family_file
from bertplay.pretraining.objectives.full_sentences import full_sentences
from bertplay.pretraining.objectives.masked_words import ALL_MASKED, MaskingRule, choose, mask
from bertplay.pretraining.objectives.next_sentence import IS_NEXT, NO_PAIR, NOT_NEXT, Segments, one_segment, segment_pair
from bertplay.pretraining.objectives.permutation import draw_order, permutation_mask, target_mapping
from bertplay.pretraining.objectives.sentence_order import IN_ORDER, SWAPPED, ordered_pair
from bertplay.pretraining.objectives.skip_gram import sentences_of_words, words_of
from bertplay.pretraining.prefetch import batches_from
from bertplay.pretraining.vocabularies import Vocabulary
from tests.unit.pretraining.conftest import Prepared

SIZE = 5000
NUMBERS = Vocabulary(None, np.zeros(SIZE, dtype=bool), pad=0, cls=2, sep=3, mask=4, ordinary=5)
MASKING = [name for name in TRAINED_BY_THE_LOOP if name != "xlnet"]


@pytest.mark.parametrize("name", MASKING)
def test_fifteen_percent_are_chosen_and_meet_80_10_10(name: str) -> None:
    """On 100,000 tokens, as each family that hides tokens does it; what it asks is what was chosen, or everything."""
    family, rng = family_file(name), np.random.default_rng(0)
    ids = rng.integers(NUMBERS.ordinary, SIZE, size=(1000, 100))
    chosen = choose(ids, NUMBERS, MaskingRule(), rng)
    hidden = family.as_input(ids, chosen, NUMBERS, MaskingRule(), rng)
    assert chosen.mean() == pytest.approx(0.15, abs=0.01)
    assert (hidden[chosen] == NUMBERS.mask).mean() == pytest.approx(0.8, abs=0.01)
    assert (hidden[chosen] == ids[chosen]).mean() == pytest.approx(0.1, abs=0.01)
    assert ((hidden[chosen] != NUMBERS.mask) & (hidden[chosen] != ids[chosen])).mean() == pytest.approx(0.1, abs=0.01)
    assert (hidden[~chosen] == ids[~chosen]).all()
    assert (hidden[hidden != NUMBERS.mask] >= NUMBERS.ordinary).all()
    assert (family.to_predict(ids, chosen, NUMBERS) == (np.ones_like(chosen) if name == "bilstm" else chosen)).all()


def test_special_tokens_are_never_chosen_and_an_examination_hides_all() -> None:
    rng = np.random.default_rng(0)
    ids = rng.integers(0, 10, size=(200, 50))
    rule = MaskingRule(rate=0.999)
    assert not choose(ids, NUMBERS, rule, rng)[ids < NUMBERS.ordinary].any()
    chosen = choose(ids, NUMBERS, rule, rng)
    assert (mask(ids, chosen, NUMBERS, ALL_MASKED, rng)[chosen] == NUMBERS.mask).all()


def _numbered_text() -> EncodedText:
    """Every token is unlike every other: 40 documents of 10 sentences of 5 tokens, numbered from 10."""
    return EncodedText(np.arange(10, 2010, dtype=np.uint16), np.arange(0, 2001, 5), np.arange(0, 401, 10))


def test_pairs_continue_or_come_from_another_document_half_and_half() -> None:
    text, rng = _numbered_text(), np.random.default_rng(0)
    document_of = lambda token: (int(token) - 10) // 50  # noqa: E731 - one line says it best
    rows = [segment_pair(text, int(rng.integers(400)), 45, rng) for _ in range(4000)]
    assert np.mean([row.label == IS_NEXT for row in rows]) == pytest.approx(0.5, abs=0.03)
    for row in rows:
        assert len(row.first) + len(row.second) <= 45
        assert len(row.first) > 0
        assert len(row.second) > 0
        assert (int(row.second[0]) - 10) % 5 == 0, "the second segment begins with a sentence"
        assert (int(row.first[-1]) - 10) % 5 == 4, "the first segment ends with a sentence"
        if row.label == IS_NEXT:
            assert row.second[0] == row.first[-1] + 1
        else:
            assert row.label == NOT_NEXT
            assert document_of(row.second[0]) != document_of(row.first[0])


def test_a_row_of_one_segment_has_no_pair() -> None:
    row = one_segment(_numbered_text(), 3, 30, np.random.default_rng(0))
    assert row.label == NO_PAIR
    assert len(row.second) == 0
    assert row.first[0] == 10 + 15


def test_an_order_stays_or_is_swapped_half_and_half() -> None:
    text, rng = _numbered_text(), np.random.default_rng(0)
    rows = [ordered_pair(text, int(rng.integers(400)), 45, rng) for _ in range(4000)]
    assert np.mean([row.label == IN_ORDER for row in rows if row.label != NO_PAIR]) == pytest.approx(0.5, abs=0.03)
    assert np.mean([row.label == NO_PAIR for row in rows]) < 0.2
    for row in rows:
        if row.label == NO_PAIR:
            continue
        assert row.label in (IN_ORDER, SWAPPED)
        first, second = (row.first, row.second) if row.label == IN_ORDER else (row.second, row.first)
        assert second[0] == first[-1] + 1, "the two stood side by side"
        assert (int(first[-1]) - 10) // 50 == (int(second[0]) - 10) // 50, "in one document"
        for segment in (first, second):
            assert (int(segment[0]) - 10) % 5 == 0, "each begins with a sentence"
            assert (int(segment[-1]) - 10) % 5 == 4, "and ends with one: no cut tells which stood second"


def test_full_sentences_run_on_over_the_end_of_a_document() -> None:
    text, rng = _numbered_text(), np.random.default_rng(0)
    row = full_sentences(text, 8, 30, 0.0, rng)
    assert row.first.tolist() == list(range(50, 80))
    assert row.label == NO_PAIR
    alone = full_sentences(text, 8, 30, 1.0, rng)
    assert alone.first.tolist() == list(range(50, 55))


def test_permutation_masks_against_a_loop_by_hand() -> None:
    rng = np.random.default_rng(0)
    chosen = rng.random((6, 12)) < 0.4
    order = draw_order(chosen, rng)
    for row, picked in zip(order, chosen, strict=True):
        assert sorted(row[picked]) == list(range(1, int(picked.sum()) + 1))
        assert (row[~picked] == 0).all()
    masks = permutation_mask(torch.from_numpy(order)).numpy()
    for row in range(6):
        for looking in range(12):
            for seen in range(12):
                if not chosen[row, seen]:
                    hidden = False  # what is given is given to all
                elif not chosen[row, looking]:
                    hidden = True
                else:
                    hidden = order[row, seen] >= order[row, looking]  # guessed later, or the token itself
                assert masks[row, looking, seen] == hidden


def test_when_evaluated_no_prediction_knows_another() -> None:
    chosen = np.array([[True, False, True, True]])
    masks = permutation_mask(torch.from_numpy(chosen.astype(np.int64)))
    assert masks[0].tolist() == [[1, 0, 1, 1]] * 4


def test_targets_are_mapped_in_reading_order() -> None:
    chosen = torch.tensor([[False, True, False, True], [True, False, False, False]])
    mapping, exists = target_mapping(chosen)
    assert mapping.tolist() == [[[0, 1, 0, 0], [0, 0, 0, 1]], [[1, 0, 0, 0], [0, 0, 0, 0]]]
    assert exists.tolist() == [[True, True], [True, False]]


def test_words_are_put_together_until_the_budget_is_read() -> None:
    assert words_of([1, 2, 3], [False, False, True, False], ["", "un", "able", "to"]) == ["unable", "to"]
    spelled = [str(i) for i in range(2100)]
    sentences = list(sentences_of_words([_numbered_text()], [False] * 2100, spelled, first=0, budget=500))
    assert sentences[0] == ["10", "11", "12", "13", "14"]
    assert sum(map(len, sentences)) == 500
    assert len({words[0] for words in sentences}) == len(sentences), "no sentence twice"


def test_rows_get_their_special_tokens_by_hand() -> None:
    pair = Segments(np.array([10, 11], np.uint16), np.array([12], np.uint16), IS_NEXT)
    single = Segments(np.array([13], np.uint16), np.array([], np.uint16), NO_PAIR)
    ids, segments = with_special_tokens([pair, single], NUMBERS)
    assert ids.tolist() == [[2, 10, 11, 3, 12, 3], [2, 13, 3, 0, 0, 0]]
    assert segments.tolist() == [[0, 0, 0, 0, 1, 1], [0, 0, 0, 0, 0, 0]]


def test_xlnet_puts_its_special_tokens_last_by_hand() -> None:
    rows = [Segments(np.array([10, 11], np.uint16), np.array([], np.uint16), NO_PAIR)]
    rows.append(Segments(np.array([12], np.uint16), np.array([], np.uint16), NO_PAIR))
    ids, segments = family_file("xlnet").with_special_tokens(rows, NUMBERS)
    assert ids.tolist() == [[10, 11, 3, 2], [12, 3, 2, 0]]
    assert segments.tolist() == [[0, 0, 0, 2], [0, 0, 2, 0]]


def maker(name: str, given: Prepared, seed: int = 0) -> BatchMaker:
    config = PretrainConfig(family=name, tokens=1, vocabulary=given.vocabulary.size, max_tokens=128, seed=seed)
    return BatchMaker(given.train, config, family_file(name), given.vocabulary)


@pytest.mark.parametrize("name", TRAINED_BY_THE_LOOP)
def test_a_batch_depends_on_seed_and_step_alone(name: str, prepared: Callable[[str], Prepared]) -> None:
    given = prepared(name)
    first, again = maker(name, given).training(7), maker(name, given).training(7)
    assert all(getattr(first, field).equal(getattr(again, field)) for field in first.__slots__)
    assert not maker(name, given).training(8).ids.equal(first.ids)
    assert not maker(name, given, seed=1).training(7).ids.equal(first.ids)


def test_rows_come_from_the_domains_in_the_shares_asked_for() -> None:
    """Two domains of different numbers: a row's tokens say which one it comes from."""
    low, high = _numbered_text(), _numbered_text()
    high = EncodedText(high.ids + np.uint16(2500), high.sentences, high.documents)

    def from_high(**changes: object) -> list[float]:
        config = PretrainConfig.from_json(
            {"tokens": 1, "vocabulary": SIZE, "max_tokens": 64, "lengths": (32, 64), "length_shares": (0.5, 0.5)} | changes
        )
        batches = BatchMaker({"low": low, "high": high}, config, family_file("bert"), NUMBERS)
        return [float((batches.training(step).targets > 2500).float().mean()) for step in range(40)]

    assert np.mean(from_high(mask_rate=0.9)) == pytest.approx(0.5, abs=0.03)
    assert np.mean(from_high(mask_rate=0.9, domain_shares=(0.75, 0.25))) == pytest.approx(0.25, abs=0.03)
    assert set(from_high(domain_shares=(1.0, 0.0))) == {0.0}
    with pytest.raises(PretrainingError, match="domains"):
        from_high(domain_shares=(0.5, 0.3, 0.2))


def test_the_domains_of_a_batch_by_hand() -> None:
    config = PretrainConfig(tokens=1, domain_shares=(0.75, 0.25))
    twice = {"one": _numbered_text(), "two": _numbered_text()}
    assert BatchMaker(twice, config, family_file("bert"), NUMBERS).domains(4) == [0, 0, 0, 1]
    assert BatchMaker(twice, PretrainConfig(tokens=1), family_file("bert"), NUMBERS).domains(4) == [0, 1, 0, 1]


@pytest.mark.parametrize("name", TRAINED_BY_THE_LOOP)
def test_an_examination_hides_what_it_asks_and_asks_what_stood_there(name: str, prepared: Callable[[str], Prepared]) -> None:
    given = prepared(name)
    vocabulary, batch = given.vocabulary, maker(name, given).evaluation(0, 16)
    hidden = batch.ids.flatten()
    assert (hidden[batch.chosen] == vocabulary.mask).all()
    assert len(batch.chosen) == int((hidden == vocabulary.mask).sum())
    assert (batch.targets >= vocabulary.ordinary).all()
    assert batch.tokens == int((batch.ids != vocabulary.pad).sum())
    assert maker(name, given).evaluation(0, 16).ids.equal(batch.ids)


def test_masks_are_drawn_anew_whenever_a_sentence_is_seen() -> None:
    """RoBERTa's point; a text of one sentence is seen in every row."""
    text = EncodedText(np.arange(10, 60, dtype=np.uint16), np.array([0, 50]), np.array([0, 1]))
    config = PretrainConfig(family="roberta", tokens=1, vocabulary=SIZE, max_tokens=64, lengths=(64,), length_shares=(1.0,))
    batches = BatchMaker({"one": text}, config, family_file("roberta"), NUMBERS)
    assert len({tuple(row) for row in batches.training(0).ids.tolist()}) > 60


def test_batches_made_ahead_by_others_are_the_same(prepared: Callable[[str], Prepared]) -> None:
    batches = maker("bert", prepared("bert"))
    ahead = batches_from(batches, 3, makers=2)
    for step in (3, 4, 5):
        made, ours = next(ahead), batches.training(step)
        assert all(getattr(made, name).equal(getattr(ours, name)) for name in Batch.__slots__)


def test_unrelated_lines_have_steps_of_their_own() -> None:
    """One line a row, nothing after it, hardly any padding, and each line as often as any other."""
    text = _numbered_text()
    lines = EncodedText(text.ids, text.sentences, np.arange(len(text.sentences)))
    shape = {"tokens": 1, "vocabulary": SIZE, "max_tokens": 64, "lengths": (32, 64), "length_shares": (0.5, 0.5), "tokens_per_step": 512}
    config = PretrainConfig.from_json(shape | {"unrelated": ("lines",), "domain_shares": (0.7, 0.3)})
    batches = BatchMaker({"prose": text, "lines": lines}, config, family_file("bert"), NUMBERS)
    made = [batches.training(step) for step in range(200)]
    of_lines = [batch for batch in made if (batch.next_labels == NO_PAIR).all() and not batch.segments.any()]
    assert len(of_lines) / len(made) == pytest.approx(0.3, abs=0.08)
    sentences = {tuple(text.sentence(i).tolist()) for i in range(text.sentence_count)}
    for batch in of_lines:
        rows = [row[row > 4].tolist() for row in batch.unmasked()]
        assert all(tuple(row) in sentences for row in rows)
        assert batch.ids.numel() <= 512
        assert batch.tokens / batch.ids.numel() > 0.8
    assert (batches.evaluation(1, 8).next_labels == NO_PAIR).all()
    with pytest.raises(PretrainingError, match="no text of this domain"):
        BatchMaker({"prose": text}, PretrainConfig(tokens=1, unrelated=("lines",)), family_file("bert"), NUMBERS)


def test_groups_of_rows_by_hand() -> None:
    assert in_groups([3, 3, 4, 9], 12) == [(0, 3), (3, 4)]
    assert in_groups([5, 90], 12) == [(0, 1), (1, 2)], "a row that is too long has a step for itself"


def test_the_parts_of_a_batch_are_its_rows(prepared: Callable[[str], Prepared]) -> None:
    batch = maker("bert", prepared("bert")).training(0)
    parts = list(batch.parts(3))
    assert torch.equal(torch.cat([part.unmasked() for part in parts]), batch.unmasked())
    assert torch.equal(torch.cat([part.targets for part in parts]), batch.targets)
    for part in parts:
        assert torch.equal(part.unmasked().flatten()[part.chosen], part.targets)
