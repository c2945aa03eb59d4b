"""Answers that are chosen and not typed: counted in English, one bar for each in a class of two languages, and told to each reader."""

import re
from dataclasses import replace

from bertplay.results.rooms import QuestionCounts
from bertplay.wording import t

CHOSEN = {"embeddings", "layers", "next_sentence"}
"""The pages where an answer is chosen. What is typed elsewhere is the pupil's own word, and no text of the catalogue."""
LAYER = re.compile(r"layer (\d+)")


def told_answer(page: str, answer: str) -> str:
    """An answer as the reader sees it: "layer 3", in French "couche 3"."""
    if page not in CHOSEN:
        return answer
    layer = LAYER.fullmatch(answer)
    return t("layer {layer}", layer=layer[1]) if layer else t(answer)


def told_counts(counts: QuestionCounts) -> QuestionCounts:
    """What a class answered, in the reader's language."""
    return replace(counts, answers=tuple(replace(one, answer=told_answer(counts.page, one.answer)) for one in counts.answers))
