"""From examples to what a model is given: ids, segments, labels; and from several of them to one padded batch."""

from bisect import bisect
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate
from typing import Any

import torch
from torch.utils.data import Sampler

from bertplay.models.encoding import trimmed
from bertplay.models.tokenizer import special_tokens_of
from bertplay.training.data.examples import Example
from bertplay.training.jobs import LongTexts, Task
from bertplay.training.windows import cut, most_central, pair_windows, windows

IGNORED = -100
"""The label of a token that the loss ignores; the number that torch's cross-entropy leaves out."""
NO_WORD = -1
"""The word of a token that has no label."""
MASK_RATE = 0.15

Features = dict[str, list[int]]
"""One row of ids: input_ids, token_type_ids, labels, each a list as long as its tokens; labels of one number for a sentence.

example   [the number of the example it is of]; none for running text
words     of entities: for each label the number of its word
"""
Sentence = tuple[int, list[int], list[int]]
"""The number of an example, ids, segments."""
Batch = dict[str, torch.Tensor]


def encode(
    task: Task,
    examples: Sequence[Example],
    tokenizer: Any,
    labels: Sequence[str],
    max_tokens: int,
    long_texts: LongTexts = LongTexts.HEAD,
) -> list[Features]:
    """The examples of a task as ids, at most `max_tokens` in a row; a text in overlapping windows has several rows."""
    number = {label: index for index, label in enumerate(labels)}
    if task is Task.MASKED_WORDS:
        return blocks(examples, tokenizer, max_tokens)
    if task is Task.ENTITIES:
        return [row for i, example in enumerate(examples) for row in tagged(i, example, tokenizer, number, max_tokens)]
    rows = (sentences if task is Task.CLASSIFICATION else pairs)(examples, tokenizer, max_tokens, long_texts)
    return [
        {"input_ids": ids, "token_type_ids": segments, "labels": [number.get(examples[i].label, 0)], "example": [i]}
        for i, ids, segments in rows
    ]


def pairs(examples: Sequence[Example], tokenizer: Any, max_tokens: int, long_texts: LongTexts) -> Iterator[Sentence]:
    """Two texts in a row, and what is read of a long pair."""
    found = tokenizer([example.text for example in examples], [example.pair for example in examples], truncation=False, verbose=False)
    for i, (ids, segments) in enumerate(zip(found["input_ids"], segments_of(found), strict=True)):
        of = found.sequence_ids(i)
        places = [[place for place, text in enumerate(of) if text == number] for number in (0, 1)]
        room = max_tokens - of.count(None)
        for kept in pair_windows(len(places[0]), len(places[1]), room, long_texts):
            read = {places[number][one] for number in (0, 1) for one in kept[number]}
            row = [place for place, text in enumerate(of) if text is None or place in read]
            yield i, [ids[place] for place in row], [segments[place] for place in row]


def sentences(examples: Sequence[Example], tokenizer: Any, max_tokens: int, long_texts: LongTexts) -> Iterator[Sentence]:
    """One text in a row, and what is read of a long one."""
    texts = [example.text for example in examples]
    if long_texts is LongTexts.WINDOWS:
        overlap = (max_tokens - tokenizer.num_special_tokens_to_add()) // 2
        found = tokenizer(texts, truncation=True, max_length=max_tokens, stride=overlap, return_overflowing_tokens=True)
        return zip(found["overflow_to_sample_mapping"], found["input_ids"], segments_of(found), strict=True)
    if long_texts is LongTexts.HEAD:
        found = tokenizer(texts, truncation=True, max_length=max_tokens)
        return zip(range(len(texts)), found["input_ids"], segments_of(found), strict=True)
    found, special = tokenizer(texts, truncation=False, verbose=False), special_tokens_of(tokenizer)
    ends = len(special.before), len(special.after)
    ids, segments = ([head_and_tail(row, *ends, max_tokens) for row in rows] for rows in (found["input_ids"], segments_of(found)))
    return zip(range(len(texts)), ids, segments, strict=True)


