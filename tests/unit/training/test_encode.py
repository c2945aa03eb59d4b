"""Labels on first tokens, padding to the longest of a batch, masks, and the order of an epoch."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from transformers import AutoTokenizer

from bertplay.training.data.examples import Example
from bertplay.training.data.lengths import count_long
from bertplay.training.encode import IGNORED, NO_WORD, LengthGrouped, collate, encode, masked
from bertplay.training.jobs import LongTexts, Task
from bertplay.training.windows import windows


@pytest.fixture
def tokenizer(tiny_folder: Path) -> Any:
    return AutoTokenizer.from_pretrained(tiny_folder)


def test_a_tag_is_on_the_first_token_of_its_word(tokenizer: Any) -> None:
    """unhappily is un ##happily or more: one label, the others ignored, as are [CLS] and [SEP]."""
    example = Example("paris walked", words=("paris", "walked"), tags=("B-LOC", "O"))
    (row,) = encode(Task.ENTITIES, [example], tokenizer, ("O", "B-LOC", "I-LOC"), 16)
    assert tokenizer.convert_ids_to_tokens(row["input_ids"]) == ["[CLS]", "paris", "walk", "##ed", "[SEP]"]
    assert row["labels"] == [IGNORED, 1, 0, IGNORED, IGNORED]


def test_a_word_that_the_tokenizer_drops_keeps_its_place(tokenizer: Any) -> None:
    """A zero-width space has no token; the tags after it stay with their words."""
    example = Example("", words=("\u200b", "paris", "\ufe0f", "walked"), tags=("O", "B-LOC", "O", "O"))
    (row,) = encode(Task.ENTITIES, [example], tokenizer, ("O", "B-LOC", "I-LOC"), 16)
    assert row["labels"] == [IGNORED, 1, 0, IGNORED, IGNORED]
    assert row["words"] == [NO_WORD, 1, 3, NO_WORD, NO_WORD]


def test_windows_overlap_by_half() -> None:
    assert windows([1] * 6, 4) == [(0, 4), (2, 6)]
    assert windows([9, 1], 4) == [(0, 1), (1, 2)]
    assert windows([], 4) == [(0, 0)]


@given(st.lists(st.integers(0, 12), max_size=60), st.integers(2, 20))
def test_every_word_is_in_a_window(sizes: list[int], room: int) -> None:
    spans = windows(sizes, room)
    assert {word for begin, end in spans for word in range(begin, end)} == set(range(len(sizes)))
    assert all(sum(sizes[begin:end]) <= room or end == begin + 1 for begin, end in spans)


def test_a_sentence_beyond_the_window_has_each_word_once(tokenizer: Any) -> None:
    words = ("the", "old", "man", "walked") * 20
    rows = encode(Task.ENTITIES, [Example(" ".join(words), words=words, tags=("O",) * 80)], tokenizer, ("O",), 16)
    assert len(rows) > 5
    assert sorted(word for row in rows for word in row["words"] if word != NO_WORD) == list(range(80))
    assert {row["example"][0] for row in rows} == {0}


def test_a_pair_has_two_segments(tokenizer: Any) -> None:
    (row,) = encode(Task.PAIRS, [Example("the dog", "yes", "a cat")], tokenizer, ("no", "yes"), 16)
    assert row["token_type_ids"] == [0, 0, 0, 0, 1, 1, 1]
    assert row["labels"] == [1]


def test_a_batch_is_as_long_as_its_longest_row(tokenizer: Any) -> None:
    rows = encode(Task.CLASSIFICATION, [Example("the dog", "a"), Example("the big old dog", "b")], tokenizer, ("a", "b"), 64)
    batch = collate(rows, tokenizer)
    assert batch["input_ids"].shape == (2, 6)
    assert batch["attention_mask"].sum(1).tolist() == [4, 6]
    assert batch["labels"].tolist() == [0, 1]


