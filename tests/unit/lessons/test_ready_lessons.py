"""The ready lessons: what their answers say is what the bundled models do."""

from functools import partial

import pytest

from bertplay.lessons.compare import item_samples
from bertplay.lessons.ready import FOLDER, ORDER, ready_lessons
from bertplay.lessons.sense_samples import sense_samples
from bertplay.models.catalog import find_model
from bertplay.models.loaded import LoadedModel
from bertplay.models.loading import load_model
from bertplay.models.tokenizer_file import open_tokenizer
from bertplay.tasks.compare_items import score_items
from bertplay.tasks.context_sides import compare_sides
from bertplay.tasks.layer_walk import walk_layers
from bertplay.tasks.masked_word import guess_masked_words
from bertplay.tasks.next_sentence import judge_pair
from bertplay.tasks.surprise import score_surprise
from bertplay.tasks.switches import compare_orders
from bertplay.tasks.word_in_context import Asked
from bertplay.tasks.word_senses import separate_senses
from bertplay.tasks.wordpiece import search_word

DOOR = "She opened the [MASK] and went inside."
FOUR = ("bert", "roberta", "albert", "xlnet")


def guesses(model: LoadedModel, text: str, top_k: int = 5) -> list[tuple[str, float]]:
    found = guess_masked_words(model, text, top_k=top_k).masks[0].guesses
    return [(guess.word.lstrip("Ġ▁"), guess.probability) for guess in found]


@pytest.fixture(scope="module")
def four() -> dict[str, LoadedModel]:
    return {name: load_model(find_model(name)) for name in FOUR}


def test_every_file_is_a_lesson_of_the_list() -> None:
    assert {file.stem for file in FOLDER.glob("*.toml")} == set(ORDER) == set(ready_lessons())
    assert all(step.answer for lesson in ready_lessons().values() for step in lesson.steps)


def test_what_is_said_of_gaps(bundled_model: LoadedModel) -> None:
    asked = partial(guesses, bundled_model)
    assert [word for word, _ in asked(DOOR)] == ["door", "room", "window", "table", "bell"]
    assert round(asked(DOOR)[0][1], 1) == 0.9
    france = asked("The capital of France is [MASK].", 3)
    assert [word for word, _ in france] == ["unclear", "unknown", "restored"]
    assert france[0][1] < 0.04
    for profession, words, times in (("nurse", ("she", "he"), 2), ("farmer", ("he", "she"), 8)):
        (first, probability), (second, next_probability) = asked(f"The {profession} said that [MASK] was tired.")[:2]
        assert (first, second) == words
        assert times < probability / next_probability < times + 1
    assert asked("A robin is not a [MASK].")[0][0] == "bird"
    assert "bird" in dict(asked("A robin is a [MASK]."))
    letter = compare_sides(bundled_model, "He wrote a [MASK] to his mother and sent it by post.")
    assert (letter.left.guesses[0].word, letter.both.guesses[0].word) == ("book", "letter")


def test_what_is_said_of_surprise(bundled_model: LoadedModel) -> None:
    words = {word.word: word.bits for word in score_surprise(bundled_model, "The dog barked at the constitution.").words}
    assert max(words, key=words.__getitem__) == "constitution"
    assert round(words["constitution"]) == 21
    assert words["."] < 0.1


def test_what_is_said_of_pieces() -> None:
    bert = open_tokenizer("bert")
    assert list(search_word(bert, "unconstitutionally").pieces) == ["uncon", "##stit", "##ution", "##ally"]
    assert list(search_word(bert, "unfriendliness").pieces) == ["unf", "##rie", "##nd", "##lines", "##s"]


def test_what_is_said_of_layers(bundled_model: LoadedModel) -> None:
    walk = walk_layers(bundled_model, DOOR)
    place = next(i for i, piece in enumerate(walk.pieces) if piece.text == "[MASK]")
    firsts = [layer.guesses[place][0].word for layer in walk.layers]
    assert firsts == ["there", "home", "school", *["door"] * 6]
    sure = [layer.guesses[place][0].probability for layer in walk.layers]
    assert max(sure[:3]) < 0.1
    assert min(sure[3:]) > 0.8
    order = compare_orders(bundled_model, "dog bites man", "man bites dog")
    assert order.most_without_positions < 2e-5
    assert max(piece.with_positions for piece in order.pieces) > 0.1


def test_what_is_said_of_the_next_sentence(bundled_model: LoadedModel) -> None:
    rain, wet = "It rained all night.", "In the morning the streets were wet."
    assert min(judge_pair(bundled_model, *pair).probability_next for pair in ((rain, wet), (wet, rain))) > 0.99


def test_what_is_said_of_four_models(four: dict[str, LoadedModel]) -> None:
    door = {name: guesses(model, DOOR)[0] for name, model in four.items()}
    assert {word for word, _ in door.values()} == {"door"}
    assert sorted(FOUR, key=lambda name: -door[name][1]) == ["bert", "xlnet", "roberta", "albert"]
    assert door["bert"][1] > 0.9
    assert all(0.4 < door[name][1] < 0.6 for name in FOUR[1:])
    first = {name: guesses(model, "He drank a cup of hot [MASK].")[0][0] for name, model in four.items()}
    assert first == {"bert": "coffee", "roberta": "els", "albert": "ness", "xlnet": "water"}
    for profession, word in (("nurse", "she"), ("farmer", "he")):
        assert {guesses(model, f"The {profession} said that [MASK] was tired.")[0][0] for model in four.values()} == {word}


def test_no_model_names_a_capital(four: dict[str, LoadedModel]) -> None:
    assert {score_items(model, item_samples()["capitals"].items).accuracy for model in four.values()} == {0}


def test_what_is_said_of_senses(bundled_model: LoadedModel) -> None:
    bank = sense_samples()["bank"]
    found = separate_senses(bundled_model, Asked("bank", bank.texts, bank.labels))
    assert (found.best, found.majority, sum(many for _, many in found.senses)) == (7, 0.5, 24)
    assert found.layers[0].accuracy < 0.6
    assert round(24 * found.layers[7].accuracy) == 21
