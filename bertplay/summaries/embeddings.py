"""Embeddings in words: sentences compared, static vectors, a word from layer to layer, vectors themselves."""

from dataclasses import replace

from bertplay.i18n import N_, LazyString, lazy
from bertplay.results.embeddings import (
    Baseline,
    FollowedWord,
    Neighbour,
    SentenceComparison,
    SentenceVectors,
    WordNeighbours,
)
from bertplay.summaries.base import Column, Measure, Summary, Table

POOLINGS = {"mean": N_("mean of all tokens"), "cls": N_("vector of [CLS]"), "max": N_("maximum over all tokens")}
LAYER, SENTENCE, SENSE = Column(N_("layer")), Column(N_("sentence")), Column(N_("sense"))
COSINE, CENTRED = Column(N_("cosine"), "number"), Column(N_("centred cosine"), "number")
SHOWN_IN_SENTENCE = 60
"""Characters of a sentence that another sentence quotes."""


def summarize_similarity(found: SentenceComparison) -> Summary:
    """The most similar sentence beside what unrelated sentences have; all cosines in the table."""
    pooling = lazy(POOLINGS.get(found.pooling, found.pooling))
    details = [lazy("Layer {layer}, {pooling}.", layer=found.layer, pooling=pooling), about_baseline(found.baseline)]
    if found.cut:
        details.append(lazy("Sentences longer than the context window, of which the first tokens were used: {n:,}.", n=len(found.cut)))
    n = len(found.cosines)
    rows = [(found.query, near.text, near.cosine, near.centred) for near in found.nearest]
    rows += [
        (found.texts[i], found.texts[j], float(found.cosines[i, j]), float(found.centred[i, j])) for i in range(n) for j in range(i + 1, n)
    ]
    table = Table((Column(N_("first sentence")), Column(N_("second sentence")), COSINE, CENTRED), tuple(rows))
    if not found.nearest:
        return Summary(lazy("There is no other sentence to compare with."), tuple(details), table)
    best = found.nearest[0]
    if is_near(best, found.baseline_centred):
        said = N_("“{text}” is the most similar sentence: cosine {cosine:.2f}, where unrelated sentences have {mean:.2f} on average.")
    else:
        said = N_(
            "No sentence is more similar than unrelated ones: even “{text}” has a cosine of {cosine:.2f}, and unrelated sentences have "
            "{mean:.2f} on average."
        )
    sentence = lazy(said, text=quoted(best.text), cosine=best.cosine, mean=found.baseline.mean)
    return Summary(sentence, tuple(details), table, Measure(N_("cosine of the nearest"), best.cosine))


def summarize_beside_static(found: SentenceComparison, static: SentenceComparison) -> Summary:
    """The comparison, and which sentence the mean of static word vectors ranks first."""
    summary = summarize_similarity(found)
    if not found.nearest or not static.nearest:
        return summary
    if found.nearest[0].index == static.nearest[0].index:
        sentence = lazy("{said} The mean of word2vec's vectors, which do not depend on context, ranks it first too.", said=summary.sentence)
    else:
        said = N_("{said} The mean of word2vec's vectors, which do not depend on context, ranks “{text}” first instead.")
        sentence = lazy(said, said=summary.sentence, text=quoted(static.nearest[0].text))
    said = N_("Centred cosine of the top sentence: {model:.2f} with this model, {static:.2f} with word2vec.")
    compared = lazy(said, model=found.nearest[0].centred, static=static.nearest[0].centred)
    return replace(summary, sentence=sentence, details=(*summary.details, compared))


def is_near(near: Neighbour, centred: Baseline) -> bool:
    """Whether a centred cosine is above nineteen in twenty of unrelated pairs."""
    return near.centred > centred.high


