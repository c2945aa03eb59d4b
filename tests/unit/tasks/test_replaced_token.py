"""Replaced-token detection: by a discriminator alone; any masked language model suspects words by their surprisal."""

import math
from typing import Any

import pytest

from bertplay.errors import MissingAbility
from bertplay.models.loaded import LoadedModel, Wanted
from bertplay.results import SentenceSurprisal
from bertplay.tasks.replaced_token import score_replaced_tokens, suspect_words
from bertplay.tasks.surprisal import score_surprisal

TEXT = "The unaffable king ate."


def test_a_word_has_the_highest_probability_of_its_tokens(tiny_family: Any) -> None:
    model, _ = tiny_family("discriminator")
    answer = score_replaced_tokens(model, TEXT)
    assert [word.word for word in answer.words] == ["The", "unaffable", "king", "ate", "."]
    encoding = model.encode(TEXT)
    [output] = model.forward([encoding], Wanted(replaced=True))
    tokens = [i for i, token in enumerate(encoding.tokens) if 4 <= token.start < 13]
    assert answer.words[1].probability == pytest.approx(1 / (1 + math.exp(-output.replaced[tokens].max())), rel=1e-5)
    generator, _ = tiny_family("electra")
    with pytest.raises(MissingAbility, match="the discriminator detects replaced tokens"):
        score_replaced_tokens(generator, TEXT)


def test_each_model_suspects_words_in_its_own_way(tiny_model: LoadedModel, tiny_family: Any) -> None:
    discriminator, _ = tiny_family("discriminator")
    assert suspect_words(discriminator, TEXT) == score_replaced_tokens(discriminator, TEXT)
    suspected = suspect_words(tiny_model, TEXT)
    assert isinstance(suspected, SentenceSurprisal)
    assert suspected == score_surprisal(tiny_model, TEXT)
    with pytest.raises(MissingAbility, match="word2vec"):
        suspect_words(tiny_family("word2vec")[0], TEXT)
