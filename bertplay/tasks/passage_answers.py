"""The answer to a question in a passage: where it begins and where it ends (Devlin et al. 2019, section 4.2)."""

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from bertplay.errors import BadInput, MissingAbility
from bertplay.i18n import N_, lazy
from bertplay.models.heads import HeadKind
from bertplay.models.loaded import Encoding, LoadedModel, Wanted
from bertplay.models.spec import Ability, Family
from bertplay.results import Floats
from bertplay.results.task_heads import PassageAnswers, PassageSpan
from bertplay.tasks.probabilities import activated

MAX_CANDIDATES = 20
MAX_QUESTION_TOKENS = 64
MAX_ANSWER_TOKENS = 30
WINDOW, OVERLAP = 384, 128
"""Tokens. Models of SQuAD were trained on windows of 384 that overlap by 128, and on answers of at most 30."""


class Candidate(NamedTuple):
    """passage[start:end] and its probability in one window."""

    start: int
    end: int
    probability: float


def answer_question(model: LoadedModel, question: str, passage: str, top_k: int = 5) -> PassageAnswers:
    """The most probable answers, each from the window in which it is most probable."""
    model.require(Ability.TASK_HEAD)
    if model.spec.head is None or model.spec.head.kind is not HeadKind.QUESTION_ANSWERING:
        problem = lazy("{title} labels texts; it was not trained to answer questions.", title=model.spec.title)
        raise MissingAbility(problem, remedy=N_("Choose a model with a head for question answering."))
    if not question.strip() or not passage.strip():
        raise BadInput(N_("The question or the passage is empty."), remedy=N_("Type a question, and a passage that holds its answer."))
    if not 1 <= top_k <= MAX_CANDIDATES:
        raise BadInput(N_("The number of answers is out of range."), value=top_k, remedy=lazy("Ask for 1 to {most}.", most=MAX_CANDIDATES))
    is_last = model.spec.family is Family.XLNET  # whose special tokens are at the end, and so is the question
    whole = model.encode(*((passage, question) if is_last else (question, passage)), whole=True)
    rows = list(passage_windows(whole, min(model.max_tokens, WINDOW), int(not is_last)))
    best: dict[tuple[int, int], float] = {}
    no_answer = 1.0
    for row, output in zip(rows, model.forward(rows, Wanted(head=True)), strict=True):
        found, none = candidates(row, output.head, int(not is_last))
        no_answer = min(no_answer, none)
        for one in found:
            best[one.start, one.end] = max(best.get((one.start, one.end), 0.0), one.probability)
    ranked = sorted(best.items(), key=lambda item: (-item[1], item[0]))[:top_k]
    spans = tuple(PassageSpan(passage[start:end], start, end, share) for (start, end), share in ranked)
    return PassageAnswers(model.spec.title, question, passage, spans, no_answer, len(rows))


def body_of(encoding: Encoding, segment: int) -> list[int]:
    """The positions of the first text, or of the second."""
    return [i for i in encoding.body if encoding.segments[i] == segment]


def passage_windows(whole: Encoding, window: int, segment: int) -> Iterable[Encoding]:
    """The question with as much of the passage as fits, again and again, the windows overlapping."""
    question, passage = body_of(whole, 1 - segment), body_of(whole, segment)
    room_of_all = window - (len(whole) - len(whole.body))
    question = question[: min(MAX_QUESTION_TOKENS, room_of_all // 2)]
    room = room_of_all - len(question)
    step = room - min(OVERLAP, room // 2)
    for begin in range(0, max(len(passage) - (room - step), 1), step):
        yield whole.keeping([*question, *passage[begin : begin + room]])


def candidates(row: Encoding, logits: Floats | None, segment: int) -> tuple[list[Candidate], float]:
    """The most probable spans of one window, and the probability that it has no answer.

    p(begins at i) and p(ends at j) are softmaxes over the tokens of the passage and [CLS]; a span has their product, and is
    widened to whole words: spans within the same words are one answer, and their probabilities add up.
    """
    passage = body_of(row, segment)
    special = [i for i in range(len(row)) if i not in set(row.body)]
    cls = special[0] if segment else special[-1]
    allowed = [cls, *passage]
    start, end = activated(np.asarray(logits)[allowed].T, "softmax")
    product = np.triu(np.outer(start[1:], end[1:]))
    product -= np.triu(product, MAX_ANSWER_TOKENS)
    order = np.argsort(-product, axis=None, kind="stable")[:MAX_CANDIDATES]
    found: dict[tuple[int, int], float] = {}
    for i, j in zip(*np.unravel_index(order, product.shape), strict=True):
        place = widened(row, passage, int(i), int(j))
        found[place] = found.get(place, 0.0) + float(product[i, j])
    return [Candidate(*place, share) for place, share in found.items()], float(start[0] * end[0])


def widened(row: Encoding, passage: list[int], first: int, last: int) -> tuple[int, int]:
    """The characters from the beginning of the first token's word to the end of the last one's."""
    while first and row.tokens[passage[first]].continues_word:
        first -= 1
    while last + 1 < len(passage) and row.tokens[passage[last + 1]].continues_word:
        last += 1
    return row.tokens[passage[first]].start, row.tokens[passage[last]].end
