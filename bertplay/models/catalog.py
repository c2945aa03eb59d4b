"""Which models there are: those that travel with bertplay, some of the hub, and the reader's own folders. No torch.

An id is looked up, never opened as a path: "bert", "bert-base-uncased", "local/mine".
"""

import json
import re
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from bertplay.errors import BertplayError, UnknownModel
from bertplay.models.download import hub_folder
from bertplay.models.hub_models import HUB_MODELS
from bertplay.models.inspection import CONFIG, describe_folder
from bertplay.models.spec import Bundled, Hub, Local, ModelSpec, Run, Source
from bertplay.settings import Settings, get_settings
from bertplay.wording import in_one, later, mark

BUNDLED_FOLDER = Path(__file__).parent / "bundled"
LOCAL_PREFIX = "local/"
RUN_PREFIX = "run/"
EARLY_PREFIX, CHECKPOINTS = "early/", "checkpoints"
"""A bundled model at an earlier moment of its training, see models/early.py: "early/bert.4915200"."""
RUN_MODEL = "model"
ONLINE = mark("It is downloaded at its first use, and needs the network for it.")
OFFLINE = mark("It is downloaded at its first use, and needs the network for it, and BERTPLAY_OFFLINE forbids it.")
KEPT = "kept.json"
"""In the folder of a run: its model is whole, and this is its title. What lacks it is no model yet."""
MAX_ID_CHARACTERS = 96
ID = re.compile(r"(?:local/|run/|early/)?[A-Za-z0-9][A-Za-z0-9_-]*(?:\.[A-Za-z0-9_-]+)*", re.ASCII)

TITLES = {
    "bert": mark("Our small BERT"),
    "roberta": mark("Our small RoBERTa"),
    "albert": mark("Our small ALBERT"),
    "xlnet": mark("Our small XLNet"),
    "bilstm": mark("Our BiLSTM"),
    "word2vec": mark("Our word2vec"),
}
BUNDLED_LICENCE = "Apache-2.0"


@dataclass(frozen=True, slots=True)
class CatalogEntry:
    """A model, and whether it can be used now.

    spec      None when a folder of the reader's own is refused
    is_here   its weights are on this machine and pass inspection
    reason    why not, in words; empty when it is here
    """

    id: str
    title: str
    spec: ModelSpec | None
    is_here: bool
    reason: str = ""

    def as_json(self) -> dict[str, Any]:
        """One flat object, with the same keys for every model."""
        spec = self.spec
        return {
            "id": self.id,
            "title": self.title,
            "is_here": self.is_here,
            "reason": self.reason,
            "family": spec.family.value if spec else None,
            "source": source_text(spec.source) if spec else None,
            "abilities": sorted(ability.value for ability in spec.abilities) if spec else [],
            "layers": spec.layers if spec else None,
            "hidden": spec.hidden if spec else None,
            "parameters": spec.parameters if spec else None,
            "max_tokens": spec.max_tokens if spec else None,
            "licence": spec.licence if spec else None,
        }


def source_text(source: Source) -> str:
    """Where a model comes from, in one line."""
    if isinstance(source, Hub):
        return f"hub: {source.repo}" + (f" at {source.revision}" if source.revision else "")
    return f"{type(source).__name__.lower()}: {source.folder}"


def checked_id(model_id: str) -> str:
    """The id itself; UnknownModel when it cannot be one, before any file is looked for.

    "bert", "local/my-model_2.1" pass; "../x", "/etc", "etc/ssh", "a\\0b" and 97 characters do not.
    """
    if len(model_id) > MAX_ID_CHARACTERS:
        problem = later(
            "A model's id has at most {most} characters, and this one has {n:,}.",
            most=MAX_ID_CHARACTERS,
            n=len(model_id),
        )
    elif not ID.fullmatch(model_id):
        problem = later("A model's id is a plain name and never a path: letters, digits, '-', '_' and single dots.")
    else:
        return model_id
    raise UnknownModel(problem, value=model_id, remedy=mark("`python -m bertplay models` lists the ids."))


def find_model(model_id: str, settings: Settings | None = None) -> ModelSpec:
    """The ModelSpec of an id. UnknownModel when there is none; UnsafeModel when it names a folder that is refused."""
    name = checked_id(model_id)
    settings = settings or get_settings()
    for spec in HUB_MODELS:
        if spec.id == name:
            return spec
    folder = folder_named(name, settings)
    if not folder.is_dir() or (name.startswith(RUN_PREFIX) and not (folder.parent / KEPT).is_file()):
        raise UnknownModel(mark("There is no model of this id."), value=name, remedy=mark("`python -m bertplay models` lists the ids."))
    return spec_of_folder(name, folder)


