"""Files as people have them, uploaded on the pages; skipped where they are not at hand."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from bertplay.runs.service import RunService
from bertplay.settings import get_settings
from tests.cases import ALL, CASES, Case
from tests.made_cases import MADE
from tests.pages.conftest import Open, page_text, pressed, takeaways
from tests.tiny_heads import IOB2, save_head

pytestmark = pytest.mark.skipif(not CASES.is_dir(), reason="the cases are not at hand")


def upload(page: AppTest, case: Case) -> AppTest:
    page = page.file_uploader[0].set_value((case.name, case.file.read_bytes(), "text/plain")).run()
    assert not page.exception, case.name
    return page


@pytest.mark.parametrize("case", [*ALL, *MADE], ids=lambda case: case.name)
def test_fine_tuning_says_what_it_learns_from(case: Case, service: RunService, open_at: Open) -> None:
    page = upload(open_at("fine_tuning", data="own", task=case.task), case)
    kind = "sentences" if case.task == "entities" else "examples"
    if case.train:
        assert takeaways(page)[0].startswith(f"{case.train} training {kind}")
        assert f"{case.held_out} held" in takeaways(page)[0]
    if case.name.startswith("30"):
        assert page.warning[0].value.startswith("Is the first row data?")
        page = next(toggle for toggle in page.toggle if toggle.label == "The first row names the columns").set_value(False).run()
        assert takeaways(page)[0].startswith("4 training examples")
    elif not case.said.startswith("The sentences are those"):  # here the columns are seen, and chosen
        line, _, problem = case.said.rpartition(": ")
        assert all(part in page_text(page) for part in (line.removeprefix("Line "), problem) if part), page_text(page)


def test_apply_to_a_file_answers_every_text(service: RunService, open_at: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    save_head("entities", tmp_path / "models" / "tags", labels=IOB2)
    monkeypatch.setenv("BERTPLAY_MODELS_DIR", str(tmp_path / "models"))
    get_settings.cache_clear()
    page = open_at("fine_tuned", model="local/tags", tab="apply")
    for case in (*ALL, *MADE):
        page = pressed(upload(page, case), "Predict")
        assert not page.exception, case.name
        assert takeaways(page)[0].startswith(f"{case.texts} of "), (case.name, takeaways(page))


def test_a_file_fills_in_its_sentences(open_at: Open) -> None:
    page = open_at("embeddings", word="the")
    for case in (*ALL, *MADE):
        page = upload(page, case)
        assert len(page.text_area("embeddings.lines").value.splitlines()) == case.texts, case.name
