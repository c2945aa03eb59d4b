"""The page that manages models: what is loaded, what can be downloaded, the reader's own."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Button
from transformers import BertConfig, BertModel

from bertplay.model_service.local import LocalModels
from bertplay.models.catalog import find_model
from bertplay.models.downloaded import folders
from bertplay.models.downloads import Downloads, DownloadView
from bertplay.models.spec import Hub
from bertplay.settings import Settings, get_settings
from bertplay.ui.models.download import duration, in_words
from bertplay.ui.runtime import get_runtime
from tests.pages.conftest import Open
from tests.small_hub import COMMIT, Repo, SmallHub
from tests.tiny import save_bert
from tests.waiting import until


def button(page: AppTest, label: str) -> Button:
    return next(one for one in page.button if one.label == label)


def test_the_page_opens_on_a_list_of_all_models(open_at: Open) -> None:
    page = open_at("models")
    assert not page.exception
    [table] = page.dataframe
    rows = table.value.set_index("Id")
    assert list(rows.loc["bert", ["Trained for", "Where"]]) == ["masked word, next sentence", "bundled"]
    assert list(rows.loc["word2vec", ["Trained for", "Where"]]) == ["embeddings only", "bundled"]
    assert rows.loc["roberta-base", "Where"] == "on the hub"


def test_a_model_is_loaded_and_unloaded(open_at: Open) -> None:
    page = open_at("models", tab="loaded")
    page.selectbox(key="models.loaded.model").select("albert").run()
    button(page, "Load").click().run()
    assert not page.exception
    assert "Our small ALBERT" in [text.value for text in page.text]
    assert any("MiB in float32" in caption.value and "used" in caption.value for caption in page.caption)
    page.button(key="models.loaded.unload_albert").click().run()
    assert not page.exception
    assert not get_runtime().models.is_ready("albert")
    assert "Our small ALBERT" not in [text.value for text in page.text]


def test_all_unused_models_are_unloaded_at_once(open_at: Open) -> None:
    for model in ("albert", "word2vec"):
        get_runtime().models.load(model)
    page = open_at("models", tab="loaded")
    button(page, "Unload all unused models").click().run()
    assert not page.exception
    left = get_runtime().models.memory().entries  # a server loads the first model by itself, now or later
    assert not {"albert", "word2vec"} & {entry.id for entry in left}


@pytest.mark.parametrize(("tab", "button_of_it"), [("own", "Inspect and add"), ("download", "Download"), ("loaded", "Unload all")])
def test_what_everybody_would_notice_is_for_the_administrator(
    tab: str, button_of_it: str, open_at: Open, visitor: Callable[[str], None]
) -> None:
    for model in ("albert", "word2vec"):
        get_runtime().models.load(model)
    visitor("b1")
    page = open_at("models", tab=tab)
    assert not page.exception
    assert not [one for one in page.button if one.label.startswith(button_of_it) and not one.disabled]
    assert not page.get("file_uploader")
    if tab != "loaded":
        assert "Open the administrator's link" in page.info[0].value
    assert all(one.disabled for one in page.button if one.label == "Unload")


def test_a_visitor_cannot_download_by_choosing_a_model(open_at: Open, visitor: Callable[[str], None]) -> None:
    title = str(find_model("bert-base-uncased").title)
    assert title in choices(open_at("masked_word"))
    visitor("b1")
    page = open_at("masked_word", model="bert-base-uncased")
    assert not page.exception
    assert title not in choices(page)
    assert page.selectbox(key="model.masked word").value == "bert"


def choices(page: AppTest) -> list[str]:
    """The models offered in the sidebar."""
    return list(page.selectbox(key="model.masked word").options)


@pytest.fixture
def hub_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The pages download into a folder of this test."""
    for name, value in {"BERTPLAY_HUB_DIR": str(tmp_path / "hub"), "BERTPLAY_HUB": "any"}.items():
        monkeypatch.setenv(name, value)
    get_settings.cache_clear()
    monkeypatch.setattr(get_runtime(), "downloads", Downloads(get_settings()))
    yield tmp_path / "hub"
    get_settings.cache_clear()


def texts(page: AppTest) -> str:
    shown = [*page.text, *page.markdown, *page.caption, *page.success, *page.info]
    return "\n".join(str(element.value) for element in shown)


def test_a_pasted_address_is_shown_downloaded_used_and_removed(open_at: Open, hub: SmallHub, hub_dir: Path) -> None:
    page = open_at("models", tab="download", model=f"https://huggingface.co/someone/tiny/tree/{COMMIT}")
    assert not page.exception
    assert "**0.1 MB in 4 files; licence: apache-2.0.**" in texts(page)
    assert "hidden size 32, context window of 64 tokens" in texts(page)
    assert COMMIT[:12] in texts(page)
    assert not hub_dir.exists()
    button(page, "Download 0 MB").click().run()
    until_done()
    page.run()
    assert "someone/tiny is on this machine, verified against the hub and inspected" in texts(page)
    assert "1 downloaded model" in [head.value for head in page.subheader]
    assert f"revision {COMMIT[:12]}" in texts(page)
    other = open_at("masked_word", model="someone/tiny", text="The [MASK] is good.")
    assert not other.exception
    assert other.selectbox(key="model.masked word").value == "someone/tiny"
    page.button(key="models.download.remove_someone/tiny").click().run()
    assert not page.exception
    assert not list(hub_dir.rglob("*.safetensors"))
    assert "someone/tiny" not in [entry.id for entry in get_runtime().models.memory().entries]


