"""Which models there are: the bundled ones, those of the hub, and the reader's own folders. No torch.

An id is a key, never a path: "bert", "bert-base-uncased", "local/mine", "sentence-transformers/all-MiniLM-L6-v2".
"""

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from bertplay.errors import BertplayError, ModelUnavailable, UnknownModel
from bertplay.i18n import N_, error_text, lazy
from bertplay.models.bundled_models import bundled_folder, bundled_folders, is_installed
from bertplay.models.downloaded import downloaded_repos, folders, hub_folder, recorded
from bertplay.models.heads import HEAD_TITLES
from bertplay.models.hub_models import HUB_MODELS, is_repository, listed_model
from bertplay.models.inspection import CONFIG, describe_folder
from bertplay.models.published import published_models
from bertplay.models.run_folder import RUN_MODEL, is_complete, title_in
from bertplay.models.spec import Bundled, Hub, Local, ModelSpec, Run, WeightsSource
from bertplay.results.models import ListedModel
from bertplay.settings import Settings, get_settings

LOCAL_PREFIX = "local/"
RUN_PREFIX = "run/"
CHECKPOINT_PREFIX, CHECKPOINTS = "checkpoint/", "checkpoints"
"""A bundled model at an earlier checkpoint of its training, see models/checkpoints.py: "checkpoint/bert.4915200"."""
ONLINE = N_("It is downloaded when it is first used, which needs a network.")
OFF = N_("It would have to be downloaded, and BERTPLAY_HUB=off forbids it.")
INSTALL = N_('It is in the package of further models: `pip install "bertplay[models]"`.')
MAX_ID_CHARACTERS = 96
ID = re.compile(r"(?:local/|run/|checkpoint/)?[A-Za-z0-9][A-Za-z0-9_-]*(?:\.[A-Za-z0-9_-]+)*", re.ASCII)

TITLES = {
    "bert": N_("Our small BERT"),
    "bert-scratch": N_("Our small BERT, from scratch"),
    "roberta": N_("Our small RoBERTa"),
    "albert": N_("Our small ALBERT"),
    "xlnet": N_("Our small XLNet"),
    "electra": N_("Our small ELECTRA"),
    "bilstm": N_("Our BiLSTM"),
    "word2vec": N_("Our word2vec"),
}
BUNDLED, DOWNLOADED, ON_THE_HUB = N_("bundled"), N_("downloaded"), N_("on the hub")
YOUR_OWN, FINE_TUNED, REFUSED = N_("your own"), N_("fine-tuned here"), N_("refused")
BUNDLED_LICENCE = "Apache-2.0"


@dataclass(frozen=True, slots=True)
class CatalogEntry:
    """A model, and whether it is available now.

    spec      None when a folder of the reader's own is refused
    is_available   its weights are on this machine and pass inspection; or they are published, and fetched when they are asked for
    reason    why not; empty when it is available
    """

    id: str
    title: str
    spec: ModelSpec | None
    is_available: bool
    reason: str = ""

    @property
    def place(self) -> str:
        """Where it is, in a word or two."""
        source = self.spec.source if self.spec else None
        if isinstance(source, Hub):
            return DOWNLOADED if self.is_available else ON_THE_HUB
        return {Bundled: BUNDLED, Local: YOUR_OWN, Run: FINE_TUNED}.get(type(source), REFUSED)

    def listed(self) -> ListedModel:
        """The entry as a list shows it, with the same facts for every model."""
        spec = self.spec
        return ListedModel(
            id=self.id,
            title=self.title,
            is_available=self.is_available,
            place=self.place,
            reason=self.reason,
            family=spec.family.value if spec else None,
            source=source_text(spec.source) if spec else None,
            revision=spec.source.revision if spec and isinstance(spec.source, Hub) else None,
            abilities=tuple(sorted(ability.value for ability in spec.abilities)) if spec else (),
            head=HEAD_TITLES[spec.head.kind] if spec and spec.head else None,
            layers=spec.layers if spec else None,
            hidden=spec.hidden if spec else None,
            parameters=spec.parameters if spec else None,
            max_tokens=spec.max_tokens if spec else None,
            licence=spec.licence if spec else None,
        )


def source_text(source: WeightsSource) -> str:
    """Where a model comes from, in one line."""
    if isinstance(source, Hub):
        return f"hub: {source.repo}"
    return f"{type(source).__name__.lower()}: {source.folder}"


