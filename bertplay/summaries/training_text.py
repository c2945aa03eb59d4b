"""Predictions beside the training text, in words."""

from collections.abc import Iterator

from bertplay.i18n import N_, lazy
from bertplay.results.training_text import TrainingTextSearch
from bertplay.summaries.base import Cell, Column, Measure, Summary, Table

PARTS = {
    "sentences": N_("everyday sentences"),
    "modern": N_("modern prose"),
    "simple": N_("simple texts"),
    "books": N_("novels"),
    "wikipedia": N_("Wikipedia"),
}
"""Where a sentence of the sample is from."""


def summarize_training_text(found: TrainingTextSearch) -> Summary:
    """Whether the first prediction is also the word that the sample holds most often in a similar context; every sentence found."""
    first = found.words[0]
    most = max(found.words, key=lambda word: word.alike)
    values: dict[str, object] = {"word": first.word, "share": first.probability, "alike": first.alike, "n": first.sentences}
    values |= {"other": most.word, "others": most.alike, "size": found.size}
    if not first.sentences:
        said = N_("“{word}” ({share:percent}) does not occur in the sample: the model knows it from other text.")
    elif not first.alike:
        said = N_(
            "“{word}” ({share:percent}) occurs in {n:,} sentences of the sample, but in none like this: the model generalizes, or has "
            "read it elsewhere."
        )
    elif most.alike > first.alike:
        said = N_(
            "The model predicts “{word}” ({share:percent}), though sentences like this in the sample have “{other}” more often: {others:,} "
            "times, against {alike:,}."
        )
    else:
        said = N_(
            "Data and model agree: of all predictions, “{word}” ({share:percent}) also occurs most often in sentences like this, {alike:,} "
            "times in the sample."
        )
    listed = ", ".join(f"“{{word{i}}}”" for i in range(len(found.context)))
    context = lazy(listed, **{f"word{i}": word for i, word in enumerate(found.context)})
    details = [
        lazy(N_("Like this: a sentence that also contains one of {words}, or the same two words before or after the gap."), words=context)
        if found.context
        else lazy(N_("Like this: a sentence with the same two words before or after the gap; its other words are too common to tell.")),
        lazy(N_("The sample has {size:,} sentences."), size=found.size),
    ]
    columns = (
        Column(N_("prediction")),
        Column(N_("probability"), "share"),
        Column(N_("sentences with it"), "count"),
        Column(N_("like this"), "count"),
        Column(N_("sentence")),
        Column(N_("source")),
    )
    return Summary(
        lazy(said, **values),
        tuple(details),
        Table(columns, tuple(rows_of(found))),
        Measure(N_("sentences like this with the first prediction"), first.alike),
    )


def rows_of(found: TrainingTextSearch) -> Iterator[tuple[Cell, ...]]:
    """A row for each sentence; one without a sentence for a word that has none."""
    for word in found.words:
        counted = (word.word, word.probability, word.sentences, word.alike)
        for sentence in word.found:
            yield (*counted, sentence.text, lazy(PARTS[sentence.part]))
        if not word.found:
            yield (*counted, None, None)
