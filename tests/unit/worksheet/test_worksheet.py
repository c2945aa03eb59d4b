"""The worksheet: its entries, its escaping, and programs that compute the same answers again."""

import html
import json
import re
import shlex
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from bertplay.backends.local import local_backend
from bertplay.calls import TASKS, Call, command_of, python_of
from bertplay.calls.embeddings import SEPARATE_SENSES
from bertplay.calls.fine_tuning import TRAIN_ONE
from bertplay.calls.layers import ABLATE
from bertplay.calls.masked_word import COMPARE_CONTEXTS, PREDICT_MASKED_WORDS
from bertplay.calls.next_sentence import PREDICT_NEXT_SENTENCE
from bertplay.calls.wordpiece import TRACE_TOKENIZATION
from bertplay.cli.app import app
from bertplay.errors import BadInput
from bertplay.i18n import N_, localized, using_language
from bertplay.results.ablations import Ablation
from bertplay.summaries import Summary
from bertplay.tasks.word_in_context import WordQuery
from bertplay.training.jobs import DataSource, FineTune, Method
from bertplay.worksheet.entry import Answer, ClassAnswer, LessonAnswer
from bertplay.worksheet.file import as_record, make_worksheet, read_record
from bertplay.worksheet.notebook import as_notebook
from bertplay.worksheet.page import as_page
from tests.programs import printed_here

DOOR = "She opened the [MASK] and went inside."
SENSES = WordQuery("bank", ("The bank lent money.", "We sat on the bank.", "The bank paid.", "The bank was muddy."), ("m", "r", "m", "r"))
NASTY = "<img src=x onerror=alert(1)> $x$ ![](http://x) [x](http://x) [MASK] `__import__('os')`\n# x"
CALLS: list[Call[Any]] = [
    PREDICT_MASKED_WORDS("bert", text=DOOR, top_k=20, hidden=("door",)),
    COMPARE_CONTEXTS("bert", text=DOOR, top_k=3),
    PREDICT_NEXT_SENTENCE("bert", first="It rained.", second="We got wet."),
    TRACE_TOKENIZATION("bert", text="Unconstitutionally"),
    ABLATE("bert", text="The dog barked.", ablation=Ablation(attention="left", ablated_layer=1, ablated_head=0)),
    SEPARATE_SENSES("bert", query=SENSES),
]
LESSON = LessonAnswer("Dogs", 2, f"Who barks? {NASTY}", "a cat", f"A dog. {NASTY}", "Masked word", "2026-05-04T09:30:00+00:00")

CLASS = ClassAnswer("AB12-CD34", "1", N_("Which word is masked?"), f"A [MASK] {NASTY}", NASTY, (NASTY,), NASTY, "Masked word", LESSON.asked)


def answer_to(call: Call[Any]) -> Answer:
    summary = call.task.summarize(call.run(local_backend()))
    return Answer(call, summary, "Masked word", "2026-05-04T09:30:00+00:00", "0123456789abcdef")


@pytest.fixture(scope="module")
def answers() -> list[Answer]:
    return [answer_to(call) for call in CALLS]


def test_a_record_is_read_as_it_was_written(answers: list[Answer], tmp_path: Path) -> None:
    sheet = make_worksheet("Title", "Ada", "Words", [*answers, LESSON, CLASS])
    (tmp_path / "record.json").write_bytes(as_record(sheet))
    again = read_record(tmp_path / "record.json")
    assert as_record(again) == as_record(sheet)
    assert as_page(again) == as_page(sheet)
    assert as_notebook(again) == as_notebook(sheet)


def test_a_page_is_french_and_a_record_english(answers: list[Answer]) -> None:
    """Summaries are written when they are shown; tokens and sentences stay as they are."""
    with using_language("fr"):
        sheet = make_worksheet("", "", "", [answers[1], LESSON])
        page, notebook, record = as_page(sheet).decode(), as_notebook(sheet).decode(), as_record(sheet).decode()
    assert '<html lang="fr">' in page
    for french in (
        "Contexte gauche et droit",
        "<th>probabilité</th>",
        "<td>contexte gauche</td>",
        "Mot masqué, 2026-05-04 09:30 UTC",
        "Nom",
    ):
        assert french in page
    assert DOOR in page
    assert "Lancez ce notebook" in notebook
    assert answers[1].summary.sentence in json.loads(record)["entries"][0]["summary"]["sentence"]
    assert re.search(r"\d %", page.replace("\u00a0", " ").replace("\u202f", " "))
    assert not re.search(r"\d %", record.replace("\u00a0", " "))


def test_what_was_written_is_shown_and_settings_are_not(answers: list[Answer]) -> None:
    assert dict(answers[0].texts) == {"text": DOOR}
    assert dict(answers[2].texts) == {"first sentence": "It rained.", "second sentence": "We got wet."}
    assert dict(answers[3].texts) == {"text": "Unconstitutionally"}
    assert dict(answers[5].texts) == {"word": "bank", "sentences": "\n".join(SENSES.texts)}
    with using_language("fr"):
        assert [localized(name) for name, _ in answers[2].texts] == ["première phrase", "seconde phrase"]


def test_a_lesson_has_the_question_and_both_answers() -> None:
    page = as_page(make_worksheet("Title", "", "", [LESSON])).decode()
    for said in ("Question of a lesson", "Dogs, step 2", "a cat", html.escape("A dog. <img", quote=False)):
        assert said in page
    assert [name for name, _ in replace(LESSON, teacher="").texts] == ["lesson", "question", "your answer"]


