"""Tokenizers that would stop the server are refused, each within seconds and without the server opening them."""

import json
from pathlib import Path
from typing import Any

import pytest
from tokenizers import Tokenizer

from bertplay.errors import BadInput, UnsafeModel
from bertplay.models.bundled_models import BUNDLED_FOLDER
from bertplay.models.encoding import run_tokenizer
from bertplay.models.tokenizer_trial import try_tokenizer
from tests.tiny import save_bert
from tests.tiny_families import SAVE, save_family

TOKENS = 40_000


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((save_bert(tmp_path_factory.mktemp("good")) / "tokenizer.json").read_text())
    return content


def refused(folder: Path, content: object, reason: str) -> None:
    file = folder / "tokenizer.json"
    file.write_text(content if isinstance(content, str) else json.dumps(content))
    with pytest.raises(UnsafeModel, match=reason):
        try_tokenizer(file, TOKENS)


def replacing(pattern: dict[str, str], content: str) -> dict[str, Any]:
    return {"type": "Replace", "pattern": pattern, "content": content}


@pytest.mark.parametrize("family", SAVE)
def test_the_tokenizer_of_every_family_passes(family: str, tmp_path: Path) -> None:
    file = save_family(family, tmp_path) / "tokenizer.json"
    if file.is_file():
        try_tokenizer(file, TOKENS)


def test_the_tokenizers_that_come_with_bertplay_pass() -> None:
    for file in BUNDLED_FOLDER.glob("*/tokenizer.json"):
        try_tokenizer(file, TOKENS)


@pytest.mark.parametrize("pattern", [{"String": "a"}, {"Regex": "[a-z]"}, {"String": "ж"}])
def test_replacements_that_multiply(pattern: dict[str, str], good: dict[str, Any], tmp_path: Path) -> None:
    steps = [replacing(pattern, "a" * 10) for _ in range(9)]
    refused(tmp_path, {**good, "normalizer": {"type": "Sequence", "normalizers": steps}}, "times longer")


def test_an_id_beyond_the_vocabulary(good: dict[str, Any], tmp_path: Path) -> None:
    vocab = {**good["model"]["vocab"], "evil": 300_000_000}
    refused(tmp_path, {**good, "model": {**good["model"], "vocab": vocab}}, "the id 300000000")


def test_a_token_that_makes_long_texts_slow(good: dict[str, Any], tmp_path: Path) -> None:
    """3,000 tokens of up to 3,000 letters: 100,000 letters took 160 s."""
    model = {"type": "Unigram", "unk_id": 0, "vocab": [["<unk>", 0.0], *(["a" * n, -1.0] for n in range(1, 3_000))]}
    refused(tmp_path, {**good, "model": model, "added_tokens": [], "post_processor": None}, "its longest token has 2,999 characters")


def test_words_of_any_length(good: dict[str, Any], tmp_path: Path) -> None:
    model = {**good["model"], "max_input_chars_per_word": 10**9}
    refused(tmp_path, {**good, "model": model}, "it tokenizes words of 1,000,000,000 characters")


@pytest.mark.parametrize("vocab", [5, None, [5], [[]], {"a": None}])
def test_a_vocabulary_that_is_none(vocab: object, good: dict[str, Any], tmp_path: Path) -> None:
    refused(tmp_path, {**good, "model": {**good["model"], "vocab": vocab}}, "tokenizer.json: ")


def test_a_template_that_adds_a_million_tokens(good: dict[str, Any], tmp_path: Path) -> None:
    special = {"[CLS]": {"id": "[CLS]", "ids": [2] * 10**6, "tokens": ["[CLS]"] * 10**6}}
    single = [{"SpecialToken": {"id": "[CLS]", "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}}]
    template = {"type": "TemplateProcessing", "single": single, "pair": [], "special_tokens": special}
    refused(tmp_path, {**good, "post_processor": template}, "become 1000000 tokens")


def test_a_regular_expression_that_gives_up_is_explained(good: dict[str, Any], tmp_path: Path) -> None:
    """The trial cannot try every text. What the library then raises is no Exception, and would end the thread of the page."""
    split = {"type": "Split", "pattern": {"Regex": "(ж+ж+)+y"}, "behavior": "Isolated", "invert": False}
    file = tmp_path / "tokenizer.json"
    file.write_text(json.dumps({**good, "pre_tokenizer": split}))
    try_tokenizer(file, TOKENS)
    with pytest.raises(BadInput, match="fails on this text"):
        run_tokenizer(Tokenizer.from_file(str(file)), "ж" * 100)


@pytest.mark.parametrize("charsmap", ["AAAA", "////////" * 40, "not base64"])
def test_an_odd_table_of_characters(charsmap: str, good: dict[str, Any], tmp_path: Path) -> None:
    refused(tmp_path, {**good, "normalizer": {"type": "Precompiled", "precompiled_charsmap": charsmap}}, "fails a test")


@pytest.mark.parametrize("content", ["{}", "[]", '{"model": {}}', "[" * 50_000, '{"version": "1.0"'])
def test_what_is_no_tokenizer(content: str, tmp_path: Path) -> None:
    refused(tmp_path, content, "tokenizer.json: ")
