"""What every example of the page on layers and attention shows is true for the bundled model."""

from typing import cast

import pytest

from bertplay.lessons.examples import Example, page_examples
from bertplay.models.catalog import find_model
from bertplay.models.loaded import LoadedModel
from bertplay.models.loading import load_model
from bertplay.results.ablations import Ablation, AblationEffect, AttentionDirection
from bertplay.summaries.layers import first_position, settled_after
from bertplay.tasks.ablations import ablate, compare_orders
from bertplay.tasks.attention import map_attention
from bertplay.tasks.attention_steps import trace_attention
from bertplay.tasks.logit_lens import apply_logit_lens

EXAMPLES = {example.title: example for example in page_examples("layers")}


@pytest.fixture(scope="module")
def bert() -> LoadedModel:
    return load_model(find_model("bert"))


def ablated(bert: LoadedModel, example: Example) -> AblationEffect:
    asked = example.values
    layer, head = (int(asked.get(name, "0")) for name in ("layer", "head"))
    ablation = Ablation(
        positions=asked.get("no_positions") != "1",
        attention=cast(AttentionDirection, asked.get("context", "both")),
        ablated_layer=layer - 1 if layer else None,
        ablated_head=head - 1 if head else None,
        random=asked.get("random_weights") == "1",
    )
    assert ablation != Ablation()
    return ablate(bert, asked["text"], ablation)


def test_every_example_is_held_by_a_test() -> None:
    assert set(EXAMPLES) == {
        "A door appears", "The name of a country", "The next token", "The previous token", "Mostly [CLS] and [SEP]",
        "One token and the next", "From “he” to “teacher”",
        "No positions", "Right context only", "One head is hardly missed", "Random weights", "Dog bites man",
    }  # fmt: skip


@pytest.mark.parametrize(("title", "word", "layer"), [("A door appears", "door", 3), ("The name of a country", "states", 3)])
def test_the_prediction_appears_on_the_way(bert: LoadedModel, title: str, word: str, layer: int) -> None:
    lens = apply_logit_lens(bert, EXAMPLES[title].values["text"])
    position = first_position(lens)
    best = [one.predictions[position][0].word for one in lens.layers]
    assert word not in best[:layer]
    assert settled_after(lens, position) == layer
    assert best[-1] == word


def test_heads_attend_to_the_token_beside_and_to_the_special_ones(bert: LoadedModel) -> None:
    maps = map_attention(bert, EXAMPLES["The next token"].values["text"])
    assert maps.to_next.max() > 0.6
    assert maps.to_previous.max() > 0.85
    assert maps.on_special.max() > 0.6


def test_a_pronoun_attends_to_its_noun(bert: LoadedModel) -> None:
    values = EXAMPLES["From “he” to “teacher”"].values
    layer, head = map(int, values["head"].split("."))
    steps = trace_attention(bert, values["text"], layer=layer, head=head, token=int(values["token"]))
    assert (steps.tokens[steps.token].text, steps.tokens[steps.strongest].text) == ("he", "teacher")
    assert steps.weights.max() > 0.5


@pytest.mark.parametrize("title", ["No positions", "Right context only", "Random weights"])
def test_the_word_is_lost(bert: LoadedModel, title: str) -> None:
    answer = ablated(bert, EXAMPLES[title])
    word, probability = answer.intact[0].guesses[0].word, answer.intact[0].guesses[0].probability
    assert word == ("you" if title == "No positions" else "door")
    assert probability > 0.6
    left = {guess.word: guess.probability for guess in answer.ablated[0].guesses}
    assert next(iter(left)) != word
    assert left.get(word, 0.0) < 0.1 * probability


def test_the_head_for_the_previous_token_is_hardly_missed(bert: LoadedModel) -> None:
    """Other heads do its work (Michel et al. 2019)."""
    example = EXAMPLES["One head is hardly missed"]
    maps = map_attention(bert, example.values["text"])
    assert maps.to_previous[int(example.values["layer"]) - 1, int(example.values["head"]) - 1] > 0.85
    answer = ablated(bert, example)
    intact, other = (side[0].guesses[0] for side in (answer.intact, answer.ablated))
    assert (intact.word, other.word) == ("states", "states")
    assert intact.probability > 0.7
    assert abs(intact.probability - other.probability) < 0.2


def test_dog_bites_man(bert: LoadedModel) -> None:
    values = EXAMPLES["Dog bites man"].values
    order = compare_orders(bert, values["text"], values["second"])
    assert order.most_without_positions <= 2e-5
    farthest = sorted(order.tokens, key=lambda token: -token.with_positions)[:2]
    assert "man" in {token.text for token in farthest}
    assert min(token.with_positions for token in farthest) > 0.25
