"""What every example of the layers' page shows is true for the bundled model."""

import numpy as np
import pytest

from bertplay.lessons.layers import LayersExample, layers_examples
from bertplay.models.catalog import find_model
from bertplay.models.loaded import LoadedModel
from bertplay.models.loading import load_model
from bertplay.results.layers import Looks, SwitchedAnswer, Switches
from bertplay.tasks.attention import map_attention, view_of
from bertplay.tasks.layer_walk import walk_layers
from bertplay.tasks.switches import compare_orders, flip_switches

EXAMPLES = {example.title: example for example in layers_examples()}


@pytest.fixture(scope="module")
def bert() -> LoadedModel:
    return load_model(find_model("bert"))


def flipped(bert: LoadedModel, example: LayersExample) -> SwitchedAnswer:
    looks: dict[str, Looks] = {"both": "both", "left": "left", "right": "right"}
    switches = Switches(
        positions=not example.no_positions,
        looks=looks[example.looks],
        silent_layer=example.silent_layer - 1 if example.silent_layer else None,
        silent_head=example.silent_head - 1 if example.silent_head else None,
        random=example.random_weights,
    )
    assert switches != Switches()
    return flip_switches(bert, example.text, switches)


def test_every_example_is_held_by_a_test() -> None:
    assert set(EXAMPLES) == {
        "A door appears", "A war gets its number", "The next piece", "The piece before", "Resting on [CLS] and [SEP]",
        "No positions", "Right side only", "Without the head that looks back", "Before any training", "Dog bites man",
    }  # fmt: skip


@pytest.mark.parametrize(("title", "word", "layer"), [("A door appears", "door", 3), ("A war gets its number", "ii", 4)])
def test_the_guess_appears_on_the_way(bert: LoadedModel, title: str, word: str, layer: int) -> None:
    example = EXAMPLES[title]
    walk = walk_layers(bert, example.text)
    assert walk.pieces[example.piece].text == "[MASK]"
    best = [layer.guesses[example.piece][0].word for layer in walk.layers]
    assert word not in best[:layer]
    assert set(best[layer:]) == {word}


@pytest.mark.parametrize(("title", "step"), [("The next piece", 1), ("The piece before", -1)])
def test_a_head_looks_at_the_piece_beside(bert: LoadedModel, title: str, step: int) -> None:
    layer, head = EXAMPLES[title].head.split(".")
    weights = view_of(map_attention(bert, EXAMPLES[title].text), int(layer), head).weights
    inner = np.arange(1, len(weights) - 1)
    assert weights[inner, inner + step].mean() > 0.85


def test_a_head_rests_on_the_special_pieces(bert: LoadedModel) -> None:
    example = EXAMPLES["Resting on [CLS] and [SEP]"]
    layer, head = (int(number) - 1 for number in example.head.split("."))
    assert map_attention(bert, example.text).on_special[layer, head] > 0.6


@pytest.mark.parametrize("title", ["No positions", "Right side only", "Before any training"])
def test_the_word_is_lost(bert: LoadedModel, title: str) -> None:
    answer = flipped(bert, EXAMPLES[title])
    word, probability = answer.intact[0].guesses[0].word, answer.intact[0].guesses[0].probability
    assert word == ("later" if title == "No positions" else "door")
    assert probability > 0.8
    left = {guess.word: guess.probability for guess in answer.switched[0].guesses}
    assert next(iter(left)) != word
    assert left.get(word, 0.0) < 0.1 * probability


def test_without_the_head_that_looks_back_it_hardly_knows_that_united_stands_there(bert: LoadedModel) -> None:
    example = EXAMPLES["Without the head that looks back"]
    weights = view_of(map_attention(bert, example.text), example.silent_layer, str(example.silent_head)).weights
    inner = np.arange(1, len(weights) - 1)
    assert weights[inner, inner - 1].mean() > 0.85
    answer = flipped(bert, example)
    intact, switched = (side[0].guesses[0] for side in (answer.intact, answer.switched))
    assert (intact.word, switched.word) == ("states", "states")
    assert intact.probability > 0.9
    assert switched.probability < 0.4


def test_dog_bites_man(bert: LoadedModel) -> None:
    example = EXAMPLES["Dog bites man"]
    order = compare_orders(bert, example.first, example.second)
    assert order.most_without_positions <= 2e-5
    farthest = sorted(order.pieces, key=lambda piece: -piece.with_positions)[:2]
    assert {piece.text for piece in farthest} == {"dog", "man"}
    assert min(piece.with_positions for piece in farthest) > 1
