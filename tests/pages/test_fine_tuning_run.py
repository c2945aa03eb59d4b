"""A run on the fine-tuning page: its tabs while it trains and afterwards, an experiment, in English and French."""

import ast
import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bertplay.cli.app import app as command_line
from bertplay.runs import worker
from bertplay.runs.liveness import take_lock
from bertplay.runs.service import RunService
from bertplay.runs.state import RunState
from bertplay.settings import get_settings
from bertplay.training.events import Command
from bertplay.training.jobs import DataSource, FineTune, Method
from bertplay.training.run_job import run_job
from tests.pages.conftest import Open, page_text, takeaways, written_as_markup
from tests.pages.fine_tuning_runs import EVIL, begin, charts, in_french, job, labels, open_page, progress
from tests.pages.test_french import left_in_english
from tests.programs import printed_here
from tests.tiny import save_bert


def test_a_running_training_is_drawn_with_its_buttons(service: RunService) -> None:
    run_id = service.start(job(), name=EVIL)
    lock = take_lock(service.settings.runs_dir / run_id)
    begin(service, run_id)
    page = open_page("fine_tuning", run=run_id)
    assert not page.exception
    assert charts(page) == 3
    assert progress(page) == "Step 10 of 60, about 12 s left."
    assert {"Pause", "1 step", "10 steps", "Stop, keep the best"} <= set(labels(page))
    next(button for button in page.button if button.label == "Pause").click().run()
    assert service.run(run_id).command is Command.PAUSE
    page = open_page("fine_tuning", run=run_id)  # a reload, or a second tab
    assert "Resume" in labels(page)
    next(button for button in page.button if button.label == "10 steps").click().run()
    assert service.store.row(run_id).step_limit == 20  # type: ignore[union-attr]
    assert EVIL in page_text(page)
    assert "<img" not in written_as_markup(page)
    assert lock is not None
    lock.release()


@pytest.mark.parametrize(("tab", "figures"), [("curves", 3), ("sentences", 1), ("vectors", 1), ("layers", 1)])
def test_each_tab_of_a_running_training_draws(service: RunService, tab: str, figures: int) -> None:
    run_id = service.start(job())
    lock = take_lock(service.settings.runs_dir / run_id)
    begin(service, run_id)
    page = open_page("fine_tuning", run=run_id, tab=tab)
    assert not page.exception
    assert charts(page) == figures
    assert all(takeaways(page))
    assert "<img" not in written_as_markup(page)
    if tab == "sentences":
        assert list(page.dataframe[0].value["changed"]) == ["", "yes"]
    assert lock is not None
    lock.release()


def test_a_run_without_its_worker_says_so_and_can_be_resumed(service: RunService) -> None:
    run_id = service.start(job())
    begin(service, run_id)  # nobody holds the lock
    page = open_page("fine_tuning", run=run_id)
    assert progress(page) == "Interrupted after step 10 of 60."
    assert "Its worker ended without an error message" in page_text(page)
    service.scheduler.find_dead()
    page = open_page("fine_tuning", run=run_id)
    next(button for button in page.button if button.label == "Resume").click().run()
    assert service.run(run_id).state is RunState.QUEUED


def test_a_link_to_nothing_is_explained(service: RunService) -> None:
    for link in ({"run": "nothing"}, {"experiment": "nothing"}, {"run": "../../etc"}):
        page = open_page("fine_tuning", **link)
        assert not page.exception
        assert "of this link was deleted" in page.info[0].value
        page = next(button for button in page.button if button.label == "Start another one").click().run()
        assert "Start training" in labels(page)


def test_an_experiment_is_drawn_with_its_table(service: RunService) -> None:
    configs = [job(method=method, seed=seed) for method in (Method.FULL, Method.RANDOM) for seed in (0, 1)]
    experiment = service.start_experiment(configs)
    first = min(service.runs(), key=lambda run: run.place or 0)
    lock = take_lock(service.settings.runs_dir / first.id)
    begin(service, first.id)
    page = open_page("fine_tuning", experiment=experiment)
    assert not page.exception
    assert charts(page) == 1
    assert len(page.dataframe[0].value) == 4
    ways = [button for button in page.button if ".open_" in (button.key or "")]
    assert [(way.label, way.disabled) for way in ways][:2] == [("Open “All weights”, seed 0", False), ("Open “All weights”, seed 1", True)]
    ways[0].click().run()
    assert page.query_params["run"] in (first.id, [first.id])
    assert "experiment" not in page.query_params
    page = open_page("fine_tuning", experiment=experiment)
    next(button for button in page.button if button.label == "Stop the experiment").click().run()
    assert [run.state for run in service.runs()].count(RunState.CANCELLED) == 3
    assert service.run(first.id).command is Command.STOP
    assert lock is not None
    lock.release()


