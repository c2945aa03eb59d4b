"""Runs in a store without a scheduler, and what a page shows of them."""

from streamlit.testing.v1 import AppTest

import bertplay.ui.language  # noqa: F401  # without app.py nothing else tells a page its reader's language
from bertplay.results.training_events import Evaluated, ProbeAnswer, ProjectedPoint, Started, Step
from bertplay.runs.event_writer import EventWriter
from bertplay.runs.service import RunService
from bertplay.training.jobs import DataSource, FineTune
from tests.pages.conftest import ROOT

EVIL = "<img src=x> ![](http://x) $x$ :red[x]"

LABELS = ("negative", "positive")


def open_page(file: str, **link: str) -> AppTest:
    page = AppTest.from_file(str(ROOT / "app.py"), default_timeout=180)
    page.query_params.update(link)
    return page.switch_page(f"pages/{file}.py").run()


def begin(service: RunService, run_id: str, evaluations: int = 3) -> EventWriter:
    """A run that a worker has begun: started, steps, evaluations."""
    attempt = service.store.claim(run_id)
    assert attempt is not None
    writer = EventWriter(service.store, run_id, attempt)
    writer(Started(1.0, 0, 60, 320, 80, LABELS, 100, 100, 0.5, 30.0, 2**20))
    for number in range(evaluations):
        step = 5 * number
        if step:
            writer(Step(2.0, step, 0.6, 1e-4, 30.0, 12.0))
        cloud = (ProjectedPoint(0.1, 0.2 * number, "positive", EVIL), ProjectedPoint(0.4, 0.1, "negative", "b"))
        own = (ProbeAnswer(LABELS, (0.4, 0.6)), ProbeAnswer(LABELS, (0.9, 0.1) if number else (0.1, 0.9)))
        writer(Evaluated(3.0, step, 0.1, 80, 0.6, 0.7, 0.5 + 0.1 * number, None, (0.0, 0.1), cloud, own))
    writer.write()
    return writer


def job(**values: object) -> FineTune:
    return FineTune(DataSource("sample:reviews"), probe_sentences=("good", EVIL), **values)  # type: ignore[arg-type]


def labels(page: AppTest) -> list[str]:
    return [button.label for button in page.button]


def charts(page: AppTest) -> int:
    return len(page.get("vega_lite_chart"))


def progress(page: AppTest) -> str:
    return str(page.get("progress")[0].proto.text)


def in_french(file: str, **link: str) -> AppTest:
    page = AppTest.from_file(str(ROOT / "app.py"), default_timeout=180)
    page.session_state["lang"] = "fr"
    page.query_params.update(link)
    return page.switch_page(f"pages/{file}.py").run()
