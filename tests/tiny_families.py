"""A tiny random model of every family with a real tokenizer of its kind, as `save_pretrained` writes them."""

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import save_file
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors, trainers
from transformers import (
    AddedToken,
    AlbertConfig,
    AlbertForPreTraining,
    AlbertTokenizer,
    AutoConfig,
    AutoModelForMaskedLM,
    BertTokenizer,
    CamembertConfig,
    CamembertForMaskedLM,
    CamembertTokenizer,
    ElectraConfig,
    ElectraForMaskedLM,
    ElectraForPreTraining,
    ModernBertConfig,
    ModernBertForMaskedLM,
    PreTrainedTokenizerFast,
    RobertaConfig,
    RobertaForMaskedLM,
    RobertaTokenizer,
    XLMRobertaConfig,
    XLMRobertaForMaskedLM,
    XLMRobertaTokenizer,
    XLNetConfig,
    XLNetLMHeadModel,
    XLNetTokenizer,
)

from bertplay.bilstm import BiLSTMConfig, BiLSTMForMaskedWords
from tests.tiny import LETTERS, PUNCTUATION, WORDS, save_bert, save_distilbert, vocabulary

TEXTS = [f"The {a} is {b}; a {b} {a} (very {a}), isn't it?" for a in WORDS.split()[:90] for b in WORDS.split()[90::9]] + [
    f"{LETTERS} {LETTERS.upper()} {PUNCTUATION} 0123456789 été Paris"
]
SHAPE = {"num_hidden_layers": 2, "num_attention_heads": 2, "intermediate_size": 64, "hidden_size": 32, "initializer_range": 0.3}
MASK = AddedToken("<mask>", lstrip=True, special=True)