def checked_id(model_id: str) -> str:
    """The id itself; UnknownModel when it cannot be one, before the disk is touched.

    "bert", "local/my-model_2.1" pass; "../x", "/etc", "etc/ssh", "a\\0b" and 97 characters do not.
    """
    if len(model_id) > MAX_ID_CHARACTERS:
        problem = lazy(
            "A model's id has at most {most} characters, and this one has {n:,}.",
            most=MAX_ID_CHARACTERS,
            n=len(model_id),
        )
    elif not ID.fullmatch(model_id) and not is_of_hub(model_id):
        problem = lazy("A model's id is a name, not a path: letters, digits, '-', '_' and single dots; of the hub, owner/name.")
    else:
        return model_id
    raise UnknownModel(problem, value=model_id, remedy=N_("`python -m bertplay models` lists the ids."))


def find_model(model_id: str, settings: Settings | None = None) -> ModelSpec:
    """The ModelSpec of an id. UnknownModel when there is none; UnsafeModel when it names a folder that is refused."""
    name = checked_id(model_id)
    settings = settings or get_settings()
    listed = listed_model(name)
    if listed is not None:
        return with_revision(listed, settings)
    folder = folder_named(name, settings)
    if is_of_hub(name) and not recorded(folder):
        raise not_downloaded(name, settings)
    bundled = name.removeprefix(CHECKPOINT_PREFIX).partition(".")[0]
    if bundled in TITLES and not is_installed(bundled):
        raise ModelUnavailable(lazy("{title} is not installed here.", title=lazy(TITLES[bundled])), remedy=INSTALL)
    if not folder.is_dir() or (name.startswith(RUN_PREFIX) and not is_complete(folder.parent)):
        raise UnknownModel(N_("There is no model of this id."), value=name, remedy=N_("`python -m bertplay models` lists the ids."))
    return spec_of_folder(name, folder)


def is_of_hub(name: str) -> bool:
    """Whether a (checked) id is that of a repository: "owner/name"."""
    return "/" in name and is_repository(name)


def with_revision(spec: ModelSpec, settings: Settings) -> ModelSpec:
    """A model of the list; once it is downloaded, with the revision on this machine."""
    if not isinstance(spec.source, Hub) or spec.source.revision:
        return spec
    revision = recorded(hub_folder(spec.source.repo, settings)).get("revision")
    return replace(spec, source=Hub(spec.source.repo, str(revision))) if revision else spec


def not_downloaded(name: str, settings: Settings) -> ModelUnavailable:
    """What to do about a model of the hub that is not on this machine."""
    remedies = {
        "any": lazy("Download it on the page “Models”, or with `python -m bertplay download {model}`.", model=name),
        "list": lazy("This server downloads only what is in its list: `python -m bertplay models`."),
        "off": lazy("Choose a model that is available here: BERTPLAY_HUB=off forbids downloads."),
    }
    return ModelUnavailable(lazy("{title} is not on this machine yet.", title=name), remedy=remedies[settings.hub])


def tuned_folder(model_id: str, settings: Settings | None = None) -> Path:
    """Where the fine-tuned model of a run is: "run/abc". UnknownModel for another id; whether there is one is seen when it is opened."""
    name = checked_id(model_id)
    if not name.startswith(RUN_PREFIX):
        raise UnknownModel(N_("This is not the model of a run."), value=name, remedy=N_("Give run/ and the id of a run."))
    return folder_named(name, settings or get_settings())


def folder_without_head(model_id: str, settings: Settings | None = None) -> Path | None:
    """The folder of a run whose model is a baseline, a BiLSTM or one of masked words; None of what has a head for a task."""
    if not model_id.startswith(RUN_PREFIX):
        return None
    folder = tuned_folder(model_id, settings)
    has_config = (folder / CONFIG).is_file() and is_complete(folder.parent)
    return None if has_config and spec_of_folder(model_id, folder).head else folder


def folder_named(name: str, settings: Settings) -> Path:
    """Where a model of this (checked) id would be."""
    if is_of_hub(name):
        return hub_folder(name, settings)
    if name.startswith(LOCAL_PREFIX):
        return settings.models_dir / name.removeprefix(LOCAL_PREFIX)
    if name.startswith(RUN_PREFIX):
        return run_folder(name.removeprefix(RUN_PREFIX), settings) / RUN_MODEL
    if name.startswith(CHECKPOINT_PREFIX):
        model, _, tokens = name.removeprefix(CHECKPOINT_PREFIX).partition(".")
        return bundled_folder(model) / CHECKPOINTS / tokens
    return bundled_folder(name)


def run_folder(run_id: str, settings: Settings) -> Path:
    """The folder of a run; where it has no model, but one is published, a copy of that, fetched now. StoreUnavailable, ModelUnavailable."""
    folder, store = settings.runs_dir / run_id, published_models(settings)
    return folder if store is None or is_complete(folder) else store.fetch(run_id) or folder


