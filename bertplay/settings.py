"""Settings from the environment: every name starts with BERTPLAY_."""

from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from bertplay.errors import BadInput


class Settings(BaseSettings):
    """What can be set without touching the code. docs/deploying.md has the table; a test keeps it complete."""

    model_config = SettingsConfigDict(env_prefix="BERTPLAY_", frozen=True)

    models_dir: Path = Field(Path.home() / ".bertplay" / "models", description="Folder of your own models, one folder each.")
    hub_dir: Path = Field(Path.home() / ".bertplay" / "hub", description="Where downloaded models are kept.")
    cache_mib: int = Field(2048, ge=64, description="Memory for loaded models, in MiB.")
    precision: Literal["auto", "float32", "bfloat16", "int8"] = Field("auto", description="Number format of the weights.")
    threads: int = Field(0, ge=0, description="Processor threads for models; 0 takes all.")
    runs_dir: Path = Field(Path.home() / ".bertplay" / "runs", description="Folder of fine-tuning runs: store, data, models.")
    runs_database: str = Field("sqlite", description="Database of runs: an address as SQLAlchemy writes it; sqlite is a file there.")
    runs_at_once: int = Field(1, ge=1, le=64, description="Runs that train at the same time; the others wait in the queue.")
    run_threads: int = Field(0, ge=0, description="Processor threads for a run; 0 takes half of them.")
    ready_worker: bool = Field(True, description="Keep a process ready for the next run while somebody looks at the fine-tuning page.")
    lesson: str = Field("none", description="Lesson that the app opens with: a TOML file, or the name of a ready one.")
    offline: bool = Field(False, description="Never ask the network, even where there is one.")


@cache
def get_settings() -> Settings:
    """The settings of this process, read once. BadInput names the variable that cannot be used."""
    try:
        return Settings()
    except ValidationError as error:
        wrong = error.errors()[0]
        variable = f"BERTPLAY_{wrong['loc'][0]}".upper()
        problem = f"The environment variable {variable} cannot be used: {wrong['msg'].lower()}."
        raise BadInput(problem, value=wrong["input"], remedy="Correct it, or unset it: docs/deploying.md lists them all.") from error
