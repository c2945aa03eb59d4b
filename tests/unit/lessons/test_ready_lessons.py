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
from bertplay.tasks.ablations import compare_orders
from bertplay.tasks.compare_items import score_items
from bertplay.tasks.left_right_context import compare_contexts
from bertplay.tasks.logit_lens import apply_logit_lens
from bertplay.tasks.masked_word import predict_masked_words
from bertplay.tasks.next_sentence import predict_next_sentence
from bertplay.tasks.surprisal import score_surprisal
from bertplay.tasks.word_in_context import WordQuery
from bertplay.tasks.word_senses import separate_senses
from bertplay.tasks.wordpiece import search_word

DOOR = "She opened the [MASK] and went inside."
FOUR = ("bert-scratch", "roberta", "albert", "xlnet")


def guesses(model: LoadedModel, text: str, top_k: int = 5) -> list[tuple[str, float]]:
    found = predict_masked_words(model, text, top_k=top_k).masks[0].guesses
    return [(guess.word.lstrip("Ġ▁"), guess.probability) for guess in found]


@pytest.fixture(scope="module")
def four() -> dict[str, LoadedModel]:
    return {name: load_model(find_model(name)) for name in FOUR}


def test_every_file_is_a_lesson_of_the_list() -> None:
    assert {file.stem for file in FOLDER.glob("*.toml")} == set(ORDER) == set(ready_lessons())
    assert all(step.answer for lesson in ready_lessons().values() for step in lesson.steps)


def test_what_is_said_of_gaps(bundled_model: LoadedModel) -> None:
    asked = partial(guesses, bundled_model)
    assert [word for word, _ in asked(DOOR)][:2] == ["door", "window"]
    assert asked(DOOR)[0][1] > 0.5
    assert max(probability for _, probability in asked("The capital of France is [MASK].")) < 0.15
    for profession, words, times in (("nurse", ("she", "he"), 1), ("farmer", ("he", "she"), 5)):
        (first, probability), (second, next_probability) = asked(f"The {profession} said that [MASK] was tired.")[:2]
        assert (first, second) == words
        assert probability > times * next_probability
    assert [asked(f"A sparrow is {denied}a [MASK].")[0][0] for denied in ("", "not ")] == ["bird", "bird"]
    car = compare_contexts(bundled_model, "I bought a [MASK] and drove it home.")
    assert (car.left.guesses[0].word, car.both.guesses[0].word) == ("book", "car")


def test_what_is_said_of_surprise(bundled_model: LoadedModel) -> None:
    words = {word.word: word.bits for word in score_surprisal(bundled_model, "The dog barked at the constitution.").words}
    assert max(words, key=words.__getitem__) == "constitution"
    assert round(words["constitution"]) == 17
    assert words["."] < 0.1


def test_what_is_said_of_tokens() -> None:
    bert = open_tokenizer("bert")
    assert list(search_word(bert, "unconstitutionally").tokens) == ["unconstitutional", "##ly"]
    assert list(search_word(bert, "unfriendliness").tokens) == ["un", "##fr", "##ien", "##dl", "##iness"]


def test_what_is_said_of_layers(bundled_model: LoadedModel) -> None:
    lens = apply_logit_lens(bundled_model, DOOR)
    place = next(i for i, token in enumerate(lens.tokens) if token.text == "[MASK]")
    firsts = [layer.predictions[place][0].word for layer in lens.layers]
    assert "door" not in firsts[:3]
    assert firsts[3:] == ["door"] * 4
    sure = [layer.predictions[place][0].probability for layer in lens.layers]
    assert max(sure[:6]) < 0.2
    assert sure[6] > 0.5
    order = compare_orders(bundled_model, "dog bites man", "man bites dog")
    assert order.most_without_positions < 2e-5
    assert max(token.with_positions for token in order.tokens) > 0.1


def test_what_is_said_of_the_next_sentence(bundled_model: LoadedModel) -> None:
    rain, wet = "It rained all night.", "In the morning the streets were wet."
    assert min(predict_next_sentence(bundled_model, *pair).probability_next for pair in ((rain, wet), (wet, rain))) > 0.8


def test_what_is_said_of_four_models(four: dict[str, LoadedModel]) -> None:
    door = {name: guesses(model, DOOR)[0] for name, model in four.items()}
    assert {word for word, _ in door.values()} == {"door"}
    assert sorted(FOUR, key=lambda name: -door[name][1]) == ["bert-scratch", "xlnet", "roberta", "albert"]
    assert door["bert-scratch"][1] > 0.9
    assert all(0.4 < door[name][1] < 0.6 for name in FOUR[1:])
    first = {name: guesses(model, "He drank a cup of hot [MASK].")[0][0] for name, model in four.items()}
    assert first == {"bert-scratch": "coffee", "roberta": "els", "albert": "ness", "xlnet": "water"}
    for profession, word in (("nurse", "she"), ("farmer", "he")):
        assert {guesses(model, f"The {profession} said that [MASK] was tired.")[0][0] for model in four.values()} == {word}


def test_no_model_names_a_capital(four: dict[str, LoadedModel]) -> None:
    assert {score_items(model, item_samples()["capitals"].items).accuracy for model in four.values()} == {0}


def test_what_is_said_of_senses(bundled_model: LoadedModel) -> None:
    bank = sense_samples()["bank"]
    found = separate_senses(bundled_model, WordQuery("bank", bank.texts, bank.labels))
    assert (found.majority, sum(many for _, many in found.senses)) == (0.5, 24)
    assert found.layers[0].accuracy < 0.6
    assert round(24 * found.layers[4].accuracy) == 24
    assert 2 <= found.best <= 5
