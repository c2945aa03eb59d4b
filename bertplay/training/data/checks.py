"""All the data of a run: read, divided, and checked before anything starts."""

import hashlib
import random
import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from bertplay.errors import BadInput
from bertplay.files.tables import MAX_GIVEN, in_its_line
from bertplay.i18n import N_, lazy
from bertplay.results.problem import Problem
from bertplay.training.data.examples import Data, Example, labels_of
from bertplay.training.data.reading import evaluation_source, read_examples
from bertplay.training.data.samples import find_sample
from bertplay.training.jobs import DataSource, Task

MAX_LABELS = 20
MAX_KINDS = 100  # of entities; Few-NERD has 66
MAX_PROBLEMS = 200
HELD_OUT_SHARE = 0.2
NO_TRAINING = N_("There are no training examples.")
NO_HELD_OUT = N_("There are no held-out examples.")
MANY_LABELS = N_("There are {n:,} labels; the maximum is {most}. Is this the right column?")
SCALE = N_(
    "The labels are {n:,} different numbers. Fine-tuning learns classes, at most {most}, not a scale: write “low” and “high”, for instance."
)
NUMBER = re.compile(r"[-+]?\d+(?:[.,]\d+)?")
CONTRADICTION = N_("The text of line {line:,} with another label: {label!r} there, {other!r} here; left out.")


def read_data(task: Task, source: DataSource) -> Data:
    """The data of a run, with every problem named; `is_usable` says whether a run may start.

    Raises BadInput when a file cannot be read at all.
    """
    train_file, eval_file = files_of(task, source)
    train, problems = read_examples(task, train_file, source)
    held_out: list[Example] = []
    if eval_file:
        is_own = task in (Task.CLASSIFICATION, Task.PAIRS) and not source.sample
        held_out, more = read_examples(task, eval_file, evaluation_source(source, train_file, eval_file) if is_own else source)
        problems += [replace(problem, text=lazy("{file}: {problem}", file=eval_file.name, problem=lazy(problem.text))) for problem in more]
    variants = label_variants([*train, *held_out])
    problems += [Problem(about_variants(names, source.merge_labels)) for names in variants]
    if source.merge_labels:
        names = {name: first for first, *others in variants for name in others}
        train, held_out = ([replace(one, label=names.get(one.label, one.label)) for one in part] for part in (train, held_out))
    if eval_file:
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
        why = next((problem for problem in data.problems if problem.line and not data.train), fatal)
        raise BadInput(in_its_line(why), value=source.train, remedy=N_("Correct the file and start again."))
    return data


def files_of(task: Task, source: DataSource) -> tuple[Path, Path | None]:
    """The training file and the held-out file; of a sample set both."""
    if source.sample:
        sample = find_sample(source.sample)
        if sample.task is not task:
            raise BadInput(
                N_("This sample set is for another task."),
                value=sample.name,
                remedy=lazy("Choose the task {task}.", task=sample.task.value),
            )
        return sample.train_file, sample.test_file
    if source.eval.startswith("sample:"):
        return Path(source.train), find_sample(source.eval.removeprefix("sample:")).test_file
    return Path(source.train), Path(source.eval) if source.eval else None


def key_of(example: Example) -> tuple[str, str]:
    """Two examples with the same key are duplicates: the same words, regardless of case and spacing."""
    return " ".join(example.text.casefold().split()), " ".join(example.pair.casefold().split())


def without_doubles(train: list[Example], held_out: Sequence[Example]) -> tuple[list[Example], list[Problem]]:
    """The training examples without those that are also held out: a correct prediction of a seen example proves nothing."""
    tested = {key_of(example): example.line for example in held_out}
    unseen = [example for example in train if key_of(example) not in tested]
    lost = [example for example in train if key_of(example) in tested]
    return unseen, [
        Problem(
            lazy("Also in the test file, line {line:,}; left out of training.", line=tested[key_of(e)]), e.line, given=e.text[:MAX_GIVEN]
        )
        for e in lost
    ]


def without_repeats(examples: list[Example]) -> tuple[list[Example], list[Problem]]:
    """Each text once, so that none is both trained on and held out; the same text with another label is reported as a contradiction."""
    first: dict[tuple[str, str], Example] = {}
    kept, problems = [], []
    for example in examples:
        before = first.setdefault(key_of(example), example)
        if before is example:
            kept.append(example)
        elif before.label == example.label:
            problems.append(
                Problem(lazy("The same as line {line:,}; left out.", line=before.line), example.line, given=example.text[:MAX_GIVEN])
            )
        else:
            said = lazy(CONTRADICTION, line=before.line, label=before.label, other=example.label)
            problems.append(Problem(said, example.line, given=example.text[:MAX_GIVEN]))
    return kept, problems


def divided(task: Task, examples: list[Example]) -> tuple[list[Example], list[Example]]:
    """Four fifths for training, one fifth held out, every label in the same shares; the same split every time."""
    by_label: dict[str, list[int]] = defaultdict(list)
    for place, example in enumerate(examples):
        by_label[example.label].append(place)
    rng = random.Random(0)
    held_out: set[int] = set()
    for label in sorted(by_label):
        group = by_label[label]
        count = round(len(group) * HELD_OUT_SHARE) or int(len(group) > 1)
        held_out.update(rng.sample(group, count))
    parts: tuple[list[Example], list[Example]] = [], []
    for place, example in enumerate(examples):
        parts[place in held_out].append(example)
    return parts


