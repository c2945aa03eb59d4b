"""word2vec: trained in slices, resumed after any of them, exported as matrices."""

import json
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file
from transformers import AutoTokenizer

from bertplay.errors import PretrainingError
from bertplay.pretraining.config import PretrainConfig
from bertplay.pretraining.counts import WORDS_FILE, read_counts
from bertplay.pretraining.families import word2vec
from bertplay.pretraining.families.word2vec import SLICES, STATE, resumed, train_words

pytest.importorskip("gensim")
CONFIG = PretrainConfig(family="word2vec", hidden=16, vocabulary=120, tokens=60_000)


def test_a_table_is_trained_and_exported(texts: dict[str, list[Path]], tmp_path: Path) -> None:
    out = tmp_path / "out"
    train_words(CONFIG, texts, tmp_path, tmp_path / "run", out, "credits of a test")
    matrix = load_file(out / "model.safetensors")["words.weight"]
    tokenizer = AutoTokenizer.from_pretrained(out)
    words = tokenizer.get_vocab()
    config = json.loads((out / "config.json").read_text("utf-8"))
    assert matrix.shape == (len(words), 16) == (config["vocab_size"], config["hidden_size"])
    assert matrix.dtype == torch.float8_e4m3fn
    assert not matrix.float()[words["[UNK]"]].any()
    assert tokenizer("The river, unheard-of.")["input_ids"][:2] == [words["the"], words["river"]]
    assert set(words) - {"[UNK]"} == {word for word in read_counts(out / WORDS_FILE) if word[0].isalpha()}
    assert {"river", "dog", "the"} <= set(words)
    assert "100.0% have a" in (out / "README.md").read_text("utf-8"), "every word of the small text is in the table"
    assert "credits of a test" in (out / "README.md").read_text("utf-8")
    assert json.loads((out / "pretraining.json").read_text("utf-8"))["counters"]["tokens"] == CONFIG.tokens


def test_stopped_after_a_slice_it_continues_with_the_next(
    texts: dict[str, list[Path]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run, trained = tmp_path / "run", []
    train_slice = word2vec.train_slice

    def stop_in_the_fourth(model: object, sentences: list[list[str]], number: int) -> None:
        if len(trained) == 3:
            raise KeyboardInterrupt
        trained.append(number)
        train_slice(model, sentences, number)

    monkeypatch.setattr(word2vec, "train_slice", stop_in_the_fourth)
    with pytest.raises(KeyboardInterrupt):
        train_words(CONFIG, texts, tmp_path, run, None, "")
    _, record = resumed(CONFIG, tmp_path / "wordpiece", run)
    assert record["slices"] == 3
    monkeypatch.setattr(word2vec, "train_slice", lambda model, sentences, number: trained.append(number))
    train_words(CONFIG, texts, tmp_path, run, None, "")
    assert trained == list(range(SLICES))
    assert not list(run.glob(f"{STATE}.part*"))


def test_it_wants_a_budget_in_tokens(texts: dict[str, list[Path]], tmp_path: Path) -> None:
    with pytest.raises(PretrainingError, match="--tokens"):
        train_words(PretrainConfig(family="word2vec", seconds=5), texts, tmp_path, tmp_path, None, "")
