"""Diagnoses the machine: `python -m bertplay doctor`. It does not import torch, so it works even where torch does not."""

import os
import platform
import subprocess
import sys
from contextlib import closing
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import psutil

from bertplay import __version__
from bertplay.database import describe_database
from bertplay.errors import BertplayError
from bertplay.model_service.remote import RemoteModels
from bertplay.models.catalog import CatalogEntry, catalog
from bertplay.models.downloaded import bytes_in, folder_on_disk
from bertplay.models.hub import is_hub_reachable
from bertplay.models.published import published_models
from bertplay.settings import Settings

PACKAGES = ("streamlit", "torch", "transformers", "tokenizers", "safetensors", "huggingface_hub", "numpy")
# Those that decide which number formats are fast: vectors of 256 and 512 bits, int8 products, bfloat16, the matrix unit.
FEATURES = ("avx2", "avx512f", "avx512_vnni", "avx_vnni", "avx512_bf16", "amx_tile", "amx_int8", "amx_bf16", "asimd", "bf16", "i8mm")
SECONDS_OF_TORCH = 120
CPU_INFO = Path("/proc/cpuinfo")
NETWORK = {True: "yes, the hub answers", False: "no, the hub does not answer", None: "not checked, BERTPLAY_HUB is off"}


@dataclass(frozen=True, slots=True)
class ModelOnDisk:
    """One model of the catalog: the bytes of its folder, or why it is not available."""

    id: str
    is_available: bool
    bytes: int
    reason: str


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """The state of the machine and the installation.

    packages    name -> version; "missing" if not installed
    features    those of FEATURES that the processor has; None if the system does not say
    cores       number of cores that this process may use
    device      where models would compute, as reported by torch in a separate process; or why that failed
    answers     what answers the pages: this process, or a cluster and whether it responds
    memory_*    bytes
    database    the database at BERTPLAY_DATABASE; or why it cannot be used, and the remedy
    published   where finished models are published, and how many there are; or why that store cannot be used
    network     whether the hub responds; None if the settings forbid it
    settings    variable -> value in force; for keys and passwords only whether they are set
    """

    bertplay: str
    python: str
    system: str
    packages: dict[str, str]
    processor: str
    features: tuple[str, ...] | None
    cores: int
    device: str
    answers: str
    memory_total: int
    memory_free: int
    database: str
    published: str
    network: bool | None
    models: tuple[ModelOnDisk, ...]
    settings: dict[str, str]


def diagnose(settings: Settings) -> Diagnosis:
    """Collect the diagnosis; it takes as long as the hub takes to respond, a few seconds at most."""
    memory = psutil.virtual_memory()
    processor, features = processor_of(CPU_INFO)
    return Diagnosis(
        bertplay=__version__,
        python=platform.python_version(),
        system=platform.platform(terse=True),
        packages={name: version_of(name) for name in PACKAGES},
        processor=processor,
        features=features,
        cores=usable_cores(),
        device=device_named(settings.device),
        answers=who_answers(settings),
        memory_total=memory.total,
        memory_free=memory.available,
        database=database_named(settings),
        published=published_named(settings),
        network=None if settings.hub == "off" else is_hub_reachable(),
        models=tuple(on_disk(entry, settings) for entry in catalog(settings)),
        settings={f"BERTPLAY_{name.upper()}": shown(name, value) for name, value in settings.model_dump().items()},
    )


def version_of(package: str) -> str:
    """The installed version, without importing it."""
    try:
        return version(package)
    except PackageNotFoundError:
        return "missing"


def processor_of(cpu_info: Path) -> tuple[str, tuple[str, ...] | None]:
    """Name and features of the processor, from Linux's list of its flags.

    "model name : Xeon\\nflags : fpu avx2 amx_tile" -> ("Xeon", ("avx2", "amx_tile"))
    """
    try:
        text = cpu_info.read_text("utf-8")
    except OSError:
        return platform.processor() or platform.machine(), None
    fields = {name.strip(): value.strip() for name, colon, value in (line.partition(":") for line in text.splitlines()) if colon}
    flags = set(fields.get("flags", fields.get("Features", "")).split())
    return fields.get("model name", platform.machine()), tuple(name for name in FEATURES if name in flags)


def usable_cores() -> int:
    """Cores that this process may run on: a container may have fewer than the machine."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def device_named(asked: str) -> str:
    """Where models would compute: "cuda: NVIDIA A10, 21.4 of 22.5 GiB free"."""
    program = "import sys; from bertplay.models.devices import describe_device; print(describe_device(sys.argv[1]))"
    try:
        done = subprocess.run(  # noqa: S603  our own program
            [sys.executable, "-W", "ignore", "-c", program, asked], capture_output=True, text=True, timeout=SECONDS_OF_TORCH, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return f"unknown: {type(error).__name__}"
    return done.stdout.strip() or f"unknown: torch cannot be imported ({(done.stderr.strip().splitlines() or ['it crashed'])[-1]})"


def who_answers(settings: Settings) -> str:
    """ray: http://head:8000 answers with 2 processes; bert"""
    if settings.backend == "local":
        return "local: this process"
    try:
        with closing(RemoteModels(settings.ray_address)) as models:
            memory = models.memory()
    except BertplayError as error:
        return f"ray: {error}"
    loaded = ", ".join(entry.id for entry in memory.entries if entry.state == "ready")
    return f"ray: {settings.ray_address} answers with {memory.processes} processes; {loaded or 'no model'} in memory"


def database_named(settings: Settings) -> str:
    """The database in use: "PostgreSQL 18.6 at db.school.example:5432/bertplay"; or why it cannot be used."""
    try:
        return describe_database(settings)
    except BertplayError as error:
        return str(error)


def published_named(settings: Settings) -> str:
    """s3://bucket/models, 12 of them"""
    try:
        store = published_models(settings)
        return f"{store.address}, {len(store.refresh())} of them" if store else "nowhere: BERTPLAY_PUBLISHED_MODELS is not set"
    except BertplayError as error:
        return str(error)


def shown(name: str, value: object) -> str:
    """A setting without its secrets."""
    field = Settings.model_fields[name]
    return str(value) if field.repr or value == field.default else "set, not shown"


def on_disk(entry: CatalogEntry, settings: Settings) -> ModelOnDisk:
    """The disk space that a model of the catalog takes."""
    size = bytes_in(folder_on_disk(entry.spec.source, settings)) if entry.spec and entry.is_available else 0
    return ModelOnDisk(entry.id, entry.is_available, size, entry.reason)


def as_text(found: Diagnosis) -> str:
    """The diagnosis as text, one fact per line."""
    packages = ", ".join(f"{name} {number}" for name, number in found.packages.items())
    features = "not reported by this system" if found.features is None else " ".join(found.features) or "none that help"
    network = NETWORK[found.network]
    lines = [
        f"bertplay   {found.bertplay}, Python {found.python}, {found.system}",
        f"packages   {packages}",
        f"processor  {found.processor}, {found.cores} cores; {features}",
        f"device     {found.device}",
        f"answers    {found.answers}",
        f"memory     {found.memory_free / 2**30:.1f} of {found.memory_total / 2**30:.1f} GiB free",
        f"database   {found.database}",
        f"published  {found.published}",
        f"network    {network}",
        "models",
        *(f"  {model.id:30} {f'{model.bytes / 2**20:8.1f} MiB' if model.is_available else model.reason}" for model in found.models),
        "settings",
        *(f"  {name:30} {value}" for name, value in found.settings.items()),
    ]
    return "\n".join(lines)
