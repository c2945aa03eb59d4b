"""A tokenizer without its model reads a text as the model does."""

import json
from pathlib import Path

from transformers import AutoTokenizer, BertConfig, BertForMaskedLM, BertTokenizer, ModernBertForMaskedLM

from bertplay.models.catalog import find_model
from bertplay.models.loading import load_model
from bertplay.models.tokenizer_file import open_tokenizer
from bertplay.settings import Settings
from tests.tiny import vocabulary
from tests.tiny_families import save_family


def test_the_mask_is_the_one_that_the_model_gets(tmp_path: Path) -> None:
    """tokenizer.json has two special tokens that could be the mask, and tokenizer_config.json says which one is."""
    folder, words = tmp_path / "model", {**vocabulary(), "<mask>": len(vocabulary())}
    size = {"hidden_size": 8, "num_hidden_layers": 1, "num_attention_heads": 1, "intermediate_size": 8}
    BertForMaskedLM(BertConfig(vocab_size=len(words), **size)).save_pretrained(folder)
    BertTokenizer(vocab=words, additional_special_tokens=["<mask>"]).save_pretrained(folder)
    config = folder / "tokenizer_config.json"
    config.write_text(json.dumps({**json.loads(config.read_text()), "mask_token": "<mask>"}))
    settings = Settings(models_dir=tmp_path, precision="float32")
    tokenizer = open_tokenizer("local/model", settings)
    tokens = tokenizer.tokens(tokenizer.readable("the [MASK] walked"))
    assert [token.text for token in tokens] == ["the", "<mask>", "walk", "##ed"]
    assert tokens[1].id == AutoTokenizer.from_pretrained(folder).mask_token_id
    encoding = load_model(find_model("local/model", settings), settings=settings).encode("the [MASK] walked")
    assert [token.id for token in encoding.tokens[1:-1]] == [token.id for token in tokens]


def test_a_mask_without_a_tokenizer_config_is_found_in_the_vocabulary(tmp_path: Path) -> None:
    """transformers alone would say that this tokenizer has no mask; a table that is longer than the vocabulary has names for all rows."""
    folder = save_family("modernbert", tmp_path / "model")
    (folder / "tokenizer_config.json").unlink()
    network = ModernBertForMaskedLM.from_pretrained(folder)
    network.resize_token_embeddings(network.config.vocab_size + 4)
    network.save_pretrained(folder)
    settings = Settings(models_dir=tmp_path, precision="float32")
    model = load_model(find_model("local/model", settings), settings=settings)
    assert model.mask_text == "<mask>"
    assert model.encode("The [MASK].").masks == (2,)
    assert model.token(len(model.vocabulary) - 1).text.startswith("[unused")
