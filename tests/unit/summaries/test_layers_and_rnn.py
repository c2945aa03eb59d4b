from dataclasses import replace

import numpy as np
import pytest

from bertplay.calls import command_of, python_of
from bertplay.calls.layers import ABLATE, VIEW_ATTENTION
from bertplay.results import MaskPredictions, Token, WordPrediction
from bertplay.results.ablations import Ablation, AblationEffect, MovedToken, WordOrder
from bertplay.results.attention import AttentionMaps, AttentionView
from bertplay.results.layers import Block, LayerPredictions, LogitLens, ParameterCount
from bertplay.results.recurrence import DISTANCES, FirstWord, MemoryComparison, Race, RaceLap
from bertplay.summaries.attention import about_head, about_row, summarize_attention_maps, summarize_attention_view
from bertplay.summaries.layers import (
    settled_after,
    summarize_ablation,
    summarize_logit_lens,
    summarize_parameters,
    summarize_word_order,
)
from bertplay.summaries.rnn import reach, summarize_memory, summarize_race


def token(text: str, start: int = 0, end: int = 0, *, special: bool = False) -> Token:
    return Token(text, 1, start, end, is_special=special, continues_word=False)


TOKENS = (token("[CLS]", special=True), token("a", 0, 1), token("[MASK]", 2, 8, special=True), token("[SEP]", special=True))


def lens(*words: str) -> LogitLens:
    """A lens whose prediction at the mask is one word after the other."""
    other = (WordPrediction("a", 0.9),)
    layers = tuple(
        LayerPredictions(i, (other, other, (WordPrediction(word, 0.5),), other), np.zeros(4), np.zeros((4, 1)))
        for i, word in enumerate(words)
    )
    moved = np.ones((len(words) - 1, 4), dtype=np.float32)
    return LogitLens("bert", "a [MASK]", TOKENS, None, layers, moved, moved, moved[0], moved[0])


def test_the_final_prediction_counts_from_where_it_stays() -> None:
    found = lens("the", "door", "room", "door", "door")
    assert settled_after(found, 2) == 3
    assert summarize_logit_lens(found).sentence == (
        "At “[MASK]” the final prediction, “door” (50%), comes first from layer 3 of 4 on; before: “room”."
    )
    assert "already comes first after the embeddings" in summarize_logit_lens(lens("door", "door")).sentence


def maps(weights: list[list[float]]) -> AttentionMaps:
    """One layer of one head over four tokens."""
    array = np.array([[weights]], dtype=np.float32)
    one = np.full((1, 1), 0.1, dtype=np.float32)
    return AttentionMaps("bert", "a b", (TOKENS[0], token("a", 0, 1), token("b", 2, 3), TOKENS[3]), array, one, one, one, array[0])


def test_a_head_is_named_by_its_share_on_the_next_or_previous_token_of_the_text() -> None:
    rows = [[0.1, 0.9, 0.0, 0.0], [0.1, 0.1, 0.8, 0.0], [0.1, 0.3, 0.1, 0.5], [0.0, 0.0, 1.0, 0.0]]
    found = maps(rows)
    assert (found.to_next.tolist(), found.to_previous.tolist()) == ([[pytest.approx(0.8)]], [[pytest.approx(0.3)]])
    assert summarize_attention_maps(found).sentence == (
        "Layer 1, head 1 attends mostly to the next token: 80% of its attention on average."
    )
    assert about_head(found, 1, 1).startswith("Layer 1, head 1 gives 80% of a token's attention to the next token")
    flat = maps([[0.25] * 4] * 4)
    assert summarize_attention_maps(flat).sentence.startswith("No head attends mostly to a neighbour")


def test_one_head_in_words() -> None:
    weights = np.array([[0.1, 0.7], [0.3, 0.2]], dtype=np.float32)
    view = AttentionView("bert", "a b", 2, "1", (token("a"), token("b")), (1, 2), weights, np.array([0.2, 0.5], dtype=np.float32))
    summary = summarize_attention_view(view)
    assert summary.sentence == "Layer 2, head 1: “a” attends to “b” with 70%, the largest weight."
    assert "35%" in summary.details[0]
    assert summary.table is not None
    assert summary.table.rows[2][:4] == (2, "b", 1, "a")
    assert about_row(view, 1) == "Layer 2, head 1: “b” attends to “a” (30%), “b” (20%)."


