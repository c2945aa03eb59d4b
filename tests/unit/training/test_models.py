"""The network of a run before its first step."""

from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import load_file
from transformers import AutoModelForSequenceClassification, AutoModelForTokenClassification, AutoTokenizer

from bertplay.errors import MissingAbility
from bertplay.training.data.examples import Example
from bertplay.training.evaluator import Evaluator
from bertplay.training.jobs import DataSource, FineTune, Task
from bertplay.training.models import build, layers_of
from tests.tiny_families import save_family, save_other
from tests.tiny_heads import FAMILIES, IOB2, SENTIMENT, save_head


@pytest.mark.parametrize(
    ("kind", "labels", "wanted"),
    [
        ("classification", SENTIMENT, ("bad", "good")),
        ("classification", SENTIMENT, ("a", "b", "c")),
        ("entities", IOB2, ("O", "B-X", "I-X")),
    ],
)
def test_a_folder_with_a_head_gets_a_new_one_for_other_labels(
    kind: str, labels: tuple[str, ...], wanted: tuple[str, ...], tmp_path: Path
) -> None:
    folder = save_head(kind, tmp_path / "model", labels=labels)
    there = load_file(folder / "model.safetensors")
    job = FineTune(DataSource("x.csv"), Task.ENTITIES if kind == "entities" else Task.CLASSIFICATION)
    model = build(job, wanted, folder)
    weights = model.state_dict()
    assert all(torch.equal(weight, there[name]) for name, weight in weights.items() if name.startswith("bert."))
    assert weights["classifier.weight"].shape[0] == len(wanted)
    assert not torch.equal(weights["classifier.weight"][:2], there["classifier.weight"][:2])
    assert [model.config.id2label[i] for i in range(len(wanted))] == list(wanted)  # type: ignore[index, union-attr]


def test_a_head_for_the_same_labels_is_trained_further(tmp_path: Path) -> None:
    folder = save_head("classification", tmp_path / "model", labels=SENTIMENT)
    weights = build(FineTune(DataSource("x.csv")), SENTIMENT, folder).state_dict()
    assert torch.equal(weights["classifier.weight"], load_file(folder / "model.safetensors")["classifier.weight"])


@pytest.mark.parametrize("kind", ["bert", "distilbert", "xlnet", "modernbert", "eurobert", "longformer", "big_bird", "mobilebert"])
def test_the_lowest_layers_stay_as_they_are(kind: str, tmp_path: Path) -> None:
    folder = (save_family if kind in FAMILIES else save_other)(kind, tmp_path / "model")
    model: Any = build(FineTune(DataSource("x.csv"), frozen_layers=1), SENTIMENT, folder)
    first, *others = layers_of(model)
    assert len(others) == model.config.num_hidden_layers - 1
    assert not any(weight.requires_grad for part in (first, model.get_input_embeddings()) for weight in part.parameters())
    assert all(weight.requires_grad for layer in others for weight in layer.parameters())


@pytest.mark.parametrize("family", FAMILIES)
def test_padding_changes_no_prediction(family: str, tmp_path: Path) -> None:
    """Texts of very different length in one batch: each is classified as transformers does it with the text alone."""
    folder = save_head("classification", tmp_path / "model", family, SENTIMENT)
    tokenizer = AutoTokenizer.from_pretrained(folder)
    network = AutoModelForSequenceClassification.from_pretrained(folder, attn_implementation="eager").eval()
    texts = ["the dog", "a very old man and his dog walked to the sea by night", "paris"]
    evaluator = Evaluator(Task.CLASSIFICATION, network, tokenizer, SENTIMENT, 60)
    found = evaluator.predict(evaluator.encode([Example(text, SENTIMENT[0]) for text in texts])).probabilities
    with torch.inference_mode():
        alone = [network(**tokenizer(text, return_tensors="pt")).logits[0].softmax(-1) for text in texts]
    torch.testing.assert_close(found, torch.stack(alone), atol=1e-5, rtol=0)


@pytest.mark.parametrize("family", FAMILIES)
def test_padding_changes_no_tag(family: str, tmp_path: Path) -> None:
    folder = save_head("entities", tmp_path / "model", family, IOB2)
    tokenizer = AutoTokenizer.from_pretrained(folder)
    network = AutoModelForTokenClassification.from_pretrained(folder, attn_implementation="eager").eval()
    texts = ["paris", "the old man walked to paris by night"]
    examples = [Example(text, words=tuple(text.split()), tags=("O",) * len(text.split())) for text in texts]
    evaluator = Evaluator(Task.ENTITIES, network, tokenizer, IOB2, 60)
    together = evaluator.predict(evaluator.encode(examples))
    assert together.example.tolist() == [0, *[1] * 8]
    for number, text in enumerate(texts):
        with torch.inference_mode():
            every = network(**tokenizer(text, return_tensors="pt")).logits[0].softmax(-1)
        ours = together.probabilities[together.example == number]
        assert float(torch.cdist(ours, every).amin(-1).max()) < 1e-5  # each word has the probabilities of one of its tokens


def test_an_xlnet_does_not_continue_with_masked_words(tmp_path: Path) -> None:
    with pytest.raises(MissingAbility, match="not pretrained on masked words"):
        build(FineTune(DataSource("x.txt"), Task.MASKED_WORDS), (), save_family("xlnet", tmp_path / "model"))
