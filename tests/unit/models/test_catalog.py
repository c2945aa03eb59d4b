"""Which models there are, and which ids cannot be one."""

import copy
import json
import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bertplay.errors import UnknownModel, UnsafeModel
from bertplay.i18n import localized, using_language
from bertplay.i18n.lazy_string import lazy_from_json, lazy_to_json
from bertplay.models.bundled_models import BUNDLED_FOLDER
from bertplay.models.catalog import (
    HUB_MODELS,
    catalog,
    checked_id,
    find_model,
    folder_named,
    title_of_bundled,
)
from bertplay.models.downloaded import hub_folder
from bertplay.models.run_folder import SAVED_MODEL, title_in
from bertplay.models.spec import Ability, Bundled, Family, Hub, Local
from bertplay.results import as_json
from bertplay.settings import Settings


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(models_dir=tmp_path / "models", hub_dir=tmp_path / "hub")


PATHS = ["../x", "..", ".", "/etc", "etc\\ssh", "C:\\x", "~", "./bert", "bert/", "file:x", "a..b", ".hidden", "-x"]
PATHS += ["local/", "local/..", "local/../x", "local//etc", "local/a/b", "local/local/a", "a/b/c", "../a/b", "a/../b", "owner/a--b"]
PATHS += ["", " ", "a\0b", "bert\n", "bért", "\ud800", "b" * 97, "a" * 10**6]


@pytest.mark.parametrize("model_id", PATHS, ids=lambda text: ascii(text[:20]))
def test_what_looks_like_a_path_is_no_id(model_id: str, settings: Settings) -> None:
    with pytest.raises(UnknownModel, match=r"not a path|at most 96 characters") as caught:
        find_model(model_id, settings)
    assert len(str(caught.value)) < 400


@pytest.mark.parametrize("model_id", ["bert", "bert-base-uncased", "local/mine", "local/my-model_2.1", "owner/name_1.0-x", "b" * 96])
def test_ids_that_pass(model_id: str) -> None:
    assert checked_id(model_id) == model_id


@given(st.text(max_size=120) | st.from_regex(r"\A(local/|owner/)?[\w./\\-]{1,100}\Z"))
def test_an_id_that_passes_stays_inside_its_folder(model_id: str) -> None:
    try:
        name = checked_id(model_id)
    except UnknownModel:
        return
    folder = folder_named(name, Settings(models_dir=Path("/own"), hub_dir=Path("/hub"), runs_dir=Path("/runs")))
    assert folder.parent in {Path("/own"), Path("/hub"), BUNDLED_FOLDER} or name.startswith(("run/", "checkpoint/"))
    assert len(name) <= 96


def test_an_unknown_id(settings: Settings) -> None:
    for model_id in ("nobody", "local/nobody"):
        with pytest.raises(UnknownModel, match="no model of this id"):
            find_model(model_id, settings)


def test_the_models_of_the_hub_are_named_with_their_sizes() -> None:
    specs = {spec.id: spec for spec in HUB_MODELS}
    assert specs["bert-base-uncased"].parameters == 23_837_184 + 12 * 7_087_872 + 590_592
    assert Ability.NEXT_SENTENCE not in specs["distilbert-base-uncased"].abilities
    for spec in HUB_MODELS:
        assert isinstance(spec.source, Hub)
        assert spec.source.revision is None or len(spec.source.revision) == 40
        assert find_model(spec.id) == spec


def test_what_is_not_here_says_that_it_needs_the_network(settings: Settings) -> None:
    entries = {entry.id: entry for entry in catalog(settings)}
    assert not entries["bert-base-uncased"].is_available
    assert "needs a network" in entries["bert-base-uncased"].reason
    hub_folder("google-bert/bert-base-uncased", settings).mkdir(parents=True)
    assert {entry.id: entry.is_available for entry in catalog(settings)}["bert-base-uncased"]