def about_baseline(baseline: Baseline) -> LazyString:
    """The cosines of unrelated pairs."""
    said = N_("Cosine of unrelated pairs: {mean:.2f} on average, nine in ten between {low:.2f} and {high:.2f}.")
    return lazy(said, mean=baseline.mean, low=baseline.low, high=baseline.high)


def summarize_neighbours(found: WordNeighbours) -> Summary:
    """The nearest word beside what random words have."""
    split = [one for one in found.terms if len(one.tokens) > 1]
    said = N_(
        "“{word}” is not in the vocabulary; the mean of the vectors of its tokens is used: {tokens}. A table of whole words would "
        "have no vector for it."
    )
    details = [lazy(said, word=one.word, tokens=" ".join(one.tokens)) for one in split]
    details += [about_baseline(found.baseline), lazy("Words searched: {n:,}.", n=found.searched)]
    best = found.nearest[0]
    if not is_near(best, found.baseline_centred):
        said = N_("No word is nearer to “{expression}” than random words are: even “{word}” has a centred cosine of only {cosine:.2f}.")
    elif split:
        said = N_(
            "“{expression}” has no vector of its own; the mean of its tokens is nearest to “{word}”, with a centred cosine of {cosine:.2f}."
        )
    else:
        said = N_("“{word}” is nearest to “{expression}”: centred cosine {cosine:.2f}, where random words have {mean:.2f} on average.")
    sentence = lazy(said, expression=found.expression, word=best.text, cosine=best.centred, mean=found.baseline_centred.mean)
    rows = tuple((near.text, near.cosine, near.centred) for near in found.nearest)
    table = Table((Column(N_("word")), COSINE, CENTRED), rows)
    return Summary(sentence, tuple(details), table, Measure(N_("centred cosine of the nearest"), best.centred))


def summarize_followed(found: FollowedWord) -> Summary:
    """The sentence in which the word's vector ends nearest to that of the first."""
    last, cosines, unrelated = len(found.cosines) - 1, found.cosines[-1], found.baselines[-1].mean
    nearest = max(range(len(cosines)), key=lambda i: cosines[i])
    said = N_(
        "At layer {layer}, the vector of “{word}” in sentence {first} is nearest to that in sentence {nearest}: cosine {cosine:.2f}; "
        "random words have {unrelated:.2f}."
    )
    sentence = lazy(
        said,
        layer=last,
        word=found.word,
        first=found.numbers[0],
        nearest=found.numbers[nearest + 1],
        cosine=cosines[nearest],
        unrelated=unrelated,
    )
    columns = (LAYER, Column(N_("sentence number"), "count"), COSINE, Column(N_("cosine, random words"), "number"), SENTENCE)
    rows = tuple(
        (layer, number, cosine, baseline.mean, text)
        for layer, (there, baseline) in enumerate(zip(found.cosines, found.baselines, strict=True))
        for number, cosine, text in zip(found.numbers[1:], there, found.sentences[1:], strict=True)
    )
    return Summary(sentence, (), Table(columns, rows), Measure(N_("cosine of the nearest"), cosines[nearest]))


def summarize_vectors(found: SentenceVectors) -> Summary:
    """How many vectors there are, and all their components."""
    said = N_("{n:,} sentence vectors with {size} components: layer {layer}, {pooling}.")
    n, size = found.vectors.shape
    sentence = lazy(said, n=n, size=size, layer=found.layer, pooling=lazy(POOLINGS.get(found.pooling, found.pooling)))
    columns = (SENTENCE, *(Column(f"v{i + 1}", "number") for i in range(size)))
    rows = tuple((text, *row) for text, row in zip(found.texts, found.vectors.tolist(), strict=True))
    return Summary(sentence, (), Table(columns, rows), Measure(N_("first component"), rows[0][1]))


def quoted(text: str) -> str:
    """A sentence within another."""
    line = " ".join(text.split())
    return line if len(line) <= SHOWN_IN_SENTENCE else f"{line[: SHOWN_IN_SENTENCE - 1].rstrip()}…"
