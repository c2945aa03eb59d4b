from typing import TypeVar

from bertplay.i18n import localized, using_language
from bertplay.results import MaskedWordPredictions, MaskPredictions, SentenceSurprisal, WordPrediction, WordSurprisal
from bertplay.results.compare import (
    Column,
    Comparison,
    Cost,
    Item,
    ItemPrediction,
    ItemScore,
    Measured,
    ReplacedTokens,
    ReplacedTokenScore,
)
from bertplay.results.embeddings import Baseline, FollowedWord
from bertplay.results.next_sentence import BothOrders
from bertplay.summaries import compare as summaries

R = TypeVar("R")
COST = Cost(2_000_000, 8_000_000, "float32", 2.5, 5)


def comparison(*answers: R) -> Comparison[R]:
    """Models A, B, … with these answers."""
    return Comparison(tuple(Column(name.lower(), name, Measured(answer, COST)) for name, answer in zip("ABCD", answers, strict=False)))


def predictions(word: str, probability: float) -> MaskedWordPredictions:
    return MaskedWordPredictions("m", "a [MASK]", (MaskPredictions(0, (WordPrediction(word, probability),), 1.0),))


def test_the_same_word_in_two_notations_is_the_same_prediction() -> None:
    summary = summaries.summarize_predictions(comparison(predictions("door", 0.9), predictions("ĠDoor", 0.4)))
    assert summary.sentence == "All 2 models predict “door”: A with 90%, B with 40%."
    assert summary.table is not None
    assert summary.table.rows[1] == ("B", 1, 1, "ĠDoor", 0.4, 2_000_000, 8.0, "float32", 2.5)


def test_models_with_the_same_word_are_named_together() -> None:
    found = comparison(predictions("states", 0.9), predictions("▁kingdom", 0.6), predictions("▁states", 0.5))
    sentence = summaries.summarize_predictions(found).sentence
    assert sentence == "The models predict different words: “states” (A 90%, C 50%), “kingdom” (B 60%)."
    with using_language("fr"):
        assert "(A 90\u00a0%, C 50\u00a0%)" in localized(summaries.summarize_predictions(found).sentence)


def test_one_model_is_summed_up_as_on_its_own_page() -> None:
    assert summaries.summarize_predictions(comparison(predictions("door", 0.9))).sentence.startswith("“door” is the most probable word")


def test_a_model_without_an_answer_has_its_reason() -> None:
    found = Comparison((*comparison(predictions("door", 0.9)).columns, Column("b", "B", None, "B never learned it.")))
    assert summaries.summarize_predictions(found).details[0] == "B never learned it."
    nobody = summaries.summarize_predictions(Comparison(found.columns[1:]))
    assert nobody.sentence == "None of these models was trained for this."
    assert nobody.table is None


def test_whose_answer_depends_on_the_order() -> None:
    moved, still = BothOrders("a", "sentence order", 0.9, 0.2), BothOrders("b", "next sentence", 0.9, 0.88)
    assert summaries.summarize_pairs(comparison(moved, still)).sentence == (
        "Swapping the two sentences changes the answer of A (90% as typed, 20% swapped); it makes hardly any difference to B."
    )
    assert "of every model: A (90%" in summaries.summarize_pairs(comparison(moved)).sentence
    assert summaries.summarize_pairs(comparison(still)).sentence.startswith("No model's answer changes much")


def followed(*cosines: float) -> FollowedWord:
    """A word in sentence 1, and these cosines in 2, 3, … at the last layer."""
    n = len(cosines) + 1
    return FollowedWord(
        "m", "bank", ("bank",), ("s",) * n, tuple(range(1, n + 1)), ((1.0,) * (n - 1), cosines), (Baseline(0.1, 0, 0.3, 9),) * 2
    )


def test_a_static_vector_is_distinguished_from_one_in_context() -> None:
    sentence = summaries.summarize_word(comparison(followed(0.9, 0.4), followed(0.3, 0.8), followed(1.0, 1.0))).sentence
    assert sentence == "Nearest to “bank” in sentence 1: sentence 2 for A; sentence 3 for B; all are the same for C."
    assert summaries.summarize_word(comparison(followed(1.0, 1.0))).sentence.endswith("all are the same for A.")


def test_bits_and_probabilities_are_in_columns_of_their_own() -> None:
    surprisal = SentenceSurprisal("m", "He ate", (WordSurprisal("He", 0, 2, 1.5, 1, WordPrediction("she", 0.4)),), 2.0)
    replaced = ReplacedTokens("He ate", (ReplacedTokenScore("He", 0, 2, 0.1), ReplacedTokenScore("ate", 3, 6, 0.9)))
    summary = summaries.summarize_suspicion(comparison(surprisal, replaced))
    assert summary.sentence == "The models suspect different words: “He” (A), “ate” (B)."
    assert summary.table is not None
    assert [row[:4] for row in summary.table.rows] == [("A", "He", 1.5, None), ("B", "He", None, 0.1), ("B", "ate", None, 0.9)]
    assert summaries.summarize_suspicion(comparison(replaced, replaced)).sentence == "“ate” is the most suspicious word for A, B."


def score(accuracy: float, preferred: float | None) -> ItemScore:
    item = ItemPrediction(
        Item("a [MASK]", "b", "c" if preferred is not None else ""), "b", 1, 2.0, None, None if preferred is None else True
    )
    return ItemScore("m", accuracy, preferred, 1.0, 0, 2.0, (item,))


def test_a_test_is_summed_up_beside_chance() -> None:
    both = summaries.summarize_items(comparison(score(0.3, 0.6), score(0.2, 0.82)))
    assert both.sentence == "B prefers the answer in 82% of 1 sentences, A in 60%; chance would give 50%."
    facts = summaries.summarize_items(comparison(score(0.06, None), score(0.0, None)))
    assert facts.sentence == "A predicts the answer first in 6.0% of 1 sentences, B in 0%."
    nobody = summaries.summarize_items(comparison(score(0.0, None)))
    assert nobody.sentence.startswith("The answer is not the first prediction of any model in any of the 1 sentences")
    assert summaries.item_table(comparison(score(0.3, 0.6))).rows[0][1:5] == ("a [MASK]", "b", "c", "b")
