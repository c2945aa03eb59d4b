"""The item lists and the language examples of the compare page."""

import pytest

from bertplay.lessons.compare import item_samples
from bertplay.lessons.languages import language_examples
from bertplay.models.catalog import HUB_MODELS
from bertplay.text import MASK_SPELLING


@pytest.mark.parametrize("name", ["capitals", "opposites", "grammar", "common_sense", "negation", "occupations"])
def test_each_sample_has_40_to_100_items_and_a_card(name: str) -> None:
    sample = item_samples()[name]
    assert 40 <= len(sample.items) <= 100
    assert sample.asks
    assert sample.right
    assert sample.limits
    assert len({item.text + item.answer for item in sample.items}) == len(sample.items)
    assert all(len(MASK_SPELLING.findall(item.text)) == 1 for item in sample.items)
    assert all(item.other for item in sample.items) or sample.measure == "first"


def test_six_languages_each_with_models_that_exist() -> None:
    examples = language_examples()
    assert len({example.title for example in examples}) == 6
    known = {"bert", *(spec.id for spec in HUB_MODELS)}
    for example in examples:
        assert len(MASK_SPELLING.findall(example.text)) == 1
        assert set(example.models) <= known
        assert "xlm-roberta-base" in example.models
