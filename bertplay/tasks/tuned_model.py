"""After a training: what the model said to the held-out examples, and what it says to new texts. No training here."""

from functools import lru_cache
from pathlib import Path

from bertplay.errors import BadInput
from bertplay.results.tuned_model import (
    Calibration,
    CalibrationBin,
    Confusion,
    JudgedText,
    TunedAnswer,
    TunedAnswers,
    WordImportance,
    WordWeight,
)
from bertplay.tasks.words import words_in
from bertplay.training.config import Method, Task
from bertplay.training.record import RECORD, Judged, read_predictions, read_record
from bertplay.training.tuned import Tuned, open_tuned
from bertplay.wording import later, mark

BINS = 10
MOST_TEXTS = 1_000
MOST_CHARACTERS = 10_000
MOST_WORDS = 200


def tuned_model(folder: Path) -> Tuned:
    """The model in a folder, opened once as long as its record stays the same. ModelLoadFailed when it is none."""
    read_record(folder)
    return opened(folder, (folder / RECORD).stat().st_mtime_ns)


@lru_cache(maxsize=2)
def opened(folder: Path, stamp: int) -> Tuned:
    """Open a folder that was written at `stamp`."""
    return open_tuned(folder)


def answer_texts(folder: Path, *texts: str) -> TunedAnswers:
    """What a fine-tuned model says to texts. BadInput for what is none of its task."""
    if len(texts) > MOST_TEXTS or max(map(len, texts), default=0) > MOST_CHARACTERS:
        remedy = later("Give at most {most:,} texts of at most {characters:,} characters.", most=MOST_TEXTS, characters=MOST_CHARACTERS)
        raise BadInput(mark("This is too much text."), value=len(texts), remedy=remedy)
    tuned = tuned_model(folder)
    record = tuned.record
    answers = []
    for text, said in zip(texts, tuned.answers(texts), strict=True):
        words = tuple(text.split())[: len(said.labels)] if record.task is Task.ENTITIES else ()
        best = " ".join(said.labels) if record.task is Task.ENTITIES else said.best
        answers.append(TunedAnswer(text, best, said.labels, said.probabilities, words))
    return TunedAnswers(str(folder), record.task.value, record.method.value, tuple(answers))


def confusion(folder: Path) -> Confusion:
    """The confusion matrix over all held-out examples, with the examples themselves.

    Of entities over kinds, "O" included, not over "B-" and "I-". BadInput for masked words, which have no labels.
    """
    record = read_record(folder)
    if record.task is Task.MASKED_WORDS:
        raise BadInput(mark("Masked words have no labels to confuse."), remedy=mark("Look at what was forgotten instead."))
    judged = [text for one in read_predictions(folder) for text in judged_texts(one, record.labels)]
    labels = tuple(dict.fromkeys(kind_of(label) for label in record.labels))
    place = {label: i for i, label in enumerate(labels)}
    counts = [[0] * len(labels) for _ in labels]
    for text in judged:
        counts[place[text.truth]][place[text.guess]] += 1
    return Confusion(labels, tuple(map(tuple, counts)), tuple(judged))


def judged_texts(one: Judged, labels: tuple[str, ...]) -> list[JudgedText]:
    """A sentence with its label, or each word of a tagged one."""
    if not one.words:
        best = max(range(len(labels)), key=one.probabilities.__getitem__)
        truth = one.probabilities[labels.index(one.label)]
        return [JudgedText(one.text, one.label, labels[best], one.probabilities[best], truth, one.line, one.pair)]
    rows = zip(one.words, one.tags, one.guessed, one.certain, strict=False)
    return [
        JudgedText(one.text, kind_of(tag), kind_of(guess), sure, sure if tag == guess else 1 - sure, one.line, word=word)
        for word, tag, guess, sure in rows
    ]


def kind_of(tag: str) -> str:
    """B-PER -> PER; a label of a sentence stays as it is."""
    return tag[2:] if tag.startswith(("B-", "I-")) else tag


def calibration(folder: Path) -> Calibration:
    """Whether the model is as often right as it is sure, over all held-out examples."""
    judged = confusion(folder).judged
    bins, gap = [], 0.0
    for number in range(BINS):
        inside = [one for one in judged if number == min(BINS - 1, int(one.guess_probability * BINS))]
        if inside:
            sureness = sum(one.guess_probability for one in inside) / len(inside)
            right = sum(one.guess == one.truth for one in inside) / len(inside)
            bins.append(CalibrationBin(number / BINS, (number + 1) / BINS, len(inside), sureness, right))
            gap += len(inside) * abs(sureness - right)
    return Calibration(tuple(bins), gap / max(1, len(judged)), len(judged))


def word_importance(folder: Path, text: str) -> WordImportance:
    """Hide each word of a text in turn: how much less probable does the model's answer become?

    A pretrained model gets [MASK] in its place, which it knows; others, for which that would be an unknown word,
    get the text without it. BadInput for other tasks than sentence classification.
    """
    tuned = tuned_model(folder)
    if tuned.record.task is not Task.CLASSIFICATION:
        raise BadInput(mark("Words can be weighed for sentence classification only."), remedy=mark("Choose such a run."))
    words = words_in(text)
    if not 1 <= len(words) <= MOST_WORDS:
        raise BadInput(later("A text of 1 to {most} words is needed.", most=MOST_WORDS), value=len(words), remedy=mark("Change the text."))
    knows_mask = tuned.record.method in (Method.FULL, Method.FROZEN) and tuned.judge is not None
    hidden_as = str(tuned.judge.tokenizer.mask_token) if knows_mask and tuned.judge else ""
    without = [f"{text[:start]}{hidden_as}{text[end:]}" for start, end in words]
    whole, *others = tuned.answers([text, *(other if other.strip() else " ." for other in without)])
    best = whole.labels.index(whole.best)
    probability = whole.probabilities[best]
    weights = (
        WordWeight(text[start:end], start, end, probability - other.probabilities[best])
        for (start, end), other in zip(words, others, strict=True)
    )
    return WordImportance(text, whole.best, probability, tuple(weights), hidden_as)
