import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bertplay.cli.app import app
from bertplay.codes import written_code
from bertplay.lessons.ready import ready_lessons
from bertplay.lessons.store import LessonStore
from bertplay.settings import get_settings


def run(*arguments: str) -> tuple[int, str, str]:
    done = CliRunner(env={"BERTPLAY_HUB": "off"}).invoke(app, ["lesson", *arguments])
    assert "Traceback" not in done.output
    return done.exit_code, done.stdout, done.stderr


def test_the_steps_of_a_ready_lesson() -> None:
    code, output, _ = run("class")
    assert code == 0
    assert "10. Masked word: What does the model predict for nurses and for farmers" in output
    assert len(json.loads(run("class", "--json")[1])["steps"]) == 10


def test_every_problem_of_a_file(tmp_path: Path) -> None:
    file = tmp_path / "a.toml"
    file.write_text('title = "A"\n[[step]]\npage = "nowhere"\nfixed = 3\n', "utf-8")
    code, output, errors = run(str(file), "--json")
    assert code == 2
    assert [problem["line"] for problem in json.loads(output)["error"]["problems"]] == [2, 3, 4]
    assert "Line 3: There is no page “nowhere”." in errors


def test_no_file() -> None:
    code, output, errors = run("no.toml")
    assert (code, output) == (2, "")
    assert "The lesson file cannot be opened." in errors


def test_a_shared_lesson_by_its_code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BERTPLAY_RUNS_DIR", str(tmp_path))
    get_settings.cache_clear()
    store = LessonStore(get_settings())
    shared = store.share(ready_lessons()["four_models"], "somebody")
    assert run(written_code(shared))[1] == run("four_models")[1]
    store.delete(shared, "somebody")
    code, _, errors = run(shared)
    assert code == 2
    assert "There is no lesson with this code." in errors
    get_settings.cache_clear()
