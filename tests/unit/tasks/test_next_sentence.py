"""Next sentence: equal to transformers' own head, worked by hand, and a result or an explanation for any text."""

import itertools
import random
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from transformers import AlbertForPreTraining, AutoTokenizer, BertForNextSentencePrediction

from bertplay.errors import BadInput, BertplayError, MissingAbility
from bertplay.models.loaded import LoadedModel
from bertplay.results import as_json
from bertplay.results.next_sentence import EvaluatedPair, PairKind, Sentence
from bertplay.tasks.next_sentence import predict_both_orders, predict_next_sentence, probability_next, rank_candidates
from bertplay.tasks.next_sentence_evaluation import MAX_SENTENCES, evaluate_pairs, pairs_by_kind, score_kind
from bertplay.tasks.next_sentence_matrix import cheapest_order, order_bits, score_all_orders, step_bits
from bertplay.tasks.sentence_splitting import split_into_sentences
from tests.tiny import WORDS
from tests.unit.tasks.test_any_text import ANY_TEXT, HARD

TEXT = "The king went home. The queen saw a dog. It was brown.\n\nThe sea is green. A bird walks over the bridge."
TASKS: dict[str, Callable[[LoadedModel, str], object]] = {
    "first": lambda model, text: predict_next_sentence(model, text, "the king"),
    "second": lambda model, text: predict_next_sentence(model, "the king", text),
    "both": lambda model, text: predict_next_sentence(model, text, text),
    "both ways": lambda model, text: predict_both_orders(model, text, "the king"),
    "rank": lambda model, text: rank_candidates(model, "the king", [text, "the queen"]),
    "bench": lambda model, text: evaluate_pairs(model, f"{text}\n\nthe king.", most=3),
    "matrix": lambda model, text: score_all_orders(model, f"{text[:500]}\n\nthe king."),
}


def pairs_of_words(count: int) -> list[tuple[str, str]]:
    """Random words as pairs of sentences, some longer than the window."""
    chance = random.Random(0)
    texts = [" ".join(chance.choices(WORDS.split(), k=chance.randint(1, 45))) for _ in range(2 * count)]
    return list(zip(texts[::2], texts[1::2], strict=True))


def test_same_logits_as_transformers(tiny_model: LoadedModel, tiny_folder: Path) -> None:
    tokenizer = AutoTokenizer.from_pretrained(tiny_folder)
    head = BertForNextSentencePrediction.from_pretrained(tiny_folder)
    for first, second in pairs_of_words(100):
        inputs = tokenizer(first, second, return_tensors="pt")
        verdict = predict_next_sentence(tiny_model, first, second)
        if inputs.input_ids.shape[1] > 64:
            assert verdict.cut is not None
            continue
        with torch.no_grad():
            logits = head(**inputs).logits[0]
        np.testing.assert_allclose(verdict.logits, logits.numpy(), atol=1e-5)
        assert verdict.probability_next == pytest.approx(float(logits.softmax(dim=0)[0]), abs=1e-6)
        assert verdict.segments == tuple(inputs.token_type_ids[0].tolist())
        assert [token.id for token in verdict.tokens] == inputs.input_ids[0].tolist()
        assert verdict.is_next == (verdict.probability_next >= 0.5)


def test_label_0_is_next() -> None:
    by_hand = 1 / (1 + np.exp(-2))
    assert probability_next(np.float32([2, 0])) == pytest.approx(by_hand)
    assert probability_next(np.float32([[2, 0], [0, 2], [500, -500]])).tolist() == pytest.approx([by_hand, 1 - by_hand, 1.0])


def test_both_ways_are_two_verdicts_for_bert(tiny_model: LoadedModel) -> None:
    both = predict_both_orders(tiny_model, "The king went home.", "He was tired.")
    assert both.question == "next sentence"
    assert both.as_typed == pytest.approx(
        predict_next_sentence(tiny_model, "The king went home.", "He was tired.").probability_next, abs=1e-6
    )
    assert both.swapped == pytest.approx(
        predict_next_sentence(tiny_model, "He was tired.", "The king went home.").probability_next, abs=1e-6
    )


def test_both_ways_are_the_order_for_albert(tiny_family: Callable[[str], tuple[LoadedModel, Path]]) -> None:
    """Equal to the head of transformers' own class, called by hand."""
    model, folder = tiny_family("albert")
    both = predict_both_orders(model, "the king went home", "the queen saw a dog")
    assert both.question == "sentence order"
    tokenizer, head = AutoTokenizer.from_pretrained(folder), AlbertForPreTraining.from_pretrained(folder)
    inputs = tokenizer("the queen saw a dog", "the king went home", return_tensors="pt", return_token_type_ids=True)
    assert inputs.token_type_ids.sum() > 0
    with torch.no_grad():
        shares = head(**inputs).sop_logits[0].softmax(dim=0)
    assert both.swapped == pytest.approx(float(shares[0]), abs=1e-5)


