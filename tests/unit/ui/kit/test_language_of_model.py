"""Readers in another language learn which languages a model understands."""

import pytest

from bertplay.i18n import using_language
from bertplay.models.catalog import find_model
from bertplay.models.hub_models import FRENCH_READERS, HUB_MODELS
from bertplay.ui.kit.model import reads_english_alone
from bertplay.ui.masked_word.sentence import french_examples


@pytest.mark.parametrize("model", ["bert", "bert-base-uncased"])
def test_most_models_read_english_alone(model: str) -> None:
    spec = next((one for one in HUB_MODELS if one.id == model), None) or find_model(model)
    assert reads_english_alone(spec)
    with using_language("fr"):
        assert french_examples(model) == ()


@pytest.mark.parametrize("model", sorted(FRENCH_READERS))
def test_a_model_that_reads_french_offers_a_french_sentence_to_readers_of_french(model: str) -> None:
    assert not reads_english_alone(next(one for one in HUB_MODELS if one.id == model))
    assert french_examples(model) == ()
    with using_language("fr"):
        assert len(french_examples(model)) == 1
