"""The page of fine-tuned models, without a browser: heads of three kinds, and what it says where there is none."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bertplay.runs.service import RunService
from bertplay.settings import get_settings
from tests.pages.conftest import Open, pressed, takeaways, written_as_markup
from tests.tiny_heads import IOB2, SENTIMENT, save_head

EVIL = "<img src=x> ![](http://x) $x$ :red[x]"


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder of models with a head of each kind."""
    folder = tmp_path_factory.mktemp("models")
    save_head("classification", folder / "labels", labels=SENTIMENT)
    save_head("entities", folder / "tags", labels=IOB2)
    save_head("question_answering", folder / "spans")
    for base in folder.glob("*-base"):
        base.rename(folder / f".{base.name}")
    patch = pytest.MonkeyPatch()
    patch.setenv("BERTPLAY_MODELS_DIR", str(folder))
    get_settings.cache_clear()
    yield folder
    patch.undo()
    get_settings.cache_clear()


@pytest.mark.parametrize(
    ("model", "said"), [("labels", "Prediction: "), ("tags", "Named entities: "), ("spans", "The ")], ids=["labels", "tags", "spans"]
)
def test_each_kind_of_head_is_asked(models: Path, service: RunService, open_at: Open, model: str, said: str) -> None:
    page = open_at("fine_tuned", model=f"local/{model}")
    assert not page.exception
    assert takeaways(page)[0].startswith(said)
    page = page.text_input[0].set_value(f"the king sees {EVIL} in paris").run()
    assert not page.exception
    assert "<img" not in written_as_markup(page)
    assert page.code


def test_a_pair_is_asked_with_a_second_sentence(models: Path, service: RunService, open_at: Open) -> None:
    page = open_at("fine_tuned", model="local/labels", pair="1", text="it is good", second="it is bad")
    assert [box.value for box in page.text_input] == ["it is good", "it is bad"]
    assert takeaways(page)
    assert any("it is good ||| it is bad" in code.value for code in page.code)


def test_without_a_model_a_training_is_one_click_away(
    service: RunService, open_at: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BERTPLAY_MODELS_DIR", str(tmp_path / "none"))
    get_settings.cache_clear()
    page = open_at("fine_tuned")
    assert not page.exception
    assert page.info
    page = pressed(page, "Classify reviews")
    (run,) = service.runs()
    assert run.fine_tune.data.train == "sample:reviews"


def test_a_file_comes_back_with_predictions(models: Path, service: RunService, open_at: Open) -> None:
    page = open_at("fine_tuned", model="local/labels", tab="apply")
    page = page.file_uploader[0].set_value(("reviews.csv", b"id,review\n1,the dog is good\n2,\n3,it is bad\n", "text/csv")).run()
    assert [box.value for box in page.selectbox if "olumn" in box.label] == ["review", ""]
    page = pressed(page, "Predict")
    assert not page.exception
    assert takeaways(page)[0].startswith("2 of 3 rows have a prediction.")
    assert list(page.dataframe[0].value["problem"]) == ["", "The text is empty.", ""]
    assert "File with predictions" in [one.proto.label for one in page.get("download_button")]


@pytest.mark.parametrize(("chosen", "said"), [("local/labels,local/tags", "The models predict: "), ("local/spans", "The ")])
def test_several_models_with_a_head_are_compared(models: Path, service: RunService, open_at: Open, chosen: str, said: str) -> None:
    page = open_at("compare", tab="fine_tuned", models=chosen)
    assert not page.exception
    assert takeaways(page)[0].startswith(said)
    (command,) = [code.value for code in page.code if code.language == "sh"]
    assert f"--models {chosen} --task" in command


def test_a_question_to_models_of_two_tasks_is_answered_by_one(models: Path, service: RunService, open_at: Open) -> None:
    page = open_at("compare", tab="fine_tuned", models="local/spans,local/tags")
    assert takeaways(page)
    assert any("labels texts" in element.value for element in page.text)


def test_a_file_of_questions_is_answered_and_an_unnamed_first_row_is_data(models: Path, service: RunService, open_at: Open) -> None:
    page = open_at("fine_tuned", tab="apply", model="local/spans")
    table = b"id,question,context,gold\n1,who is there?,the king is in the house,nobody at all\n2,who?,,\n"
    page = page.file_uploader[0].set_value(("questions.csv", table, "text/csv")).run()
    assert {"question", "context"} <= {box.value for box in page.selectbox}
    page = pressed(page, "Predict")
    assert not page.exception
    assert takeaways(page)[0].startswith("1 of 2 rows have a prediction.")
    assert takeaways(page)[0].endswith(
        "Compared with the gold answers (n = 1): exact match 0%, F1 0%, computed as in the SQuAD evaluation script."
    )
    page = open_at("fine_tuned", tab="apply", model="local/labels")
    page = page.file_uploader[0].set_value(("a.csv", b"the dog is good,good\nthe cat is bad,bad\nit is good,good\n", "text/csv")).run()
    page = pressed(page, "Predict")
    assert takeaways(page)[0].startswith("3 of 3 rows have a prediction.")