@pytest.mark.parametrize("tab", ["curves", "sentences", "vectors", "layers"])
def test_a_run_in_french(service: RunService, tab: str) -> None:
    run_id = service.start(job())
    begin(service, run_id)
    service.store.change(run_id, RunState, state=RunState.FINISHED, metrics='{"accuracy": 0.9}')
    page = in_french("fine_tuning", run=run_id, tab=tab)
    assert not page.exception
    assert "Terminé après 10 pas en" in progress(page)
    assert left_in_english(page) == []


def test_an_experiment_and_the_runs_in_french(service: RunService) -> None:
    experiment = service.start_experiment([job(train_examples=n, seed=seed) for n in (8, 32) for seed in (0, 1)])
    for run in service.runs():
        service.store.change(run.id, RunState, state=RunState.FAILED, problem="The disk is full.", remedy="Run it again.", queue_owner=None)
    page = in_french("fine_tuning", experiment=experiment)
    assert "0 entraînements sur 4 terminés." in progress(page)
    assert left_in_english(page) == []
    failed = in_french("fine_tuning", run=run.id)
    assert {"Le disque est plein.", "Relancez-le."} <= {text.value for text in failed.text}
    runs = in_french("runs", runs=".".join(run.id for run in service.runs()))
    assert not runs.exception
    assert list(runs.dataframe[0].value.columns)[:2] == ["nom", "état"]
    assert left_in_english(runs) == []


TABS = ("curves", "sentences", "vectors", "layers", "mistakes", "try_it", "forgetting")


@pytest.fixture
def over(service: RunService, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A finished run of a tiny model, whose worker was this process."""
    save_bert(tmp_path / "models" / "tiny")
    monkeypatch.setenv("BERTPLAY_MODELS_DIR", str(tmp_path / "models"))
    monkeypatch.setattr(worker, "lower_priority", lambda: None)
    get_settings.cache_clear()
    one = FineTune(DataSource("sample:topics"), model="local/tiny", train_examples=20, epochs=2, probe_sentences=("the dog is good", EVIL))
    run_id = service.start(one)
    worker.work(run_id, get_settings(), run_job)
    assert service.run(run_id).state is RunState.FINISHED
    return run_id


def test_every_tab_of_a_finished_run_keeps_the_contract(over: str, open_at: Open) -> None:
    for tab in TABS:
        page = open_at("fine_tuning", run=over, tab=tab)
        assert not page.exception, tab
        assert [one.label for one in page.tabs] == ["Curves", "My sentences", "[CLS] vectors", "Layers", "Mistakes", "Try it", "Forgetting"]
        assert all(takeaways(page)), tab
        assert charts(page), tab
        assert [button.proto.label for button in page.get("download_button")][:1] == ["Table (CSV)"], tab
        assert "<img" not in written_as_markup(page), tab
        (program, *_) = [code.value for code in page.code if code.language == "python"]
        ast.parse(program)
        if tab not in ("curves", "sentences", "vectors", "layers"):  # these train once more
            assert printed_here(program), tab
        assert left_in_english(in_french("fine_tuning", run=over, tab=tab)) == [], tab
    assert {"Model as zip"} <= {button.proto.label for button in open_at("fine_tuning", run=over).get("download_button")}


def test_the_command_of_a_prediction_says_what_the_page_says(over: str, open_at: Open) -> None:
    page = open_at("fine_tuning", run=over, tab="try_it", text="the cat is bad")
    (command,) = [code.value for code in page.code if code.language == "sh" and "predict" in code.value]
    done = CliRunner().invoke(command_line, shlex.split(command)[3:])
    assert done.exit_code == 0
    assert done.stdout.splitlines()[0].rstrip(".") in takeaways(page)[0]


def test_the_examples_behind_a_cell_are_listed(over: str, open_at: Open) -> None:
    page = open_at("fine_tuning", run=over, tab="mistakes")
    (cells,) = page.selectbox
    truth, rest = cells.options[0].split(" classified as ")
    guess, count = rest.split(": ")
    page = cells.set_value((truth, guess)).run()
    examples = page.dataframe[0].value
    assert list(examples["true label"]) == [truth] * int(count)
    assert list(examples["prediction"]) == [guess] * int(count)


def test_a_baseline_has_no_vectors_and_no_layers(service: RunService, open_at: Open) -> None:
    run_id = service.start(job(method=Method.TFIDF))
    writer = begin(service, run_id)
    writer.write()
    page = open_at("fine_tuning", run=run_id, tab="layers")
    assert [one.label for one in page.tabs] == ["Curves", "My sentences"]
