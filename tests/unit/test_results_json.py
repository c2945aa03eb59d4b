"""Results as JSON: equal to their fields written one by one, and read back unchanged."""

import json
import math
from dataclasses import fields, is_dataclass
from typing import Any

import numpy as np
import pytest
from pydantic import ValidationError

from bertplay.i18n import LazyString, lazy
from bertplay.models.loaded import LoadedModel
from bertplay.results import Token, WordPrediction, as_json, from_json
from bertplay.results.claims import Claim, Verdict
from bertplay.results.embeddings import SentenceVectors
from bertplay.tasks.attention import map_attention
from bertplay.tasks.left_right_context import compare_contexts
from bertplay.tasks.logit_lens import apply_logit_lens
from bertplay.tasks.masked_word import predict_masked_words
from bertplay.tasks.next_sentence import predict_next_sentence
from bertplay.tasks.next_sentence_evaluation import evaluate_pairs
from bertplay.tasks.next_sentence_matrix import score_all_orders
from bertplay.tasks.parameter_count import count_parameters

TEXT = "She opened the [MASK]."
SENTENCES = "The king came home. He was tired. The queen read a book. It was late."
RESULTS = {
    "guesses": lambda model: predict_masked_words(model, TEXT, top_k=3, hidden=["door"]),
    "sides": lambda model: compare_contexts(model, TEXT),
    "layers": lambda model: apply_logit_lens(model, TEXT, top_k=2),
    "attention": lambda model: map_attention(model, TEXT),
    "parameters": count_parameters,
    "a pair": lambda model: predict_next_sentence(model, "It rained.", "We got wet."),
    "pairs": lambda model: evaluate_pairs(model, SENTENCES),
    "orders": lambda model: score_all_orders(model, SENTENCES),
}


def written_out(value: Any) -> Any:
    """What `as_json` gives, the slow way."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: written_out(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, np.ndarray):
        return value.tolist()
    if isinstance(value, tuple | list):
        return [written_out(item) for item in value]
    return {key: written_out(item) for key, item in value.items()} if isinstance(value, dict) else value


@pytest.mark.parametrize("compute", RESULTS.values(), ids=RESULTS.keys())
def test_a_result_becomes_the_same_json_as_its_fields_and_comes_back(tiny_model: LoadedModel, compute: Any) -> None:
    result = compute(tiny_model)
    shown = json.dumps(as_json(result))
    assert shown == json.dumps(written_out(result))
    again = from_json(type(result), json.loads(shown))
    assert type(again) is type(result)
    assert json.dumps(as_json(again)) == shown


@pytest.mark.parametrize(
    "value",
    [
        {"error": {"type": "BadInput"}, "problems": [WordPrediction("door", 0.5)], "none": None},
        (1, 2.5, math.inf, -math.inf, math.nan, "a\ud800b", Verdict.HOLDS),
        [(), [Token("a\udfff", 1, 0, 1, continues_word=False, is_special=False)]],
        WordPrediction("half of a pair: \ud800", math.nan),
        Claim("bert", "pairs", Verdict.HOLDS, lazy("{n} of 12", n=3)),
        10**30,
    ],
)
def test_whatever_a_command_prints_is_the_same_json(value: Any) -> None:
    assert json.dumps(as_json(value)) == json.dumps(written_out(value))


def test_an_array_comes_back_read_only_and_of_its_own_type(tiny_model: LoadedModel) -> None:
    maps = map_attention(tiny_model, TEXT)
    again = from_json(type(maps), as_json(maps))
    assert (again.weights.dtype, again.weights.flags.writeable) == (np.float32, False)
    np.testing.assert_array_equal(again.weights, maps.weights)


def test_a_lazy_text_stays_lazy_on_request_and_is_printed_elsewhere() -> None:
    claim = Claim("bert", "pairs", Verdict.HOLDS, lazy("{n} of 12", n=3))
    assert type(as_json(claim)["figure"]) is str
    kept = as_json(claim, keep_lazy=True)["figure"]
    assert isinstance(kept, LazyString)
    assert isinstance(from_json(Claim, as_json(claim) | {"figure": kept}).figure, LazyString)


@pytest.mark.parametrize("value", [{}, {"word": "door"}, {"word": 3, "probability": 0.5}, "door", None])
def test_json_that_is_none_of_a_result_is_refused(value: Any) -> None:
    with pytest.raises(ValidationError):
        from_json(WordPrediction, value)


def test_an_array_keeps_its_nan() -> None:
    vectors = SentenceVectors("tiny", "mean", 1, ("a",), np.array([[math.nan, math.inf, 1]], dtype=np.float32), ())
    assert json.dumps(as_json(vectors)["vectors"]) == "[[NaN, Infinity, 1.0]]"
