from collections.abc import Callable

from bertplay.runs.service import RunService
from bertplay.runs.state import RunState
from bertplay.training.jobs import Method
from tests.pages.conftest import page_text, written_as_markup
from tests.pages.fine_tuning_runs import EVIL, begin, charts, job, labels, open_page


def test_the_page_of_runs_lists_finds_and_compares(service: RunService) -> None:
    assert "There are no runs yet" in open_page("runs").info[0].value
    first, second = service.start(job(), name="alpha"), service.start(job(method=Method.RANDOM), name=EVIL)
    begin(service, first)
    service.scheduler.find_dead()
    begin(service, second)
    service.scheduler.find_dead()
    page = open_page("runs")
    assert not page.exception
    assert list(page.dataframe[0].value["name"]) == [EVIL, "alpha"]
    assert "<img" not in written_as_markup(page)
    assert list(open_page("runs", text="ALPH").dataframe[0].value["name"]) == ["alpha"]
    assert len(open_page("runs", states="finished").dataframe[0].value) == 0
    page = open_page("runs", runs=f"{first}.{second}")
    assert charts(page) == 1
    page = open_page("runs", runs=first)
    assert page.text_input[-1].value == "alpha"
    next(button for button in page.button if button.label == "Delete the run").click().run()
    assert [run.id for run in service.runs()] == [second]


def test_the_table_of_runs_has_no_empty_columns(service: RunService) -> None:
    service.start(job())
    assert {"accuracy", "F1", "took", "note"}.isdisjoint(open_page("runs").dataframe[0].value.columns)
    run_id = service.start(job())
    service.annotate(run_id, "the second")
    service.store.change(run_id, RunState, metrics='{"accuracy": 0.75, "f1": 0.5}')
    assert {"accuracy", "F1", "note"} <= set(open_page("runs").dataframe[0].value.columns)


def test_runs_of_this_browser_are_found_among_all(service: RunService) -> None:
    service.start(job(), name="theirs", owner="somebody else")
    assert list(open_page("runs").dataframe[0].value["name"]) == ["theirs"]
    assert len(open_page("runs", mine="1").dataframe[0].value) == 0


def test_a_run_is_seen_by_its_owner_until_it_is_shared(service: RunService, visitor: Callable[[str], None]) -> None:
    visitor("b1")
    run_id = service.start(job(), name="private", owner="b1")
    begin(service, run_id)
    service.scheduler.find_dead()
    assert {"Resume", "Share with everyone", "Delete the run"} <= set(labels(open_page("runs", runs=run_id)))
    visitor("b2")
    assert "There are no runs yet" in open_page("runs", runs=run_id).info[0].value
    page = open_page("fine_tuning", run=run_id, tab="sentences")
    assert "belongs to somebody who does not share it" in page.info[0].value
    assert "private" not in page_text(page)
    visitor("b1")
    next(button for button in open_page("runs", runs=run_id).button if button.label == "Share with everyone").click().run()
    visitor("b2")
    page = open_page("runs", runs=run_id)
    assert list(page.dataframe[0].value["name"]) == ["private"]
    assert not {"Resume", "Share with everyone", "Stop sharing", "Delete the run", "Save name and note"} & set(labels(page))
    page = open_page("fine_tuning", run=run_id)
    assert "private" in page_text(page)
    assert "Resume" not in labels(page)


def test_an_experiment_is_shared_as_a_whole(service: RunService, visitor: Callable[[str], None]) -> None:
    experiment = service.start_experiment([job(), job(seed=1)], owner="b1")
    visitor("b2")
    assert "does not share it" in open_page("fine_tuning", experiment=experiment).info[0].value
    service.share(service.members(experiment)[1].id, is_shared=True)
    page = open_page("fine_tuning", experiment=experiment)
    assert len(page.dataframe[0].value) == 2
    assert "Stop the experiment" not in labels(page)