def test_each_candidate_is_classified_like_a_pair(tiny_model: LoadedModel) -> None:
    candidates = ["The queen saw a dog.", "cold water", "a", "the sea " * 60]
    ranked = rank_candidates(tiny_model, "The king went home.", candidates)
    assert sorted(c.place for c in ranked.candidates) == [0, 1, 2, 3]
    assert [c.probability_next for c in ranked.candidates] == sorted((c.probability_next for c in ranked.candidates), reverse=True)
    for candidate in ranked.candidates:
        assert candidate.text == candidates[candidate.place]
        alone = predict_next_sentence(tiny_model, "The king went home.", candidate.text)
        assert candidate.probability_next == pytest.approx(alone.probability_next, abs=1e-5)
    assert ranked.cut == 1


def test_sentences_by_hand() -> None:
    text = 'He met Dr. J. R. Smith at 5 p.m. on Monday. "Where?" she asked.\nThey sat\ndown.\n\n* * *\n\n \nIt rained. '
    assert split_into_sentences(text) == (
        Sentence("He met Dr. J. R. Smith at 5 p.m. on Monday.", 0),
        Sentence('"Where?" she asked.', 0),
        Sentence("They sat down.", 0),
        Sentence("It rained.", 1),
    )
    lines = split_into_sentences("One. Two.\nThree.\r\nFour.")
    assert [(s.text, s.paragraph) for s in lines] == [("One.", 0), ("Two.", 0), ("Three.", 1), ("Four.", 2)]


@given(ANY_TEXT)
def test_cutting_loses_no_letter(text: str) -> None:
    sentences = split_into_sentences(text)
    assert [c for s in sentences for c in s.text if c.isalnum()] == [c for c in text if c.isalnum()]
    numbers = [s.paragraph for s in sentences]
    assert sorted(set(numbers)) == list(range(len(set(numbers))))
    assert numbers == sorted(numbers)


def test_kinds_of_pairs_by_hand() -> None:
    sentences = [Sentence("a", 0), Sentence("b", 0), Sentence("c", 0), Sentence("d", 1)]
    assert pairs_by_kind(sentences) == {
        PairKind.TRUE: [(0, 1), (1, 2)],
        PairKind.SWAPPED: [(1, 0), (2, 1)],
        PairKind.APART: [(0, 2), (2, 0)],
        PairKind.ACROSS: [(0, 3), (1, 3), (2, 3), (3, 0), (3, 1), (3, 2)],
    }


def test_accuracy_and_quartiles_by_hand() -> None:
    predicted = [EvaluatedPair(PairKind.SWAPPED, 1, 0, p) for p in (0.1, 0.2, 0.3, 0.4, 0.9)]
    scored = score_kind(PairKind.SWAPPED, 7, predicted)
    assert (scored.there, scored.asked) == (7, 5)
    assert scored.accuracy == pytest.approx(0.8)
    assert scored.quartiles == pytest.approx((0.2, 0.3, 0.4))


def test_the_evaluation_classifies_each_pair_as_a_pair(tiny_model: LoadedModel) -> None:
    bench = evaluate_pairs(tiny_model, TEXT)
    texts = [sentence.text for sentence in bench.sentences]
    assert {s.kind: (s.there, s.asked) for s in bench.scores} == {
        PairKind.TRUE: (3, 3),
        PairKind.SWAPPED: (3, 3),
        PairKind.APART: (2, 2),
        PairKind.ACROSS: (12, 12),
    }
    for pair in bench.pairs:
        alone = predict_next_sentence(tiny_model, texts[pair.first], texts[pair.second])
        assert pair.probability_next == pytest.approx(alone.probability_next, abs=1e-5)
    for kind in bench.scores:
        right = [pair.is_correct for pair in bench.pairs if pair.kind is kind.kind]
        assert kind.accuracy == pytest.approx(sum(right) / len(right))
    assert all(not pair.is_correct for pair in bench.mistakes)
    assert len(bench.mistakes) == sum(not pair.is_correct for pair in bench.pairs)
    assert [pair.error for pair in bench.mistakes] == sorted((pair.error for pair in bench.mistakes), reverse=True)


def test_pairs_of_a_long_text_are_drawn_at_random_and_always_the_same(tiny_model: LoadedModel) -> None:
    text = "\n\n".join("The king went home. The dog saw a bird. " * 10 for _ in range(8))
    bench = evaluate_pairs(tiny_model, text, most=5)
    assert (len(bench.sentences), bench.left_out) == (MAX_SENTENCES, 160 - MAX_SENTENCES)
    assert [s.asked for s in bench.scores] == [5, 5, 5, 5]
    assert bench == evaluate_pairs(tiny_model, text, most=5)


