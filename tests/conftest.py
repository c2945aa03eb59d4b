"""Fixtures for all tests: tiny random models, made once a session."""

import os
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
import torch
from hypothesis import HealthCheck, settings
from transformers import AutoTokenizer, BertForPreTraining, DistilBertForMaskedLM
from transformers.utils import logging

from bertplay.models.catalog import find_model, spec_of_folder
from bertplay.models.loaded import LoadedModel
from bertplay.models.loading import load_model
from bertplay.models.spec import WORDS, WORDS_AND_PAIRS, Family, Local, ModelSpec
from bertplay.settings import Settings
from tests.tiny import save_bert, save_distilbert
from tests.tiny_families import save_family

logging.disable_progress_bar()
os.environ.setdefault("BERTPLAY_RUNS_DIR", tempfile.mkdtemp(prefix="bertplay-runs-"))  # no test touches the runs of its owner
os.environ.setdefault("BERTPLAY_READY_WORKER", "0")  # tests of it ask for it
settings.register_profile("busy", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("busy")  # no example fails because the machine is busy
torch.set_num_threads(1)  # tiny models gain nothing from more, and lose much when the machine is busy


@pytest.fixture(scope="session")
def tiny_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a tiny random BertForPreTraining with its tokenizer, as save_pretrained writes it."""
    return save_bert(tmp_path_factory.mktemp("models") / "tiny")


@pytest.fixture(scope="session")
def tiny_spec(tiny_folder: Path) -> ModelSpec:
    """What the catalog would say of it."""
    return ModelSpec("tiny", "Tiny", Family.BERT, Local(tiny_folder), WORDS_AND_PAIRS, 2, 32, 0, 64, "none")


@pytest.fixture(scope="session")
def tiny_model(tiny_folder: Path, tiny_spec: ModelSpec) -> LoadedModel:
    """The tiny BERT, opened, in float32."""
    model = BertForPreTraining.from_pretrained(tiny_folder, attn_implementation="eager")
    return LoadedModel(tiny_spec, model, AutoTokenizer.from_pretrained(tiny_folder))


@pytest.fixture(scope="session")
def bundled_model() -> LoadedModel:
    """The BERT that travels with the project."""
    return load_model(find_model("bert"))


@pytest.fixture(scope="session")
def tiny_distilbert(tmp_path_factory: pytest.TempPathFactory) -> LoadedModel:
    """A tiny random DistilBERT: no segments, no next sentence."""
    folder = save_distilbert(tmp_path_factory.mktemp("models") / "tiny-distilbert")
    spec = ModelSpec("tiny-distilbert", "Tiny DistilBERT", Family.DISTILBERT, Local(folder), WORDS, 2, 32, 0, 64, "none")
    model = DistilBertForMaskedLM.from_pretrained(folder, attn_implementation="eager")
    return LoadedModel(spec, model, AutoTokenizer.from_pretrained(folder))


@pytest.fixture(scope="session")
def tiny_family(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], tuple[LoadedModel, Path]]:
    """tiny_family("albert"): its tiny random model, inspected and loaded as any folder is, and its folder; each made once."""
    made: dict[str, tuple[LoadedModel, Path]] = {}

    def family(name: str) -> tuple[LoadedModel, Path]:
        if name not in made:
            folder = save_family(name, tmp_path_factory.mktemp("families") / name)
            made[name] = load_model(spec_of_folder(f"local/{name}", folder), settings=Settings(precision="float32")), folder
        return made[name]

    return family
