"""A fine-tuned model: its predictions for the held-out examples, and which words a prediction depends on. No training here."""

from pathlib import Path

from bertplay.errors import BadInput
from bertplay.i18n import N_, lazy
from bertplay.results.tuned_model import (
    Calibration,
    CalibrationBin,
    Confusion,
    HeldOutPrediction,
    WordImportance,
    WordWeight,
)
from bertplay.tasks.task_heads import Asked, answer_texts, record_of
from bertplay.tasks.words import words_in
from bertplay.training.jobs import Method, Task
from bertplay.training.predictions import label_scores
from bertplay.training.record import Prediction, read_predictions, read_record

BINS = 10
MAX_WORDS = 200


def confusion(folder: Path) -> Confusion:
    """The confusion matrix over all held-out examples, with the examples themselves.

    Of entities over kinds, "O" included, not over "B-" and "I-". BadInput for masked words, which have no labels.
    """
    record = read_record(folder)
    if record.task is Task.MASKED_WORDS:
        raise BadInput(
            N_("Masked-word prediction has no labels, so there is no confusion matrix."), remedy=N_("Open “Forgetting” instead.")
        )
    from sklearn.metrics import confusion_matrix  # slow to import

    predictions = read_predictions(folder)
    predicted = [text for one in predictions for text in held_out_predictions(one, record.labels)]
    labels = tuple(dict.fromkeys(kind_of(label) for label in record.labels))
    counts = [[0] * len(labels) for _ in labels]
    if predicted:
        counts = confusion_matrix([one.truth for one in predicted], [one.prediction for one in predicted], labels=labels).tolist()
    return Confusion(labels, tuple(map(tuple, counts)), tuple(predicted), label_scores(predictions, record.labels))


def held_out_predictions(one: Prediction, labels: tuple[str, ...]) -> list[HeldOutPrediction]:
    """A sentence with its label, or each word of a tagged one."""
    if not one.words:
        best = max(range(len(labels)), key=one.probabilities.__getitem__)
        truth = one.probabilities[labels.index(one.label)]
        return [HeldOutPrediction(one.text, one.label, labels[best], one.probabilities[best], truth, one.line, one.pair)]
    rows = zip(one.words, one.tags, one.predicted, one.confidences, strict=False)
    return [
        HeldOutPrediction(one.text, kind_of(tag), kind_of(prediction), sure, sure if tag == prediction else 1 - sure, one.line, word=word)
        for word, tag, prediction, sure in rows
    ]


def kind_of(tag: str) -> str:
    """B-PER -> PER; a label of a sentence stays as it is."""
    return tag[2:] if tag.startswith(("B-", "I-")) else tag


def calibration(folder: Path) -> Calibration:
    """Whether confidence matches accuracy, over all held-out examples, in ten bins; a bin holds its upper bound and not its lower one."""
    import numpy as np
    from sklearn.calibration import calibration_curve

    predicted = confusion(folder).predictions
    if not predicted:
        return Calibration((), 0.0, 0)
    confidence = np.array([one.prediction_probability for one in predicted])
    is_right = np.array([one.prediction == one.truth for one in predicted], dtype=int)
    accuracies, confidences = calibration_curve(is_right, confidence, n_bins=BINS, pos_label=1)
    bounds = np.linspace(0, 1, BINS + 1)
    counts = np.bincount(np.searchsorted(bounds[1:-1], confidence), minlength=BINS)
    bins = tuple(
        CalibrationBin(number / BINS, (number + 1) / BINS, int(counts[number]), float(confidence), float(accuracy))
        for number, confidence, accuracy in zip(np.flatnonzero(counts).tolist(), confidences, accuracies, strict=True)
    )
    error = sum(one.count * abs(one.confidence - one.accuracy) for one in bins) / len(predicted)
    return Calibration(bins, error, len(predicted))


def word_importance(model: Asked, text: str) -> WordImportance:
    """Hide each word of a text in turn: how much does the probability of the prediction fall?

    A pretrained model gets its mask in the word's place, which it knows; others, for which that would be an unknown word,
    get the text without it. BadInput for other tasks than the classification of single texts.
    """
    words = words_in(text)
    if not 1 <= len(words) <= MAX_WORDS:
        raise BadInput(lazy("A text of 1 to {most} words is needed.", most=MAX_WORDS), value=len(words), remedy=N_("Change the text."))
    hidden_as = mask_of(model)
    without = [f"{text[:start]}{hidden_as}{text[end:]}" for start, end in words]
    answers = answer_texts(model, [text, *(other if other.strip() else " ." for other in without)])
    if answers.task != Task.CLASSIFICATION:
        raise BadInput(N_("Word importance is available for sentence classification only."), remedy=N_("Choose such a model."))
    whole, *others = answers.answers
    best = whole.labels.index(whole.best)
    probability = whole.probabilities[best]
    weights = (
        WordWeight(text[start:end], start, end, probability - other.probabilities[best])
        for (start, end), other in zip(words, others, strict=True)
    )
    return WordImportance(text, whole.best, probability, tuple(weights), hidden_as)


def mask_of(model: Asked) -> str:
    """How a model that was pretrained writes a mask; "" of one that never saw any."""
    if isinstance(model, Path):
        return ""
    record = record_of(model)
    return model.mask_text if model.has_mask and (record is None or record.method in (Method.FULL, Method.FROZEN)) else ""
