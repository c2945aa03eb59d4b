"""StoredBackend returns answers stored for the present weights, and nothing else."""

from pathlib import Path

import numpy as np
import pytest

from bertplay.backends.base import Backend
from bertplay.backends.stored import StoredBackend
from bertplay.errors import NotStored
from bertplay.i18n import LazyString, lazy
from bertplay.models.loaded import LoadedModel
from bertplay.results import as_json, from_json
from bertplay.results.claims import Claim, Verdict
from bertplay.results.layers import LogitLens
from bertplay.tasks.logit_lens import apply_logit_lens
from bertplay.tasks.masked_word import predict_masked_words
from tests.stored_answers import StoringBackend, write

TEXT = "She opened the [MASK]."


class Direct:
    """A Backend with one model."""

    def __init__(self, model: LoadedModel) -> None:
        self.model = model

    def call(self, model_id, task, /, *args, **kwargs):  # type: ignore[no-untyped-def]
        return task(self.model, *args, **kwargs)


@pytest.fixture
def stored_file(tiny_model: LoadedModel, tmp_path: Path) -> Path:
    recorder: Backend = StoringBackend(Direct(tiny_model))
    recorder.call("tiny", predict_masked_words, TEXT, top_k=3)
    recorder.call("tiny", lambda model: model.parameters)  # a number is no result, and is not kept
    file = tmp_path / "answers.json.xz"
    write(recorder.content(), file)  # type: ignore[attr-defined]
    return file


def test_what_was_asked_is_answered_again(stored_file: Path, tiny_model: LoadedModel) -> None:
    answer = StoredBackend(stored_file).call("tiny", predict_masked_words, TEXT, top_k=3)
    assert answer == predict_masked_words(tiny_model, TEXT, top_k=3)


def test_a_lazy_text_is_stored_with_its_template(tmp_path: Path, tiny_model: LoadedModel) -> None:
    figure = lazy("{n} of {all}: {what}", n=3, all=12, what=lazy("right"))
    claim = Claim("tiny", "pairs", Verdict.HOLDS, figure)

    def say(model: LoadedModel) -> Claim:
        return claim

    recorder: Backend = StoringBackend(Direct(tiny_model))
    recorder.call("tiny", say)
    write(recorder.content(), tmp_path / "answers.json.xz")  # type: ignore[attr-defined]
    answer = StoredBackend(tmp_path / "answers.json.xz").call("tiny", say)
    assert answer == claim
    assert isinstance(answer.figure, LazyString)
    assert (answer.figure.template, answer.figure.values) == (figure.template, figure.values)
    assert isinstance(answer.figure.values["what"], LazyString)


@pytest.mark.parametrize(("text", "top_k"), [(TEXT, 4), ("She closed the [MASK].", 3)])
def test_another_question_is_not_answered(stored_file: Path, text: str, top_k: int) -> None:
    with pytest.raises(NotStored, match="Wait"):
        StoredBackend(stored_file).call("tiny", predict_masked_words, text, top_k=top_k)


def test_answers_of_other_weights_do_not_count(stored_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bertplay.backends.stored.weights_of", lambda _: "another")
    with pytest.raises(NotStored):
        StoredBackend(stored_file).call("tiny", predict_masked_words, TEXT, top_k=3)


def test_a_result_comes_back_from_json(tiny_model: LoadedModel) -> None:
    walk = apply_logit_lens(tiny_model, TEXT, top_k=2)
    again = from_json(LogitLens, as_json(walk))
    assert as_json(again) == as_json(walk)
    assert (again.tokens, again.cosine.dtype, again.cosine.flags.writeable) == (walk.tokens, np.float32, False)
    claim = Claim("tiny", "cut", Verdict.HOLDS, "a figure")
    assert from_json(Claim, as_json(claim)) == claim
