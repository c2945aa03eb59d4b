"""The reader's own sentences, answered while a model learns; and the cloud of held-out sentences in a plane."""

from collections.abc import Sequence

import torch

from bertplay.errors import BadInput
from bertplay.text import MASK_SPELLING
from bertplay.training.config import Task
from bertplay.training.data.examples import Example
from bertplay.training.encode import collate
from bertplay.training.events import CloudPoint, OwnAnswer
from bertplay.training.judge import MOST_GUESSES, Answers, Judge
from bertplay.wording import later, mark

MOST_POINTS = 100
PAIR_MARK = "|||"
"""Between the two sentences of a pair that is typed in one line."""


def own_example(task: Task, text: str) -> Example:
    """A sentence as somebody typed it. BadInput when it is none of this task."""
    if not text.strip():
        raise BadInput(mark("The sentence is empty."), remedy=mark("Type a sentence."))
    if task is Task.ENTITIES:
        return Example(text, words=tuple(text.split()))
    if task is Task.PAIRS:
        first, between, second = text.partition(PAIR_MARK)
        if not between or not first.strip() or not second.strip():
            raise BadInput(
                mark("This is no pair of sentences."), value=text, remedy=later("Write {between} between the two.", between=PAIR_MARK)
            )
        return Example(first.strip(), pair=second.strip())
    if task is Task.MASKED_WORDS and not MASK_SPELLING.search(text):
        raise BadInput(mark("The sentence has no [MASK]."), value=text, remedy=mark("Write [MASK] in place of a word."))
    return Example(text)


def answer(judge: Judge, texts: Sequence[str]) -> tuple[OwnAnswer, ...]:
    """What the network says to each of these sentences now."""
    if not texts:
        return ()
    if judge.task is Task.MASKED_WORDS:
        return tuple(guessed_words(judge, text) for text in texts)
    examples = [own_example(judge.task, text) for text in texts]
    answers = judge.ask(judge.encode(examples))
    if judge.task is Task.ENTITIES:
        return tuple(of_words(judge, answers, row) for row in range(len(texts)))
    rows = answers.probabilities.tolist()
    return tuple(OwnAnswer(judge.labels, tuple(row)) for row in rows)


def of_words(judge: Judge, answers: Answers, row: int) -> OwnAnswer:
    """The likeliest tag of each word of one sentence."""
    is_own = answers.owner == row
    best = answers.probabilities[is_own].max(-1)
    return OwnAnswer(tuple(judge.labels[i] for i in best.indices.tolist()), tuple(best.values.tolist()))


def guessed_words(judge: Judge, text: str) -> OwnAnswer:
    """The likeliest words at the first [MASK]."""
    tokenizer = judge.tokenizer
    own_example(judge.task, text)
    ids = tokenizer(MASK_SPELLING.sub(tokenizer.mask_token, text), truncation=True, max_length=judge.max_tokens)["input_ids"]
    if tokenizer.mask_token_id not in ids:
        raise BadInput(mark("The [MASK] stands beyond the model's window."), value=text, remedy=mark("Shorten the sentence."))
    batch = collate([{"input_ids": ids, "token_type_ids": [0] * len(ids), "labels": list(ids)}], tokenizer.pad_token_id)
    was_training = judge.model.training
    judge.model.eval()
    with torch.inference_mode():
        logits = judge.run(batch)[0][0, ids.index(tokenizer.mask_token_id)]
    judge.model.train(was_training)
    best = logits.softmax(-1).topk(MOST_GUESSES)
    return OwnAnswer(tuple(tokenizer.convert_ids_to_tokens(best.indices.tolist())), tuple(best.values.tolist()))


class Plane:
    """A fixed projection of what the last linear layer sees.

    x is the direction in which the head tells the labels apart at step 0 (the first right singular vector of its
    weights, centred): training pushes vectors of different labels apart along it. y is the second such direction,
    or for two labels the one in which the vectors themselves spread most at step 0. Neither changes during a run.
    """

    def __init__(self, head: torch.Tensor, seen: torch.Tensor) -> None:
        """head [labels, width], seen [points, width], both of step 0."""
        rows = torch.linalg.svd(head - head.mean(0), full_matrices=False)[2]
        x = rows[0]
        if len(head) > 2:
            y = rows[1]
        else:
            flat = seen - seen.mean(0)
            flat = flat - torch.outer(flat @ x, x)
            y = torch.linalg.svd(flat, full_matrices=False)[2][0]
        self.axes = torch.stack([x, y], 1)

    def place(self, seen: torch.Tensor) -> list[tuple[float, float]]:
        """[points, width] -> x and y of each."""
        return [(x, y) for x, y in (seen @ self.axes).tolist()]


def cloud(plane: Plane, answers: Answers, judge: Judge, examples: Sequence[Example]) -> tuple[CloudPoint, ...]:
    """Up to 100 held-out sentences in the plane; of entities as many of their words, half of them names if there are."""
    chosen = chosen_units(judge.task, answers)
    places = plane.place(answers.seen[chosen])
    counted = count_within(answers.owner)
    points = []
    for unit, (x, y) in zip(chosen.tolist(), places, strict=True):
        example = examples[int(answers.owner[unit])]
        text = example.words[counted[unit]] if judge.task is Task.ENTITIES else example.text[:200]
        points.append(CloudPoint(x, y, judge.labels[int(answers.truth[unit])].removeprefix("B-").removeprefix("I-"), text))
    return tuple(points)


def chosen_units(task: Task, answers: Answers) -> torch.Tensor:
    """Which units are drawn: the same ones at every step."""
    everything = torch.arange(len(answers.truth))
    if task is not Task.ENTITIES:
        return spread(everything, MOST_POINTS)
    is_name = answers.truth > 0  # 0 is "O"
    names = spread(everything[is_name], MOST_POINTS // 2)
    return torch.cat([names, spread(everything[~is_name], MOST_POINTS - len(names))])


def spread(places: torch.Tensor, most: int) -> torch.Tensor:
    """Up to `most` of them, evenly."""
    return places if len(places) <= most else places[torch.arange(most) * len(places) // most]


def count_within(owner: torch.Tensor) -> list[int]:
    """The place of each unit among those of its owner: 0 0 0 1 1 -> 0 1 2 0 1."""
    counts: dict[int, int] = {}
    places = []
    for one in owner.tolist():
        places.append(counts.get(one, 0))
        counts[one] = places[-1] + 1
    return places
