"""Who may import whom, read from the source itself. Few rules, each with its reason.

Imports inside functions and under TYPE_CHECKING count as well: a line that is drawn is drawn for everybody.
"""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
NOUNS = {"results", "errors", "settings", "text"}
EVERYTHING = {
    "codes",
    "files",
    "models",
    "tasks",
    "charts",
    "pretraining",
    "training",
    "training_text",
    "runs",
    "classroom",
    "backends",
    "lessons",
    "worksheet",
    "calls",
    "summaries",
    "ui",
    "cluster",
    "doctor",
    "cli",
}

# Pretraining and what it is built on run on a bare machine, and print English.
SPEAK_TO_NO_READER = {"pretraining", "bilstm", *NOUNS}

# A part of bertplay -> the parts it may import, beside itself and the nouns.
MAY_IMPORT: dict[str, set[str]] = {
    # The nouns stand below everything, so that everything can speak of them.
    "results": set(),
    "errors": set(),
    "settings": set(),
    "text": set(),
    # Who may do what is decided in one place, which knows nothing of what is done.
    "permissions": set(),
    # Whoever does something that is counted says so.
    "metrics": set(),
    # Words stand below everything that a reader sees.
    "i18n": set(),
    # A file is read the same way for every page and command.
    "files": set(),
    # A process of its own starts with nothing; it is told what to import.
    "child": set(),
    # Torch alone: pretraining trains it and models load it, and neither may import the other.
    "bilstm": set(),
    # A model knows nothing of what it is used for.
    "models": {"bilstm", "child", "metrics"},
    # A task is pure computing: it can be called from a page, a command, a notebook or a test.
    # What a lesson asks of a fine-tuned model is in the folder that training wrote.
    # What compares several models is handed the seam that loads them.
    "tasks": {"child", "files", "models", "training", "training_text", "backends.base"},
    # A chart takes a result that exists; it can neither compute one nor wait for one.
    "charts": set(),
    # Pretraining runs on a bare machine with a GPU, where nothing else of bertplay is installed.
    "pretraining": {"bilstm"},
    # A minute of pretraining on a reader's text is the loop of pretraining, watched.
    "training": {"files", "models", "pretraining"},
    # The sample of the training text is drawn and cut as pretraining does it.
    "training_text": {"pretraining"},
    # The stores open their databases in the same way.
    "database": set(),
    # Classes and lessons have codes of one kind.
    "codes": set(),
    # A finished run is a model of the catalog.
    "runs": {"training", "models.catalog", "models.fingerprint", "models.inspection", "models.published", "models.run_folder", "database"},
    # A class counts answers; only the page knows what they are about.
    "classroom": {"codes", "database"},
    # A summary says what a result holds, whoever asks: a page, a command, a worksheet.
    "summaries": set(),
    # A call names its task and computes nothing: the task is imported when it is run.
    # The code that a page prints names the sentences that come with bertplay.
    "calls": {"summaries", "backends", "models.spec", "models.heads", "models.catalog", "models.tokenizer_file", "lessons"},
    # Who computes, and where, is decided here and nowhere else.
    "backends": {"models"},
    # Calls, wherever their models are. Ray runs no page, and no page runs Ray.
    "model_service": {"calls", "backends", "models.cache_entry", "models.progress"},
    # What one command starts on the machines that compute.
    "cluster": {"model_service", "runs"},
    # The ten questions are data; the learning curves lie beside the weights.
    "lessons": {"files", "models.bundled_models", "codes", "database"},
    # A worksheet tells results that exist; it names the tasks and calls none.
    "worksheet": {"calls", "summaries", "database"},
    # What pages share of Streamlit, and the parts of the larger lessons.
    "ui": {
        "child",
        "permissions",
        "codes",
        "files",
        "backends",
        "model_service",
        "runs",
        "classroom",
        "training.jobs",
        "training.events",
        "training.data",
        "models.spec",
        "models.catalog",
        "models.heads",
        "models.architectures",
        "models.fingerprint",
        "models.downloads",
        "models.downloaded",
        "models.hub",
        "models.hub_address",
        "models.hub_models",
        "models.local_models",
        "models.cache_entry",
        "models.checkpoints",
        "models.bundled_models",
        "tasks",
        "charts",
        "lessons",
        "worksheet",
        "calls",
        "summaries",
    },
    # Routes without a script, and what every request passes: of pages the runtime, and none of their widgets.
    "server": {
        "permissions",
        "codes",
        "metrics",
        "model_service.base",
        "runs",
        "ui.runtime",
        "ui.streamlit_internals",
        "ui.assets",
        "classroom",
    },
    # Pages are thin: they read inputs, call one task, show charts.
    "pages": {"ui", "charts", "tasks", "lessons", "models.spec"},
    "app": {"ui", "server"},
    # Jupyter asks it how the app is started, in every user's server, and must not wait.
    "jupyter": set(),
    # A command does what a page does, without a browser.
    "doctor": {"models", "model_service", "database"},
    "cli": EVERYTHING - {"ui", "charts", "cli"},
}