def test_one_paragraph_has_no_pairs_across(tiny_model: LoadedModel) -> None:
    assert [s.kind for s in evaluate_pairs(tiny_model, "The king. The queen.").scores] == [PairKind.TRUE, PairKind.SWAPPED]


def test_the_matrix_has_every_pair(tiny_model: LoadedModel) -> None:
    matrix = score_all_orders(tiny_model, TEXT)
    texts = [sentence.text for sentence in matrix.sentences]
    for i, j in itertools.product(range(5), repeat=2):
        assert matrix.probabilities[i, j] == pytest.approx(predict_next_sentence(tiny_model, texts[i], texts[j]).probability_next, abs=1e-5)
    assert sorted(matrix.order) == [0, 1, 2, 3, 4]
    assert matrix.bits <= matrix.true_bits + 1e-9
    steps = [(i, j) for i, j in itertools.pairwise(matrix.order)]
    assert matrix.bits == pytest.approx(-sum(np.log2(matrix.probabilities[i, j]) for i, j in steps), rel=1e-3)
    assert matrix.kept == sum(j == i + 1 for i, j in steps)
    with pytest.raises(ValueError, match="read-only"):
        matrix.probabilities[0, 0] = 0


def test_bits_of_a_step_by_hand() -> None:
    assert step_bits(np.float32([[[0, 0], [0, np.log(3)]]])).tolist()[0] == pytest.approx([1.0, 2.0])


@settings(max_examples=60)
@given(st.integers(2, 6).flatmap(lambda n: st.lists(st.lists(st.floats(0, 20), min_size=n, max_size=n), min_size=n, max_size=n)))
def test_no_order_is_cheaper_than_the_cheapest(rows: list[list[float]]) -> None:
    cost = np.array(rows)
    order = cheapest_order(cost)
    assert sorted(order) == list(range(len(cost)))
    assert order_bits(cost, order) == pytest.approx(min(order_bits(cost, p) for p in itertools.permutations(range(len(cost)))))


@pytest.mark.parametrize(
    "ask",
    [
        lambda m: predict_next_sentence(m, "", "a"),
        lambda m: predict_next_sentence(m, "a", "  "),
        lambda m: predict_next_sentence(m, "\0", "a"),
        lambda m: predict_next_sentence(m, "a" * 100_001, "a"),
        lambda m: rank_candidates(m, "a", ["one"]),
        lambda m: rank_candidates(m, "a", ["one", ""]),
        lambda m: rank_candidates(m, "a", ["a"] * 51),
        lambda m: evaluate_pairs(m, "Only one sentence."),
        lambda m: evaluate_pairs(m, ""),
        lambda m: evaluate_pairs(m, TEXT, most=0),
        lambda m: score_all_orders(m, "… … …"),
        lambda m: score_all_orders(m, "a. " * 40_000),
    ],
)
def test_bad_input_is_refused_in_words(tiny_model: LoadedModel, ask: Callable[[LoadedModel], object]) -> None:
    with pytest.raises(BadInput) as refused:
        ask(tiny_model)
    assert refused.value.remedy


def test_a_model_without_the_head_refuses(tiny_distilbert: LoadedModel) -> None:
    for ask in (
        lambda: predict_next_sentence(tiny_distilbert, "a", "b"),
        lambda: predict_both_orders(tiny_distilbert, "a", "b"),
        lambda: rank_candidates(tiny_distilbert, "a", ["b", "c"]),
        lambda: evaluate_pairs(tiny_distilbert, TEXT),
        lambda: score_all_orders(tiny_distilbert, TEXT),
    ):
        with pytest.raises(MissingAbility, match="next sentence"):
            ask()


def test_json_has_the_promised_names(tiny_model: LoadedModel) -> None:
    shown = as_json(predict_next_sentence(tiny_model, "the king", "the queen"))
    assert {"probability_next", "model", "label", "logits", "segments"} <= set(shown)
    assert as_json(evaluate_pairs(tiny_model, TEXT))["scores"][0]["kind"] == "true"


@pytest.mark.parametrize("task", TASKS)
@pytest.mark.parametrize("name", HARD)
def test_hard_texts(tiny_model: LoadedModel, task: str, name: str) -> None:
    with suppress(BertplayError):
        assert as_json(TASKS[task](tiny_model, HARD[name]))["model"] == "tiny"


@settings(max_examples=60)
@pytest.mark.parametrize("task", TASKS)
@given(text=ANY_TEXT)
def test_any_text(tiny_model: LoadedModel, task: str, text: str) -> None:
    with suppress(BertplayError):
        assert as_json(TASKS[task](tiny_model, text))["model"] == "tiny"
