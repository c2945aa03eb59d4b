"""Next-sentence prediction in words: a pair, a pair swapped, candidates, the pairs of a text, its orders."""

from itertools import pairwise

import numpy as np

from bertplay.i18n import N_, LazyString, lazy
from bertplay.results.next_sentence import (
    BothOrders,
    KindScore,
    NextSentenceEvaluation,
    NextSentenceMatrix,
    NextSentencePrediction,
    PairKind,
    RankedCandidates,
)
from bertplay.summaries.base import Column, Measure, Summary, Table

KINDS = {
    PairKind.TRUE: N_("true pairs"),
    PairKind.SWAPPED: N_("swapped pairs"),
    PairKind.APART: N_("same paragraph, not adjacent"),
    PairKind.ACROSS: N_("from two paragraphs"),
}
QUESTIONS = {"next sentence": N_("Next-sentence prediction"), "sentence order": N_("Sentence-order prediction")}
"""What a model was trained to answer about two sentences."""
MOSTLY = 0.5
"""A share of the steps of an order above which it goes by topics, or below which it does not go by the text."""
SAME = 0.1
"""Two probabilities that differ by less say the same."""


def summarize_prediction(found: NextSentencePrediction) -> Summary:
    """Whether the second sentence continues the first; what the model read, token by token."""
    next_ = found.probability_next
    if found.is_next:
        sentence = lazy("The model predicts that the second sentence continues the first: {share:percent}.", share=next_)
    else:
        sentence = lazy("The model predicts that the second sentence does not continue the first: {share:percent}.", share=1 - next_)
    said = N_("Logits: {next:.2f} for label 0 (is next), {other:.2f} for label 1 (is not next); softmax turns them into probabilities.")
    details: list[str] = [lazy(said, next=found.logits[0], other=found.logits[1])]
    if found.cut:
        cut = N_(
            "Together, the two are longer than the context window: the model read {kept:,} of {total:,} tokens, from the beginning of each."
        )
        details.append(lazy(cut, kept=found.cut.kept, total=found.cut.total))
    columns = (Column(N_("position"), "count"), Column(N_("token")), Column(N_("id"), "count"), Column(N_("segment"), "count"))
    rows = tuple((i, token.text, token.id, segment) for i, (token, segment) in enumerate(zip(found.tokens, found.segments, strict=True)))
    return Summary(sentence, tuple(details), Table(columns, rows), Measure(N_("probability of next"), next_))


def summarize_both_orders(found: BothOrders) -> Summary:
    """Whether the order of two sentences makes a difference to the model."""
    if abs(found.as_typed - found.swapped) < SAME:
        said = N_(
            "Swapped, the two get nearly the same probability: {typed:percent} as typed, {swapped:percent} swapped. Their order hardly "
            "matters here."
        )
    else:
        said = N_("Swapped, the two get a different answer: {typed:percent} as typed, {swapped:percent} swapped.")
    columns = (Column(N_("sentences")), Column(N_("probability"), "share"))
    rows = ((lazy("as typed"), found.as_typed), (lazy("swapped"), found.swapped))
    sentence = lazy(said, typed=found.as_typed, swapped=found.swapped)
    return Summary(
        sentence, (lazy(QUESTIONS[found.question]),), Table(columns, rows), Measure(N_("probability when swapped"), found.swapped)
    )


def summarize_ranking(found: RankedCandidates) -> Summary:
    """The candidate that continues the first sentence best."""
    best = found.candidates[0]
    sentence = lazy("“{text}” is the most probable continuation, with {share:percent}.", text=best.text, share=best.probability_next)
    details: tuple[str, ...] = ()
    if found.cut:
        said = N_("{cut} of {n} pairs are longer than the context window: the model read the beginnings of both texts.")
        details = (lazy(said, cut=found.cut, n=len(found.candidates)),)
    columns = (Column(N_("candidate")), Column(N_("probability of next"), "share"), Column(N_("logit of label 0"), "number"))
    rows = tuple((one.text, one.probability_next, one.logits[0]) for one in found.candidates)
    return Summary(sentence, details, Table(columns, rows), Measure(N_("probability of the best"), best.probability_next))


