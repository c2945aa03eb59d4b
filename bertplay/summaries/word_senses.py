"""A word in its sentences in words: its map, its senses, its nearest occurrences, its vectors."""

from collections import Counter

from bertplay.i18n import N_, LazyString, lazy
from bertplay.results.embeddings import (
    WORD_ALONE,
    NearestOccurrences,
    Omitted,
    SenseSeparation,
    WordMap,
    WordVectors,
)
from bertplay.summaries.base import Cell, Column, Measure, Summary, Table
from bertplay.summaries.embeddings import CENTRED, COSINE, LAYER, SENSE, SENTENCE, quoted

GAIN = 0.2
"""Above the majority baseline; of two dozen sentences, a smaller difference is chance."""

OWN_SENSE = N_("share nearest to the centre of their own sense")


def summarize_map(found: WordMap) -> Summary:
    """Whether the senses of the word separate from layer 0 on; where no senses are given, how much the map shows."""
    n = len(found.occurrences)
    details = [*axes_of(found), *omitted_from(found.omitted)]
    axes = found.points.shape[2]
    columns = (
        LAYER,
        Column(N_("sentence number"), "count"),
        SENSE,
        Column(N_("k-means group"), "count"),
        *(Column(title, "number") for title in (N_("axis 1"), N_("axis 2"), N_("axis 3"))[:axes]),
        SENTENCE,
    )
    rows = tuple(
        (
            name_of(layer),
            one.sentence + 1,
            one.label,
            int(found.groups[step, i]) + 1,
            *map(float, found.points[step, i]),
            found.sentences[one.sentence],
        )
        for step, layer in reversed(list(enumerate(found.steps)))
        for i, one in enumerate(found.occurrences)
    )
    table = Table(columns, rows)
    if not found.separation:
        said = N_("The vectors of “{word}” in {n:,} places, at the embeddings and at each of {last} layers.")
        sentence = lazy(said, word=found.word, n=n, last=found.steps[-1])
        return Summary(sentence, tuple(details), table, Measure(N_("occurrences"), float(n)))
    start, (best, layer) = found.separation[1], best_of(found)
    if best - majority_of(found) < GAIN:
        said = N_(
            "The senses of “{word}” do not separate at any layer: at best, at layer {layer}, {best:.0%} of its vectors are nearest to "
            "the centre of their own sense; the most frequent sense alone makes up {majority:.0%}."
        )
    elif best - start < GAIN <= start - majority_of(found):
        said = N_(
            "The senses of “{word}” are separate even before the first layer: {start:.0%} of its vectors are nearest to the centre of "
            "their own sense at layer 0, {best:.0%} at layer {layer}."
        )
    else:
        said = N_(
            "The senses of “{word}” separate: at layer 0, {start:.0%} of its vectors are nearest to the centre of their own "
            "sense, at layer {layer} {best:.0%}."
        )
    sentence = lazy(said, word=found.word, start=start, best=best, layer=layer, majority=majority_of(found))
    return Summary(sentence, tuple(details), table, Measure(OWN_SENSE, best))


def best_of(found: WordMap) -> tuple[float, int]:
    """The highest share of occurrences nearest to the centre of their own sense, and the first layer that has it."""
    shares = [(share, layer) for share, layer in zip(found.separation, found.steps, strict=True) if layer != WORD_ALONE]
    return max(shares, key=lambda one: one[0])


def majority_of(found: WordMap) -> float:
    """The share of the most frequent sense among the senses that are compared."""
    counts = [count for label, count in Counter(one.label for one in found.occurrences).items() if label and count > 1]
    return max(counts) / sum(counts)


def axes_of(found: WordMap) -> list[LazyString]:
    """How much of the last layer the axes show, or that they mean nothing."""
    if not len(found.shares):
        return [lazy("Only neighbourhoods count on this map; its axes and the distances between groups mean nothing.")]
    said = N_("At layer {layer}, the axes show {share:.0%} of the variance; the rest is not on the map.")
    return [lazy(said, layer=found.steps[-1], share=float(found.shares[-1].sum()))]


def omitted_from(omitted: Omitted) -> list[LazyString]:
    """What was left out, where something was."""
    counted = (
        (omitted.without_word, N_("Sentences that do not contain the word: {n:,}.")),
        (omitted.outside_window, N_("Occurrences outside the model's context window: {n:,}.")),
        (omitted.too_many, N_("Occurrences left out because there are too many: {n:,}.")),
    )
    return [lazy(said, n=n) for n, said in counted if n]


def name_of(layer: int) -> Cell:
    """A layer in a table; the input embedding alone, without position, has no number."""
    return lazy("the word alone") if layer == WORD_ALONE else layer