def test_an_ablation_in_words() -> None:
    intact = MaskPredictions(0, (WordPrediction("door", 0.5),), 1.0)
    effect = AblationEffect(
        "bert", "a [MASK]", Ablation(), TOKENS, TOKENS, (intact,), (intact,), np.array([1, 0.5, 0.9, 1], dtype=np.float32)
    )
    assert summarize_ablation(effect).sentence == "Ablated, the model still predicts “door”: 50% instead of 50%."
    other = replace(effect, ablated=(MaskPredictions(0, (WordPrediction("the", 0.1),), 1.0),))
    assert summarize_ablation(other).sentence == "The intact model predicts “door” (50%), the ablated one “the” (10%)."
    assert summarize_ablation(replace(effect, intact=(), ablated=())).sentence.startswith("The vector of “a” turns most")


def test_word_order_says_equal_only_of_what_is_equal() -> None:
    moved = MovedToken("dog", 1, 3, 2.0, 0.5, 1e-6)
    assert "equal, up to rounding" in summarize_word_order(WordOrder("bert", "", "", (moved,))).sentence
    unequal = WordOrder("bert", "", "", (replace(moved, without_positions=1.5),))
    assert summarize_word_order(unequal).sentence.endswith("without them by up to 1.500.")


def test_parameters_are_added_up() -> None:
    blocks = (
        Block("embeddings", "Embeddings", 30, False),
        Block("layer 1", "Layer 1", 5, False),
        Block("layer 2", "Layer 2", 5, False),
        Block("heads", "Heads of the pretraining tasks", 7, True),
    )
    summary = summarize_parameters(ParameterCount("bert", blocks, (), 40, 7))
    assert summary.sentence == "47 parameters: 64% of them in the embeddings, 21% in the layers."
    assert [detail for detail in summary.details] == [
        "Embeddings 30 + 2 layers × 5 = 40",
        "Papers count only the encoder and the pooler, 40; the heads of the pretraining tasks have 7 more.",
    ]


def test_the_race_says_which_is_faster() -> None:
    def race(*times: tuple[float, float]) -> Race:
        return Race(8, 1, 1, (1, 1), tuple(RaceLap(16 * 2**i, a, b, 1, 1, 1, 1, 1, 1) for i, (a, b) in enumerate(times)))

    assert summarize_race(race((1, 1), (4, 2))).sentence.startswith("At 32 tokens self-attention is 2.0 times as fast")
    turned = summarize_race(race((4, 2), (1, 2)))
    assert turned.sentence.endswith("At 32 tokens the LSTM is the faster one: 1.0 ms against 2.0 ms.")
    assert "quadratically" in turned.details[-1]
    assert summarize_race(race((1, 2))).sentence.startswith("Here the LSTM is faster at every length")


def test_memory_is_explained_only_where_it_fails() -> None:
    def layer(name: str, shares: list[float], longest: int = 16) -> FirstWord:
        return FirstWord(name, longest, 100, 30.0, 1_000, 1 / 16, tuple(shares), ())

    perfect, half = [1.0] * len(DISTANCES), [1.0] * 5 + [0.1] * 4
    assert (reach(layer("lstm", perfect)), reach(layer("lstm", half)), reach(layer("lstm", [0.1] * 9))) == (256, 16, 0)
    both = summarize_memory(MemoryComparison((layer("lstm", perfect), layer("attention", half))))
    assert both.sentence == (
        "After 30 seconds of training on texts of up to 16 tokens: the LSTM remembers the first token over all distances up to 256; "
        "self-attention remembers the first token over 16 tokens, but not over 32 (10%)."
    )
    assert [detail.split()[0] for detail in both.details] == ["LSTM:", "self-attention:", "Self-attention"]
    failing = summarize_memory(MemoryComparison((layer("lstm", [0.1] * 9, 128), layer("attention", perfect, 128))))
    assert "gradient" in failing.details[-1]
    assert summarize_memory(MemoryComparison((layer("lstm", perfect), layer("attention", [])))).sentence.count("LSTM") == 1


def test_a_call_is_written_as_its_command_takes_it() -> None:
    call = ABLATE("bert", text="a [MASK]", ablation=Ablation(positions=False, ablated_layer=2, ablated_head=0), top_k=5)
    assert command_of(call) == "python -m bertplay ablate --model bert --no-positions --layer 3 --head 1 'a [MASK]'"
    assert "ablation=Ablation(positions=False, ablated_layer=2, ablated_head=0)" in python_of(call)
    view = VIEW_ATTENTION("bert", text="a", layer=2, head="4", special=False)
    assert command_of(view) == "python -m bertplay attention --model bert --layer 2 --head 4 --no-special a"
    assert "attentions[1][0, 3]" in python_of(view)