def folder_named(name: str, settings: Settings) -> Path:
    """Where a bundled or local model of this (checked) id would be."""
    if name.startswith(LOCAL_PREFIX):
        return settings.models_dir / name.removeprefix(LOCAL_PREFIX)
    if name.startswith(RUN_PREFIX):
        return settings.runs_dir / name.removeprefix(RUN_PREFIX) / RUN_MODEL
    if name.startswith(EARLY_PREFIX):
        model, _, tokens = name.removeprefix(EARLY_PREFIX).partition(".")
        return BUNDLED_FOLDER / model / CHECKPOINTS / tokens
    return BUNDLED_FOLDER / name


def spec_of_folder(model_id: str, folder: Path) -> ModelSpec:
    """What config.json and the header of the weights say; UnsafeModel when the folder is refused."""
    stamp = max((file.stat().st_mtime_ns for file in folder.iterdir()), default=0)
    spec = described(model_id, folder, stamp)
    return replace(spec, title=title_of_run(folder.parent, model_id)) if isinstance(spec.source, Run) else spec


def title_of_bundled(model_id: str) -> str:
    """ "bert" -> "Our small BERT"; "early/bert.901329" -> "Our small BERT after 901,329 tokens"; the id of any other.

    Ours are told in the language of whoever looks; an id is nobody's sentence.
    """
    if model_id.startswith(EARLY_PREFIX):
        model, _, tokens = model_id.removeprefix(EARLY_PREFIX).partition(".")
        if model in TITLES and tokens.isdecimal():
            return later("{model} after {tokens:,} tokens", model=later(TITLES[model]), tokens=int(tokens))
        return model_id
    return later(TITLES[model_id]) if model_id in TITLES else model_id


def title_of_run(folder: Path, model_id: str) -> str:
    """The name that its owner gave it."""
    try:
        return str(json.loads((folder / KEPT).read_text("utf-8"))["title"])
    except (OSError, ValueError, KeyError):
        return model_id


@lru_cache(maxsize=256)
def described(model_id: str, folder: Path, stamp: int) -> ModelSpec:
    """Read a folder once as long as no file in it is newer than `stamp` (nanoseconds)."""
    found = describe_folder(folder)
    source, licence = origin_of(model_id, folder)
    return ModelSpec(
        id=model_id,
        title=title_of_bundled(model_id),
        family=found.family,
        source=source,
        abilities=found.abilities,
        layers=found.sizes.layers,
        hidden=found.sizes.hidden,
        parameters=found.parameters,
        max_tokens=found.sizes.max_tokens,
        licence=licence,
    )


def origin_of(model_id: str, folder: Path) -> tuple[Source, str]:
    """Where the model of a folder is from, and under which licence it is."""
    if model_id.startswith(LOCAL_PREFIX):
        return Local(folder), "your own"
    if model_id.startswith(RUN_PREFIX):
        return Run(folder), "that of the model it was tuned from"
    return Bundled(folder), BUNDLED_LICENCE


def catalog(settings: Settings | None = None) -> tuple[CatalogEntry, ...]:
    """Every model that can be named: bundled first, then the reader's own folders, then those tuned here, then the hub's."""
    settings = settings or get_settings()
    own = [entry_of_folder(LOCAL_PREFIX + folder.name, folder) for folder in folders_in(settings.models_dir)]
    runs = [entry_of_folder(RUN_PREFIX + folder.name, folder / RUN_MODEL) for folder in folders_in(settings.runs_dir) if is_model(folder)]
    bundled = [entry_of_folder(folder.name, folder) for folder in folders_in(BUNDLED_FOLDER)]
    return (*bundled, *own, *runs, *(entry_of_hub(spec, settings) for spec in HUB_MODELS))


def is_model(run: Path) -> bool:
    """Whether a run left a whole model, and one of an architecture that pages can open: no BiLSTM, no table of words."""
    return (run / KEPT).is_file() and (run / RUN_MODEL / CONFIG).is_file()


def folders_in(parent: Path) -> list[Path]:
    """The folders of a folder, by name; none when it does not exist."""
    return sorted(path for path in parent.iterdir() if path.is_dir() and path.name[0] not in "._") if parent.is_dir() else []


def entry_of_folder(model_id: str, folder: Path) -> CatalogEntry:
    """A folder that is a model, or why it is none."""
    try:
        spec = spec_of_folder(checked_id(model_id), folder)
    except BertplayError as error:
        return CatalogEntry(model_id, model_id, None, is_here=False, reason=in_one(error))
    return CatalogEntry(model_id, spec.title, spec, is_here=True)


def entry_of_hub(spec: ModelSpec, settings: Settings) -> CatalogEntry:
    """A model of the hub, here when it was downloaded before."""
    if isinstance(spec.source, Hub) and hub_folder(spec.source, settings.hub_dir).is_dir():
        return CatalogEntry(spec.id, spec.title, spec, is_here=True)
    reason = OFFLINE if settings.offline else ONLINE
    return CatalogEntry(spec.id, spec.title, spec, is_here=False, reason=reason)
