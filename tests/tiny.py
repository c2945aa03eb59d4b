"""Tiny random models with a small but real WordPiece vocabulary: the code is the same, a pass takes a millisecond."""

from pathlib import Path

import torch
from transformers import BertConfig, BertForPreTraining, BertModel, BertTokenizer, DistilBertConfig, DistilBertForMaskedLM

WORDS = """the a an of to and in is was were are it he she they we you i his her their my your this that these those
with for on at by from as not but or if when then there here who what which all some many few more most other one two
three four five six seven eight nine ten man woman child boy girl king queen dog cat horse bird fish house door window
room city town river mountain sea sky sun moon star day night year time water fire earth air tree flower bread milk tea
book letter word sentence model capital country france paris london england america germany berlin war peace school work
go went gone come came see saw seen open opened close closed walk run eat drink read write say said think like buy sell
love hate know good bad big small old new hot cold cool red green blue black white happy sad quick slow brown lazy jump
over under inside outside very never always today tomorrow yesterday un happi beauti constit walk talk"""
ENDINGS = "##s ##ed ##ing ##ly ##ness ##er ##est ##able ##tion ##ution ##ful ##ment ##aff ##ous ##al ##y"
LETTERS = "abcdefghijklmnopqrstuvwxyz"
PUNCTUATION = ".,;:!?'\"-()$&%"


def vocabulary() -> dict[str, int]:
    """token -> id, the special tokens first, as BERT numbers them."""
    special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    tokens = [*special, *PUNCTUATION, *"0123456789", *LETTERS, *(f"##{letter}" for letter in LETTERS), *WORDS.split(), *ENDINGS.split()]
    return {token: i for i, token in enumerate(dict.fromkeys(tokens))}


def save_bert(folder: Path, *, max_tokens: int = 64) -> Path:
    """A stock BertForPreTraining of two layers, spread widely at random so that its guesses differ clearly."""
    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=len(vocabulary()),
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=64,
        max_position_embeddings=max_tokens,
        initializer_range=0.3,
    )
    BertForPreTraining(config).save_pretrained(folder)
    BertTokenizer(vocab=vocabulary(), do_lower_case=True, model_max_length=max_tokens).save_pretrained(folder)
    return folder


def save_distilbert(folder: Path) -> Path:
    """The same as a DistilBertForMaskedLM."""
    torch.manual_seed(0)
    config = DistilBertConfig(
        vocab_size=len(vocabulary()), dim=32, n_layers=2, n_heads=2, hidden_dim=64, max_position_embeddings=64, initializer_range=0.3
    )
    DistilBertForMaskedLM(config).save_pretrained(folder)
    BertTokenizer(vocab=vocabulary(), do_lower_case=True, model_max_length=64).save_pretrained(folder)
    return folder


def save_encoder(folder: Path, tokens: int) -> Path:
    """A BERT without heads and without a tokenizer, as small as can be, for so many tokens."""
    config = BertConfig(vocab_size=tokens, hidden_size=8, num_hidden_layers=1, num_attention_heads=1, intermediate_size=8)
    BertModel(config).save_pretrained(folder)
    return folder
