"""predict --file: every row is returned in order, with its prediction or the reason why there is none."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from bertplay.cli.app import app
from bertplay.cli.task_heads import opened
from bertplay.results.task_heads import EntitySpan, PredictedRow, PredictedTable, TextAnswer
from bertplay.summaries.predicted_table import predicted_file
from bertplay.tasks.task_heads import answer_texts
from tests.tiny_heads import IOB2, SENTIMENT, save_head


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A classifier, a tagger, and a model that answers questions."""
    home = tmp_path_factory.mktemp("heads")
    return {
        "labels": save_head("classification", home / "labels", labels=SENTIMENT),
        "tags": save_head("entities", home / "tags", labels=IOB2),
        "answers": save_head("question_answering", home / "answers"),
    }


def run(*arguments: object) -> Any:
    """The JSON of a command that succeeds."""
    done = CliRunner().invoke(app, [*map(str, arguments), "--json"])
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def rows_of(file: Path, delimiter: str = ",") -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(file.read_text("utf-8-sig")), delimiter=delimiter))


def test_a_csv_keeps_its_columns_its_order_and_its_bad_lines(models: dict[str, Path], tmp_path: Path) -> None:
    lines = ["id,review,note", *(f"{i},the dog is good {i},=1+1" for i in range(40))]
    lines[5] = "4,,an empty text"
    lines[9] = "8,one,cell,too many"
    (tmp_path / "in.csv").write_text("\n".join(lines))
    said = run("predict", models["labels"], "--file", tmp_path / "in.csv")
    assert (said["rows"], said["predicted"]) == (40, 38)
    assert [one["line"] for one in said["problems"]] == [6, 10]
    rows = rows_of(tmp_path / "in.predicted.csv")
    assert [row["id"] for row in rows] == [str(i) if i != 8 else "" for i in range(40)]
    assert rows[0]["note"] == "=1+1"
    assert rows[4]["problem"] == "The text is empty."
    assert (rows[4]["prediction"], rows[4]["note"]) == ("", "an empty text")
    (answer,) = answer_texts(opened(models["labels"]), [rows[39]["review"]]).answers
    assert rows[39]["prediction"] == answer.best
    assert [float(rows[39][f"p({label})"]) for label in SENTIMENT] == pytest.approx(answer.probabilities, abs=1e-5)


def test_json_lines_keep_the_types_of_their_values(models: dict[str, Path], tmp_path: Path) -> None:
    given = [{"text": "Anna saw paris .", "meta": {"n": [1, None]}}, {"text": "the dog", "meta": True}]
    (tmp_path / "in.jsonl").write_text("\n".join(map(json.dumps, given)))
    run("predict", models["tags"], "--file", tmp_path / "in.jsonl", "--out", tmp_path / "out.jsonl")
    rows = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text("utf-8").splitlines()]
    assert [{name: row[name] for name in one} for row, one in zip(rows, given, strict=True)] == given
    spans = answer_texts(opened(models["tags"]), [given[0]["text"]]).answers[0].spans
    assert [(one["text"], one["kind"], one["start"]) for one in rows[0]["entities"]] == [(s.text, s.kind, s.start) for s in spans]


def test_a_text_and_a_pair_of_columns(models: dict[str, Path], tmp_path: Path) -> None:
    (tmp_path / "in.txt").write_text("the dog is good\n\nthe cat is bad\n")
    assert run("predict", models["labels"], "--file", tmp_path / "in.txt")["predicted"] == 2
    (tmp_path / "in.tsv").write_text("a\tb\nit is good\tit is bad\nit is\t\n")
    options = ("--text-column", "a", "--pair-column", "b")
    assert run("predict", models["labels"], "--file", tmp_path / "in.tsv", *options)["predicted"] == 1
    (row, _empty) = rows_of(tmp_path / "in.predicted.tsv", "\t")
    (answer,) = answer_texts(opened(models["labels"]), ["it is good ||| it is bad"]).answers
    assert float(row[f"p({SENTIMENT[0]})"]) == pytest.approx(answer.probabilities[0], abs=1e-5)


QUESTIONS = [("where is the dog?", "the dog is good and in paris"), ("who saw it?", "Anna saw paris ."), ("who?", "")]


def test_each_question_of_a_table_is_answered_as_one_is(models: dict[str, Path], tmp_path: Path) -> None:
    table = [{"id": i, "Question": question, "Context": passage} for i, (question, passage) in enumerate(QUESTIONS)]
    (tmp_path / "in.jsonl").write_text("\n".join(map(json.dumps, table)))
    said = run("answer", models["answers"], "--file", tmp_path / "in.jsonl")
    assert (said["rows"], said["predicted"], said["columns"]) == (3, 2, ["Question", "Context"])
    rows = [json.loads(line) for line in (tmp_path / "in.predicted.jsonl").read_text("utf-8").splitlines()]
    for row, (question, passage) in zip(rows[:2], QUESTIONS, strict=False):
        alone = run("answer", models["answers"], question, passage)
        first = alone["spans"][0]
        is_answered = first["probability"] > alone["no_answer"]
        assert row["p(no answer)"] == pytest.approx(alone["no_answer"], abs=1e-5)
        assert (row["answer"], row["start"]) == ((first["text"], first["start"]) if is_answered else ("", None))
    assert rows[2]["problem"] == "The text is empty."