def head_and_tail(row: list[int], before: int, after: int, most: int) -> list[int]:
    """A quarter of the window from the beginning, the rest from the end, between the special tokens, so many before and after.

    head_and_tail([101, 1, 2, 3, 4, 5, 6, 102], 1, 1, 6) -> [101, 1, 4, 5, 6, 102]
    """
    end = len(row) - after
    kept = cut(end - before, most - before - after, LongTexts.HEAD_TAIL)
    return [*row[:before], *(row[before + place] for place in kept), *row[end:]]


def segments_of(found: Any) -> Any:
    """The segment ids; zeros for a family that has none."""
    return found.get("token_type_ids") or [[0] * len(ids) for ids in found["input_ids"]]


def tagged(number: int, example: Example, tokenizer: Any, labels: dict[str, int], max_tokens: int) -> Iterator[Features]:
    """A sentence with a tag a word: the first token of a word carries its tag, the others are ignored.

    "Anna unpacks" with B-PER O -> [CLS] anna un ##pack ##s [SEP] with -100 1 0 -100 -100 -100 (Devlin et al. 2019,
    section 5.3). A tag for every token would count long words several times. `words` says which word each label is of: a word
    that the tokenizer drops, such as a zero-width space, has none.

    A sentence beyond the window makes several rows, which overlap; each word has its label where most of its context is.
    """
    sizes = Counter(word_of_each_token(tokenizer(" ".join(example.words), return_offsets_mapping=True, verbose=False), example.words))
    spans = windows([sizes[word] for word in range(len(example.words))], max_tokens - tokenizer.num_special_tokens_to_add())
    owners = [most_central(word, spans, len(example.words)) for word in range(len(example.words))]
    for span in spans:
        begin, end = span
        options = {"truncation": True, "max_length": max_tokens, "return_offsets_mapping": True}
        row = tokenizer(" ".join(example.words[begin:end]), **options)
        words, before = [], NO_WORD
        for word in word_of_each_token(row, example.words[begin:end]):
            is_first = word not in (NO_WORD, before) and owners[begin + word] == span
            words.append(begin + word if is_first else NO_WORD)
            before = word
        tags = [IGNORED if word == NO_WORD else labels.get(example.tags[word], 0) if example.tags else 0 for word in words]
        segments = row.get("token_type_ids") or [0] * len(tags)
        yield {"input_ids": row["input_ids"], "token_type_ids": segments, "labels": tags, "words": words, "example": [number]}


def word_of_each_token(found: Any, words: Sequence[str]) -> list[int]:
    """The number of the word that each token is of, in words with a blank between them; NO_WORD for [CLS] and [SEP].

    Given word by word, "left" would be another token in RoBERTa than it is after a blank.
    """
    starts = [0, *accumulate(len(word) + 1 for word in words)][:-1]
    places = trimmed(found["offset_mapping"], " ".join(words))
    is_text = (sequence is not None for sequence in found.sequence_ids())
    return [bisect(starts, start) - 1 if is_word else NO_WORD for (start, _end), is_word in zip(places, is_text, strict=True)]


def blocks(examples: Sequence[Example], tokenizer: Any, max_tokens: int) -> list[Features]:
    """Running text split into rows of `max_tokens`, [CLS] and [SEP] included; the last row may be shorter.

    Labels are the ids themselves: which of them are masked is decided each time a row is seen.
    """
    tokens = [id_ for ids in tokenizer([e.text for e in examples], add_special_tokens=False)["input_ids"] for id_ in ids]
    room = max_tokens - 2
    rows = ([tokenizer.cls_token_id, *tokens[i : i + room], tokenizer.sep_token_id] for i in range(0, len(tokens), room))
    return [{"input_ids": row, "token_type_ids": [0] * len(row), "labels": list(row)} for row in rows]


