"""Model folders as people have them, made with `save_pretrained`: each computes what transformers does, or is refused for a true reason.

One table: family, head, number format and shards of the weights, files of the tokenizer; and every family with every head.
"""

import json
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from transformers import (
    AutoConfig,
    AutoModel,
    AutoModelForMaskedLM,
    AutoModelForPreTraining,
    AutoModelForQuestionAnswering,
    AutoModelForSequenceClassification,
    AutoModelForTokenClassification,
    AutoTokenizer,
    BertTokenizer,
    GPT2Config,
    GPT2LMHeadModel,
)
from transformers.models.auto.configuration_auto import CONFIG_MAPPING

from bertplay.errors import BertplayError
from bertplay.models.architectures import NEVER_OPENED, OTHER_TYPES
from bertplay.models.catalog import find_model
from bertplay.models.loaded import LoadedModel, Wanted
from bertplay.models.loading import load_model
from bertplay.models.spec import Ability, Family
from bertplay.settings import Settings
from tests.tiny import save_bert, vocabulary
from tests.tiny_families import SAVE, save_family, save_other

HEADS: dict[str, Any] = {
    "none": AutoModel,
    "masked": AutoModelForMaskedLM,
    "pretraining": AutoModelForPreTraining,
    "sequence": AutoModelForSequenceClassification,
    "token": AutoModelForTokenClassification,
    "qa": AutoModelForQuestionAnswering,
}
FORMATS = {"float32": torch.float32, "float16": torch.float16, "bfloat16": torch.bfloat16}
close = partial(np.testing.assert_allclose, atol=1e-4, rtol=1e-3)  # the states of MobileBERT are in the thousands
TEXT = "The king walked to the {mask}, in Paris."

# family, head, number format, weights in one file or several, files of the tokenizer
FOLDERS = [
    ("bert", "none", "float32", "one", "json"),
    ("bert", "masked", "float16", "one", "json"),
    ("bert", "pretraining", "float32", "several", "json"),
    ("bert", "sequence", "bfloat16", "one", "both"),
    ("bert", "token", "float32", "several", "vocab"),
    ("bert", "qa", "float32", "one", "json"),
    ("bert", "masked", "float32", "one", "vocab"),
    ("bert", "masked", "float32", "one", "cased"),
    ("bert", "none", "float32", "one", "accents"),
    ("bert", "none", "float16", "several", "chinese"),
    ("bert", "none", "float32", "one", "unigram"),
    ("bert", "masked", "float32", "one", "larger table"),
    ("bert", "none", "float32", "one", "padded"),
    ("roberta", "token", "float32", "one", "padded"),
    ("mpnet", "qa", "float32", "one", "padded"),
    ("bert", "sequence", "float32", "one", "padded"),
    ("roberta", "none", "float32", "one", "json"),
    ("roberta", "masked", "float16", "several", "json"),
    ("roberta", "masked", "float32", "one", "merges"),
    ("roberta", "sequence", "float32", "one", "json"),
    ("roberta", "token", "bfloat16", "one", "json"),
    ("roberta", "qa", "float32", "several", "json"),
    ("distilbert", "none", "bfloat16", "one", "json"),
    ("distilbert", "masked", "float32", "several", "vocab"),
    ("distilbert", "sequence", "float16", "one", "json"),
    ("distilbert", "qa", "float32", "one", "json"),
    ("albert", "none", "float32", "one", "json"),
    ("albert", "pretraining", "float16", "one", "json"),
    ("albert", "sequence", "float32", "one", "json"),
    ("xlm-roberta", "none", "float32", "several", "json"),
    ("xlm-roberta", "masked", "bfloat16", "one", "json"),
    ("xlm-roberta", "token", "float32", "one", "json"),
    ("camembert", "masked", "float32", "one", "json"),
    ("electra", "none", "float32", "one", "json"),
    ("electra", "masked", "float16", "one", "vocab"),
    ("electra", "pretraining", "float32", "one", "json"),
    ("electra", "token", "float32", "several", "json"),
    ("modernbert", "none", "float32", "one", "json"),
    ("modernbert", "masked", "float32", "several", "json"),
    ("xlnet", "none", "float32", "one", "json"),
    ("xlnet", "sequence", "float32", "one", "json"),
    ("mpnet", "none", "float32", "one", "json"),
    ("mpnet", "masked", "float16", "several", "vocab"),
    ("mobilebert", "none", "float32", "one", "json"),
    ("mobilebert", "masked", "bfloat16", "one", "json"),
    ("deberta-v2", "none", "float32", "one", "json"),
    ("deberta-v2", "sequence", "float32", "several", "json"),
    ("rembert", "masked", "float32", "one", "json"),
]
CLASSES = {head: HEADS[head]._model_mapping for head in ("none", "masked", "sequence", "token", "qa")}
FOLDERS += [
    (family, head, "float32", "one", "json")
    for family in [*(name for name in SAVE if name not in ("bilstm", "word2vec", "discriminator")), *OTHER_TYPES]
    for head, classes in CLASSES.items()
    if CONFIG_MAPPING[family] in classes and all((family, head) != row[:2] for row in FOLDERS)
]
SETTINGS = {"cased": {"do_lower_case": False}, "accents": {"strip_accents": False}, "chinese": {"tokenize_chinese_chars": False}}


