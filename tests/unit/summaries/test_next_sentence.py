from dataclasses import replace

import numpy as np

from bertplay.results import Token, Truncation
from bertplay.results.next_sentence import (
    BothOrders,
    Candidate,
    EvaluatedPair,
    KindScore,
    NextSentenceEvaluation,
    NextSentenceMatrix,
    NextSentencePrediction,
    PairKind,
    RankedCandidates,
    Sentence,
)
from bertplay.summaries import next_sentence as summaries

TOKENS = (Token("[CLS]", 2, 0, 0, is_special=True, continues_word=False), Token("a", 7, 0, 1, is_special=False, continues_word=False))
NEXT = NextSentencePrediction("bert", "a", "b", 0.75, 0, (1.2, 0.1), TOKENS, (0, 0))
SENTENCES = (Sentence("one", 0), Sentence("two", 0), Sentence("three", 1))


def test_a_pair() -> None:
    summary = summaries.summarize_prediction(NEXT)
    assert summary.sentence == "The model predicts that the second sentence continues the first: 75%."
    assert "1.20 for label 0 (is next)" in summary.details[0]
    assert summary.table is not None
    assert summary.table.rows == ((0, "[CLS]", 2, 0), (1, "a", 7, 0))
    other = replace(NEXT, probability_next=0.25, label=1, cut=Truncation(64, 300, 0, 0))
    summary = summaries.summarize_prediction(other)
    assert summary.sentence == "The model predicts that the second sentence does not continue the first: 75%."
    assert "64 of 300 tokens" in summary.details[1]


def test_order_matters_only_where_the_figures_say_so() -> None:
    same = summaries.summarize_both_orders(BothOrders("bert", "next sentence", 0.99, 0.95))
    assert same.sentence.endswith("Their order hardly matters here.")
    other = summaries.summarize_both_orders(BothOrders("albert", "sentence order", 0.9, 0.2))
    assert other.sentence == "Swapped, the two get a different answer: 90% as typed, 20% swapped."


def test_the_best_candidate() -> None:
    ranked = RankedCandidates("bert", "a", (Candidate("yes", 1, 0.9, (1.0, -1.2)), Candidate("no", 0, 0.1, (-1.2, 1.0))), cut=1)
    summary = summaries.summarize_ranking(ranked)
    assert summary.sentence == "“yes” is the most probable continuation, with 90%."
    assert summary.details[0].startswith("1 of 2 pairs are longer")


def evaluation(*shares: float) -> NextSentenceEvaluation:
    """A true pair and two of two paragraphs, with these probabilities of being next."""
    true, across = shares[0], shares[1:]
    right = sum(share < 0.5 for share in across)
    scores = (
        KindScore(PairKind.TRUE, 1, 1, float(true >= 0.5), (true, true, true)),
        KindScore(PairKind.ACROSS, 4, len(across), right / len(across), (0.3, 0.5, 0.7)),
    )
    pairs = (EvaluatedPair(PairKind.TRUE, 0, 1, true), *(EvaluatedPair(PairKind.ACROSS, 0, 2, share) for share in across))
    return NextSentenceEvaluation("bert", SENTENCES, scores, pairs, left_out=3)


def test_an_evaluation_names_the_kind_with_the_lowest_share() -> None:
    summary = summaries.summarize_evaluation(evaluation(0.9, 0.1, 0.9))
    assert summary.sentence == "2 of 3 pairs are classified correctly. The lowest share: “from two paragraphs”, 1 of 2."
    assert summary.details[1] == "from two paragraphs: 1 of 2 classified correctly; median probability of next 50%."
    assert summary.details[2] == "The last 3 sentences are left out: the text has too many."
    assert summary.table is not None
    assert [str(row[4]) for row in summary.table.rows] == ["yes", "yes", "no"]


def test_an_evaluation_without_a_mistake_says_so() -> None:
    assert summaries.summarize_evaluation(evaluation(0.9, 0.1, 0.2)).sentence == "All 3 pairs are classified correctly."


def test_orders() -> None:
    shares = np.float32([[0.5, 0.9, 0.1], [0.8, 0.5, 0.2], [0.3, 0.4, 0.5]])
    found = NextSentenceMatrix("bert", SENTENCES, shares, (2, 0, 1), 1.0, 2.0, 1)
    summary = summaries.summarize_orders(found)
    assert summary.sentence == "Of 2 steps in the order that the model would choose, 1 are those of the text."
    assert summary.details[0] == "The order that the model would choose: 3, 1, 2."
    assert summaries.say_of_cells(found) == "Two sentences of one paragraph get 85% on average, two of different paragraphs 25%."
    assert summaries.say_of_text_order(found) == "The 2 steps of the text get 55% on average; the same pairs swapped, 60%."
    one = replace(found, sentences=tuple(Sentence(str(i), 0) for i in range(3)))
    assert summaries.say_of_cells(one) == "A pair of sentences gets 45% on average."
    topics = [Sentence(str(i), i // 3) for i in range(6)]
    mixed = replace(found, sentences=tuple(topics), probabilities=np.full((6, 6), 0.5, np.float32), order=(2, 0, 1, 5, 4, 3), kept=1)
    assert summaries.summarize_orders(mixed).sentence.startswith("It knows topics, not order: 4 of the 5 steps")
    assert summary.details[1].startswith("Its order costs 1.0 bits, the true order 2.0")
    true = replace(found, order=(0, 1, 2), kept=2)
    assert summaries.summarize_orders(true).sentence == "The model would put the sentences in their true order."
