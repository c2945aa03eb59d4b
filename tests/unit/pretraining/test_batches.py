"""The two tasks: masking counted on 100,000 tokens, pairs checked against the text they come from."""

import numpy as np
import pytest

from bertplay.pretraining.batches import CLS_ID, PAD_ID, SEP_ID, BatchMaker, with_special_tokens
from bertplay.pretraining.config import PretrainConfig
from bertplay.pretraining.encoded import EncodedText
from bertplay.pretraining.masking import EVERY_CHOSEN_HIDDEN, FIRST_ORDINARY, MASK_ID, MaskingRule, choose, hide
from bertplay.pretraining.next_sentence import IS_NEXT, NO_PAIR, NOT_NEXT, Segments, one_segment, segment_pair
from bertplay.pretraining.wordpiece import continuation_flags

VOCABULARY = 5000
NONE_CONTINUE = np.zeros(VOCABULARY, dtype=bool)


def test_fifteen_percent_are_chosen_and_meet_80_10_10() -> None:
    rng = np.random.default_rng(0)
    ids = rng.integers(FIRST_ORDINARY, VOCABULARY, size=(1000, 100))
    chosen = choose(ids, NONE_CONTINUE, MaskingRule(), rng)
    hidden = hide(ids, chosen, VOCABULARY, MaskingRule(), rng)
    assert chosen.mean() == pytest.approx(0.15, abs=0.01)
    assert (hidden[chosen] == MASK_ID).mean() == pytest.approx(0.8, abs=0.01)
    assert (hidden[chosen] == ids[chosen]).mean() == pytest.approx(0.1, abs=0.01)
    assert ((hidden[chosen] != MASK_ID) & (hidden[chosen] != ids[chosen])).mean() == pytest.approx(0.1, abs=0.01)
    assert (hidden[~chosen] == ids[~chosen]).all()
    assert (hidden[hidden != MASK_ID] >= FIRST_ORDINARY).all()


def test_special_tokens_are_never_chosen_and_an_examination_hides_all() -> None:
    rng = np.random.default_rng(0)
    ids = rng.integers(0, 10, size=(200, 50))
    rule = MaskingRule(rate=0.999)
    assert not choose(ids, NONE_CONTINUE, rule, rng)[ids < FIRST_ORDINARY].any()
    chosen = choose(ids, NONE_CONTINUE, rule, rng)
    assert (hide(ids, chosen, VOCABULARY, EVERY_CHOSEN_HIDDEN, rng)[chosen] == MASK_ID).all()


def test_whole_words_are_hidden_with_all_their_pieces() -> None:
    rng = np.random.default_rng(0)
    continues = np.arange(VOCABULARY) % 2 == 1
    ids = rng.integers(FIRST_ORDINARY, VOCABULARY, size=(400, 60))
    chosen = choose(ids, continues, MaskingRule(whole_words=True), rng)
    goes_on = continues[ids[:, 1:]]
    assert (chosen[:, 1:][goes_on] == chosen[:, :-1][goes_on]).all()
    assert chosen.mean() == pytest.approx(0.15, abs=0.02)


def _numbered_text() -> EncodedText:
    """Every piece is unlike every other: 40 documents of 10 sentences of 5 pieces, numbered from 10."""
    return EncodedText(np.arange(10, 2010, dtype=np.uint16), np.arange(0, 2001, 5), np.arange(0, 401, 10))


def test_pairs_continue_or_come_from_another_document_half_and_half() -> None:
    text, rng = _numbered_text(), np.random.default_rng(0)
    document_of = lambda piece: (int(piece) - 10) // 50  # noqa: E731 - one line says it best
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


def test_rows_get_their_special_tokens_by_hand() -> None:
    pair = Segments(np.array([10, 11], np.uint16), np.array([12], np.uint16), IS_NEXT)
    single = Segments(np.array([13], np.uint16), np.array([], np.uint16), NO_PAIR)
    ids, segments = with_special_tokens([pair, single])
    assert ids.tolist() == [[CLS_ID, 10, 11, SEP_ID, 12, SEP_ID], [CLS_ID, 13, SEP_ID, PAD_ID, PAD_ID, PAD_ID]]
    assert segments.tolist() == [[0, 0, 0, 0, 1, 1], [0, 0, 0, 0, 0, 0]]


def test_a_batch_depends_on_seed_and_step_alone(train: dict[str, EncodedText], vocabulary: dict[str, int]) -> None:
    def maker(seed: int) -> BatchMaker:
        return BatchMaker(list(train.values()), PretrainConfig(tokens=1, vocabulary=120, seed=seed), continuation_flags(vocabulary))

    first, again = maker(0).training(7), maker(0).training(7)
    assert all(getattr(first, name).equal(getattr(again, name)) for name in first.__slots__)
    assert not maker(0).training(8).ids.equal(first.ids)
    assert not maker(1).training(7).ids.equal(first.ids)


def test_targets_are_what_stood_at_the_chosen_places(train: dict[str, EncodedText], vocabulary: dict[str, int]) -> None:
    batch = BatchMaker(list(train.values()), PretrainConfig(tokens=1, vocabulary=120), continuation_flags(vocabulary)).examination(0, 16)
    hidden = batch.ids.flatten()
    assert (hidden[batch.chosen] == MASK_ID).all()
    assert len(batch.chosen) == int((hidden == MASK_ID).sum())
    assert (batch.targets >= FIRST_ORDINARY).all()
    assert batch.tokens == int((batch.ids != PAD_ID).sum())
