"""What every example of the masked-word page shows is true for the bundled model."""

import pytest

from bertplay.lessons.examples import Example, page_examples
from bertplay.models.catalog import find_model
from bertplay.models.loaded import LoadedModel
from bertplay.models.loading import load_model
from bertplay.tasks.candidate_words import score_candidates
from bertplay.tasks.joint_prediction import predict_jointly
from bertplay.tasks.left_right_context import compare_contexts
from bertplay.tasks.masked_word import predict_masked_words
from bertplay.tasks.replaced_token import score_replaced_tokens
from bertplay.tasks.sentence_contrast import contrast_sentences
from bertplay.tasks.surprisal import score_surprisal
from bertplay.ui.compare.replaced_word import EXAMPLES as COMPARED
from bertplay.ui.masked_word.hidden_words import hidden_words, hide
from bertplay.ui.masked_word.sentence import read

EXAMPLES = {example.title: example for example in page_examples("masked_word")}


@pytest.fixture(scope="module")
def bert() -> LoadedModel:
    return load_model(find_model("bert"))


def masked(example: Example) -> str:
    return hide(example.values["text"], read(example.values["hide"]))


def test_every_example_is_held_by_a_test() -> None:
    held = {"A door", "A name", "Two together", "Soup", "At sea, on land", "She or he", "Left and right", "An elephant"}
    assert set(EXAMPLES) == held | {"Replaced", "Replaced unnoticed"}


@pytest.mark.parametrize("title", ["A door", "A name"])
def test_the_hidden_word_is_the_first_guess(bert: LoadedModel, title: str) -> None:
    example = EXAMPLES[title]
    [mask] = predict_masked_words(bert, masked(example), hidden=hidden_words(example.values["text"], read(example.values["hide"]))).masks
    assert mask.hidden is not None
    assert mask.hidden.rank == 1
    assert mask.guesses[0].probability > 0.3


def test_together_the_masks_agree_and_alone_they_do_not(bert: LoadedModel) -> None:
    text = masked(EXAMPLES["Two together"])
    together = predict_jointly(bert, text).combinations[0]
    assert together.words == ("united", "states")
    assert together.probability > 10 * together.alone
    alone = tuple(mask.guesses[0].word for mask in predict_masked_words(bert, text).masks)
    assert alone != together.words


def test_soup_is_hot_or_cold_rather_than_constitutional(bert: LoadedModel) -> None:
    example = EXAMPLES["Soup"]
    scores = score_candidates(bert, example.values["text"], [word.strip() for word in example.values["words"].split(",")]).words
    by_word = {score.word: score for score in scores}
    assert scores[0].word in {"hot", "cold"}
    assert by_word["hot"].probability > 100 * by_word["constitution"].probability
    assert len(by_word["lukewarm"].tokens) > 1


@pytest.mark.parametrize(("title", "first", "second"), [("At sea, on land", "boat", "farm"), ("She or he", "she", "he")])
def test_one_word_changed_changes_the_guess(bert: LoadedModel, title: str, first: str, second: str) -> None:
    example = EXAMPLES[title]
    contrast = contrast_sentences(bert, example.values["text"], example.values["second"])
    one, two = contrast.words.index(first), contrast.words.index(second)
    assert {one, two} <= set(contrast.differing[:8])
    assert contrast.first[one] - contrast.second[one] > 1
    assert contrast.second[two] - contrast.first[two] > 0.7


def test_what_is_driven_home_is_known_from_both_sides_alone(bert: LoadedModel) -> None:
    contexts = compare_contexts(bert, masked(EXAMPLES["Left and right"]))
    assert contexts.both.guesses[0].word == "car"
    assert "car" not in {contexts.left.guesses[0].word, contexts.right.guesses[0].word}
    assert contexts.both.entropy_bits < min(contexts.left.entropy_bits, contexts.right.entropy_bits)


def test_the_elephant_surprises_most(bert: LoadedModel) -> None:
    surprise = score_surprisal(bert, EXAMPLES["An elephant"].values["text"])
    most = max(surprise.words, key=lambda word: word.bits)
    assert most.word == "elephant"
    assert most.prediction.word == "door"


@pytest.fixture(scope="module")
def electra() -> LoadedModel:
    return load_model(find_model("electra"))


def test_the_replaced_word_is_found_and_one_that_fits_is_not(electra: LoadedModel) -> None:
    found, unnoticed = (
        score_replaced_tokens(electra, EXAMPLES[title].values["text"]).words for title in ("Replaced", "Replaced unnoticed")
    )
    assert [word.word for word in found if word.probability > 0.5] == ["constitution"]
    assert all(word.probability < 0.5 for word in unnoticed)


def test_compared_with_surprisal_both_find_the_replaced_word_but_where_it_fits(bert: LoadedModel, electra: LoadedModel) -> None:
    texts = [example.values["text"] for example in COMPARED]
    suspects = [max(score_replaced_tokens(electra, text).words, key=lambda word: word.probability) for text in texts]
    surprising = [max(score_surprisal(bert, text).words, key=lambda word: word.bits).word for text in texts]
    assert [word.word for word in suspects[:3]] == surprising[:3] == ["constitution", "parliament", "army"]
    assert all(word.probability > 0.5 for word in suspects[:3])
    assert suspects[3].probability < 0.5
    assert "ate" not in (suspects[3].word, surprising[3])
