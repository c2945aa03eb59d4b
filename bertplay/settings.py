"""Settings from the environment: every name starts with BERTPLAY_."""

from functools import cache
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from bertplay.errors import BadInput

MAX_THREADS = 1_024
"""More than any machine has; millions would end the process, without a word of Python's."""


def check_address(address: str) -> str:
    """The address of a database, unless it cannot be read: ValueError says why."""
    if address.count("@") > 1:
        raise ValueError("an @ in the name or the password must be written %40")
    _ = urlsplit(address).port  # a port that is no number raises, and so does a bracket that is not closed
    return address


class Settings(BaseSettings):
    """Everything that can be configured. docs/operating.md documents each setting; a test keeps it complete."""

    model_config = SettingsConfigDict(env_prefix="BERTPLAY_", frozen=True)

    models_dir: Path = Field(Path.home() / ".bertplay" / "models", description="Folder of your own models, one folder each.")
    hub_dir: Path = Field(Path.home() / ".bertplay" / "hub", description="Where downloaded models are stored.")
    hub: Literal["any", "list", "off"] = Field("any", description="What may be downloaded from the Hugging Face hub.")
    hub_mb: int = Field(10_000, ge=0, description="Disk space for downloaded models, in MB.")
    cache_dir: Path = Field(Path.home() / ".bertplay" / "cache", description="Folder of what is built here once.")
    cache_mib: int = Field(2048, ge=64, description="Memory for loaded models, in MiB.")
    device: Literal["auto", "cpu", "cuda", "mps"] = Field("auto", description="Where models compute: the processor or a graphics card.")
    precision: Literal["auto", "float32", "bfloat16", "int8"] = Field("auto", description="Number format of the weights.")
    threads: int = Field(0, ge=0, le=MAX_THREADS, description="Processor threads for models; 0 takes all.")
    backend: Literal["local", "ray"] = Field("local", description="Where models answer and runs train: this machine, or a Ray cluster.")
    ray_address: str = Field("http://localhost:8000", pattern="^https?://", description="Address of the cluster's Ray Serve.")
    ray_fallback: bool = Field(False, description="Answer with the models of this process while the cluster does not.")
    runs_dir: Path = Field(Path.home() / ".bertplay" / "runs", description="Folder of fine-tuning runs: store, data, models.")
    database: Annotated[str, AfterValidator(check_address)] = Field(
        "sqlite",
        pattern=r"^sqlite$|^postgres(ql)?://.",
        repr=False,
        description="Database of all stores: sqlite, files in BERTPLAY_RUNS_DIR, or the address of a Postgres.",
    )
    published_models: str = Field(
        "none",
        pattern="^none$|://",
        repr=False,
        description="Where finished models are published for other machines: an address of fsspec, such as s3://bucket/folder.",
    )
    runs_at_once: int = Field(1, ge=1, le=64, description="Runs that train at the same time; the others wait in the queue.")
    run_threads: int = Field(0, ge=0, le=MAX_THREADS, description="Processor threads for a run; 0 takes half of them.")
    runs_mb: int = Field(20_000, ge=1, description="Disk space for runs, their data and models, in MB.")
    free_mb: int = Field(500, ge=0, description="Disk space that a new run must leave free, in MB.")
    run_minutes: int = Field(0, ge=0, description="Time of one run, in minutes; 0: as long as it takes.")
    run_mib: int = Field(0, ge=0, description="Memory of one run, in MiB; 0: as much as there is.")
    runs_queued: int = Field(200, ge=1, description="Runs that may wait in the queue.")
    runs_of_address: int = Field(100, ge=1, description="Runs that the visitors of one network address may have queued, running or paused.")
    runs_stored: int = Field(5_000, ge=1, description="Runs that may be stored; then some must be deleted before another starts.")
    runs_days: int = Field(0, ge=0, description="Days after which a run that is over is deleted; 0: never.")
    warm_worker: bool = Field(True, description="Keep a process ready for the next run while somebody has the fine-tuning page open.")
    lesson: str = Field("none", description="Lesson that the app opens with: a TOML file, or the name of a ready one.")
    joins_per_minute: int = Field(1_000, ge=1, description="Students who may join classes from one network address in a minute.")
    streamlit_internals: bool = Field(True, description="Use what is private to Streamlit, which keeps a class fast.")
    admin_key: str = Field(
        "none", pattern="^none$|^.{16,200}$", repr=False, description="Key of the administrator, 16 characters or more; none: it is made."
    )
    everybody_is_administrator: bool = Field(False, description="Whoever reaches the server may do everything.")
    max_sessions: int = Field(
        500, ge=1, description="Pages that may be open at the same time in this process; the next visitor is turned away."
    )
    upload_mib: int = Field(256, ge=1, description="Memory for the uploads of one page, in MiB.")
    uploads_mib: int = Field(1024, ge=1, description="Memory for the uploads of all pages, in MiB.")
    frame_ancestors: str = Field("'self'", pattern=r"^[^;,\r\n]+$", description="Sites that may show a page in a frame.")


@cache
def get_settings() -> Settings:
    """The settings of this process, read once. BadInput names an invalid variable."""
    try:
        return Settings()
    except ValidationError as error:
        wrong = error.errors()[0]
        variable = f"BERTPLAY_{wrong['loc'][0]}".upper()
        problem = f"The environment variable {variable} cannot be used: {wrong['msg'].lower()}."
        value = wrong["input"] if Settings.model_fields[str(wrong["loc"][0])].repr else None
        raise BadInput(problem, value=value, remedy="Correct it, or unset it: docs/operating.md lists them all.") from error
