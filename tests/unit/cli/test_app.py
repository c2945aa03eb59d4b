import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bertplay import __version__
from bertplay.cli.app import app
from bertplay.settings import get_settings


def run(*arguments: str | bytes, **variables: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "bertplay", *arguments]
    environment = os.environ | {"BERTPLAY_HUB": "off", "BERTPLAY_PRECISION": "float32"} | variables
    return subprocess.run(command, capture_output=True, text=True, env=environment, check=False)


@pytest.fixture
def run_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Result]]:
    """The same in this process, where torch is imported already."""
    for name, value in {"BERTPLAY_HUB": "off", "BERTPLAY_PRECISION": "float32", "BERTPLAY_HUB_DIR": str(tmp_path)}.items():
        monkeypatch.setenv(name, value)
    get_settings.cache_clear()
    yield lambda *arguments: CliRunner().invoke(app, list(arguments))
    get_settings.cache_clear()


def test_mask_prints_the_agreed_json(run_here: Callable[..., Result]) -> None:
    text = "The capital of France is [MASK]."
    done = run_here("mask", text, "--top-k", "3", "--json")
    assert (done.exit_code, done.stderr) == (0, "")
    answer = json.loads(done.stdout)
    assert (answer["model"], answer["text"]) == ("bert", text)
    assert [mask["index"] for mask in answer["masks"]] == [0]
    guesses = answer["masks"][0]["guesses"]
    assert len(guesses) == 3
    assert all(isinstance(guess["word"], str) and 0 < guess["probability"] < 1 for guess in guesses)
    assert guesses == sorted(guesses, key=lambda guess: -guess["probability"])


def test_mask_prints_a_line_for_each_prediction(run_here: Callable[..., Result]) -> None:
    lines = run_here("mask", "The [MASK] of France is [MASK].", "--top-k", "2").stdout.splitlines()
    assert lines[0].startswith("2 masks, each predicted independently")
    assert [line.split()[:2] for line in lines[2:]] == [["1", "1"], ["1", "2"], ["2", "1"], ["2", "2"]]
    assert all(line.endswith("%") for line in lines[2:])


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["mask", "no hidden word"], "No word is hidden"),
        (["mask", ""], ""),
        (["mask", "[MASK]", "--top-k", "0"], "k"),
        (["mask", "[MASK]", "--model", "../x"], "not a path"),
        (["mask", "[MASK]", "--model", "/etc"], "not a path"),
        (["mask", "[MASK]", "--model", "b" * 97], "at most 96 characters"),
        (["mask", "[MASK]", "--model", "nobody"], "no model of this id"),
        (["mask", "[MASK]", "--model", "bert-base-cased"], "BERTPLAY_HUB=off forbids it"),
    ],
    ids=lambda value: None if isinstance(value, str) else " ".join(value)[:40],
)
def test_a_refusal_is_one_sentence_and_exit_code_2(arguments: list[str], message: str, run_here: Callable[..., Result]) -> None:
    done = run_here(*arguments, "--json")
    assert_refused(done.exit_code, done.stdout, done.stderr, message)


def assert_refused(code: int, out: str, printed: str, message: str) -> None:
    """One sentence for people, the same for programs."""
    assert code == 2
    assert "Traceback" not in printed
    assert message in printed
    error = json.loads(out)["error"]
    assert error["problem"] in printed
    assert error["remedy"] in printed


def test_halves_of_surrogates_are_refused_and_answered(run_here: Callable[..., Result]) -> None:
    refused = run_here("mask", os.fsdecode(b"half \xff without a mask"), "--json")
    assert_refused(refused.exit_code, refused.stdout, refused.stderr, "No word is hidden")
    done = run("mask", b"the [MASK] \xff\xfe of \xf0\x9f\x98\x80", "--json")
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["text"].encode("utf-8", "surrogateescape").startswith(b"the [MASK] \xff\xfe")


def test_models_lists_the_catalog(run_here: Callable[..., Result]) -> None:
    listed = json.loads(run_here("models", "--json").stdout)
    by_id = {model["id"]: model for model in listed}
    assert by_id["bert"]["is_available"]
    assert by_id["bert"]["abilities"] == ["attention", "embedding", "fine-tuning", "masked word", "next sentence"]
    assert not by_id["bert-base-uncased"]["is_available"]
    assert "BERTPLAY_HUB=off" in by_id["bert-base-uncased"]["reason"]
    said, head, *lines = run_here("models").stdout.splitlines()
    assert f"{sum(model['is_available'] for model in listed)} models are available here" in said
    assert head.split() == ["Model", "Trained", "for", "Where", "Parameters", "Id"]
    assert all(line.endswith(f" {model['id']}") for line, model in zip(lines, listed, strict=True))


def test_doctor_says_what_there_is(run_here: Callable[..., Result]) -> None:
    found = json.loads(run("doctor", "--json").stdout)
    assert found["bertplay"] == __version__
    assert found["packages"]["torch"].startswith("2.")
    assert found["network"] is None
    assert found["cores"] >= 1
    assert found["settings"]["BERTPLAY_HUB"] == "off"
    bert = next(model for model in found["models"] if model["id"] == "bert")
    assert bert["bytes"] > 10_000_000
    text = run_here("doctor").stdout
    assert "not checked, BERTPLAY_HUB is off" in text


def test_a_setting_that_cannot_be_used_is_named() -> None:
    done = run("models", BERTPLAY_CACHE_MIB="lots")
    assert done.returncode == 2
    assert "BERTPLAY_CACHE_MIB cannot be used" in done.stderr
    assert "Traceback" not in done.stderr


def test_pretrain_gets_all_its_arguments() -> None:
    shown = CliRunner().invoke(app, ["pretrain", "--help"])
    assert shown.exit_code == 0
    assert "--tokens-per-step" in shown.output
    missing = CliRunner().invoke(app, ["pretrain", "--tokens", "5"])
    assert missing.exit_code == 2
    assert "--text" in missing.output
    refused = CliRunner().invoke(app, ["pretrain", "--text", "no-equals-sign", "--work", "nowhere", "--tokens", "5"])
    assert refused.exit_code == 2
    assert "A text needs a domain and a file" in refused.output


def test_help_needs_no_torch() -> None:
    code = "import sys, bertplay.cli.app; assert not {'torch', 'transformers', 'streamlit'} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)
    assert run("--help").returncode == 0


def test_help_lists_every_command_in_a_panel() -> None:
    shown = CliRunner().invoke(app, ["--help"]).output
    panels = re.findall(r"─ ([\w ]+) ─", shown)
    assert panels[1:] == [
        *("Start", "Masked words", "Next sentence", "Tokenization", "Embeddings", "Layers and attention"),
        *("Training", "Comparing models", "Teaching", "Cluster", "System"),
    ]


def test_every_command_explains_itself() -> None:
    for command in ("mask", "models", "doctor"):
        result = CliRunner().invoke(app, [command, "--help"])
        assert result.exit_code == 0
        assert "--json" in result.output
