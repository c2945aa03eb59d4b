"""Fixtures for all tests: tiny random models, made once a session."""

import gc
import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import torch
from hypothesis import HealthCheck, settings
from transformers import AutoTokenizer, BertForPreTraining, DistilBertForMaskedLM
from transformers.utils import logging

from benchmarks.postgres import SmallPostgres, Unavailable
from bertplay.models.catalog import find_model, spec_of_folder
from bertplay.models.loaded import LoadedModel
from bertplay.models.loading import load_model
from bertplay.models.spec import WORDS, WORDS_AND_PAIRS, Family, Local, ModelSpec
from bertplay.settings import Settings, get_settings
from tests.small_hub import Repo, SmallHub, serving
from tests.tiny import save_bert, save_distilbert
from tests.tiny_families import save_family
from tests.waiting import SECONDS

logging.disable_progress_bar()
# No test touches the runs of its owner, nor does a worker of xdist those of another, whose environment it inherits.
os.environ["BERTPLAY_RUNS_DIR"] = tempfile.mkdtemp(prefix="bertplay-runs-")
os.environ.setdefault("BERTPLAY_CACHE_DIR", tempfile.mkdtemp(prefix="bertplay-cache-"))  # nor what is built for them
os.environ.setdefault("BERTPLAY_WARM_WORKER", "0")  # tests of it ask for it
for threads in ("BERTPLAY_THREADS", "OMP_NUM_THREADS"):
    os.environ.setdefault(threads, "1")  # of servers and workers too: threads that share busy cores wait for each other
settings.register_profile("busy", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("busy")  # no example fails because the machine is busy
torch.set_num_threads(1)  # tiny models gain nothing from more, and lose much when the machine is busy

TESTS = Path(__file__).parent
SLOW = {"browser", "cluster", "load", "slow"}
"""Folders whose tests are for `make test-slow`."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.relative_to(TESTS).parts[0] in SLOW:
            item.add_marker(pytest.mark.slow)


@pytest.fixture(scope="module", autouse=True)
def _libraries_are_no_garbage() -> None:
    """What has been imported is left out of later collections, as in the server: each model that is loaded makes one, of half a second."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="module", autouse=True)
def _settings_are_read_anew() -> None:
    """A command that was run with settings of its own leaves none of them to the tests of the next file."""
    get_settings.cache_clear()


@pytest.fixture(scope="session")
def postgres() -> Iterator[SmallPostgres]:
    """A Postgres server; skips where there can be none."""
    server: SmallPostgres | None = None
    try:
        server = SmallPostgres()
        server.start()
    except Unavailable as error:
        if server is not None:
            server.close()
        pytest.skip(str(error))
    yield server
    server.close()


@pytest.fixture(params=["sqlite", "postgres"])
def database(request: pytest.FixtureRequest) -> str:
    """What BERTPLAY_DATABASE is: SQLite, then an empty Postgres. A test that uses it runs once with each."""
    return database_of(request)


def database_of(request: pytest.FixtureRequest) -> str:
    """What BERTPLAY_DATABASE is for the parameter "sqlite" or "postgres" of a fixture."""
    server: SmallPostgres | None = request.getfixturevalue("postgres") if request.param == "postgres" else None
    return server.empty_database() if server else "sqlite"


@pytest.fixture(scope="session")
def tiny_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a tiny random BertForPreTraining with its tokenizer, as save_pretrained writes it."""
    return save_bert(tmp_path_factory.mktemp("models") / "tiny")


@pytest.fixture
def only_tiny_model(tiny_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The folder of own models has the tiny BERT alone, under the id local/tiny."""
    monkeypatch.setenv("BERTPLAY_MODELS_DIR", str(tiny_folder.parent))
    get_settings.cache_clear()
    yield
    get_settings.cache_clear()


@pytest.fixture(scope="session")
def tiny_spec(tiny_folder: Path) -> ModelSpec:
    return ModelSpec("tiny", "Tiny", Family.BERT, Local(tiny_folder), WORDS_AND_PAIRS, 2, 32, 0, 64, "none")


@pytest.fixture(scope="session")
def tiny_model(tiny_folder: Path, tiny_spec: ModelSpec) -> LoadedModel:
    """The tiny BERT, opened, in float32."""
    model = BertForPreTraining.from_pretrained(tiny_folder, attn_implementation="eager")
    return LoadedModel(tiny_spec, model, AutoTokenizer.from_pretrained(tiny_folder))


@pytest.fixture(scope="session")
def bundled_model() -> LoadedModel:
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


@pytest.fixture
def hub(tiny_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[SmallHub]:
    """A hub with the tiny model, and with what a repo often has besides: a pickle, code, another framework's weights."""
    files = {file.name: file.read_bytes() for file in tiny_folder.iterdir()}
    files |= {"pytorch_model.bin": b"pickle", "modeling_evil.py": b"raise", "tf_model.h5": b"h5", "README.md": b"card"}
    for patience in ("ANSWER_SECONDS", "SILENCE_SECONDS"):
        monkeypatch.setattr(f"bertplay.models.hub.{patience}", SECONDS)
    with serving(SmallHub(**{"someone/tiny": Repo(files)})) as running:
        ask_at(running.url, monkeypatch)
        yield running


@pytest.fixture
def no_hub(monkeypatch: pytest.MonkeyPatch) -> None:
    ask_at("http://127.0.0.1:9", monkeypatch)


def ask_at(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Use the server at this address as the hub."""
    monkeypatch.setattr("huggingface_hub.constants.ENDPOINT", url)
    monkeypatch.setattr("huggingface_hub.constants.HUGGINGFACE_CO_URL_TEMPLATE", url + "/{repo_id}/resolve/{revision}/{filename}")
