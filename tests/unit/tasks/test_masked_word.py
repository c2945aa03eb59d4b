"""Predicting masked words: equal to transformers' own pipeline, and entropy worked by hand."""

import random
from pathlib import Path

import numpy as np
import pytest
from transformers import AutoTokenizer, BertForPreTraining, pipeline

from bertplay.errors import BadInput, MissingAbility
from bertplay.models.loaded import LoadedModel
from bertplay.models.spec import ENCODER, Family, Local, ModelSpec
from bertplay.results import as_json
from bertplay.tasks.masked_word import entropy_bits, predict_masked_words
from tests.tiny import WORDS


def sentences(count: int) -> list[str]:
    """Random words with one mask somewhere."""
    chance = random.Random(0)
    drawn = [chance.choices(WORDS.split(), k=chance.randint(2, 25)) for _ in range(count)]
    return [" ".join([*words[:i], "[MASK]", *words[i:], "."]) for words in drawn for i in [chance.randint(0, len(words))]]


def test_same_predictions_as_the_pipeline(tiny_model: LoadedModel, tiny_folder: Path) -> None:
    fill_mask = pipeline("fill-mask", model=str(tiny_folder), tokenizer=str(tiny_folder))
    for sentence in sentences(200):
        expected = fill_mask(sentence, top_k=5)
        [mask] = predict_masked_words(tiny_model, sentence).masks
        assert [guess.word for guess in mask.guesses] == [tiny_model.vocabulary[guess["token"]] for guess in expected]
        np.testing.assert_allclose([g.probability for g in mask.guesses], [guess["score"] for guess in expected], atol=1e-5)


def test_entropy_by_hand() -> None:
    assert entropy_bits(np.log(np.float32([0.25, 0.25, 0.25, 0.25]))) == pytest.approx(2.0)
    assert entropy_bits(np.log(np.float32([0.5, 0.25, 0.125, 0.125]))) == pytest.approx(1.75)
    assert entropy_bits(np.float32([0.0, -200.0, -200.0])) == pytest.approx(0.0)


def test_all_masks_are_predicted_and_the_hidden_words_scored(tiny_model: LoadedModel) -> None:
    found = predict_masked_words(tiny_model, "The [MASK] of <mask> is [mask].", top_k=50, hidden=["king", "", "unhappiness"])
    assert [mask.index for mask in found.masks] == [0, 1, 2]
    first, second, third = (mask.hidden for mask in found.masks)
    assert first is not None
    assert first.rank is not None
    if first.rank <= 50:
        assert found.masks[0].guesses[first.rank - 1].word == "king"
        assert found.masks[0].guesses[first.rank - 1].probability == pytest.approx(first.probability)
    assert second is None
    assert third is not None
    assert third.tokens == ("un", "##h", "##a", "##p", "##p", "##i", "##ness")
    assert third.rank is None


def test_a_text_without_known_hidden_words(tiny_model: LoadedModel) -> None:
    assert predict_masked_words(tiny_model, "[MASK]").masks[0].hidden is None


def test_a_long_text_says_what_was_used(tiny_model: LoadedModel) -> None:
    found = predict_masked_words(tiny_model, "[MASK] " + "king " * 10_000)
    assert found.cut is not None
    assert (found.cut.kept, found.cut.total) == (62, 10_001)


def test_json_has_the_promised_names(tiny_model: LoadedModel) -> None:
    found = as_json(predict_masked_words(tiny_model, "A [MASK].", top_k=2))
    assert {"model", "text", "masks"} <= set(found)
    assert {"index", "guesses"} <= set(found["masks"][0])
    assert set(found["masks"][0]["guesses"][0]) == {"word", "probability"}


@pytest.mark.parametrize(("text", "top_k"), [("", 5), ("  ", 5), ("No mask here.", 5), ("[MASK]", 0), ("[MASK]", 51), ("[MASK]" * 63, 5)])
def test_bad_input_is_refused_in_words(tiny_model: LoadedModel, text: str, top_k: int) -> None:
    with pytest.raises(BadInput):
        predict_masked_words(tiny_model, text, top_k=top_k)


def test_a_model_without_a_word_head_refuses(tiny_folder: Path) -> None:
    spec = ModelSpec("plain", "Plain", Family.BERT, Local(tiny_folder), ENCODER, 2, 32, 0, 64, "none")
    model = LoadedModel(spec, BertForPreTraining.from_pretrained(tiny_folder), AutoTokenizer.from_pretrained(tiny_folder))
    with pytest.raises(MissingAbility, match="masked word"):
        predict_masked_words(model, "[MASK]")
