"""What exists is documented, and what is documented exists."""

import re
import shlex
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest
import typer
from typer.core import TyperGroup

from bertplay.cli.app import app
from bertplay.lessons.pages import lesson_pages
from bertplay.pretraining.__main__ import build_parser
from bertplay.settings import Settings
from docs.screenshots.make import pages

ROOT = Path(__file__).parents[1]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
BUNDLED = ROOT / "bertplay" / "models" / "bundled"
README = (ROOT / "README.md").read_text("utf-8")
# What the README calls a model's card must say; the words are those of its sections.
CARD_SECTIONS = ("license:", "## Training", "## Figures", "## Limits")


def settings_table() -> dict[str, tuple[str, str]]:
    """{"BERTPLAY_THREADS": ("0", "Processor threads …"), …} as docs/operating.md has it."""
    text = (ROOT / "docs" / "operating.md").read_text("utf-8")
    rows = re.findall(r"^\| `(BERTPLAY_\w+)` \| `([^`]*)` \| (.+) \|$", text, re.MULTILINE)
    return {name: (default, meaning) for name, default, meaning in rows}


@pytest.mark.parametrize("name", sorted(Settings.model_fields))
def test_a_setting_is_documented_with_its_default(name: str) -> None:
    field = Settings.model_fields[name]
    default, meaning = settings_table()[f"BERTPLAY_{name.upper()}"]
    assert default == str(field.default).replace(str(Path.home()), "~")
    assert field.description is not None
    assert meaning.replace("`", "").startswith(field.description.split(".")[0].split(",")[0])


def test_no_setting_is_documented_that_does_not_exist() -> None:
    assert set(settings_table()) == {f"BERTPLAY_{name.upper()}" for name in Settings.model_fields}


def commands() -> dict[str, Any]:
    group = typer.main.get_command(app)
    assert isinstance(group, TyperGroup)
    return group.commands


def command_tables() -> dict[str, list[tuple[str, str]]]:
    """{"Masked words": [("mask", "python -m bertplay mask …"), …], …} as docs/commands.md has it."""
    sections = re.split(r"^## ", (ROOT / "docs" / "commands.md").read_text("utf-8"), flags=re.MULTILINE)[1:]
    return {section.splitlines()[0]: re.findall(r"^\| `([\w-]+)` \| `([^`]+)` \| .+ \|$", section, re.MULTILINE) for section in sections}


def test_every_command_is_documented_in_its_group_and_no_other() -> None:
    groups: dict[str, list[str]] = {}
    for name, command in commands().items():
        groups.setdefault(str(getattr(command, "rich_help_panel", "")), []).append(name)
    assert {group: [name for name, _ in rows] for group, rows in command_tables().items()} == groups


@pytest.mark.parametrize(("name", "example"), [row for rows in command_tables().values() for row in rows])
def test_the_example_of_a_command_parses(name: str, example: str) -> None:
    python, option, module, shown, *arguments = shlex.split(example)
    assert (python, option, module, shown) == ("python", "-m", "bertplay", name)
    commands()[name].make_context(name, [*arguments])  # which takes them out of its list
    if name == "pretrain":  # it hands its arguments on
        build_parser().parse_args(arguments)


def test_the_make_commands_of_the_documents_exist() -> None:
    recipes = set(re.findall(r"^([a-z-]+):.*##", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    shown = {name for document in DOCUMENTS for name in re.findall(r"(?:^|`)make ([a-z-]+)", document.read_text("utf-8"), re.MULTILINE)}
    assert {"run", "test"} <= shown <= recipes


def test_the_readme_opens_with_a_sentence_a_picture_and_the_two_commands() -> None:
    sentence, picture, commands = README.split("\n\n")[:3]
    assert sentence.count(".") == 1
    assert sentence.endswith(".")
    assert picture.startswith("![")
    assert re.findall(r"^make (\w+)", commands, re.MULTILINE) == ["run", "test"]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda f: str(f.relative_to(ROOT)))
def test_relative_links_resolve(document: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)[^)]*\)", document.read_text("utf-8"))
    assert [link for link in links if "://" not in link and not (document.parent / link).exists()] == []


def test_every_bundled_model_has_a_card() -> None:
    models = [config.parent for config in BUNDLED.glob("*/config.json")]
    assert models != []
    for folder in models:
        card = (folder / "README.md").read_text("utf-8")
        assert [section for section in CARD_SECTIONS if section not in card] == []


def test_every_benchmark_and_decision_is_listed() -> None:
    figures = (ROOT / "docs" / "benchmarks.md").read_text("utf-8")
    assert set(re.findall(r"^\| `(benchmarks/\w+\.py)`", figures, re.MULTILINE)) == {
        str(f.relative_to(ROOT)) for f in (ROOT / "benchmarks").glob("*.py") if "argparse" in f.read_text("utf-8")
    }
    decisions = ROOT / "docs" / "decisions"
    listed = set(re.findall(r"\]\(([\w-]+\.md)\)", (decisions / "README.md").read_text("utf-8")))
    assert listed == {f.name for f in decisions.glob("*.md")} - {"README.md"}


def test_every_page_is_pictured_in_light_and_in_dark_mode() -> None:
    folder = ROOT / "docs" / "screenshots"
    shown = re.findall(r"\]\((\S+\.png)\)", (folder / "README.md").read_text("utf-8"))
    names = [file.stem for file in (ROOT / "pages").glob("*.py")] + ["home-narrow"]
    assert sorted(shown) == sorted(f"{name}-{scheme}.png" for name in names for scheme in ("light", "dark"))
    assert sum(file.stat().st_size for file in folder.glob("*.png")) < 4_000_000


def test_everything_that_runs_is_pinned() -> None:
    for name in ("requirements.txt", "requirements-cluster.txt", "requirements-dev.txt", "constraints.txt"):
        lines = [line for line in (ROOT / name).read_text("utf-8").splitlines() if line and line[0] not in "#-"]
        assert [line for line in lines if not re.fullmatch(r"[\w.-]+(\[\w+\])?==[\w.]+", line)] == []


def test_the_lock_has_the_hashes_of_everything_that_runs_but_torch() -> None:
    """`make lock` writes it anew."""
    entries = re.split(r"\n(?=\S)", (ROOT / "requirements.lock").read_text("utf-8").strip())
    locked = {re.split(r"[ ;]", entry)[0] for entry in entries if "--hash=sha256:" in entry}
    assert len(locked) == len(entries)
    pins = re.findall(r"^[\w.-]+(?:\[\w+\])?==\S+", (ROOT / "requirements.txt").read_text("utf-8"), re.MULTILINE)
    names = {re.sub(r"\[\w+\]", "", pin).lower().replace("_", "-") for pin in pins if not pin.startswith("torch==")}
    assert names - locked == set()
    assert not [entry for entry in locked if entry.startswith(("torch==", "nvidia-", "cuda-", "triton"))]


def test_the_addresses_for_teachers_open_pages_and_set_what_exists() -> None:
    addresses = re.findall(r"`/(\w*)\?([^`…]+)`", (ROOT / "docs" / "teaching.md").read_text("utf-8"))
    assert len(addresses) >= 6
    for page, link in addresses:
        assert not page or (ROOT / "pages" / f"{page}.py").exists()
        assert set(parse_qs(link)) <= lesson_pages()[page or "home"].names


def test_every_page_has_its_pictures_taken() -> None:
    """The navigation is read as text; written otherwise, no page would be found, and the test would pass."""
    assert set(pages()) == {file.stem for file in (ROOT / "pages").glob("*.py")}