def summarize_nearest(found: NearestOccurrences, layer: int = -1) -> Summary:
    """Whether the nearest occurrences at a layer, the last if none is given, have the same sense."""
    there, nearest = layer % len(found.layers), found.layers[layer]
    labels = [found.occurrences[near.index].label for near in nearest]
    if found.chosen.label and any(labels):
        said = N_("At layer {layer}, {same} of the {n} nearest occurrences of “{word}” have the same sense: {sense}.")
        same = labels.count(found.chosen.label)
        sentence = lazy(said, layer=there, same=same, n=len(nearest), word=found.word, sense=found.chosen.label)
    else:
        said = N_("Nearest to this occurrence of “{word}” at layer {layer}: “{text}”.")
        sentence = lazy(said, word=found.word, layer=there, text=quoted(nearest[0].text) if nearest else "")
    columns = (LAYER, Column(N_("rank"), "count"), COSINE, CENTRED, SENSE, SENTENCE)
    rows = tuple(
        (i, rank, near.cosine, near.centred, found.occurrences[near.index].label, near.text)
        for i, neighbours in enumerate(found.layers)
        for rank, near in enumerate(neighbours, 1)
    )
    return Summary(sentence, (), Table(columns, rows), Measure(N_("cosine of the nearest"), nearest[0].cosine if nearest else 0.0))


def spans(numbers: list[int]) -> str:
    """Rising numbers as a list of spans: [1, 2, 3, 6] -> "1–3, 6"."""
    starts = [n for n in numbers if n - 1 not in numbers]
    ends = [n for n in numbers if n + 1 not in numbers]
    return ", ".join(f"{start}–{end}" if end > start else str(start) for start, end in zip(starts, ends, strict=True))


def summarize_separation(found: SenseSeparation) -> Summary:
    """The layer that separates the senses best, or that none does."""
    best = next(one for one in found.layers if one.layer == found.best)
    equal = [str(one.layer) for one in found.layers if one.accuracy == best.accuracy and one is not best]
    layers = spans([one.layer for one in found.layers if one.accuracy == best.accuracy])
    if best.accuracy - found.majority < GAIN:
        said = N_(
            "No layer separates the senses of “{word}”: at the best one, layer {layer}, {share:.0%} of the vectors are nearest to the "
            "centre of their own sense, and always choosing the most frequent sense gives {majority:.0%}."
        )
    elif equal:
        said = N_(
            "Layers {layers} separate the senses of “{word}” best: {share:.0%} of the vectors are nearest to the centre of their own "
            "sense; always choosing the most frequent sense gives {majority:.0%}."
        )
    else:
        said = N_(
            "Layer {layer} separates the senses of “{word}” best: {share:.0%} of the vectors are nearest to the centre of their own sense; "
            "always choosing the most frequent sense gives {majority:.0%}."
        )
    sentence = lazy(said, word=found.word, layer=best.layer, layers=layers, share=best.accuracy, majority=found.majority)
    details = [lazy("Senses, with the number of sentences: {senses}.", senses=", ".join(f"{name} ({n})" for name, n in found.senses))]
    if equal:
        details.append(lazy("Of these layers, layer {layer} has the highest silhouette.", layer=best.layer))
    columns = (
        LAYER,
        Column(OWN_SENSE, "share"),
        Column(N_("silhouette"), "number"),
        Column(N_("cosine, same sense"), "number"),
        Column(N_("cosine, different senses"), "number"),
        Column(N_("cosine, random words"), "number"),
        Column(N_("centred cosine, same sense"), "number"),
        Column(N_("centred cosine, different senses"), "number"),
    )
    rows = tuple(
        (
            one.layer,
            one.accuracy,
            one.silhouette,
            one.within,
            one.across,
            one.random,
            one.within_centred,
            one.across_centred,
        )
        for one in found.layers
    )
    return Summary(sentence, (*details, *omitted_from(found.omitted)), Table(columns, rows), Measure(OWN_SENSE, best.accuracy))


def summarize_word_vectors(found: WordVectors) -> Summary:
    """How many vectors there are, and all their components."""
    n, size = found.vectors.shape
    said = N_("{n:,} vectors of “{word}” with {size} components, at layer {layer}.")
    sentence = lazy(said, n=n, word=found.word, size=size, layer=found.layer)
    columns = (SENTENCE, SENSE, *(Column(f"v{i + 1}", "number") for i in range(size)))
    rows = tuple(
        (found.sentences[one.sentence], one.label, *row) for one, row in zip(found.occurrences, found.vectors.tolist(), strict=True)
    )
    return Summary(sentence, (), Table(columns, rows), Measure(N_("first component"), rows[0][2]))