@cache
def byte_level_tokens() -> tuple[dict[str, int], list[tuple[str, str]]]:
    """vocabulary and merges of a byte-level BPE, RoBERTa's special tokens first."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    special, alphabet = ["<s>", "<pad>", "</s>", "<unk>", "<mask>"], pre_tokenizers.ByteLevel.alphabet()
    tokenizer.train_from_iterator(
        TEXTS, trainers.BpeTrainer(vocab_size=700, special_tokens=special, initial_alphabet=alphabet, show_progress=False)
    )
    return tokenizer.get_vocab(), [(a, b) for a, b in json.loads(tokenizer.to_str())["model"]["merges"]]


@cache
def unigram_tokens(*special: str) -> list[tuple[str, float]]:
    """Tokens with their scores in a unigram vocabulary."""
    tokenizer = Tokenizer(models.Unigram())
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFKD(), normalizers.StripAccents()])
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Metaspace()])
    tokenizer.train_from_iterator([*TEXTS, *map(str.lower, TEXTS)], trainers.UnigramTrainer(vocab_size=400, show_progress=False))
    scores = json.loads(tokenizer.to_str())["model"]["vocab"]
    return [*((token, 0.0) for token in special), *((token, score) for token, score in scores)]


def save(folder: Path, model: Any, tokenizer: Any) -> Path:
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder


def save_roberta(folder: Path) -> Path:
    vocab, merges = byte_level_tokens()
    config = RobertaConfig(
        vocab_size=len(vocab), max_position_embeddings=66, type_vocab_size=1, pad_token_id=1, bos_token_id=0, eos_token_id=2, **SHAPE
    )
    return save(folder, RobertaForMaskedLM(config), RobertaTokenizer(vocab=vocab, merges=merges, mask_token=MASK))


def save_modernbert(folder: Path) -> Path:
    vocab, merges = byte_level_tokens()
    backend = Tokenizer(models.BPE(vocab=vocab, merges=merges))
    backend.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    backend.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", pair="<s> $A </s> $B </s>", special_tokens=[("<s>", 0), ("</s>", 2)]
    )
    special = {"cls_token": "<s>", "sep_token": "</s>", "unk_token": "<unk>", "pad_token": "<pad>", "mask_token": MASK}
    config = ModernBertConfig(
        vocab_size=len(vocab),
        max_position_embeddings=64,
        local_attention=8,
        **SHAPE | {"num_hidden_layers": 4},
        pad_token_id=1,
        bos_token_id=0,
        eos_token_id=2,
        cls_token_id=0,
        sep_token_id=2,
        reference_compile=False,
    )
    return save(folder, ModernBertForMaskedLM(config), PreTrainedTokenizerFast(tokenizer_object=backend, **special))


def save_albert(folder: Path) -> Path:
    tokens = unigram_tokens("<pad>", "<unk>", "[CLS]", "[SEP]", "[MASK]")
    config = AlbertConfig(vocab_size=len(tokens), embedding_size=16, max_position_embeddings=64, **SHAPE | {"num_hidden_layers": 3})
    return save(folder, AlbertForPreTraining(config), AlbertTokenizer(vocab=tokens))


def save_xlnet(folder: Path) -> Path:
    tokens = unigram_tokens("<unk>", "<s>", "</s>", "<cls>", "<sep>", "<pad>", "<mask>", "<eod>", "<eop>")
    config = XLNetConfig(vocab_size=len(tokens), d_model=32, n_layer=2, n_head=2, d_inner=64, initializer_range=0.3, pad_token_id=5)
    return save(folder, XLNetLMHeadModel(config), XLNetTokenizer(vocab=tokens))


def save_camembert(folder: Path) -> Path:
    tokens = unigram_tokens("<s>NOTUSED", "<pad>", "</s>NOTUSED", "<unk>", "<unk>NOTUSED", "<s>", "</s>", "<mask>")
    tokenizer = CamembertTokenizer(vocab=tokens)
    config = CamembertConfig(vocab_size=len(tokenizer), max_position_embeddings=66, type_vocab_size=1, pad_token_id=1, **SHAPE)
    return save(folder, CamembertForMaskedLM(config), tokenizer)


def save_xlm_roberta(folder: Path) -> Path:
    tokenizer = XLMRobertaTokenizer(vocab=unigram_tokens("<s>", "<pad>", "</s>", "<unk>", "<mask>"))
    config = XLMRobertaConfig(vocab_size=len(tokenizer), max_position_embeddings=66, type_vocab_size=1, pad_token_id=1, **SHAPE)
    return save(folder, XLMRobertaForMaskedLM(config), tokenizer)


def save_electra(folder: Path, model_class: type = ElectraForMaskedLM) -> Path:
    config = ElectraConfig(vocab_size=len(vocabulary()), embedding_size=16, max_position_embeddings=64, **SHAPE)
    return save(folder, model_class(config), BertTokenizer(vocab=vocabulary(), do_lower_case=True, model_max_length=64))


def save_discriminator(folder: Path) -> Path:
    return save_electra(folder, ElectraForPreTraining)


def save_bilstm(folder: Path) -> Path:
    config = BiLSTMConfig(vocab_size=len(vocabulary()), hidden_size=32, max_position_embeddings=64)
    return save(folder, BiLSTMForMaskedWords(config), BertTokenizer(vocab=vocabulary(), do_lower_case=True, model_max_length=64))


def save_word2vec(folder: Path) -> Path:
    """A table of whole words only."""
    folder.mkdir(parents=True, exist_ok=True)
    words = {word: i for i, word in enumerate(["[UNK]", *dict.fromkeys(WORDS.split())])}
    backend = Tokenizer(models.WordLevel(words, unk_token="[UNK]"))
    backend.normalizer, backend.pre_tokenizer = normalizers.BertNormalizer(lowercase=True), pre_tokenizers.BertPreTokenizer()
    PreTrainedTokenizerFast(tokenizer_object=backend, unk_token="[UNK]").save_pretrained(folder)
    (folder / "config.json").write_text(json.dumps({"model_type": "bertplay-word2vec", "vocab_size": len(words), "hidden_size": 32}))
    save_file({"words.weight": torch.randn(len(words), 32)}, folder / "model.safetensors")
    return folder


SAVE: dict[str, Callable[[Path], Path]] = {
    "bert": save_bert,
    "distilbert": save_distilbert,
    "roberta": save_roberta,
    "xlm-roberta": save_xlm_roberta,
    "camembert": save_camembert,
    "electra": save_electra,
    "discriminator": save_discriminator,
    "albert": save_albert,
    "xlnet": save_xlnet,
    "modernbert": save_modernbert,
    "bilstm": save_bilstm,
    "word2vec": save_word2vec,
}


def save_family(name: str, folder: Path) -> Path:
    """The tiny model of one family, the same each time."""
    torch.manual_seed(0)
    return SAVE[name](folder)


OTHER_WORDPIECE = ("mpnet", "mobilebert", "ernie", "megatron-bert", "roformer", "squeezebert", "nomic_bert", "gte", "layoutlm", "convbert")
OTHER_SIZES: dict[str, dict[str, Any]] = {
    "mobilebert": {"embedding_size": 16, "intra_bottleneck_size": 16, "true_hidden_size": 16},
    "squeezebert": {"embedding_size": 32},
    "rembert": {"input_embedding_size": 16, "output_embedding_size": 24},
    "roformer": {"embedding_size": 32},
    "nystromformer": {"num_landmarks": 4, "segment_means_seq_len": 4, "conv_kernel_size": 3},
    "convbert": {"embedding_size": 16, "head_ratio": 1, "conv_kernel_size": 3},
    "longformer": {"attention_window": 8},
    "big_bird": {"block_size": 4, "num_random_blocks": 1},
    "layoutlm": {"max_2d_position_embeddings": 8},
    "luke": {"entity_vocab_size": 20, "entity_emb_size": 16},
    "xmod": {"languages": ["en_XX", "de_DE"], "default_language": "de_DE"},
}


def save_other(kind: str, folder: Path, model_class: Any = AutoModelForMaskedLM) -> Path:
    """A tiny random model of a kind that has no family of its own here."""
    torch.manual_seed(0)
    if kind in OTHER_WORDPIECE:
        tokenizer: Any = BertTokenizer(vocab=vocabulary(), do_lower_case=True)
        special = {"pad_token_id": tokenizer.pad_token_id, "sep_token_id": tokenizer.sep_token_id}
    else:
        words, merges = byte_level_tokens()
        tokenizer = RobertaTokenizer(vocab=words, merges=merges, mask_token=MASK)
        special = {"pad_token_id": 1, "bos_token_id": 0, "eos_token_id": 2, "sep_token_id": 2}
    sizes = {**SHAPE, "vocab_size": len(tokenizer), "max_position_embeddings": 66, **special, **OTHER_SIZES.get(kind, {})}
    model_class.from_config(AutoConfig.for_model(kind, **sizes)).save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder
