"""Predictions at checkpoints: each is a model of its own, the earliest first."""

import pytest

from bertplay.backends.local import local_backend
from bertplay.errors import BadInput, UnknownModel
from bertplay.models.checkpoints import checkpoints_of
from bertplay.tasks.checkpoints import predict_at_checkpoints
from bertplay.tasks.masked_word import predict_masked_words

DOOR = "She opened the [MASK] and went inside."


def test_every_checkpoint_answers_as_a_model_of_its_own() -> None:
    backend = local_backend()
    found = predict_at_checkpoints(backend, "bert-scratch", DOOR, top_k=2)
    known = checkpoints_of("bert-scratch")
    assert [one.tokens for one in found.checkpoints] == sorted(one.tokens for one in known)
    assert (found.checkpoints[0].tokens, found.checkpoints[-1].share) == (0, 1.0)
    assert found.checkpoints[1].predictions == backend.call(known[1].id, predict_masked_words, DOOR, top_k=2)


def test_what_has_no_beginning_is_refused() -> None:
    with pytest.raises(BadInput, match="no checkpoints"):
        predict_at_checkpoints(local_backend(), "bert", DOOR)
    with pytest.raises(UnknownModel):
        predict_at_checkpoints(local_backend(), "../bert", DOOR)