def folder_of(row: tuple[str, str, str, str, str], place: Path) -> Path:
    """The folder of a row of the table."""
    family, head, number_format, shards, files = row
    source = save_family(family, place / "source") if family in SAVE else save_other(family, place / "source")
    config = AutoConfig.from_pretrained(source, num_labels=2 if head == "qa" else 3)
    config.architectures = None
    tokenizer = AutoTokenizer.from_pretrained(source)
    if files == "unigram":  # as the multilingual sentence-transformers: a BERT with the tokenizer of XLM-R
        tokenizer = AutoTokenizer.from_pretrained(save_family("xlm-roberta", place / "other"))
    config.vocab_size = len(tokenizer) + (8 if files == "larger table" else 0)
    torch.manual_seed(1)
    folder = place / "model"
    model = HEADS[head].from_config(config).to(FORMATS[number_format])
    model.save_pretrained(folder, **({"max_shard_size": "40KB"} if shards == "several" else {}))
    tokenizer.save_pretrained(folder)
    write_tokenizer_files(folder, tokenizer, files)
    return folder


def write_tokenizer_files(folder: Path, tokenizer: Any, files: str) -> None:
    """The files of a tokenizer as they may be found, in place of what save_pretrained wrote."""
    if files in ("vocab", "both", *SETTINGS):
        words = tokenizer.get_vocab()
        (folder / "vocab.txt").write_text("".join(f"{word}\n" for word in sorted(words, key=words.__getitem__)), "utf-8")
    if files == "merges":
        model = json.loads(tokenizer.backend_tokenizer.to_str())["model"]
        (folder / "vocab.json").write_text(json.dumps(model["vocab"]), "utf-8")
        (folder / "merges.txt").write_text("#version: 0.2\n" + "".join(f"{a} {b}\n" for a, b in model["merges"]), "utf-8")
    if files == "padded":  # as published sentence-transformers have it
        tokenizer.backend_tokenizer.enable_padding(length=40, pad_id=tokenizer.pad_token_id, pad_token=tokenizer.pad_token)
        tokenizer.backend_tokenizer.enable_truncation(max_length=40)
        tokenizer.backend_tokenizer.save(str(folder / "tokenizer.json"))
    if files in ("vocab", "merges", *SETTINGS):
        (folder / "tokenizer.json").unlink()
    if files in SETTINGS:
        config = folder / "tokenizer_config.json"
        config.write_text(json.dumps({**json.loads(config.read_text("utf-8")), **SETTINGS[files]}), "utf-8")


def opened(folder: Path) -> LoadedModel:
    settings = Settings(models_dir=folder.parent, precision="float32", device="cpu")
    return load_model(find_model(f"local/{folder.name}", settings), settings=settings)


