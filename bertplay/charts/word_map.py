"""One word in many sentences, on a map that is turned, zoomed and played from layer to layer."""

from collections import Counter
from collections.abc import Sequence
from typing import Any, Literal

import numpy as np

from bertplay.charts.plotly_theme import literal, wrapped
from bertplay.charts.point_map import MapView, PointMap, draw_map, merged
from bertplay.i18n import _, ngettext, number
from bertplay.results.embeddings import WORD_ALONE, WordMap

ColorBy = Literal["sense", "groups", "sentence"]
AROUND, MAX_LETTERS = 2, 10
"""Words before and after the word, in the name of a point, and characters of each."""


def word_map(found: WordMap, *, step: int = 0, color: ColorBy = "sense", labels: bool = False, selected: Sequence[int] = ()) -> Any:
    """The map of a word, in as many dimensions as it was computed in.

    step      the layer that is shown first, one of `found.steps`
    color     by the reader's label, by the k-means group at each layer, or a colour for each sentence
    selected  occurrences that stay strong: the one that was clicked, then its nearest neighbours
    """
    categories, members = colored(found, color)
    steps = tuple(step_names(one, found.steps[-1]) for one in found.steps)
    drawn = PointMap(found.points, found.shares, steps, hovers(found), names(found), categories, members)
    shown = found.steps.index(step)
    return draw_map(drawn, MapView(shown, labels, tuple(selected)), described(found, shown, categories))


def colored(found: WordMap, color: ColorBy) -> tuple[tuple[str, ...], Any]:
    """The names of the colours, and [steps, occurrences] which of them each has."""
    if color == "groups":
        return tuple(_("group {number}", number=i + 1) for i in range(int(found.groups.max()) + 1)), found.groups
    if color == "sentence":
        labels = [_("sentence {number}", number=one.sentence + 1) for one in found.occurrences]
    else:
        labels = [one.label or _("no sense given") for one in found.occurrences]
    categories, members = merged(labels, _("others"))
    return categories, np.tile(np.array(members, dtype=np.int64), (len(found.steps), 1))


def step_names(step: int, last: int) -> tuple[str, str]:
    """The names of a layer, in full and in short."""
    if step == WORD_ALONE:
        return _("the word alone"), _("word alone")
    return (_("0 (embeddings)") if step == 0 else _("{step} (last)", step=step) if step == last else str(step)), str(step)


def hovers(found: WordMap) -> tuple[str, ...]:
    """Each sentence with the word in bold, and the label that the reader gave."""
    texts = []
    for one in found.occurrences:
        sentence = wrapped(found.sentences[one.sentence], (one.start, one.end))
        texts.append(f"{sentence}<br><i>{literal(one.label)}</i>" if one.label else sentence)
    return tuple(texts)


def names(found: WordMap) -> tuple[str, ...]:
    """The word with its neighbours: "on the bank of the"."""
    cut = []
    for one in found.occurrences:
        text = found.sentences[one.sentence]
        before, after = text[: one.start].split()[-AROUND:], text[one.end :].split()[:AROUND]
        cut.append(" ".join(word[:MAX_LETTERS] for word in (*before, text[one.start : one.end], *after)))
    return tuple(cut)


def described(found: WordMap, shown: int, categories: tuple[str, ...]) -> str:
    """What the map shows, for readers who cannot see it."""
    n, last = len(found.occurrences), found.steps[-1]
    counts = Counter(one.label for one in found.occurrences if one.label)
    caption = ngettext(
        "A map of the vectors of “{word}” in {n:,} place, at the embeddings and at each of {last} layers.",
        "A map of the vectors of “{word}” in {n:,} places, at the embeddings and at each of {last} layers.",
        n,
        word=found.word,
        last=last,
    )
    if len(counts) > 1:
        senses = ", ".join(f"{sense} ({number(count, ',')})" for sense, count in counts.most_common(6))
        caption += " " + _("Senses: {senses}.", senses=senses)
    if len(found.shares):
        share = float(found.shares[shown].sum())
        caption += " " + _("At layer {step}, the axes show {share:.0%} of the variance.", step=found.steps[shown], share=share)
    return caption