def test_running_text_is_cut_without_loss(tokenizer: Any) -> None:
    text = "the old man and the sea by night " * 20
    rows = encode(Task.MASKED_WORDS, [Example(text)], tokenizer, (), 32)
    tokens = [id_ for row in rows for id_ in row["input_ids"][1:-1]]
    assert tokens == tokenizer(text, add_special_tokens=False)["input_ids"]
    assert all(len(row["input_ids"]) == 32 for row in rows[:-1])


def test_masking_is_80_10_10(tokenizer: Any) -> None:
    torch.manual_seed(0)
    rows = encode(Task.MASKED_WORDS, [Example("the old man and the sea " * 5_000)], tokenizer, (), 64)
    batch = collate(rows, tokenizer)
    hidden = masked(batch, tokenizer)
    chosen = hidden["labels"] != IGNORED
    text = batch["attention_mask"].bool() & ~torch.isin(batch["input_ids"], torch.tensor(tokenizer.all_special_ids))
    assert not (chosen & ~text).any()
    assert float(chosen.sum() / text.sum()) == pytest.approx(0.15, abs=0.01)
    assert torch.equal(hidden["labels"][chosen], batch["input_ids"][chosen])
    masks = (hidden["input_ids"] == tokenizer.mask_token_id)[chosen].float().mean()
    assert float(masks) == pytest.approx(0.8, abs=0.02)
    same = (hidden["input_ids"] == batch["input_ids"])[chosen].float().mean()
    assert float(same) == pytest.approx(0.1, abs=0.02)


@given(st.lists(st.integers(1, 60), min_size=1, max_size=300), st.integers(1, 32), st.integers(0, 3))
def test_an_epoch_sees_every_row_once(lengths: list[int], batch_size: int, epoch: int) -> None:
    sampler = LengthGrouped(lengths, batch_size, seed=1)
    sampler.set_epoch(epoch)
    assert Counter(sampler) == Counter(range(len(lengths)))
    assert list(sampler) == list(sampler)


def test_the_rows_of_a_batch_are_of_similar_length() -> None:
    lengths = [(7 * i) % 61 + 3 for i in range(256)]
    sampler = LengthGrouped(lengths, 16, seed=0)
    order = list(sampler)
    batches = [[lengths[row] for row in order[i : i + 16]] for i in range(0, 256, 16)]
    padded = sum(max(batch) * len(batch) for batch in batches) / sum(lengths)
    assert padded < 1.15  # shuffled blindly it is 1.8
    firsts = [max(batch) for batch in batches]
    assert firsts != sorted(firsts)
    sampler.set_epoch(1)
    assert list(sampler) != order


LONG = "the old man walked " * 12 + "to paris"


@pytest.mark.parametrize("how", LongTexts)
def test_what_is_read_of_a_long_text(how: LongTexts, tokenizer: Any) -> None:
    whole = tokenizer(LONG)["input_ids"]
    rows = encode(Task.CLASSIFICATION, [Example("the king", "a"), Example(LONG, "b")], tokenizer, ("a", "b"), 16, how)
    short, *long = [row["input_ids"] for row in rows]
    assert short == tokenizer("the king")["input_ids"]
    assert all(len(row) <= 16 and row[0] == whole[0] and row[-1] == whole[-1] for row in long)
    assert [row["labels"] for row in rows] == [[0], *([[1]] * len(long))]
    if how is LongTexts.HEAD:
        assert long == [[*whole[:15], whole[-1]]]
    elif how is LongTexts.HEAD_TAIL:
        assert long == [[*whole[:4], *whole[-12:]]]  # [CLS], a quarter of 14 tokens, 11 from the end, [SEP]
    else:
        assert [row["example"] for row in rows] == [[0], *([[1]] * len(long))]
        assert long[0][8:15] == long[1][1:8]  # half a window in common
        assert long[-1][-3:] == whole[-3:]


def test_long_texts_are_counted_with_their_special_tokens(tokenizer: Any) -> None:
    examples = [Example("the king"), Example("the " * 14), Example("the " * 15), Example("the " * 7, pair="the " * 7)]
    assert count_long(examples, tokenizer.backend_tokenizer, 16) == 2  # 15 words and two special tokens, and 14 words and three
