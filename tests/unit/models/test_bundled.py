"""What travels with bertplay: small enough, whole, and honest about how long it was trained."""

import json
from pathlib import Path

import pytest
from safetensors import safe_open

from bertplay.models.bundled_models import BUNDLED_FOLDER
from bertplay.models.manifest import NAME as MANIFEST
from bertplay.pretraining.export import ENOUGH_TOKENS

MIB = 2**20
FOLDERS = sorted(file.parent for file in BUNDLED_FOLDER.rglob("model.safetensors"))
MODELS = sorted(file.parent for file in BUNDLED_FOLDER.glob("*/model.safetensors"))


def name(folder: Path) -> str:
    return str(folder.relative_to(BUNDLED_FOLDER))


def test_everything_that_is_bundled_has_at_most_170_mib() -> None:
    assert sum(file.stat().st_size for file in BUNDLED_FOLDER.rglob("*") if file.is_file()) <= 170 * MIB


def test_all_weights_together_have_at_most_165_mib_and_none_more_than_45() -> None:
    sizes = {name(folder): (folder / "model.safetensors").stat().st_size / MIB for folder in FOLDERS}
    assert sum(sizes.values()) <= 165, sizes
    assert max(sizes.values()) <= 45, sizes


@pytest.mark.parametrize("folder", FOLDERS, ids=name)
def test_weights_are_stored_in_float16_or_less_beside_their_tokenizer_and_settings(folder: Path) -> None:
    with safe_open(folder / "model.safetensors", "np") as weights:
        formats = {weights.get_slice(tensor).get_dtype() for tensor in weights.keys()}  # noqa: SIM118 - it is no dict
    expected = {"electra": {"F16", "F8_E4M3"}, "word2vec": {"F8_E4M3"}}.get(folder.name, {"F16"})
    assert formats == (expected if folder in MODELS else {"F16", "F8_E4M3"})
    for file in ("config.json", "tokenizer.json", "tokenizer_config.json", "pretraining.json", MANIFEST):
        assert (folder / file).stat().st_size > 0, file


@pytest.mark.parametrize("folder", MODELS, ids=name)
def test_the_card_states_the_tokens_and_where_they_are_few_says_so(folder: Path) -> None:
    card = (folder / "README.md").read_text(encoding="utf-8")
    record = json.loads((folder / "pretraining.json").read_text(encoding="utf-8"))
    tokens = record["counters"]["tokens"]
    assert f"{tokens:,} tokens" in card
    is_from_scratch = all("started_from" not in stage for stage in record.get("stages", ()))
    assert ("**Undertrained**" in card) == (tokens < ENOUGH_TOKENS and is_from_scratch)
    if folder.name != "word2vec":
        figures = json.loads((folder / "figures.json").read_text(encoding="utf-8"))
        assert {"everyday"} < set(figures)
        assert all(f"{100 * measured['top1']:.1f}%" in card for measured in figures.values())
        last = json.loads((folder / "evaluations.jsonl").read_text(encoding="utf-8").splitlines()[-1])
        assert last["tokens"] == tokens


@pytest.mark.parametrize("folder", MODELS, ids=name)
def test_counts_of_the_text_travel_with_each_model(folder: Path) -> None:
    """Of words where the vocabulary keeps words apart from punctuation, of tokens where there are subword tokens."""
    words, tokens = ((folder / file).exists() for file in ("word_counts.tsv.xz", "token_counts.tsv.xz"))
    assert words == (folder.name in {"bert", "bert-scratch", "bilstm", "electra", "word2vec"})
    assert tokens == (folder.name != "word2vec")
