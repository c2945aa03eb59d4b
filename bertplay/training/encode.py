"""From examples to what a model is given: ids, segments, labels; and from several of them to one padded batch."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import torch
from torch.utils.data import Sampler

from bertplay.training.config import Task
from bertplay.training.data.examples import Example

IGNORED = -100
"""The label of a piece that no loss looks at; the number that torch's cross-entropy leaves out."""
MASK_RATE = 0.15

Features = dict[str, list[int]]
"""One example as ids: input_ids, token_type_ids, labels; each a list as long as its pieces, labels of one number for a sentence."""
Batch = dict[str, torch.Tensor]


def encode(task: Task, examples: Sequence[Example], tokenizer: Any, labels: Sequence[str], max_tokens: int) -> list[Features]:
    """The examples of a task as ids, cut at `max_tokens` pieces."""
    number = {label: index for index, label in enumerate(labels)}
    if task is Task.MASKED_WORDS:
        return blocks(examples, tokenizer, max_tokens)
    if task is Task.ENTITIES:
        return [tagged(example, tokenizer, number, max_tokens) for example in examples]
    pairs = [example.pair for example in examples] if task is Task.PAIRS else None
    found = tokenizer([example.text for example in examples], pairs, truncation="longest_first", max_length=max_tokens)
    rows = zip(found["input_ids"], segments_of(found), (number.get(example.label, 0) for example in examples), strict=True)
    return [{"input_ids": ids, "token_type_ids": segments, "labels": [label]} for ids, segments, label in rows]


def segments_of(found: Any) -> Any:
    """The segment ids; zeros for a family that has none."""
    return found.get("token_type_ids") or [[0] * len(ids) for ids in found["input_ids"]]


def tagged(example: Example, tokenizer: Any, number: dict[str, int], max_tokens: int) -> Features:
    """A sentence with a tag a word: the first piece of a word carries its tag, the others are ignored.

    "Anna unpacks" with B-PER O -> [CLS] anna un ##pack ##s [SEP] with -100 1 0 -100 -100 -100 (Devlin et al. 2019,
    section 5.3). A tag for every piece would count long words several times.
    """
    found = tokenizer(list(example.words), is_split_into_words=True, truncation=True, max_length=max_tokens)
    labels, before = [], None
    for word in found.word_ids():
        is_first = word is not None and word != before
        labels.append(number.get(example.tags[word], 0) if is_first and example.tags else 0 if is_first else IGNORED)
        before = word
    return {"input_ids": found["input_ids"], "token_type_ids": [0] * len(labels), "labels": labels}


def blocks(examples: Sequence[Example], tokenizer: Any, max_tokens: int) -> list[Features]:
    """Running text cut into rows of `max_tokens` pieces, [CLS] and [SEP] included; the last row may be shorter.

    Labels are the ids themselves: which of them are to be guessed is decided anew each time a row is seen.
    """
    pieces = [id_ for ids in tokenizer([e.text for e in examples], add_special_tokens=False)["input_ids"] for id_ in ids]
    room = max_tokens - 2
    rows = ([tokenizer.cls_token_id, *pieces[i : i + room], tokenizer.sep_token_id] for i in range(0, len(pieces), room))
    return [{"input_ids": row, "token_type_ids": [0] * len(row), "labels": list(row)} for row in rows]


def collate(rows: Sequence[Features], pad_id: int) -> Batch:
    """One batch, padded to the longest of its rows and not to the longest of all: [rows, length] int64.

    Of a sentence's label: [rows]. Padding costs as much as text, so this is most of the difference to padding
    everything to the window.
    """
    longest = max(len(row["input_ids"]) for row in rows)
    is_sentence = len(rows[0]["labels"]) == 1 < len(rows[0]["input_ids"])

    def padded(name: str, value: int) -> torch.Tensor:
        return torch.tensor([row[name] + [value] * (longest - len(row[name])) for row in rows])

    ids = padded("input_ids", pad_id)
    lengths = torch.tensor([len(row["input_ids"]) for row in rows])
    return {
        "input_ids": ids,
        "attention_mask": (torch.arange(longest) < lengths[:, None]).long(),
        "token_type_ids": padded("token_type_ids", 0),
        "labels": torch.tensor([row["labels"][0] for row in rows]) if is_sentence else padded("labels", IGNORED),
    }


def masked(batch: Batch, tokenizer: Any, generator: torch.Generator | None = None) -> Batch:
    """The batch with 15 % of its pieces chosen: 80 % of them [MASK], 10 % another piece, 10 % as they were.

    Labels remain at the chosen pieces alone (Devlin et al. 2019, section 3.1).
    """
    ids, labels = batch["input_ids"].clone(), batch["labels"].clone()
    special = torch.isin(ids, torch.tensor(tokenizer.all_special_ids))
    chosen = (torch.rand(ids.shape, generator=generator) < MASK_RATE) & ~special & (labels != IGNORED)
    if not chosen.any():  # a short row by bad luck; a loss of nothing is not a number
        chosen[0, 1] = True
    fate = torch.rand(ids.shape, generator=generator)
    ids[chosen & (fate < 0.8)] = tokenizer.mask_token_id
    others = torch.randint(len(tokenizer), ids.shape, generator=generator)
    replaced = chosen & (fate >= 0.8) & (fate < 0.9)
    ids[replaced] = others[replaced]
    labels[~chosen] = IGNORED
    return {**batch, "input_ids": ids, "labels": labels}


def collator(task: Task, tokenizer: Any) -> Callable[[Sequence[Features]], Batch]:
    """What the Trainer makes batches with."""

    def make(rows: Sequence[Features]) -> Batch:
        batch = collate(rows, tokenizer.pad_token_id)
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