@pytest.mark.parametrize("row", FOLDERS, ids=lambda row: "-".join(row).replace(" ", "_"))
def test_a_folder_opens_and_computes_what_transformers_does(row: tuple[str, str, str, str, str], tmp_path: Path) -> None:
    folder = folder_of(row, tmp_path)
    assert len(list(folder.glob("*.safetensors"))) > 1 or row[3] == "one"
    model, head = opened(folder), row[1]
    text = TEXT.format(mask="house" if row[0] == "xlnet" else model.mask_text)  # here XLNet hides a mask from every other token
    texts = ("Where did the king walk to?", text) if head == "qa" else (text,)
    batch = AutoTokenizer.from_pretrained(folder)(*texts, return_tensors="pt")
    encoding = model.encode(*texts)
    assert encoding.ids.tolist() == batch["input_ids"][0].tolist()
    assert [token.text for token in encoding.tokens] == AutoTokenizer.from_pretrained(folder).convert_ids_to_tokens(encoding.ids.tolist())
    check_numbers(model, encoding, head, folder, batch)
    check_company(model, encoding)


@pytest.mark.parametrize("kind", ["deberta", "deberta-v2", "roberta-prelayernorm", "nomic_bert"])
@pytest.mark.parametrize("is_there", [True, False], ids=["no_class", "no_config"])
def test_a_tokenizer_json_that_no_class_belongs_to_is_taken_as_it_is(kind: str, is_there: bool, tmp_path: Path) -> None:
    """A DeBERTa may have the tokenizer of a RoBERTa; the class that transformers would choose fails on it, or adds tokens."""
    folder = save_other(kind, tmp_path / "model")
    expected = AutoTokenizer.from_pretrained(folder)(TEXT.format(mask="king"))["input_ids"]
    file = folder / "tokenizer_config.json"
    config = json.loads(file.read_text("utf-8"))
    file.write_text(json.dumps({key: value for key, value in config.items() if key != "tokenizer_class"}), "utf-8")
    if not is_there:
        file.unlink()
    model = opened(folder)
    encoding = model.encode(TEXT.format(mask="king"))
    assert encoding.ids.tolist() == expected
    assert [token.is_special for token in encoding.tokens] == [True, *[False] * (len(encoding) - 2), True]
    assert len(model.encode(f"the {model.mask_text}").masks) == 1


def check_numbers(model: LoadedModel, encoding: Any, head: str, folder: Path, batch: Any) -> None:
    """The last hidden state, and the logits of the head, are those of transformers in float32."""
    options: dict[str, Any] = {"dtype": torch.float32, "attn_implementation": "eager"}
    with torch.inference_mode():
        segments = {"token_type_ids": torch.tensor(encoding.segments)[None]} if model.spec.family is Family.XLNET else {}
        expected = AutoModel.from_pretrained(folder, **options).eval()(**batch | segments).last_hidden_state[0]
        stock = HEADS[head].from_pretrained(folder, **options).eval()(**batch)
    if not model.spec.can(Ability.TASK_HEAD):
        [found] = model.forward([encoding], Wanted(hidden_states=True))
        assert found.hidden_states is not None
        close(found.hidden_states[-1], expected.numpy())
    if model.spec.can(Ability.MASKED_WORD):
        [words] = model.forward([encoding], Wanted(scores=True))
        logits = stock.prediction_logits if "prediction_logits" in stock else stock.logits
        assert words.scores is not None
        close(words.scores, logits[0, list(encoding.masks)].log_softmax(-1).numpy())
    if model.spec.can(Ability.TASK_HEAD):
        [answer] = model.forward([encoding], Wanted(head=True))
        logits = torch.stack((stock.start_logits, stock.end_logits), -1) if head == "qa" else stock.logits
        close(answer.head, logits[0].numpy())
    assert model.spec.can(Ability.TASK_HEAD) == (head in ("sequence", "token", "qa"))