def test_a_folder_of_ones_own(tiny_folder: Path, settings: Settings) -> None:
    shutil.copytree(tiny_folder, settings.models_dir / "mine")
    spec = find_model("local/mine", settings)
    assert isinstance(spec.source, Local)
    assert spec.source.folder == settings.models_dir / "mine"
    assert (spec.layers, spec.hidden, spec.max_tokens) == (2, 32, 64)
    assert spec.can(Ability.NEXT_SENTENCE)
    assert next(entry for entry in catalog(settings) if entry.id == "local/mine").spec == spec


def test_a_folder_that_changed_is_read_again(tiny_folder: Path, settings: Settings) -> None:
    folder = Path(shutil.copytree(tiny_folder, settings.models_dir / "mine"))
    assert find_model("local/mine", settings).layers == 2
    (folder / "config.json").write_text("{", "utf-8")
    with pytest.raises(UnsafeModel):
        find_model("local/mine", settings)


def test_refused_folders_are_listed_with_the_reason(settings: Settings) -> None:
    (settings.models_dir / "empty").mkdir(parents=True)
    (settings.models_dir / "my model").mkdir()
    (settings.models_dir / ".hidden").mkdir()
    own = {entry.id: entry for entry in catalog(settings) if entry.id.startswith("local/")}
    assert set(own) == {"local/empty", "local/my model"}
    assert "config.json: it is missing" in own["local/empty"].reason
    assert "not a path" in own["local/my model"].reason
    assert all(entry.spec is None and not entry.is_available for entry in own.values())
    assert all(entry.listed().place == "refused" and entry.listed().reason for entry in own.values())


def test_the_bundled_models_are_here(settings: Settings) -> None:
    entries = {entry.id: entry for entry in catalog(settings)}
    for folder in BUNDLED_FOLDER.glob("*/config.json"):
        entry = entries[folder.parent.name]
        assert entry.is_available
        assert entry.spec is not None
        assert entry.spec.source == Bundled(folder.parent)
        assert entry.spec.can(Ability.EMBEDDING)
        assert entry.spec.can(Ability.MASKED_WORD) == (entry.spec.family not in (Family.WORD2VEC, Family.ELECTRA))
        assert entry.spec.can(Ability.REPLACED_WORD) == (entry.spec.family is Family.ELECTRA)
    assert entries["bert"].spec is not None
    assert entries["bert"].spec.max_tokens == 512


def test_an_early_checkpoint_says_after_how_many_tokens() -> None:
    assert title_of_bundled("bert") == "Our small BERT"
    assert title_of_bundled("checkpoint/bert-scratch.901329") == "Our small BERT, from scratch, after 901,329 tokens"
    assert title_of_bundled("checkpoint/bert") == "checkpoint/bert"
    assert title_of_bundled("local/mine") == "local/mine"


def test_ours_are_named_in_french_and_stored_in_english() -> None:
    titles = [title_of_bundled(id_) for id_ in ("bert", "bilstm", "checkpoint/bert-scratch.901329")]
    for kept in (titles, copy.deepcopy(titles), lazy_from_json(json.loads(json.dumps(lazy_to_json(titles))))):
        assert kept == ["Our small BERT", "Our BiLSTM", "Our small BERT, from scratch, after 901,329 tokens"]
        with using_language("fr"):
            assert [localized(title) for title in kept] == [
                "Notre petit BERT",
                "Notre BiLSTM",
                "Notre petit BERT, entraîné de zéro, après 901\u202f329 tokens",
            ]
    assert json.loads(json.dumps([as_json(entry.listed()) for entry in catalog()]))[0]["title"].startswith("Our ")


def test_what_a_person_or_the_hub_named_is_never_translated(tmp_path: Path) -> None:
    """Also where it is one of our own titles, letter by letter."""
    (tmp_path / SAVED_MODEL).write_text(json.dumps({"title": "Our small BERT"}), "utf-8")
    with using_language("fr"):
        assert localized(title_in(tmp_path)) == "Our small BERT"
        assert localized(find_model("bert-base-uncased").title) == "BERT-base, uncased"