def test_the_articles_of_squad_are_read_as_they_are(models: dict[str, Path], tmp_path: Path) -> None:
    asked = [
        {"id": f"q{i}", "question": question, "answers": [{"text": "x", "answer_start": 0}]} for i, (question, _) in enumerate(QUESTIONS)
    ]
    paragraphs = [{"context": "the dog is good", "qas": asked[:1]}, {"context": "Anna saw paris .", "qas": asked[1:]}]
    (tmp_path / "dev.json").write_text(json.dumps({"version": "2.0", "data": [{"title": "Dogs", "paragraphs": paragraphs}]}))
    said = run("answer", models["answers"], "--file", tmp_path / "dev.json")
    assert (said["predicted"], said["scored"]) == (3, 3)
    rows = [json.loads(line) for line in (tmp_path / "dev.predicted.jsonl").read_text("utf-8").splitlines()]
    assert [(row["id"], row["title"], row["context"]) for row in rows] == [
        ("q0", "Dogs", "the dog is good"),
        ("q1", "Dogs", "Anna saw paris ."),
        ("q2", "Dogs", "Anna saw paris ."),
    ]


def test_answers_are_compared_with_gold_answers(models: dict[str, Path], tmp_path: Path) -> None:
    question, passage = QUESTIONS[0]
    alone = run("answer", models["answers"], question, passage)
    best = alone["spans"][0]["text"] if alone["spans"][0]["probability"] > alone["no_answer"] else ""
    gold = [{"text": [best] if best else []}, {"text": ["nobody"]}, None]
    rows = [{"question": question, "context": passage, "answers": one} for one in gold]
    (tmp_path / "in.jsonl").write_text("\n".join(map(json.dumps, rows)))
    said = run("answer", models["answers"], "--file", tmp_path / "in.jsonl")
    assert (said["exact_match"], said["f1"], said["scored"]) == (0.5, 0.5, 2)
    written = [json.loads(line) for line in (tmp_path / "in.predicted.jsonl").read_text("utf-8").splitlines()]
    assert [(row.get("exact_match"), row.get("f1")) for row in written] == [(1, 1), (0, 0), (None, None)]


def test_a_table_without_questions_or_passages_is_refused(models: dict[str, Path], tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("question,text\nwho?,Anna saw it\n")
    done = CliRunner().invoke(app, ["answer", str(models["answers"]), "--file", str(tmp_path / "in.csv")])
    assert done.exit_code == 2
    assert "The column of the passages was not found. Its columns are 'question', 'text'." in done.output


def test_tagged_words_are_predicted_by_sentence(models: dict[str, Path], tmp_path: Path) -> None:
    (tmp_path / "in.conll").write_text("Anna B-PER\nsaw O\nparis B-LOC\n\nthe O\ndog O\n")
    run("predict", models["tags"], "--file", tmp_path / "in.conll")
    rows = rows_of(tmp_path / "in.predicted.csv")
    assert [(row["text"], row["tags"]) for row in rows] == [("Anna saw paris", "B-PER O B-LOC"), ("the dog", "O O")]


def test_a_first_row_of_data_is_predicted_and_which_column_was_read_is_said(models: dict[str, Path], tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("the dog is good,good\nthe cat is bad,bad\nit is good,good\n")
    said = run("predict", models["labels"], "--file", tmp_path / "in.csv")
    assert (said["rows"], said["columns"], said["notes"]) == (3, ["1"], ["Column read: '1'."])


def test_what_cannot_be_written_or_read_is_said(models: dict[str, Path], tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("text\nthe dog\n")
    (tmp_path / "out.csv").write_text("mine")
    for options in (["--out", tmp_path / "out.csv"], ["--text-column", "nothing"], ["--out", tmp_path / "no" / "out.csv"]):
        done = CliRunner().invoke(app, list(map(str, ["predict", models["labels"], "--file", tmp_path / "in.csv", *options])))
        assert done.exit_code == 2
    assert (tmp_path / "out.csv").read_text() == "mine"


def test_an_entity_is_no_formula() -> None:
    answer = TextAnswer("=cmd", "B-X", ("B-X",), (0.9,), ("=cmd",), (EntitySpan("=cmd", "X", 0, 4, 0.9),))
    found = PredictedTable(("text",), (PredictedRow(2, {"text": "a"}, answer),))
    assert "'=cmd (X 90%)" in predicted_file(found, "x.csv").decode("utf-8-sig")