def check_company(model: LoadedModel, encoding: Any) -> None:
    """A short text gives the same in one pass with a longer one, whose padding it then has."""
    can = model.spec.can
    wanted = Wanted(head=True) if can(Ability.TASK_HEAD) else Wanted(scores=can(Ability.MASKED_WORD), hidden_states=True)
    text = f"the {model.mask_text}" if encoding.masks else "the king"
    short = model.encode(text, "a king" if encoding.pair else None)
    [alone], [together, _] = model.forward([short], wanted), model.forward([short, encoding], wanted)
    for name in ("head", "scores", "hidden_states"):
        if (expected := getattr(alone, name)) is not None:
            close(getattr(together, name), expected)


def pickle_only(folder: Path) -> None:
    (folder / "model.safetensors").unlink()
    torch.save({}, folder / "pytorch_model.bin")


def other_architecture(folder: Path) -> None:
    GPT2LMHeadModel(GPT2Config(n_layer=1, n_head=1, n_embd=8, vocab_size=300)).save_pretrained(folder)


def truncated(folder: Path) -> None:
    weights = folder / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:-100])


def no_tokenizer(folder: Path) -> None:
    (folder / "tokenizer.json").unlink()


def sentencepiece_alone(folder: Path) -> None:
    (folder / "tokenizer.json").rename(folder / "sentencepiece.bpe.model")


def tokenizer_of_another(folder: Path) -> None:
    words = {**vocabulary(), **{f"word{i}": len(vocabulary()) + i for i in range(50)}}
    BertTokenizer(vocab=words).save_pretrained(folder)


def a_shard_is_missing(folder: Path) -> None:
    AutoModelForPreTraining.from_pretrained(folder).save_pretrained(folder, max_shard_size="40KB")
    (folder / "model.safetensors").unlink(missing_ok=True)
    next(folder.glob("model-*.safetensors")).unlink()


def saying(**changes: Any) -> Callable[[Path], None]:
    """Writes something else into config.json."""

    def spoil(folder: Path) -> None:
        config = json.loads((folder / "config.json").read_text())
        (folder / "config.json").write_text(json.dumps({**config, **changes}))

    return spoil


def tokenizer_of_japanese(folder: Path) -> None:
    """As Japanese BERTs have it: a class that needs a library for words, and a vocab.txt."""
    (folder / "vocab.txt").write_text("\n".join(vocabulary()), "utf-8")
    (folder / "tokenizer.json").unlink()
    (folder / "tokenizer_config.json").write_text('{"tokenizer_class": "BertJapaneseTokenizer", "word_tokenizer_type": "mecab"}')


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        *((saying(model_type=kind), f"is '{kind}', and {why}") for kind, why in NEVER_OPENED.items()),
        *((saying(model_type=kind), f"is '{kind}'") for kind in ("tapas", "reformer", "perceiver")),
        (saying(model_type="xmod", languages=["de_DE", "fr_XX"]), "names none that is used.*'de_DE'"),
        (saying(model_type="nystromformer", num_landmarks=4, segment_means_seq_len=8), "reads texts of exactly 8 tokens"),
        (saying(position_embedding_type="relative_key"), "its positions are relative"),
        (saying(is_decoder=True), "it is a decoder"),
        (saying(auto_map={"AutoModel": "code.Model"}), "code that would come with the model.*If transformers has its architecture"),
        (saying(quantization_config={"bits": 4}), "its weights are quantized"),
        (saying(model_type="roberta"), "it does not hold the RoBERTa that config.json describes"),
        (saying(hidden_size=64), "and the weights have"),
        (saying(num_hidden_layers=3), "it says 3 layers, and the weights have 2"),
        (tokenizer_of_japanese, "has no fast version"),
        (pickle_only, "available only as a pickle"),
        (other_architecture, r"its architecture \(model_type\) is 'gpt2'"),
        (truncated, "it is truncated"),
        (no_tokenizer, "there is no tokenizer"),
        (sentencepiece_alone, "available only for SentencePiece"),
        (tokenizer_of_another, "the model has"),
        (a_shard_is_missing, "which is missing"),
    ],
)
def test_a_folder_is_refused_for_a_true_reason(spoil: Any, reason: str, tmp_path: Path) -> None:
    folder = save_bert(tmp_path / "model")
    spoil(folder)
    with pytest.raises(BertplayError, match=reason) as caught:
        opened(folder)
    assert len(str(caught.value)) < 400
