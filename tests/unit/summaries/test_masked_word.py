from dataclasses import replace

import numpy as np
import pytest

from bertplay.results import (
    CandidateWords,
    JointPrediction,
    JointPredictions,
    LeftRightContext,
    MaskedWordPredictions,
    MaskPredictions,
    SentenceSurprisal,
    Truncation,
    WordContrast,
    WordPrediction,
    WordScore,
    WordSurprisal,
)
from bertplay.results.compare import ReplacedTokens, ReplacedTokenScore
from bertplay.summaries import masked_word as summaries


def mask(*words: tuple[str, float], index: int = 0, bits: float = 1.0, hidden: WordScore | None = None) -> MaskPredictions:
    return MaskPredictions(index, tuple(WordPrediction(*word) for word in words), bits, hidden)


def predictions(*masks: MaskPredictions, cut: Truncation | None = None) -> MaskedWordPredictions:
    return MaskedWordPredictions("bert", "a text", masks, cut)


@pytest.mark.parametrize(
    ("hidden", "sentence"),
    [
        (None, "“door” is the most probable word here, with 60%."),
        (WordScore("door", 0.6, 1, ("door",)), "Correct: “door”, the masked word, is the most probable one, with 60%."),
        (WordScore("box", 0.02, 12, ("box",)), "The model predicts “door” with 60%; the masked word “box” ranks number 12, with 2.0%."),
        (
            WordScore("unaffable", 0.02, None, ("un", "##affable")),
            "The model predicts “door” with 60%; the masked word “unaffable” takes 2 tokens (un ##affable) and has 2.0%.",
        ),
        (
            WordScore("東", 0.0, None, (), is_known=False),
            "The model predicts “door” with 60%; the masked word “東” cannot be written with its vocabulary.",
        ),
    ],
)
def test_one_mask(hidden: WordScore | None, sentence: str) -> None:
    assert summaries.summarize_predictions(predictions(mask(("door", 0.6), ("##s", 0.1), hidden=hidden))).sentence == sentence


def test_details_of_one_mask() -> None:
    summary = summaries.summarize_predictions(predictions(mask(("door", 0.6), ("##s", 0.1), bits=3.0), cut=Truncation(64, 200, 0, 9)))
    entropy, continuation, truncation = summary.details
    assert entropy == "The model is undecided: the entropy of its prediction is 3.0 bits, as if it chose among 8.0 equally probable words."
    assert continuation.startswith("A prediction that begins with ##")
    assert "64 of its 200 tokens" in truncation
    assert summary.table is not None
    assert summary.table.rows == ((1, 1, "door", 0.6), (1, 2, "##s", 0.1))
    assert summary.measure is not None
    assert summary.measure.value == 0.6


def test_several_masks_count_what_was_found() -> None:
    right, wrong = WordScore("war", 0.9, 1, ("war",)), WordScore("two", 0.1, 3, ("two",))
    found = predictions(mask(("war", 0.9), hidden=right), mask(("one", 0.5), index=1, hidden=wrong))
    assert summaries.summarize_predictions(found).sentence.startswith("1 of 2 masked words are predicted correctly")
    unknown = predictions(mask(("war", 0.9)), mask(("one", 0.5), index=1))
    assert summaries.summarize_predictions(unknown).sentence.startswith("2 masks, each predicted independently")


def test_joint_predictions_say_whether_it_makes_a_difference() -> None:
    first, second = JointPrediction(("new", "york"), 0.4, 0.2), JointPrediction(("los", "york"), 0.1, 0.3)
    differs = summaries.summarize_joint_predictions(JointPredictions("bert", "", (first, second), 10))
    assert differs.sentence == (
        "Jointly, “new … york” is the most probable, with 40%; predicted independently, the masks give “los … york”."
    )
    same = summaries.summarize_joint_predictions(JointPredictions("bert", "", (replace(first, alone=0.5), second), 10))
    assert same.sentence.endswith("predicted independently, the masks give the same.")


