"""The labels that a model with a task head predicts for texts.

One that was fine-tuned here reads a text as it did in its training: no more tokens than then, and punctuation apart from words.
Of any other the folder is all that is known, and it reads as the pipelines of transformers do.
"""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from bertplay.errors import BadInput, MissingAbility
from bertplay.files.tagged import word_spans
from bertplay.i18n import N_, lazy
from bertplay.models.heads import Head, HeadKind
from bertplay.models.loaded import Encoding, LoadedModel, Wanted
from bertplay.models.spec import Ability, Hub
from bertplay.results.task_heads import TextAnswer, TextAnswers
from bertplay.tasks.probabilities import activated
from bertplay.tasks.tagged_words import tag_texts, tagged_answer
from bertplay.training.data.typed import PAIR_SEPARATOR, probe
from bertplay.training.jobs import LongTexts, Task
from bertplay.training.record import RECORD, Record, read_record
from bertplay.training.windows import cut, pair_windows

MAX_TEXTS = 1_000
MAX_CHARACTERS = 100_000

Asked = LoadedModel | Path
"""A model with a head, or the folder of a run that has none: a baseline, a BiLSTM, a model of masked words."""


def answer_texts(model: Asked, texts: Sequence[str]) -> TextAnswers:
    """The predictions for texts; a pair is written "first ||| second". BadInput for what does not fit the task."""
    if len(texts) > MAX_TEXTS or max(map(len, texts), default=0) > MAX_CHARACTERS:
        remedy = lazy("Give at most {most:,} texts of at most {characters:,} characters.", most=MAX_TEXTS, characters=MAX_CHARACTERS)
        raise BadInput(N_("This is too much text."), value=len(texts), remedy=remedy)
    if isinstance(model, Path):
        return answers_of_folder(model, texts)
    head, record = head_of(model), record_of(model)
    task = record.task if record else task_of(head, texts)
    examples = [probe(task, text) for text in texts]
    window = (record.window if record else 0) or model.max_tokens
    if task is Task.ENTITIES:
        found = tag_texts(model, head, texts, window, is_spaced=record is not None)
    else:
        pairs = [(example.text, example.pair or None) for example in examples]
        found = classify_pairs(model, head, pairs, window, record.job.long_texts if record else LongTexts.HEAD)
    answers = tuple(replace(answer, text=text) for answer, text in zip(found, texts, strict=True))
    title, source = model.spec.title, model.spec.source
    folder = source.repo if isinstance(source, Hub) else str(source.folder)
    return TextAnswers(folder, task.value, record.method.value if record else "", answers, title, head.activation)


def head_of(model: LoadedModel) -> Head:
    """Its head. MissingAbility of a model that has none, or one that labels no texts."""
    model.require(Ability.TASK_HEAD)
    head = model.spec.head
    if head is None or head.kind is HeadKind.QUESTION_ANSWERING:
        problem = lazy("{title} answers questions about a passage; it has no labels for texts.", title=model.spec.title)
        raise MissingAbility(problem, remedy=N_("Ask it a question, or choose another model."))
    return head


def record_of(model: LoadedModel) -> Record | None:
    """How it was fine-tuned; None where that was not done here."""
    source = model.spec.source
    return None if isinstance(source, Hub) or not (source.folder / RECORD).is_file() else read_record(source.folder)


def task_of(head: Head, texts: Sequence[str]) -> Task:
    """What a head that was trained elsewhere is asked: whether it wants one text or two, its folder does not say."""
    if head.kind is HeadKind.ENTITIES:
        return Task.ENTITIES
    return Task.PAIRS if any(PAIR_SEPARATOR in text for text in texts) else Task.CLASSIFICATION


def classify_pairs(
    model: LoadedModel, head: Head, texts: Sequence[tuple[str, str | None]], window: int, long_texts: LongTexts
) -> list[TextAnswer]:
    """Every label of each text, or pair, with its probability; the mean where a text is read in several windows."""
    whole = [model.encode(first, second, whole=True) for first, second in texts]
    rows = [windows_of(encoding, window, long_texts) for encoding in whole]
    outputs = iter(model.forward([row for several in rows for row in several], Wanted(head=True)))
    answers = []
    for encoding, several in zip(whole, rows, strict=True):
        found = [activated(next(outputs).head, head.activation) for _ in several]
        shares = tuple(np.mean(found, axis=0).tolist())
        best = head.labels[max(range(len(shares)), key=shares.__getitem__)]
        read = len(encoding.body) if len(several) > 1 else len(several[0].body)
        answers.append(TextAnswer("", best, head.labels, shares, tokens=len(encoding.body), tokens_read=read))
    return answers


def windows_of(encoding: Encoding, window: int, long_texts: LongTexts) -> list[Encoding]:
    """What is read of a text, or of a pair."""
    body = encoding.body
    room = window - (len(encoding) - len(body))
    if len(body) <= room:
        return [encoding]
    if encoding.pair is not None:
        texts = [[i for i in body if encoding.segments[i] == number] for number in (0, 1)]
        kept = pair_windows(len(texts[0]), len(texts[1]), room, long_texts)
        return [encoding.keeping([texts[number][i] for number in (0, 1) for i in one[number]]) for one in kept]
    if long_texts is LongTexts.WINDOWS:
        step = room - room // 2
        return [encoding.keeping(body[begin : begin + room]) for begin in range(0, len(body) - room + step, step)]
    return [encoding.keeping([body[i] for i in cut(len(body), room, long_texts)])]


def answers_of_folder(folder: Path, texts: Sequence[str]) -> TextAnswers:
    """The same of a run without a head of transformers."""
    from bertplay.training.tuned import tuned_model  # torch: slow to import

    tuned = tuned_model(folder)
    record = tuned.record
    answers = []
    for text, said in zip(texts, tuned.answers(texts), strict=True):
        if record.task is Task.ENTITIES:
            answers.append(tagged_answer(text, word_spans(text), said.labels, said.probabilities, record.labels))
        else:
            answers.append(TextAnswer(text, said.best, said.labels, said.probabilities))
    return TextAnswers(str(folder), record.task.value, record.method.value, tuple(answers), str(record.job.title))
