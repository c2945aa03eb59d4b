import re
from pathlib import Path

import pytest

from benchmarks.postgres import SmallPostgres
from bertplay.doctor import as_text, database_named, diagnose, processor_of, version_of, who_answers
from bertplay.settings import Settings

XEON = "processor\t: 0\nmodel name\t: Xeon\nflags\t\t: fpu avx2 avx512f amx_tile amx_bf16\n"
GRAVITON = "processor\t: 0\nFeatures\t: fp asimd bf16 i8mm\n"


def test_features_of_a_processor(tmp_path: Path) -> None:
    file = tmp_path / "cpuinfo"
    file.write_text(XEON, "utf-8")
    assert processor_of(file) == ("Xeon", ("avx2", "avx512f", "amx_tile", "amx_bf16"))
    file.write_text(GRAVITON, "utf-8")
    assert processor_of(file)[1] == ("asimd", "bf16", "i8mm")


def test_a_system_that_does_not_tell(tmp_path: Path) -> None:
    name, features = processor_of(tmp_path / "missing")
    assert name
    assert features is None


def test_a_package_that_is_missing() -> None:
    assert version_of("no-such-package-anywhere") == "missing"


def test_folders_are_measured(tmp_path: Path) -> None:
    hub = tmp_path / "hub" / "google-bert--bert-base-uncased"
    hub.mkdir(parents=True)
    (hub / "model.safetensors").write_bytes(b"x" * 1000)
    found = diagnose(Settings(hub_dir=tmp_path / "hub", models_dir=tmp_path, hub="off"))
    models = {model.id: model for model in found.models}
    assert (models["bert-base-uncased"].is_available, models["bert-base-uncased"].bytes) == (True, 1000)
    assert not models["bert-tiny"].is_available
    assert found.network is None
    assert 0 < found.memory_free <= found.memory_total


def test_a_cluster_that_does_not_answer_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bertplay.model_service.remote.PAUSES", ())
    assert who_answers(Settings()) == "local: this process"
    said = who_answers(Settings(backend="ray", ray_address="http://127.0.0.1:9", ray_fallback=True))
    assert said.startswith("ray: The machines that run the models do not answer: ConnectError. Given: 'http://127.0.0.1:9'.")


def test_the_database_is_named_and_no_secret_is_shown(postgres: SmallPostgres, tmp_path: Path) -> None:
    assert database_named(Settings(runs_dir=tmp_path)) == f"SQLite, files in {tmp_path}"
    wrong = database_named(Settings(database=postgres.address(password="wrong")))
    assert "Correct the user and the password in BERTPLAY_DATABASE." in wrong
    settings = Settings(hub="off", models_dir=tmp_path, database=postgres.empty_database(), admin_key="sixteen or more characters")
    found = diagnose(settings)
    assert re.fullmatch(rf"PostgreSQL 18\.\d+ at 127\.0\.0\.1:{postgres.port}/postgres", found.database)
    assert {found.settings[f"BERTPLAY_{name}"] for name in ("DATABASE", "ADMIN_KEY")} == {"set, not shown"}
    assert f"database   {found.database}" in as_text(found)
    for secret in (postgres.password, "sixteen or more"):
        assert secret not in as_text(found)
