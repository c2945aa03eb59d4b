"""The network of a run before its first step."""

from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file

from bertplay.training.jobs import DataSource, FineTune, Task
from bertplay.training.models import build
from tests.tiny_heads import IOB2, SENTIMENT, save_head


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
