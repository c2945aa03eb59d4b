"""The two wheels, built and installed as anybody would install them, away from the checkout: commands answer, and the app starts.

What they depend on is not downloaded again: the new environment sees the packages of this one.
"""

import json
import os
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest
from playwright.sync_api import expect

from benchmarks.serving import ROOT, chromium, free_port, running_server
from bertplay.calls.masked_word import PREDICT_MASKED_WORDS
from bertplay.calls.writing import python_of
from tests.browser.conftest import CHROMIUM, MILLISECONDS

MAX_BYTES = 100_000_000  # of a file on PyPI


def build(folder: Path, out: Path) -> Path:
    """The wheel of a project."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(out)]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    return max(out.glob("*.whl"), key=lambda wheel: wheel.stat().st_mtime_ns)


@pytest.fixture(scope="module")
def wheels(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """bertplay, and its further models."""
    out = tmp_path_factory.mktemp("wheels")
    return build(ROOT, out), build(ROOT / "packaging" / "models", out)


@pytest.fixture(scope="module")
def programs(wheels: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the commands of an environment are that has bertplay alone, without its further models."""
    home = tmp_path_factory.mktemp("environment")
    venv.create(home, with_pip=False)
    python = home / "bin" / "python"
    places = dict.fromkeys(sysconfig.get_path(name) for name in ("purelib", "platlib"))
    own = Path(subprocess.check_output([python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"], text=True).strip())
    (own / "what_is_depended_on.pth").write_text("\n".join(places))
    install(python, wheels[0])
    return python.parent


def install(python: Path, wheel: Path) -> None:
    """Install a wheel and nothing else."""
    pip = [sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet", "--no-index", "--no-deps", str(wheel)]
    subprocess.run(pip, check=True, capture_output=True)


def ask(programs: Path, folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    """A command of bertplay, in an empty folder, without any runs."""
    alone = os.environ | {"BERTPLAY_RUNS_DIR": str(folder / "runs"), "BERTPLAY_MODELS_DIR": str(folder / "models")}
    return subprocess.run([programs / "bertplay", *command], cwd=folder, env=alone, capture_output=True, text=True, check=False)


def test_both_are_small_enough_for_the_index(wheels: tuple[Path, Path]) -> None:
    assert [wheel.name.split("-")[0] for wheel in wheels] == ["bertplay", "bertplay_models"]
    assert [wheel for wheel in wheels if wheel.stat().st_size > MAX_BYTES] == []


def test_commands_answer_and_models_that_are_not_installed_are_not_offered(programs: Path, tmp_path: Path) -> None:
    found = json.loads(ask(programs, tmp_path, "models", "--json").stdout)
    assert [model["id"] for model in found if model["is_available"]] == ["bert", "albert", "electra", "bilstm", "word2vec"]
    assert "“door” is the most probable word" in ask(programs, tmp_path, "mask", "She opened the [MASK].").stdout
    refused = ask(programs, tmp_path, "mask", "She opened the [MASK].", "--model", "roberta")
    assert refused.returncode == 2
    assert 'pip install "bertplay[models]"' in refused.stderr


def test_the_same_in_python_runs_where_bertplay_is_installed(programs: Path, tmp_path: Path) -> None:
    program = python_of(PREDICT_MASKED_WORDS("bert", text="She opened the [MASK].", top_k=1))
    alone = os.environ | {"BERTPLAY_MODELS_DIR": str(tmp_path)}
    done = subprocess.run([programs / "python", "-c", program], cwd=tmp_path, env=alone, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("door")


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")
@pytest.mark.parametrize("command", [(), ("serve", "--host", "127.0.0.1")], ids=["bertplay", "bertplay serve"])
def test_the_app_starts_with_its_own_settings(programs: Path, tmp_path: Path, command: tuple[str, ...]) -> None:
    """The stored answer, which needs no model yet, and a colour of .streamlit/config.toml, far from where the app was started."""
    port = free_port()
    environment = {"STREAMLIT_SERVER_PORT": str(port), "BERTPLAY_HUB": "off"}
    with running_server([str(programs / "bertplay"), *command], port, tmp_path, environment) as server, chromium() as browser:
        tab = browser.new_page(color_scheme="dark")
        tab.goto(f"{server.url}/masked_word", timeout=MILLISECONDS)
        expect(tab.get_by_text("is the most probable one").first).to_be_visible(timeout=MILLISECONDS)
        expect(tab.locator(".stApp")).to_have_css("background-color", "rgb(19, 22, 29)", timeout=MILLISECONDS)


def test_further_models_are_found_once_they_are_installed(programs: Path, wheels: tuple[Path, Path], tmp_path: Path) -> None:
    install(programs / "python", wheels[1])
    found = json.loads(ask(programs, tmp_path, "models", "--json").stdout)
    names = ["bert", "bert-scratch", "roberta", "albert", "xlnet", "electra", "bilstm", "word2vec"]
    assert [model["id"] for model in found if model["is_available"]] == names
    assert ask(programs, tmp_path, "checkpoints", "She opened the [MASK].", "--json").returncode == 0


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")
def test_jupyter_starts_it_under_the_address_of_a_user(programs: Path, tmp_path: Path) -> None:
    """Skipped where jupyter-server-proxy is not installed: `pip install jupyter-server-proxy`."""
    pytest.importorskip("jupyter_server_proxy")
    port = free_port()
    options = [f"--port={port}", "--ServerApp.base_url=/user/ada/", "--IdentityProvider.token=", "--allow-root", "--no-browser"]
    extension = "--ServerApp.jpserver_extensions=jupyter_server_proxy=True"
    jupyter = [str(programs / "python"), "-m", "jupyter_server", extension, *options]
    with running_server(jupyter, port, tmp_path, {"BERTPLAY_HUB": "off"}, "/user/ada/api") as server, chromium() as browser:
        tab = browser.new_page()
        tab.goto(f"{server.url}/user/ada/bertplay/masked_word", timeout=MILLISECONDS)
        expect(tab.get_by_text("is the most probable one").first).to_be_visible(timeout=MILLISECONDS)