# A library -> the parts that may import it.
MAY_BE_IMPORTED_BY: dict[str, set[str]] = {
    # What needs no browser must be callable without Streamlit.
    "streamlit": {"app", "pages", "ui", "server"},
    # A page answers nothing but its own reader.
    "starlette": {"server", "model_service"},
    # A server, a command and a test run without it.
    "ray": {"model_service", "runs", "cluster"},
    # The catalogue is read in one place.
    "babel": {"i18n"},
    # A page shows a figure and a command exports one; only charts draw it.
    "altair": {"charts"},
    "plotly": {"charts"},
    # Where finished models lie is known in one place.
    "fsspec": {"models"},
    # Importing these takes seconds; the first page is painted without them. No tensor leaves tasks.
    "torch": {"models", "tasks", "training", "pretraining", "bilstm"},
    "transformers": {"models", "tasks", "training", "pretraining"},
}

MAX_PAGE_LINES = 60  # a page that is longer computes or draws something itself


def sources() -> list[Path]:
    return [ROOT / "app.py", *sorted((ROOT / "pages").glob("*.py")), *sorted((ROOT / "bertplay").rglob("*.py"))]


def part_of(file: Path) -> str:
    """app.py -> "app"; pages/x.py -> "pages"; bertplay/models/cache.py -> "models"; bertplay/__main__.py -> "cli"."""
    first, *rest = file.relative_to(ROOT).with_suffix("").parts
    name = rest[0] if first == "bertplay" else first
    return "cli" if name == "__main__" else name


def imports(source: str) -> Iterator[str]:
    """Every module that a source names, as `package.module.name`."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "relative imports hide where a name comes from"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def forbidden(part: str, source: str) -> list[str]:
    """The imports of a source that a file of that part may not have."""
    wrong = []
    for name in imports(source):
        library, _, inner = name.partition(".")
        if library == "bertplay":
            allowed = MAY_IMPORT[part] | NOUNS | {part, "__version__"} | (set() if part in SPEAK_TO_NO_READER else {"i18n"})
            if not any(inner == a or inner.startswith(f"{a}.") for a in allowed):
                wrong.append(name)
        elif part not in MAY_BE_IMPORTED_BY.get(library, {part}):
            wrong.append(name)
    return wrong


def test_imports_follow_the_design() -> None:
    """Importing bertplay imports nothing heavy, and every other file what its part may."""
    package = ROOT / "bertplay" / "__init__.py"
    assert list(imports(package.read_text("utf-8"))) == []
    wrong = {str(f.relative_to(ROOT)): forbidden(part_of(f), f.read_text("utf-8")) for f in sources() if f != package}
    assert {file: names for file, names in wrong.items() if names} == {}


def test_every_part_has_its_rule() -> None:
    assert {part_of(f) for f in sources() if f.name != "__init__.py" or f.parent.name != "bertplay"} <= set(MAY_IMPORT)


@pytest.mark.parametrize("file", sorted((ROOT / "pages").glob("*.py")), ids=lambda f: f.name)
def test_pages_are_short(file: Path) -> None:
    assert len(file.read_text("utf-8").splitlines()) <= MAX_PAGE_LINES


def test_nothing_is_shown_as_html() -> None:
    """What a person typed must never become markup; the option that would allow it is not used at all."""
    assert [f.name for f in sources() if f.exists() and "unsafe_allow_html" in f.read_text("utf-8")] == []


def test_stored_answers_need_no_torch() -> None:
    """The tasks of the first pages are named, not run, while a stored answer is shown and the model is loading."""
    tasks = ("masked_word", "logit_lens", "ablations", "next_sentence", "left_right_context", "claims")
    program = (
        f"import sys; {'; '.join(f'import bertplay.tasks.{task}' for task in tasks)}; print({{'torch', 'transformers'}} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


def test_the_first_page_is_painted_without_pandas() -> None:
    """The libraries of figures are imported when there is something to draw."""
    program = "import sys, bertplay.ui.masked_word.predictions; print('pandas' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_the_first_page_needs_no_torch() -> None:
    """What pages are built on can be imported without the libraries that take seconds."""
    modules = [f for f in sources() if f.exists() and part_of(f) in {*NOUNS, "charts", "backends", "ui", "lessons", "worksheet"}]
    names = [".".join(f.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__") for f in modules]
    imports_all = "; ".join(f"import {name}" for name in names)
    program = f"import sys; {imports_all}; print({{'torch', 'transformers'}} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
