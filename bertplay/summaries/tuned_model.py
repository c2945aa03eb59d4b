"""A fine-tuned model in words: its mistakes, how far its confidence can be trusted, what it has forgotten."""

from collections.abc import Sequence

from bertplay.i18n import N_, LazyString, lazy
from bertplay.results.tuned_model import (
    Calibration,
    Confusion,
    Forgetting,
    HeldOutPrediction,
    WordImportance,
)
from bertplay.summaries.base import Column, Measure, Summary, Table

SAME = 0.02
"""A confidence and an accuracy that differ by less are said to agree."""
LITTLE = 0.01
"""A probability that falls by less without a word does not depend on it."""
HELD_OUT_COLUMNS = (
    Column(N_("text")),
    Column(N_("true label")),
    Column(N_("prediction")),
    Column(N_("confidence"), "share"),
    Column(N_("line"), "count"),
)


def summarize_confusion(found: Confusion) -> Summary:
    """How many held-out examples are classified correctly, and the most frequent mistake."""
    n = len(found.predictions)
    right = sum(one.prediction == one.truth for one in found.predictions)
    mistakes = [
        (found.counts[i][j], truth, prediction)
        for i, truth in enumerate(found.labels)
        for j, prediction in enumerate(found.labels)
        if i != j and found.counts[i][j]
    ]
    values = {"right": right, "n": n, "share": found.accuracy}
    if not mistakes:
        sentence = lazy("All {n:,} held-out examples are classified correctly.", **values)
    else:
        count, truth, prediction = max(mistakes, key=lambda one: one[0])
        said = N_("{right:,} of {n:,} are classified correctly ({share:percent}); no mistake occurs twice.")
        if count > 1:
            said = N_(
                "{right:,} of {n:,} are classified correctly ({share:percent}). The most frequent mistake ({count:,} ×): “{truth}” "
                "classified as “{prediction}”."
            )
        sentence = lazy(said, truth=truth, prediction=prediction, count=count, **values)
    return Summary(sentence, (), judged_table(found.predictions), Measure(N_("accuracy"), found.accuracy))


def score_table(found: Confusion) -> Table:
    """Precision, recall and F1 by label."""
    columns = (
        Column(N_("label")),
        Column(N_("precision"), "share"),
        Column(N_("recall"), "share"),
        Column("F1", "number"),
        Column(N_("held out"), "count"),
    )
    return Table(columns, tuple((one.label, one.precision, one.recall, one.f1, one.count) for one in found.scores))


def confusion_table(found: Confusion) -> Table:
    """The confusion matrix: a row for each true label, a column for each prediction."""
    columns = (Column(N_("true label")), *(Column(label, "count") for label in found.labels))
    return Table(columns, tuple((label, *counts) for label, counts in zip(found.labels, found.counts, strict=True)))


def judged_table(predictions: Sequence[HeldOutPrediction]) -> Table:
    """Held-out examples with what was predicted."""
    return Table(HELD_OUT_COLUMNS, tuple(map(held_out_row, predictions)))


def held_out_row(one: HeldOutPrediction) -> tuple[str, str, str, float, int]:
    """One example."""
    text = one.text if not one.pair else f"{one.text} / {one.pair}"
    return (f"{one.word}: {text}" if one.word else text, one.truth, one.prediction, one.prediction_probability, one.line)


def summarize_calibration(found: Calibration) -> Summary:
    """Whether the model is as confident as it is right."""
    n = max(1, found.predictions)
    confidence = sum(one.count * one.confidence for one in found.bins) / n
    accuracy = sum(one.count * one.accuracy for one in found.bins) / n
    if abs(confidence - accuracy) < SAME:
        said = N_("The model is well calibrated: its mean confidence is {confidence:percent}, its accuracy {accuracy:percent}.")
    elif confidence > accuracy:
        said = N_("The model is overconfident: its mean confidence is {confidence:percent}, its accuracy only {accuracy:percent}.")
    else:
        said = N_("The model is underconfident: its mean confidence is {confidence:percent}, its accuracy {accuracy:percent}.")
    error = N_("The mean gap between the two in each bin is {gap:percent} (expected calibration error, Guo et al. 2017; {n:,} examples).")
    columns = (
        Column(N_("confidence from"), "share"),
        Column(N_("to"), "share"),
        Column(N_("mean confidence"), "share"),
        Column(N_("accuracy"), "share"),
        Column(N_("examples"), "count"),
    )
    rows = tuple((one.low, one.high, one.confidence, one.accuracy, one.count) for one in found.bins)
    details = (lazy(error, gap=found.error, n=found.predictions),)
    sentence = lazy(said, confidence=confidence, accuracy=accuracy)
    return Summary(sentence, details, Table(columns, rows), Measure(N_("expected calibration error"), found.error))


def summarize_importance(found: WordImportance) -> Summary:
    """The prediction, and the word that it depends on most; one that speaks against it may be the one."""
    most = max(found.words, key=lambda one: abs(one.change))
    values = {"label": found.label, "share": found.probability, "word": most.word, "without": found.probability - most.change}
    said = N_("Prediction: {label}, with {share:percent}. It depends most on “{word}”: without it, {without:percent}.")
    if abs(most.change) < LITTLE:
        said = N_("Prediction: {label}, with {share:percent}. It depends on no single word: without any of them it stays nearly the same.")
    columns = (Column(N_("word")), Column(N_("change of the probability without it"), "number"))
    rows = tuple((one.word, -one.change) for one in found.words)
    return Summary(lazy(said, **values), (how_hidden(found),), Table(columns, rows), Measure(N_("probability"), found.probability))


def how_hidden(found: WordImportance) -> LazyString:
    """How each word was taken away."""
    if found.hidden_as:
        said = N_(
            "Each word in turn is replaced by {mask}: its bar shows how much less probable the predicted label becomes. This is not a full "
            "explanation of the prediction: words that mean the same make up for each other."
        )
        return lazy(said, mask=found.hidden_as)
    return lazy(
        "Each word in turn is left out: its bar shows how much less probable the predicted label becomes. This is not a full explanation "
        "of the prediction: words that mean the same make up for each other."
    )


def summarize_forgetting(found: Forgetting) -> Summary:
    """How many masked words the encoder still predicts."""
    said = N_("Top-1 accuracy on masked words: {before:percent} before fine-tuning, {after:percent} after it.")
    bits = N_("Mean surprisal: {bits:.1f} bits before, {after:.1f} after.")
    columns = (
        Column(N_("sentence")),
        Column(N_("masked")),
        Column(N_("before"), "share"),
        Column(N_("after"), "share"),
        Column(N_("prediction before")),
        Column(N_("prediction after")),
    )
    rows = tuple((one.text, one.word, one.before, one.after, one.prediction_before, one.prediction_after) for one in found.words)
    sentence = lazy(said, before=found.top1_before, after=found.top1_after)
    details = (lazy(bits, bits=found.bits_before, after=found.bits_after),)
    return Summary(sentence, details, Table(columns, rows), Measure(N_("top-1 accuracy afterwards"), found.top1_after))
