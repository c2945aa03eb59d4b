"""The next sentence, told."""

from bertplay.results.next_sentence import NextSentenceBench, NextSentenceMatrix, NextSentenceVerdict, RankedCandidates
from bertplay.results.worksheet import Told
from bertplay.worksheet.tellings.base import Command, Telling
from bertplay.worksheet.words import MOST_ROWS, share, short


def tell_verdict(verdict: NextSentenceVerdict) -> Told:
    """The verdict and both logits."""
    next_, other = verdict.probability_next, 1 - verdict.probability_next
    says = f"The second {'continues' if verdict.is_next else 'does not continue'} the first: {share(max(next_, other))}."
    rows = (
        ("0, is next", f"{verdict.logits[0]:.2f}", share(next_)),
        ("1, is not next", f"{verdict.logits[1]:.2f}", share(other)),
    )
    return Told(says, ("label", "logit", "probability"), rows, (next_, other), next_, "probability of next")


def tell_ranked(ranked: RankedCandidates) -> Told:
    """The candidates in the model's order."""
    best = ranked.candidates[:MOST_ROWS]
    rows = tuple((short(one.text), share(one.probability_next)) for one in best)
    says = f"“{rows[0][0]}” continues the first best, with {rows[0][1]}."
    return Told(
        says, ("sentence", "probability"), rows, tuple(one.probability_next for one in best), best[0].probability_next, "of the best"
    )


def tell_bench(bench: NextSentenceBench) -> Told:
    """Each kind of pairs with the share that was judged rightly."""
    rows = tuple(
        (score.kind.value, f"{round(score.accuracy * score.asked)} of {score.asked}", share(score.accuracy), share(score.quartiles[1]))
        for score in bench.scores
    )
    right = sum(pair.is_right for pair in bench.pairs)
    columns = ("pairs", "right", "share", "median probability of next")
    says = f"{right} of {len(bench.pairs)} pairs of the text were judged rightly."
    return Told(says, columns, rows, tuple(score.accuracy for score in bench.scores), float(right), "pairs judged rightly")


def tell_matrix(matrix: NextSentenceMatrix) -> Told:
    """The reading order that the model would choose."""
    order = " ".join(str(i + 1) for i in matrix.order)
    says = (
        f"The model would read the sentences in the order {order}, which costs {matrix.bits:.1f} bits; the true order costs "
        f"{matrix.true_bits:.1f}. {matrix.kept} of {len(matrix.order) - 1} steps are the same."
    )
    rows = tuple((str(i + 1), short(matrix.sentences[i].text)) for i in matrix.order[:MOST_ROWS])
    return Told(says, ("sentence", "text"), rows, (), matrix.bits, "bits of the model's order")


TELLINGS = {
    "bertplay.tasks.next_sentence.judge_pair": Telling(
        "Does it continue?", ("first", "second"), tell_verdict, lambda first, second: Command("next-sentence", (first, second))
    ),
    "bertplay.tasks.next_sentence.rank_candidates": Telling(
        "Which sentence continues best?",
        ("first", "candidates"),
        tell_ranked,
        lambda first, candidates: Command("next-rank", (first, *candidates)),
    ),
    "bertplay.tasks.next_sentence_bench.bench_pairs": Telling("The sentences of a text in pairs", ("text",), tell_bench),
    "bertplay.tasks.next_sentence_matrix.judge_every_order": Telling("The reading order", ("text",), tell_matrix),
}