def label_variants(examples: Sequence[Example]) -> list[tuple[str, ...]]:
    """Labels that differ only in case or spaces, or numbers that are equal, the most frequent first: ("good", "GOOD"), ("1", "1.0")."""
    groups: dict[str, Counter[str]] = defaultdict(Counter)
    for example in examples:
        groups[re.sub(r"^(-?\d+)\.0+$", r"\1", "".join(example.label.casefold().split()))][example.label] += 1
    return [tuple(name for name, _ in group.most_common()) for group in groups.values() if len(group) > 1]


def about_variants(names: Sequence[str], is_merged: bool) -> str:
    """The message about labels that differ only in case or spaces."""
    first, *others = names
    values = {"first": first, "others": ", ".join(map(repr, others))}
    if is_merged:
        return lazy("{others} and {first!r} are one label: {first!r}.", **values)
    return lazy(
        "{others} and {first!r} differ only in case, spaces or decimals, and are learned as different labels unless they are merged.",
        **values,
    )


def unseen_kinds(train: Sequence[Example], held_out: Sequence[Example]) -> list[Problem]:
    """Kinds of entities that are held out and that no training example has, each with the first line that has it."""
    known = {tag[2:] for example in train for tag in example.tags}
    lines = {tag[2:]: example.line for example in reversed(held_out) for tag in example.tags if tag[2:] not in known}
    said = N_("The entity {kind!r} is held out and not in the training examples, so it can never be predicted.")
    return [Problem(lazy(said, kind=kind), line) for kind, line in lines.items()]


def problems_of(task: Task, train: Sequence[Example], held_out: Sequence[Example]) -> list[Problem]:
    """What is wrong with the data as a whole."""
    problems = [Problem(what, is_fatal=True) for part, what in ((train, NO_TRAINING), (held_out, NO_HELD_OUT)) if not part]
    if task is Task.MASKED_WORDS:
        return problems
    if task is Task.ENTITIES:
        none = [] if len(labels_of(task, train)) > 1 else [Problem(N_("No word is tagged as an entity."), is_fatal=True)]
        kinds = {tag[2:] for example in train for tag in example.tags if tag[2:]}
        said = N_("There are {n:,} kinds of entities; the maximum is {most}. Is this the right column?")
        many = [Problem(lazy(said, n=len(kinds), most=MAX_KINDS), is_fatal=True)] if len(kinds) > MAX_KINDS else []
        return [*problems, *none, *(many or unseen_kinds(train, held_out))]
    return [*label_problems(Counter(example.label for example in train), held_out), *problems]


def label_problems(counts: Counter[str], held_out: Sequence[Example]) -> list[Problem]:
    """What is wrong with the labels, of which each was seen so often in training."""
    if len(counts) == 1:
        return [
            Problem(
                lazy("All examples have the same label, {label!r}: there is nothing to learn.", label=next(iter(counts))), is_fatal=True
            )
        ]
    if len(counts) > MAX_LABELS:
        is_scale = all(map(NUMBER.fullmatch, counts))
        return [Problem(lazy(SCALE if is_scale else MANY_LABELS, n=len(counts), most=MAX_LABELS), is_fatal=True)]
    rare = [Problem(lazy("The label {label!r} has one example only.", label=label)) for label, count in counts.items() if count == 1]
    unknown = {example.label: example.line for example in reversed(held_out) if example.label not in counts}
    return rare + [
        Problem(lazy("The label {label!r} is held out and not in the training examples.", label=label), line, is_fatal=True)
        for label, line in unknown.items()
    ]


def shortened(problems: list[Problem]) -> tuple[Problem, ...]:
    """The problems, fatal ones first, then by line, those of the whole file last, cut to a readable number."""
    ordered = sorted(problems, key=lambda problem: (not problem.is_fatal, problem.line == 0, problem.line))
    rest = len(ordered) - MAX_PROBLEMS
    return (*ordered[:MAX_PROBLEMS], *([Problem(lazy("{rest:,} more problems are not shown.", rest=rest))] if rest > 0 else []))


def subset(data: Data, count: int | None, seed: int) -> Data:
    """The data with only so many training examples, balanced over the labels as far as possible, chosen by the seed.

    “How few examples are enough?” compares methods at 8, 32, 128 examples: with the same seed all get the same ones.
    """
    if count is None or count >= len(data.train):
        return data
    by_label: dict[str, list[Example]] = defaultdict(list)
    for example in data.train:
        by_label[example.label].append(example)
    rng = random.Random(seed)
    queues = [rng.sample(by_label[label], len(by_label[label])) for label in sorted(by_label)]
    chosen: list[Example] = []
    while len(chosen) < count:
        for queue in queues:
            if queue and len(chosen) < count:
                chosen.append(queue.pop())
    return replace(data, train=tuple(chosen))