def test_candidates_are_compared() -> None:
    hot, cold = WordScore("hot", 0.2, 1, ("hot",)), WordScore("cold", 0.05, 4, ("cold",))
    unknown = WordScore("東", 0.0, None, (), is_known=False)
    summary = summaries.summarize_candidates(CandidateWords("bert", "", 0, (hot, cold, unknown)))
    assert summary.sentence == "“hot” is the most probable candidate, with 20%: 4.0 times as probable as “cold”."
    assert summary.table is not None
    assert [str(row[3]) for row in summary.table.rows] == ["hot", "cold", "not in the vocabulary"]
    even = summaries.summarize_candidates(CandidateWords("bert", "", 0, (hot, replace(cold, probability=0.195))))
    assert even.sentence == "“hot” and “cold” are about equally probable, with 20%."
    alone = summaries.summarize_candidates(CandidateWords("bert", "", 0, (hot, unknown)))
    assert alone.sentence == "“hot” has a probability of 20% at this mask."


def test_the_word_that_differs_most() -> None:
    logs = np.float32([-1, -2]), np.float32([-3, -2])
    summary = summaries.summarize_contrast(WordContrast("bert", "", "", ("ship", "a"), *logs, (0, 1)))
    assert summary.sentence == "“ship” differs most: 50% in the first sentence, 12% in the second."
    alike = summaries.summarize_contrast(WordContrast("bert", "", "", ("ship", "a"), *logs, (1, 0)))
    assert alike.sentence == "The two sentences hardly differ here: even “a” gets 25% in the first and 25% in the second."
    rare = np.float32([-6, -9]), np.float32([-9, -9])
    assert summaries.summarize_contrast(WordContrast("bert", "", "", ("ship", "a"), *rare, (0, 1))).sentence.startswith("“ship” differs")


@pytest.mark.parametrize(
    ("left", "right", "both", "begins"),
    [
        (("book", 0.3), ("them", 0.3), ("letter", 0.6), "Only both sides together lead to “letter” (60%)"),
        (("letter", 0.2), ("them", 0.3), ("letter", 0.6), "Both sides together make “letter” far more probable (60%)"),
        (("letter", 0.5), ("them", 0.3), ("letter", 0.6), "Here one side is nearly enough: both sides give “letter” with 60%"),
        (("book", 0.3), ("them", 0.3), ("house", 0.03), "Even both sides together leave it open: “house” comes first with 3.0%"),
    ],
)
def test_contexts(left: tuple[str, float], right: tuple[str, float], both: tuple[str, float], begins: str) -> None:
    found = LeftRightContext("bert", "", mask(left), mask(right), mask(both))
    assert summaries.summarize_contexts(found).sentence.startswith(begins)


def test_the_most_surprising_word() -> None:
    words = (
        WordSurprisal("the", 0, 3, 1.0, 1, WordPrediction("the", 0.5)),
        WordSurprisal("cat", 4, 7, 9.0, 1, WordPrediction("dog", 0.3)),
    )
    summary = summaries.summarize_surprisal(SentenceSurprisal("bert", "the cat", words, 32.0, None))
    assert summary.sentence == "“cat” is the most surprising word: 1 chance in 512 (9.0 bits); the model expected “dog”."
    assert summary.details[0].startswith("Pseudo-perplexity 32.0")


def test_a_replaced_word_is_named_only_where_one_is_suspected() -> None:
    words = (ReplacedTokenScore("A", 0, 1, 0.01), ReplacedTokenScore("dog", 2, 5, 0.9))
    assert summaries.summarize_replaced_tokens(ReplacedTokens("A dog", words)).sentence == "“dog” was probably replaced: 90%."
    calm = summaries.summarize_replaced_tokens(ReplacedTokens("A dog", (words[0], replace(words[1], probability=0.2))))
    assert calm.sentence.startswith("Probably no word was replaced; the most suspicious is “dog”")