def collate(rows: Sequence[Features], tokenizer: Any) -> Batch:
    """One batch, padded to the longest of its rows and not to the longest of all: [rows, length] int64.

    Of a sentence's label: [rows]. Padding costs as much as text, so this is most of the difference to padding
    everything to the window.
    """
    is_sentence = len(rows[0]["labels"]) == 1 < len(rows[0]["input_ids"])

    def padded(name: str, value: int) -> torch.Tensor:
        return filled([row[name] for row in rows], value, tokenizer)

    return {
        "input_ids": padded("input_ids", tokenizer.pad_token_id),
        "attention_mask": filled([[1] * len(row["input_ids"]) for row in rows], 0, tokenizer),
        "token_type_ids": padded("token_type_ids", tokenizer.pad_token_type_id),
        "labels": torch.tensor([row["labels"][0] for row in rows]) if is_sentence else padded("labels", IGNORED),
    }


def filled(rows: Sequence[list[int]], value: int, tokenizer: Any) -> torch.Tensor:
    """Rows of different length as one table, [rows, length of the longest]: most tokenizers fill up at the end.

    XLNet's fills up at the beginning: its head reads the last token, <cls>, and padding would be behind it.
    """
    longest = max(map(len, rows))
    padding = [[value] * (longest - len(row)) for row in rows]
    is_left = tokenizer.padding_side == "left"
    return torch.tensor([more + row if is_left else row + more for row, more in zip(rows, padding, strict=True)])


def masked(batch: Batch, tokenizer: Any, generator: torch.Generator | None = None) -> Batch:
    """The batch with 15% of its tokens chosen: 80% of them [MASK], 10% another token, 10% as they were.

    Labels remain at the chosen tokens alone (Devlin et al. 2019, section 3.1).
    """
    ids, labels = batch["input_ids"].clone(), batch["labels"].clone()
    special = torch.isin(ids, torch.tensor(tokenizer.all_special_ids))
    chosen = (torch.rand(ids.shape, generator=generator) < MASK_RATE) & ~special & (labels != IGNORED)
    if not chosen.any():  # a short row by bad luck; a loss of nothing is not a number
        chosen[0, labels[0].ne(IGNORED).nonzero()[1]] = True
    outcome = torch.rand(ids.shape, generator=generator)
    ids[chosen & (outcome < 0.8)] = tokenizer.mask_token_id
    others = torch.randint(len(tokenizer), ids.shape, generator=generator)
    replaced = chosen & (outcome >= 0.8) & (outcome < 0.9)
    ids[replaced] = others[replaced]
    labels[~chosen] = IGNORED
    return {**batch, "input_ids": ids, "labels": labels}


def collator(task: Task, tokenizer: Any) -> Callable[[Sequence[Features]], Batch]:
    """What the Trainer makes batches with."""

    def make(rows: Sequence[Features]) -> Batch:
        batch = collate(rows, tokenizer)
        return masked(batch, tokenizer) if task is Task.MASKED_WORDS else batch

    return make


class LengthGrouped(Sampler[int]):
    """The order of one epoch: shuffled, yet the rows of a batch are of similar length, so that little is padded.

    Eight batches at a time are sorted by length and cut; then the batches are shuffled, or long ones would always
    come first. The order depends on the seed and the epoch alone: a resumed run sees what it would have seen.
    """

    POOL = 8  # batches: more saves little padding and shuffles less

    def __init__(self, lengths: Sequence[int], batch_size: int, seed: int) -> None:
        self.lengths, self.batch_size, self.seed, self.epoch = lengths, batch_size, seed, 0

    def set_epoch(self, epoch: int) -> None:
        """Called by the Trainer before each epoch."""
        self.epoch = epoch

    def __len__(self) -> int:
        return len(self.lengths)

    def __iter__(self) -> Iterator[int]:
        generator = torch.Generator().manual_seed(self.seed * 1_000 + self.epoch)
        order = torch.randperm(len(self.lengths), generator=generator).tolist()
        pool = self.POOL * self.batch_size
        pools = [sorted(order[i : i + pool], key=self.lengths.__getitem__) for i in range(0, len(order), pool)]
        batches = [group[i : i + self.batch_size] for group in pools for i in range(0, len(group), self.batch_size)]
        whole = [batch for batch in batches if len(batch) == self.batch_size]
        short = [batch for batch in batches if len(batch) < self.batch_size]  # only the last place can hold one
        shuffled = [whole[i] for i in torch.randperm(len(whole), generator=generator).tolist()]
        return iter([row for batch in (*shuffled, *short) for row in batch])
