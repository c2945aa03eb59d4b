"""Requests to the hub before a download, and how each answer is explained; with the real client against a hub on localhost."""

import json
from pathlib import Path
from typing import Any

import pytest

from bertplay.errors import ModelUnavailable, UnsafeModel
from bertplay.models.hub import ask_hub, check_allowed, is_hub_reachable
from bertplay.models.hub_address import repository_of
from bertplay.models.hub_models import HUB_MODELS
from bertplay.models.spec import Family, Hub
from bertplay.settings import Settings
from tests.small_hub import COMMIT, SmallHub

TINY = Hub("someone/tiny")
BASE = HUB_MODELS[0].source


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(hub_dir=tmp_path / "hub")


def test_an_offer_says_what_would_come(hub: SmallHub, settings: Settings) -> None:
    offer = ask_hub(TINY, settings)
    assert set(offer.files) == {"config.json", "model.safetensors", "tokenizer.json", "tokenizer_config.json"}
    assert offer.bytes == sum(len(hub.repos["someone/tiny"].files[name]) for name in offer.files)
    assert (offer.revision, offer.licence, offer.family) == (COMMIT, "apache-2.0", Family.BERT)
    assert "4 files; licence: apache-2.0." in offer.cost
    assert offer.shape == "BERT (BertForPreTraining) in safetensors: 2 layers, hidden size 32, context window of 64 tokens."
    assert (offer.model, offer.is_large) == ("someone/tiny", False)
    assert hub.asked == ["/api/models/someone/tiny", f"/someone/tiny/resolve/{COMMIT}/config.json"]


def test_a_revision_and_a_new_name_are_followed(hub: SmallHub, settings: Settings) -> None:
    files = hub.repos["someone/tiny"].files
    hub.repos["someone/tiny"].older["0" * 40] = files | {"vocab.txt": b"[UNK]"}
    assert ask_hub(Hub("someone/tiny", "0" * 40), settings).revision == "0" * 40
    hub.repos["someone/old-name"] = type(hub.repos["someone/tiny"])({}, moved_to="someone/tiny")
    assert ask_hub(Hub("someone/old-name"), settings).repo == "someone/tiny"


def test_a_card_that_names_no_licence_or_odd_ones(hub: SmallHub, settings: Settings) -> None:
    for card, licence in [
        ({}, ""),
        ({"license": ["mit", "cc-by-4.0"]}, "mit, cc-by-4.0"),
        ({"license": "[x](http://y) **z**"}, "xhttpy z"),
    ]:
        hub.repos["someone/tiny"].card = card  # type: ignore[assignment]
        assert ask_hub(TINY, settings).licence == licence


def without(*names: str) -> Any:
    return lambda files: {name: data for name, data in files.items() if name not in names}


def config(**changes: Any) -> Any:
    return lambda files: files | {"config.json": json.dumps(json.loads(files["config.json"]) | changes).encode()}


@pytest.mark.parametrize(
    ("change", "reason", "remedy"),
    [
        (without("model.safetensors"), r"pytorch_model.bin: the weights are available only as a pickle", "pull requests"),
        (without("model.safetensors", "pytorch_model.bin"), "tf_model.h5: the weights are available only for TensorFlow", "pull requests"),
        (without("config.json"), "no model for the transformers library", "another model"),
        (without("tokenizer.json"), "there is no tokenizer", "tokenizer that belongs to the weights"),
        (lambda files: files | {"adapter_config.json": b"{}"}, "it is an adapter", "Merge it"),
        (config(auto_map={"AutoModel": "evil.Evil"}), "code that would come with the model", "never run here"),
        (config(model_type="gpt2"), r"model_type\) is 'gpt2'", "docs/files.md lists them"),
        (config(quantization_config={"bits": 4}), "quantized", "float32"),
        (config(num_hidden_layers=10**9), "must be a whole number from 1 to 128", "again"),
        (lambda files: files | {"config.json": b"{"}, "not readable JSON", "again"),
        (lambda files: files | {"config.json": b" " * (3 << 20)}, "more than the 2,097,152", "again"),
    ],
)
def test_what_cannot_be_opened_is_refused_before_its_weights_come(
    hub: SmallHub, settings: Settings, change: Any, reason: str, remedy: str
) -> None:
    hub.repos["someone/tiny"].files = change(hub.repos["someone/tiny"].files)
    with pytest.raises(UnsafeModel, match=reason) as refused:
        ask_hub(TINY, settings)
    assert remedy in str(refused.value.remedy)
    assert not any("safetensors" in path for path in hub.asked)
    assert not settings.hub_dir.exists()


@pytest.mark.parametrize(
    ("asked", "facts", "problem", "remedy"),
    [
        ("someone/nothing", {}, "no public model called someone/nothing", "spelling"),
        ("someone/tiny@v9", {}, "no revision v9", "Leave the revision out"),
        ("someone/tiny", {"gated": "manual"}, "is gated", "your own account"),
        ("someone/tiny", {"gated": False, "status": 403}, r"refuses access to someone/tiny \(status 403\)", "your own account"),
        ("someone/tiny", {"status": 401}, "refuses access|no public model", "account|spelling"),
        ("someone/tiny", {"status": 429}, "too many requests", "few minutes"),
        ("someone/tiny", {"status": 400}, r"internal error \(status 400\)", "few minutes"),
    ],
)
def test_what_the_hub_does_not_give_has_its_own_sentence(
    hub: SmallHub, settings: Settings, asked: str, facts: dict[str, Any], problem: str, remedy: str
) -> None:
    for name, value in facts.items():
        setattr(hub.repos["someone/tiny"], name, value)
    with pytest.raises(ModelUnavailable, match=problem) as refused:
        ask_hub(repository_of(asked), settings)
    assert any(word in str(refused.value.remedy) for word in remedy.split("|"))


@pytest.mark.usefixtures("no_hub")
def test_without_a_network_it_says_so(settings: Settings) -> None:
    with pytest.raises(ModelUnavailable, match=r"no connection to http://127.0.0.1:9\. Connect to the network"):
        ask_hub(TINY, settings)
    assert not is_hub_reachable()


def test_the_hub_is_reachable(hub: SmallHub) -> None:
    assert is_hub_reachable()


@pytest.mark.parametrize(
    ("policy", "source", "problem"),
    [
        ("off", BASE, "BERTPLAY_HUB=off forbids it"),
        ("off", TINY, "BERTPLAY_HUB=off forbids it"),
        ("list", TINY, "not in the list"),
        ("list", Hub(BASE.repo, COMMIT), "not in the list"),  # type: ignore[union-attr]
        ("list", BASE, ""),
        ("any", TINY, ""),
    ],
)
def test_the_setting_decides_what_is_asked_for(hub: SmallHub, tmp_path: Path, policy: Any, source: Hub, problem: str) -> None:
    settings = Settings(hub=policy, hub_dir=tmp_path)
    if not problem:
        check_allowed(source, settings)
        return
    with pytest.raises(ModelUnavailable, match=problem):
        ask_hub(source, settings)
    assert hub.asked == []
