"""Every task answers or refuses any text with an explanation; no other exception."""

from collections.abc import Callable
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bertplay.errors import BertplayError
from bertplay.models.loaded import LoadedModel
from bertplay.results import MaskedWordPredictions, as_json
from bertplay.tasks.candidate_words import score_candidates
from bertplay.tasks.joint_prediction import predict_jointly
from bertplay.tasks.left_right_context import compare_contexts
from bertplay.tasks.masked_word import predict_masked_words
from bertplay.tasks.sentence_contrast import contrast_sentences
from bertplay.tasks.surprisal import score_surprisal

TASKS: dict[str, Callable[[LoadedModel, str], object]] = {
    "guess": predict_masked_words,
    "hidden": lambda model, text: predict_masked_words(model, f"a [MASK] {text}", hidden=[text]),
    "jointly": lambda model, text: predict_jointly(model, text, beam=5),
    "named": lambda model, text: score_candidates(model, "the [MASK] is", [text, "king"]),
    "contrast": lambda model, text: contrast_sentences(model, text, f"{text} [MASK]"),
    "sides": compare_contexts,
    "surprise": score_surprisal,
}
HARD = {
    "empty": "",
    "one character": "a",
    "ten thousand words": "king " * 10_000,
    "ten thousand words around a mask": "king " * 5_000 + "[MASK] " + "queen " * 5_000,
    "only masks": "[MASK]" * 5,
    "a thousand masks": "[MASK] " * 1_000,
    "emoji": "\U0001f600 [MASK] \U0001f468‍\U0001f469‍\U0001f467",
    "combining marks": "e" + "\u0301" * 500 + " [MASK]",
    "right to left": "שלום [MASK] \u202eעולם",
    "NUL": "a\x00[MASK]\x00",
    "lone surrogates": "\ud800[MASK]\udfff",
    "a very long word": "a" * 99_990 + " [MASK]",
    "too long": "a" * 100_001,
    "an image": "<img src=x onerror=alert(1)> [MASK]",
    "markdown": "![](http://x) $x$ :red[x] [MASK]",
    "special tokens": "[CLS] [SEP] [PAD] [UNK] [MASK]",
}
ANY_CHARACTER = st.characters(exclude_categories=())  # halves of surrogate pairs included
TROUBLE = st.sampled_from(["[MASK]", "<mask>", "[CLS]", " ", "king", "unaffable", "\ud800", "\u0301", "\x00"])
ANY_TEXT = st.lists(ANY_CHARACTER | TROUBLE, max_size=20).map("".join)


def answers(model: LoadedModel, task: str, text: str) -> None:
    with suppress(BertplayError):
        assert as_json(TASKS[task](model, text))["model"] == "tiny"


@pytest.mark.parametrize("task", TASKS)
@pytest.mark.parametrize("name", HARD)
def test_hard_texts(tiny_model: LoadedModel, task: str, name: str) -> None:
    answers(tiny_model, task, HARD[name])


@settings(max_examples=150)
@pytest.mark.parametrize("task", TASKS)
@given(text=ANY_TEXT)
def test_any_text(tiny_model: LoadedModel, task: str, text: str) -> None:
    answers(tiny_model, task, text)


@settings(max_examples=150)
@given(before=ANY_TEXT, after=ANY_TEXT, top_k=st.integers(1, 50))
def test_predictions_are_a_distribution(tiny_model: LoadedModel, before: str, after: str, top_k: int) -> None:
    found: MaskedWordPredictions = predict_masked_words(tiny_model, f"{before} [MASK] {after}", top_k=top_k)
    for mask in found.masks:
        probabilities = [guess.probability for guess in mask.guesses]
        assert len(probabilities) == top_k
        assert probabilities == sorted(probabilities, reverse=True)
        assert sum(probabilities) <= 1.0001


@settings(max_examples=150)
@given(text=ANY_TEXT)
def test_tokens_cover_the_text_in_order(tiny_model: LoadedModel, text: str) -> None:
    tokens = tiny_model.encode(text).tokens[1:-1]
    assert all(0 <= token.start < token.end <= len(text) for token in tokens)
    assert [token.start for token in tokens] == sorted(token.start for token in tokens)
