"""The next sentence, told."""

from bertplay.results.next_sentence import (
    BothWays,
    KindScore,
    NextSentenceBench,
    NextSentenceMatrix,
    NextSentenceVerdict,
    PairKind,
    RankedCandidates,
)
from bertplay.results.worksheet import Told
from bertplay.wording import english, later, mark
from bertplay.worksheet.tellings.base import Command, Telling
from bertplay.worksheet.words import MOST_ROWS, digits, share, short

KINDS = {
    PairKind.TRUE: later("true pairs"),
    PairKind.SWAPPED: later("swapped pairs"),
    PairKind.APART: later("same paragraph, not touching"),
    PairKind.ACROSS: later("across two paragraphs"),
}

QUESTIONS = {english("next sentence"): later("Next sentence"), english("sentence order"): later("Sentence order")}
"""What a model was trained to answer of two sentences."""


def tell_verdict(verdict: NextSentenceVerdict) -> Told:
    """The verdict and both logits."""
    next_, other = verdict.probability_next, 1 - verdict.probability_next
    if verdict.is_next:
        says = later("The second continues the first: {share}.", share=share(next_))
    else:
        says = later("The second does not continue the first: {share}.", share=share(other))
    rows = (
        (later("0, is next"), digits(verdict.logits[0], ".2f"), share(next_)),
        (later("1, is not next"), digits(verdict.logits[1], ".2f"), share(other)),
    )
    return Told(says, (mark("label"), mark("logit"), mark("probability")), rows, (next_, other), next_, mark("probability of next"))


def tell_both_ways(both: BothWays) -> Told:
    """The answer to the model's own question, as typed and turned round."""
    typed, turned = share(both.as_typed), share(both.turned)
    says = later("{question}: {typed} as typed, {turned} turned round.", question=QUESTIONS[both.question], typed=typed, turned=turned)
    rows = ((later("as typed"), typed), (later("turned round"), turned))
    bars = (both.as_typed, both.turned)
    return Told(says, (mark("sentences"), mark("probability")), rows, bars, both.turned, mark("probability turned round"))


def tell_ranked(ranked: RankedCandidates) -> Told:
    """The candidates in the model's order."""
    best = ranked.candidates[:MOST_ROWS]
    rows = tuple((short(one.text), share(one.probability_next)) for one in best)
    says = later("“{sentence}” continues the first best, with {share}.", sentence=rows[0][0], share=rows[0][1])
    bars = tuple(one.probability_next for one in best)
    return Told(says, (mark("sentence"), mark("probability")), rows, bars, best[0].probability_next, mark("probability of the best"))


def tell_bench(bench: NextSentenceBench) -> Told:
    """Each kind of pairs with the share that was judged rightly."""
    rows = tuple((KINDS[score.kind], right_of(score), share(score.accuracy), share(score.quartiles[1])) for score in bench.scores)
    right = sum(pair.is_right for pair in bench.pairs)
    columns = (mark("pairs"), mark("judged rightly"), mark("share"), mark("median probability of next"))
    says = later("{right} of {n} pairs of the text were judged rightly.", right=right, n=len(bench.pairs))
    return Told(says, columns, rows, tuple(score.accuracy for score in bench.scores), float(right), mark("pairs judged rightly"))


def right_of(score: KindScore) -> str:
    """ "3 of 12" """
    return later("{right} of {asked}", right=round(score.accuracy * score.asked), asked=score.asked)


def tell_matrix(matrix: NextSentenceMatrix) -> Told:
    """The reading order that the model would choose."""
    order = " ".join(str(i + 1) for i in matrix.order)
    says = later(
        "The model would read the sentences in the order {order}, which costs {bits:.1f} bits; the true order costs {true_bits:.1f}. "
        "{kept} of {steps} steps are the same.",
        order=order,
        bits=matrix.bits,
        true_bits=matrix.true_bits,
        kept=matrix.kept,
        steps=len(matrix.order) - 1,
    )
    rows = tuple((str(i + 1), short(matrix.sentences[i].text)) for i in matrix.order[:MOST_ROWS])
    return Told(says, (mark("sentence"), mark("text")), rows, (), matrix.bits, mark("bits of the model's order"))


TELLINGS = {
    "bertplay.tasks.next_sentence.judge_pair": Telling(
        mark("Does it continue?"), ("first", "second"), tell_verdict, lambda first, second: Command("next-sentence", (first, second))
    ),
    "bertplay.tasks.next_sentence.judge_both_ways": Telling(
        mark("Two sentences turned round"),
        ("first", "second"),
        tell_both_ways,
        lambda first, second: Command("next-turned", (first, second)),
    ),
    "bertplay.tasks.next_sentence.rank_candidates": Telling(
        mark("Which sentence continues best?"),
        ("first", "candidates"),
        tell_ranked,
        lambda first, candidates: Command("next-rank", (first, *candidates)),
    ),
    "bertplay.tasks.next_sentence_bench.bench_pairs": Telling(mark("The sentences of a text in pairs"), ("text",), tell_bench),
    "bertplay.tasks.next_sentence_matrix.judge_every_order": Telling(mark("The reading order"), ("text",), tell_matrix),
}