def spec_of_folder(model_id: str, folder: Path) -> ModelSpec:
    """What config.json and the header of the weights say; UnsafeModel when the folder is refused."""
    stamp = max((file.lstat().st_mtime_ns for file in folder.iterdir()), default=0)  # lstat: a link may lead to nothing
    spec = described(model_id, folder, stamp)
    return replace(spec, title=title_in(folder.parent) or model_id) if isinstance(spec.source, Run) else spec


def title_of_bundled(model_id: str) -> str:
    """ "bert" -> "Our small BERT"; "checkpoint/bert-scratch.90" -> "Our small BERT, from scratch, after 90 tokens"; the id of any other.

    Ours are translated for each reader; an id is not.
    """
    if model_id.startswith(CHECKPOINT_PREFIX):
        model, _, tokens = model_id.removeprefix(CHECKPOINT_PREFIX).partition(".")
        if model in TITLES and tokens.isdecimal():
            return lazy("{model}, after {tokens:,} tokens", model=lazy(TITLES[model]), tokens=int(tokens))
        return model_id
    return lazy(TITLES[model_id]) if model_id in TITLES else model_id


@lru_cache(maxsize=256)
def described(model_id: str, folder: Path, stamp: int) -> ModelSpec:
    """Read a folder once as long as no file in it is newer than `stamp` (nanoseconds)."""
    found = describe_folder(folder)
    source, licence = origin_of(model_id, folder, stamp)
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
        pooling=found.pooling,
        head=found.head,
    )


def origin_of(model_id: str, folder: Path, stamp: int) -> tuple[WeightsSource, str]:
    """Where the model of a folder is from, and under which licence it is."""
    if is_of_hub(model_id):
        facts = recorded(folder)
        return Hub(model_id, str(facts.get("revision", "")) or None), str(facts.get("licence", "")) or N_("not named")
    if model_id.startswith(LOCAL_PREFIX):
        return Local(folder, stamp), "your own"
    if model_id.startswith(RUN_PREFIX):
        return Run(folder, stamp), "that of the model it was tuned from"
    return Bundled(folder), BUNDLED_LICENCE


def catalog(settings: Settings | None = None) -> tuple[CatalogEntry, ...]:
    """Every model that can be named: bundled first, then the reader's own folders, those tuned here, those downloaded, the list."""
    settings = settings or get_settings()
    own = [entry_of_folder(LOCAL_PREFIX + folder.name, folder) for folder in folders(settings.models_dir)]
    runs = [entry_of_folder(RUN_PREFIX + folder.name, folder / RUN_MODEL) for folder in folders(settings.runs_dir) if is_model(folder)]
    bundled = [entry_of_folder(folder.name, folder) for folder in sorted(bundled_folders(), key=place_of)]
    hub = [entry_of_folder(repo, hub_folder(repo, settings)) for repo in downloaded_repos(settings) if listed_model(repo) is None]
    elsewhere = entries_elsewhere({entry.id for entry in runs}, settings)
    return (*bundled, *own, *runs, *elsewhere, *hub, *(entry_of_hub(spec, settings) for spec in HUB_MODELS))


def entries_elsewhere(here: set[str], settings: Settings) -> list[CatalogEntry]:
    """Published models of runs whose folders this machine does not have; one that is asked for is fetched."""
    store = published_models(settings)
    specs = store.specs() if store else []
    return [CatalogEntry(spec.id, spec.title, spec, is_available=True) for spec in specs if spec.id not in here]


def place_of(folder: Path) -> int:
    """The place of a bundled model among the others: that of its title, or behind them."""
    return list(TITLES).index(folder.name) if folder.name in TITLES else len(TITLES)


def is_model(run: Path) -> bool:
    """Whether a run left a whole model, and one of an architecture that pages can open: no BiLSTM, no table of words."""
    return is_complete(run) and (run / RUN_MODEL / CONFIG).is_file()


def entry_of_folder(model_id: str, folder: Path) -> CatalogEntry:
    """A folder that is a model, or why it is none."""
    try:
        spec = spec_of_folder(checked_id(model_id), folder)
    except BertplayError as error:
        return CatalogEntry(model_id, model_id, None, is_available=False, reason=error_text(error))
    return CatalogEntry(model_id, spec.title, spec, is_available=True)


def entry_of_hub(spec: ModelSpec, settings: Settings) -> CatalogEntry:
    """A model of the hub, here when it was downloaded before."""
    if isinstance(spec.source, Hub) and hub_folder(spec.source.repo, settings).is_dir():
        return CatalogEntry(spec.id, spec.title, with_revision(spec, settings), is_available=True)
    reason = OFF if settings.hub == "off" else ONLINE
    return CatalogEntry(spec.id, spec.title, spec, is_available=False, reason=reason)
