"""What a class of two languages shares, told to each reader: questions of our own, and answers that are chosen and not typed.

Such an answer is counted in English, so that there is one bar for it.
"""

import re
from dataclasses import replace

from bertplay.results.rooms import QuestionCounts
from bertplay.wording import Later, t

CHOSEN = {"embeddings", "layers", "next_sentence"}
"""The pages where an answer is chosen. What is typed elsewhere is the pupil's own word, and no text of the catalogue."""
LAYER = re.compile(r"layer (\d+)")


def told_title(title: str) -> str:
    """A question as the reader sees it. A sentence that somebody wrote is no text of the catalogue."""
    return t(title) if isinstance(title, Later) else title


def told_answer(page: str, answer: str) -> str:
    """An answer as the reader sees it: "layer 3", in French "couche 3"."""
    if page not in CHOSEN:
        return answer
    layer = LAYER.fullmatch(answer)
    return t("layer {layer}", layer=layer[1]) if layer else t(answer)


def told_counts(counts: QuestionCounts) -> QuestionCounts:
    """What a class answered, in the reader's language."""
    return replace(counts, answers=tuple(replace(one, answer=told_answer(counts.page, one.answer)) for one in counts.answers))
