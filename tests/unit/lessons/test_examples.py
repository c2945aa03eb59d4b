"""What every example of the masked-word page shows is true for the bundled model."""

import pytest

from bertplay.lessons.examples import Example, masked_word_examples
from bertplay.models.catalog import find_model
from bertplay.models.loaded import LoadedModel
from bertplay.models.loading import load_model
from bertplay.tasks.context_sides import compare_sides
from bertplay.tasks.joint_words import guess_jointly
from bertplay.tasks.masked_word import guess_masked_words
from bertplay.tasks.named_words import score_words
from bertplay.tasks.sentence_contrast import contrast_sentences
from bertplay.tasks.surprise import score_surprise
from bertplay.ui.sentence import hidden_words, hide

EXAMPLES = {example.title: example for example in masked_word_examples()}


@pytest.fixture(scope="module")
def bert() -> LoadedModel:
    return load_model(find_model("bert"))


def masked(example: Example) -> str:
    return hide(example.text, example.hide)


def test_every_example_is_held_by_a_test() -> None:
    held = {"A door", "A fact", "Two together", "Soup", "At sea, on land", "She or he", "Left or right", "An elephant"}
    assert set(EXAMPLES) == held


@pytest.mark.parametrize("title", ["A door", "A fact"])
def test_the_hidden_word_is_the_first_guess(bert: LoadedModel, title: str) -> None:
    example = EXAMPLES[title]
    [mask] = guess_masked_words(bert, masked(example), hidden=hidden_words(example.text, example.hide)).masks
    assert mask.hidden is not None
    assert mask.hidden.rank == 1
    assert mask.guesses[0].probability > 0.3


def test_together_the_masks_agree_and_alone_they_do_not(bert: LoadedModel) -> None:
    text = masked(EXAMPLES["Two together"])
    together = guess_jointly(bert, text).combinations[0]
    assert together.words == ("war", "ii")
    assert together.probability > 10 * together.alone
    alone = tuple(mask.guesses[0].word for mask in guess_masked_words(bert, text).masks)
    assert alone != together.words


def test_soup_is_hot_rather_than_constitutional(bert: LoadedModel) -> None:
    example = EXAMPLES["Soup"]
    scores = score_words(bert, example.text, [word.strip() for word in example.words.split(",")]).words
    by_word = {score.word: score for score in scores}
    assert scores[0].word == "hot"
    assert by_word["hot"].probability > 100 * by_word["constitution"].probability
    assert len(by_word["salty"].pieces) > 1


@pytest.mark.parametrize(("title", "first", "second"), [("At sea, on land", "ship", "farm"), ("She or he", "she", "he")])
def test_one_word_changed_changes_the_guess(bert: LoadedModel, title: str, first: str, second: str) -> None:
    example = EXAMPLES[title]
    contrast = contrast_sentences(bert, example.text, example.second)
    one, two = contrast.words.index(first), contrast.words.index(second)
    assert {one, two} <= set(contrast.differing[:8])
    assert contrast.first[one] - contrast.second[one] > 2
    assert contrast.second[two] - contrast.first[two] > 1


def test_what_is_opened_is_known_from_the_left(bert: LoadedModel) -> None:
    sides = compare_sides(bert, masked(EXAMPLES["Left or right"]))
    assert sides.left.guesses[0].word == sides.both.guesses[0].word == "door"
    assert sides.right.guesses[0].word != "door"
    assert sides.left.entropy_bits < sides.right.entropy_bits


def test_the_elephant_surprises_most(bert: LoadedModel) -> None:
    surprise = score_surprise(bert, EXAMPLES["An elephant"].text)
    most = max(surprise.words, key=lambda word: word.bits)
    assert most.word == "elephant"
    assert most.guess.word == "door"
