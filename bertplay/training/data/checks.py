"""All the data of a run: read, divided, and checked before anything starts."""

import hashlib
import random
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from bertplay.errors import BadInput
from bertplay.training.config import DataSource, Task
from bertplay.training.data.examples import Data, Example, Problem, labels_of
from bertplay.training.data.reading import read_examples
from bertplay.training.data.samples import find_sample
from bertplay.wording import later, mark

MOST_LABELS = 20
MOST_PROBLEMS = 200
HELD_OUT_SHARE = 0.2
NONE_TO_LEARN = mark("There is no example to learn from.")
NONE_TO_JUDGE = mark("There is no example to judge by.")


def read_data(task: Task, source: DataSource) -> Data:
    """The data of a run, with every problem named; `is_usable` says whether a run may start.

    Raises BadInput when a file cannot be read at all.
    """
    train_file, eval_file = files_of(task, source)
    train, problems = read_examples(task, train_file, source)
    if eval_file:
        held_out, more = read_examples(task, eval_file, source)
        problems += [
            replace(problem, text=later("{file}: {problem}", file=eval_file.name, problem=later(problem.text))) for problem in more
        ]
        train, doubles = without_doubles(train, held_out)
    else:
        train, doubles = without_repeats(train)
        train, held_out = divided(task, train)
    problems += doubles + problems_of(task, train, held_out)
    sample = source.sample
    licence = find_sample(sample).licence if sample else ""
    digest = hashlib.sha256(b"".join(file.read_bytes() for file in (train_file, eval_file) if file)).hexdigest()
    return Data(task, tuple(train), tuple(held_out), labels_of(task, [*train, *held_out]), shortened(problems), digest, licence)


def usable_data(task: Task, source: DataSource) -> Data:
    """The data of a run that may start. BadInput names the first problem that forbids it."""
    data = read_data(task, source)
    fatal = next((problem for problem in data.problems if problem.is_fatal), None)
    if fatal:
        raise BadInput(in_its_line(fatal), value=source.train, remedy=mark("Correct the file and start again."))
    return data


def in_its_line(problem: Problem) -> str:
    """A problem with the line it stands in, where it stands in one."""
    return later("Line {line:,}: {problem}", line=problem.line, problem=later(problem.text)) if problem.line else problem.text


def files_of(task: Task, source: DataSource) -> tuple[Path, Path | None]:
    """The file to learn from and the file that judges; of a sample set both."""
    if source.sample:
        sample = find_sample(source.sample)
        if sample.task is not task:
            raise BadInput(
                mark("This sample set is for another task."),
                value=sample.name,
                remedy=later("Choose the task {task}.", task=sample.task.value),
            )
        return sample.train_file, sample.test_file
    if source.eval.startswith("sample:"):
        return Path(source.train), find_sample(source.eval.removeprefix("sample:")).test_file
    return Path(source.train), Path(source.eval) if source.eval else None


def key_of(example: Example) -> tuple[str, str]:
    """What makes two examples the same: their words, in any case and spacing."""
    return " ".join(example.text.casefold().split()), " ".join(example.pair.casefold().split())


def without_doubles(train: list[Example], held_out: Sequence[Example]) -> tuple[list[Example], list[Problem]]:
    """The training examples that do not judge as well: who has seen the answer proves nothing."""
    judging = {key_of(example): example.line for example in held_out}
    kept = [example for example in train if key_of(example) not in judging]
    lost = [example for example in train if key_of(example) in judging]
    return kept, [
        Problem(later("Also in the test file, line {line:,}; left out of training.", line=judging[key_of(e)]), e.line) for e in lost
    ]


def without_repeats(examples: list[Example]) -> tuple[list[Example], list[Problem]]:
    """Each text once, so that none is trained on and held out."""
    first: dict[tuple[str, str], int] = {}
    kept, problems = [], []
    for example in examples:
        line = first.setdefault(key_of(example), example.line)
        if line == example.line:
            kept.append(example)
        else:
            problems.append(Problem(later("The same as line {line:,}; left out.", line=line), example.line))
    return kept, problems


def divided(task: Task, examples: list[Example]) -> tuple[list[Example], list[Example]]:
    """Four fifths to learn from, one to judge, every label in the same shares; the same division every time."""
    by_label: dict[str, list[Example]] = defaultdict(list)
    for example in examples:
        by_label[example.label].append(example)
    dice = random.Random(0)
    held_out: set[int] = set()
    for label in sorted(by_label):
        group = by_label[label]
        count = round(len(group) * HELD_OUT_SHARE) or int(len(group) > 1)
        held_out |= {example.line for example in dice.sample(group, count)}
    return [e for e in examples if e.line not in held_out], [e for e in examples if e.line in held_out]


def problems_of(task: Task, train: Sequence[Example], held_out: Sequence[Example]) -> list[Problem]:
    """What is wrong with the data as a whole."""
    problems = [Problem(what, is_fatal=True) for part, what in ((train, NONE_TO_LEARN), (held_out, NONE_TO_JUDGE)) if not part]
    if task is Task.MASKED_WORDS:
        return problems
    if task is Task.ENTITIES:
        return problems if len(labels_of(task, train)) > 1 else [*problems, Problem(mark("No word is tagged as an entity."), is_fatal=True)]
    return problems + label_problems(Counter(example.label for example in train), held_out)


def label_problems(counts: Counter[str], held_out: Sequence[Example]) -> list[Problem]:
    """What is wrong with the labels, of which each was seen so often in training."""
    if len(counts) == 1:
        return [
            Problem(
                later("All examples have the same label, {label!r}: there is nothing to learn.", label=next(iter(counts))), is_fatal=True
            )
        ]
    if len(counts) > MOST_LABELS:
        return [
            Problem(
                later("There are {n:,} labels; {most} is the most. Is this the right column?", n=len(counts), most=MOST_LABELS),
                is_fatal=True,
            )
        ]
    rare = [Problem(later("The label {label!r} has one example only.", label=label)) for label, count in counts.items() if count == 1]
    unknown = {example.label: example.line for example in reversed(held_out) if example.label not in counts}
    return rare + [
        Problem(later("The label {label!r} is tested and never trained.", label=label), line, is_fatal=True)
        for label, line in unknown.items()
    ]


def shortened(problems: list[Problem]) -> tuple[Problem, ...]:
    """By line, those that forbid the start first, those of the whole file last; not more than can be read."""
    ordered = sorted(problems, key=lambda problem: (not problem.is_fatal, problem.line == 0, problem.line))
    rest = len(ordered) - MOST_PROBLEMS
    return (*ordered[:MOST_PROBLEMS], *([Problem(later("And {rest:,} more problems.", rest=rest))] if rest > 0 else []))


def subset(data: Data, count: int | None, seed: int) -> Data:
    """The data with only so many training examples, as many of each label as there are, chosen by the seed.

    The label-efficiency experiment compares methods at 8, 32, 128 examples: all get the same ones of a seed.
    """
    if count is None or count >= len(data.train):
        return data
    by_label: dict[str, list[Example]] = defaultdict(list)
    for example in data.train:
        by_label[example.label].append(example)
    dice = random.Random(seed)
    queues = [dice.sample(by_label[label], len(by_label[label])) for label in sorted(by_label)]
    chosen: list[Example] = []
    while len(chosen) < count:
        for queue in queues:
            if queue and len(chosen) < count:
                chosen.append(queue.pop())
    return replace(data, train=tuple(chosen))