def test_a_link_with_a_model_that_is_not_here_leads_to_the_hub(open_at: Open, hub: SmallHub, hub_dir: Path) -> None:
    page = open_at("masked_word", model="someone/tiny")
    assert not page.exception
    assert "someone/tiny cannot be used here; Our small BERT answers instead." in texts(page)
    assert any(one.proto.query_string == "tab=download&model=someone%2Ftiny" for one in page.get("page_link"))  # type: ignore[attr-defined]
    assert hub.asked == []
    listed = open_at("masked_word", model="google-bert/bert-base-uncased", tab="predictions")
    assert listed.selectbox(key="model.masked word").value == "bert-base-uncased"


def local_models() -> LocalModels:
    models = get_runtime().models
    assert isinstance(models, LocalModels)
    return models


def until_done() -> None:
    until(lambda: get_runtime().downloads.views()[0].state == "done")


def test_an_encoder_without_a_head_is_offered_where_it_can_answer(open_at: Open, hub: SmallHub, hub_dir: Path, tmp_path: Path) -> None:
    """The commonest kind on the hub: no page says that it was not trained for tokenizing."""
    model = BertModel(BertConfig.from_pretrained(save_bert(tmp_path / "tiny")), add_pooling_layer=False)
    model.save_pretrained(tmp_path / "tiny")
    hub.repos["someone/encoder"] = Repo({file.name: file.read_bytes() for file in (tmp_path / "tiny").iterdir()})
    get_runtime().downloads.start(get_runtime().downloads.offer(Hub("someone/encoder")))
    until_done()
    page = open_at("wordpiece", model="someone/encoder")
    assert not page.exception
    assert "cannot be used here" not in texts(page)
    assert next(box for box in page.selectbox if box.label == "Model").value == "someone/encoder"
    assert "someone/encoder cannot be used here" in texts(open_at("masked_word", model="someone/encoder"))


def test_a_large_download_is_confirmed_first(open_at: Open, hub: SmallHub, hub_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bertplay.models.hub.LARGE_BYTES", 1000)
    page = open_at("models", tab="download", model="someone/tiny")
    assert button(page, "Download 0 MB").disabled
    page.checkbox(key="models.download.confirm_someone/tiny").check().run()
    assert not button(page, "Download 0 MB").disabled


def test_what_cannot_be_had_is_explained_and_loses_nothing(open_at: Open, hub: SmallHub, hub_dir: Path) -> None:
    (hub_dir / ".partial" / "someone--begun").mkdir(parents=True)
    page = open_at("models", tab="download", model="someone/nothing")
    assert not page.exception
    assert "The hub has no public model called someone/nothing." in texts(page)
    assert "someone/begun" in texts(page)
    assert "download it again to resume" in texts(page)


@pytest.mark.parametrize(("policy", "said"), [("off", "BERTPLAY_HUB=off forbids downloads"), ("list", "only the models on this list")])
def test_what_the_server_does_not_allow_is_said_and_not_asked_for(
    open_at: Open, hub: SmallHub, hub_dir: Path, monkeypatch: pytest.MonkeyPatch, policy: str, said: str
) -> None:
    monkeypatch.setenv("BERTPLAY_HUB", policy)
    get_settings.cache_clear()
    page = open_at("models", tab="download", model="someone/tiny")
    assert not page.exception
    assert said in texts(page)
    assert hub.asked == []


@pytest.mark.parametrize(("seconds", "words"), [(39, "39 s"), (140, "2 min 20 s"), (7300, "2 h 1 min")])
def test_time_left_in_words(seconds: float, words: str) -> None:
    assert duration(seconds) == words


def test_a_download_in_words() -> None:
    view = DownloadView("m", "M", "downloading", 120_000_000, 440_000_000, 8_200_000.0, 39.0)
    assert in_words(view) == "120 of 440 MB, 8.2 MB/s, 39 s left"


def test_the_reason_against_a_folder_is_in_the_language_of_the_page(open_at: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One verdict, stored once in English, for readers of both languages."""
    (tmp_path / "odd").mkdir()
    monkeypatch.setattr("bertplay.models.catalog.get_settings", lambda: Settings(models_dir=tmp_path))
    for lang, reason in {"en": "it is missing", "fr": "il manque"}.items():
        page = open_at("models", tab="own", lang=lang)
        assert not page.exception
        [verdict] = [text.value for text in page.text if text.value.startswith("✗ local/odd")]
        assert reason in verdict


def test_files_are_inspected_and_the_verdict_is_shown(open_at: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bertplay.ui.models.own.get_settings", lambda: Settings(models_dir=tmp_path))
    page = open_at("models", tab="own")
    assert button(page, "Inspect and add").disabled
    page.text_input(key="models.own.name").set_value("mine")
    page.file_uploader(key="models.own.files").set_value([("config.json", b"{}", "application/json")]).run()
    button(page, "Inspect and add").click().run()
    assert not page.exception
    assert not list(tmp_path.glob("mine"))
    assert any("config.json" in text.value or "model" in text.value for text in page.text)


def test_a_model_of_ones_own_is_removed(open_at: Open, tiny_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(tiny_folder, tmp_path / "mine")
    (tmp_path / "a folder").mkdir()
    monkeypatch.setenv("BERTPLAY_MODELS_DIR", str(tmp_path))
    get_settings.cache_clear()
    page = open_at("models", tab="own")
    with local_models().backend.lease("local/mine"):
        page.button(key="models.own.remove_local/mine").click().run()
        assert [toast.value for toast in page.toast] == ["The model is in use."]
    page.button(key="models.own.remove_local/mine").click().run()
    page.button(key="models.own.remove_local/a folder").click().run()
    assert not page.exception
    assert folders(tmp_path) == []
    assert "local/mine" not in [entry.id for entry in get_runtime().models.memory().entries]
    gone = open_at("masked_word", model="local/mine")
    assert not gone.exception
    assert "local/mine cannot be used here; Our small BERT answers instead." in texts(gone)
    get_settings.cache_clear()