def summarize_evaluation(found: NextSentenceEvaluation) -> Summary:
    """How many pairs of each kind are classified correctly, and which kind is the hardest."""
    right, n = sum(pair.is_correct for pair in found.pairs), len(found.pairs)
    if right == n:
        sentence = lazy("All {n} pairs are classified correctly.", n=n)
    else:
        worst = min(found.scores, key=lambda score: score.accuracy)
        said = N_("{right} of {n} pairs are classified correctly. The lowest share: “{kind}”, {correct} of {asked}.")
        correct = round(worst.accuracy * worst.asked)
        sentence = lazy(said, right=right, n=n, kind=lazy(KINDS[worst.kind]), correct=correct, asked=worst.asked)
    columns = (
        Column(N_("pairs")),
        Column(N_("first")),
        Column(N_("second")),
        Column(N_("probability of next"), "share"),
        Column(N_("correct")),
    )
    rows = tuple(
        (
            lazy(KINDS[pair.kind]),
            found.sentences[pair.first].text,
            found.sentences[pair.second].text,
            pair.probability_next,
            lazy("yes") if pair.is_correct else lazy("no"),
        )
        for pair in found.pairs
    )
    details = (*map(about_kind, found.scores), *left_out(found.left_out))
    return Summary(sentence, details, Table(columns, rows), Measure(N_("pairs classified correctly"), float(right)))


def about_kind(score: KindScore) -> LazyString:
    """Of one kind of pairs: true pairs: 11 of 12 classified correctly; median probability of next 97%."""
    said = N_("{kind}: {correct} of {asked} classified correctly; median probability of next {median:percent}.")
    correct = round(score.accuracy * score.asked)
    return lazy(said, kind=lazy(KINDS[score.kind]), correct=correct, asked=score.asked, median=score.quartiles[1])


def summarize_orders(found: NextSentenceMatrix) -> Summary:
    """The reading order that the model would choose, beside the true one."""
    steps, order = len(found.order) - 1, ", ".join(str(i + 1) for i in found.order)
    if found.kept == steps:
        sentence = lazy("The model would put the sentences in their true order.")
    else:
        paragraphs = [found.sentences[i].paragraph for i in found.order]
        together = sum(one == other for one, other in pairwise(paragraphs))
        says = N_("Of {n} steps in the order that the model would choose, {kept} are those of the text.")
        if len(set(paragraphs)) > 1 and together > MOSTLY * steps > found.kept:
            says = N_(
                "It knows topics, not order: {together} of the {n} steps that it would choose stay within a paragraph; {kept} are those "
                "of the text."
            )
        sentence = lazy(says, together=together, kept=found.kept, n=steps)
    said = N_("Its order costs {bits:.1f} bits, the true order {true_bits:.1f}: −log₂ of the product of the probabilities of all steps.")
    shown = lazy("The order that the model would choose: {order}.", order=order)
    details = (shown, lazy(said, bits=found.bits, true_bits=found.true_bits), *left_out(found.left_out))
    columns = (Column(N_("first")), Column(N_("then")), Column(N_("probability of next"), "share"))
    texts = [one.text for one in found.sentences]
    rows = tuple((first, then, float(found.probabilities[i, j])) for i, first in enumerate(texts) for j, then in enumerate(texts))
    return Summary(sentence, details, Table(columns, rows), Measure(N_("bits of the model's order"), found.bits))


def say_of_cells(found: NextSentenceMatrix) -> str:
    """What the pairs get, before any order: sentences of one paragraph beside those of two."""
    paragraphs = np.array([sentence.paragraph for sentence in found.sentences])
    shares = found.probabilities
    together, apart = paragraphs[:, None] == paragraphs, paragraphs[:, None] != paragraphs
    np.fill_diagonal(together, 0)
    if not together.any() or not apart.any():
        return lazy("A pair of sentences gets {share:.0%} on average.", share=float(shares[together | apart].mean()))
    said = N_("Two sentences of one paragraph get {inside:.0%} on average, two of different paragraphs {outside:.0%}.")
    return lazy(said, inside=float(shares[together].mean()), outside=float(shares[apart].mean()))


def say_of_text_order(found: NextSentenceMatrix) -> str:
    """What the steps of the text get, in their order and swapped."""
    said = N_("The {n} steps of the text get {share:.0%} on average; the same pairs swapped, {swapped:.0%}.")
    steps, swapped = (np.diagonal(found.probabilities, offset) for offset in (1, -1))
    return lazy(said, n=len(steps), share=float(steps.mean()), swapped=float(swapped.mean()))


def left_out(n: int) -> tuple[str, ...]:
    """That the text has too many sentences."""
    return (lazy("The last {n:,} sentences are left out: the text has too many.", n=n),) if n else ()