def test_there_is_a_line_for_a_name() -> None:
    assert "Name: <span></span>" in as_page(make_worksheet("Title", "", "", [])).decode()
    assert "Name: <span>Ada</span>" in as_page(make_worksheet("Title", "Ada", "", [])).decode()


@pytest.mark.slow
def test_every_cell_of_a_notebook_runs(answers: list[Answer]) -> None:
    cells = json.loads(as_notebook(make_worksheet("Title", "", "", answers)))["cells"]
    programs = [cell["source"] for cell in cells if cell["cell_type"] == "code"]
    assert programs == [python_of(call) for call in CALLS]
    assert all(printed_here(program) for program in programs)


def test_what_was_typed_is_no_markup_anywhere(answers: list[Answer]) -> None:
    call = PREDICT_MASKED_WORDS("bert", text=NASTY, top_k=2)
    entry = replace(answer_to(call), page=NASTY, guess=NASTY, note=NASTY)
    sheet = make_worksheet(NASTY, NASTY, NASTY, [entry, replace(LESSON, lesson=NASTY, own=NASTY, note=NASTY), CLASS])
    page = as_page(sheet).decode()
    assert "<img" not in page
    assert page.count("&lt;img") >= 12
    notebook = json.loads(as_notebook(sheet))
    prose = "".join(cell["source"] for cell in notebook["cells"] if cell["cell_type"] == "markdown")
    assert "<img" not in prose.replace("\\<", "")
    assert not any(bare in prose.replace("\\]\\(", "").replace("\\$", "") for bare in ("](", "$x"))
    program = next(cell["source"] for cell in notebook["cells"] if cell["cell_type"] == "code")
    assert repr(NASTY) in program
    compile(program, "cell", "exec")


def test_a_model_that_has_been_removed_leaves_its_answer(answers: list[Answer]) -> None:
    gone = replace(answers[0], call=PREDICT_MASKED_WORDS("local/gone", text=DOOR))
    page = as_page(make_worksheet("Title", "", "", [gone])).decode()
    assert html.escape(str(answers[0].summary.sentence)) in page
    assert "<pre>" not in page


@pytest.mark.slow
def test_a_training_is_run_again(tmp_path: Path) -> None:
    """The program and the command of a training without a network, which give the same to the last digit."""
    job = FineTune(DataSource("sample:reviews"), method=Method.TFIDF, seed=3, train_examples=32)
    call = TRAIN_ONE(job.model, job=job)
    first = answer_to(call).summary
    assert first.measure is not None
    assert f"accuracy={first.measure.value}" in printed_here(python_of(call))
    command = shlex.split(command_of(call))
    assert command[3] == "finetune"
    assert {"--train": "sample:reviews", "--method": "tfidf", "--seed": "3", "--examples": "32", "--model": "bert"}.items() <= dict(
        zip(command[4::2], command[5::2], strict=True)
    ).items()


ENTRY = {"kind": "answer", "summary": {"sentence": "x."}, "page": "", "asked": ""}


@pytest.mark.parametrize(
    "call",
    [
        {"task": "os.system", "model": "bert", "arguments": {}},
        {"task": "ablate", "model": "bert", "arguments": {"x);import os;(": 1}},
        {"task": "ablate", "model": "bert", "arguments": {"text": ["a"]}},
        {"task": "ablate", "model": "bert"},
        3,
    ],
)
def test_a_call_that_does_not_exist_is_refused(call: object, tmp_path: Path) -> None:
    """A record may come from anywhere, and what it names becomes a program."""
    sheet = {"title": "", "name": "", "introduction": "", "made": "", "entries": [ENTRY | {"call": call}]}
    (tmp_path / "record.json").write_text(json.dumps(sheet), "utf-8")
    with pytest.raises(BadInput):
        read_record(tmp_path / "record.json")


@pytest.mark.parametrize("content", [b"", b"{}", b"[1]", b'{"title": 1}', b"\xff\xfe", b'{"title":"a","made":"","entries":[{}]}'])
def test_a_file_that_is_no_record_is_refused(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "record.json").write_bytes(content)
    with pytest.raises(BadInput, match="not a worksheet record"):
        read_record(tmp_path / "record.json")
    done = CliRunner().invoke(app, ["worksheet", str(tmp_path / "record.json")])
    assert done.exit_code == 2


def test_the_command_writes_both_files(answers: list[Answer], tmp_path: Path) -> None:
    sheet = make_worksheet("Title", "", "", [answers[0], LESSON])
    (tmp_path / "record.json").write_bytes(as_record(sheet))
    out, notebook = tmp_path / "sheet.html", tmp_path / "sheet.ipynb"
    done = CliRunner().invoke(app, ["worksheet", str(tmp_path / "record.json"), "--html", str(out), "--notebook", str(notebook)])
    assert done.exit_code == 0
    assert out.read_bytes() == as_page(sheet)
    assert notebook.read_bytes() == as_notebook(sheet)
    listed = CliRunner().invoke(app, ["worksheet", str(tmp_path / "record.json")])
    assert answers[0].summary.sentence in listed.stdout
    assert "Question of a lesson: a cat" in listed.stdout


def test_every_task_can_be_on_a_worksheet() -> None:
    """Its name finds it again when the record is read."""
    for name, task in TASKS.items():
        call = Call(task, "bert", {})
        assert Answer(call, Summary("x."), "", "").title == task.title
        assert call.to_json()["task"] == name
