"""The fine-tuning page and the page of runs, without a browser: what they show of a store whose runs are in every state."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from bertplay.runs.desk import Desk
from bertplay.runs.forecast import Forecast
from bertplay.runs.liveness import take_lock
from bertplay.runs.measured import keep_measured, keep_problem, key_of
from bertplay.runs.names import HOW_FEW
from bertplay.runs.reporter import Reporter
from bertplay.runs.state import RunState
from bertplay.settings import get_settings
from bertplay.training.config import DataSource, FineTuneConfig, Method
from bertplay.training.events import CloudPoint, Evaluated, OwnAnswer, Started, Step, Wish
from bertplay.training.pace import Measured
from bertplay.ui.parts.fine_tuning import start
from bertplay.ui.runtime import Runtime
from tests.pages.conftest import ROOT, Open, written_as_markup
from tests.pages.test_french import left_in_english

EVIL = "<img src=x> ![](http://x) $x$ :red[x]"
LABELS = ("negative", "positive")


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """The page's own desk on a store of this test, whose queue nobody moves."""
    monkeypatch.setenv("BERTPLAY_RUNS_DIR", str(tmp_path / "runs"))
    get_settings.cache_clear()
    desk = Desk(get_settings())
    monkeypatch.setattr(Runtime, "desk", lambda self: desk)
    yield desk
    desk.store.close()
    get_settings.cache_clear()


def open_page(file: str, **link: str) -> AppTest:
    page = AppTest.from_file(str(ROOT / "app.py"), default_timeout=180)
    page.query_params.update(link)
    return page.switch_page(f"pages/{file}.py").run()


def told(desk: Desk, run_id: str, evaluations: int = 3) -> Reporter:
    """A run that its worker began: started, steps, evaluations."""
    attempt = desk.store.claim(run_id)
    assert attempt is not None
    reporter = Reporter(desk.store, run_id, attempt)
    reporter(Started(1.0, 0, 60, 320, 80, LABELS, 100, 100, 0.5, 30.0, 2**20))
    for number in range(evaluations):
        step = 5 * number
        if step:
            reporter(Step(2.0, step, 0.6, 1e-4, 30.0, 12.0))
        cloud = (CloudPoint(0.1, 0.2 * number, "positive", EVIL), CloudPoint(0.4, 0.1, "negative", "b"))
        own = (OwnAnswer(LABELS, (0.4, 0.6)), OwnAnswer(LABELS, (0.9, 0.1) if number else (0.1, 0.9)))
        reporter(Evaluated(3.0, step, 0.1, 80, 0.6, 0.7, 0.5 + 0.1 * number, None, (0.0, 0.1), cloud, own))
    reporter.write()
    return reporter


def config(**values: object) -> FineTuneConfig:
    return FineTuneConfig(DataSource("sample:reviews"), own_sentences=("good", EVIL), **values)  # type: ignore[arg-type]


def said(page: AppTest) -> str:
    return "\n".join(element.value for element in page.text)


def labels(page: AppTest) -> list[str]:
    return [button.label for button in page.button]


def charts(page: AppTest) -> int:
    return len(page.get("vega_lite_chart"))


def progress(page: AppTest) -> str:
    return str(page.get("progress")[0].proto.text)


def test_a_newcomer_starts_a_training_with_one_click(desk: Desk) -> None:
    page = open_page("fine_tuning")
    assert not page.exception
    assert not page.query_params
    (start,) = [button for button in page.button if button.label == "Start training"]
    page = start.click().run()
    (run,) = desk.runs()
    assert (run.config.data.train, run.config.method, run.config.model) == ("sample:reviews", Method.FULL, "bert")
    assert run.config.own_sentences
    assert page.query_params["run"] == run.id
    assert progress(page) == "It starts now: its process is loading the libraries."
    page = open_page("fine_tuning")
    again = next(button for button in page.button if button.label == "Start training").click().run()
    assert len(desk.runs()) in (1, 2)  # a session without a cookie is a browser of its own
    assert not again.exception


def captions(page: AppTest) -> list[str]:
    return [caption.value for caption in page.caption]


def test_what_a_run_costs_stands_beside_the_button(desk: Desk) -> None:
    assert "How long it takes is measured in its first seconds." in captions(open_page("fine_tuning"))  # nothing waits that could measure
    measured = Measured(rows=320, start_seconds=2.0, step_seconds=0.5, evaluation_seconds=0.25, end_seconds=1.0, memory_bytes=870_000_000)
    keep_measured(desk.settings, key_of(FineTuneConfig(DataSource("sample:reviews")), desk.settings), measured)
    assert "About 36 s and 0.9 GB of memory on this machine." in captions(open_page("fine_tuning"))  # 60 steps, 12 evaluations
    assert "About 1 min 12 s and 0.9 GB of memory on this machine." in captions(open_page("fine_tuning", seeds="2"))
    assert "About 16 s and 0.9 GB of memory on this machine." in captions(open_page("fine_tuning", epochs="1"))  # 20 and 10


def test_a_run_of_the_page_takes_one_look_at_the_costs(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Sequence[FineTuneConfig]] = []

    def counted(desk: Desk, configs: Sequence[FineTuneConfig]) -> Forecast:
        asked.append(configs)
        return Forecast(seconds=float(30 + len(asked)), is_measuring=len(asked) == 1)

    monkeypatch.setattr(start, "forecast", counted)
    page = open_page("fine_tuning")
    assert len(asked) == 1
    assert "About 31 s on this machine." in captions(page)
    page.run()
    assert len(asked) == 2
    assert "About 32 s on this machine." in captions(page)


def test_a_name_that_nobody_typed_is_told_to_every_reader(desk: Desk, open_at: Open) -> None:
    """The same runs, looked at in both languages, whoever started them; a typed name stays."""
    for one, name in ((config(), ""), (config(epochs=1), ""), (config(), HOW_FEW), (config(), "All weights")):
        desk.start(one, name=name)
    english = ["All weights", "How few examples", "All weights, reviews, 1 epoch", "All weights, reviews, 3 epochs"]
    french = ["All weights", "Combien d’exemples", "Tous les poids, critiques, 1 époque", "Tous les poids, critiques, 3 époques"]
    assert [str(run.name) for run in desk.runs()] == english
    assert open_page("runs").dataframe[0].value["name"].tolist() == english
    assert open_at("runs", lang="fr").dataframe[0].value["nom"].tolist() == french
    assert len(open_at("runs", lang="fr", find="poids critiques").dataframe[0].value) == 2
    newest = desk.runs()[-1].id
    assert "Tous les poids, critiques, 3 époques" in said(open_at("fine_tuning", run=newest, lang="fr"))


def test_a_note_that_is_kept_in_french_leaves_the_name_to_all(desk: Desk, open_at: Open) -> None:
    run_id = desk.start(config())
    page = open_at("runs", lang="fr", chosen=run_id)
    page.text_area[0].set_value("une note")
    next(button for button in page.button if button.label == "Garder le nom et la note").click().run()
    assert (str(desk.run(run_id).name), desk.run(run_id).note) == ("All weights, reviews, 3 epochs", "une note")
    page = open_at("runs", lang="fr", chosen=run_id)
    page.text_input[1].set_value("mon essai")
    next(button for button in page.button if button.label == "Garder le nom et la note").click().run()
    assert desk.run(run_id).name == "mon essai"


def test_why_a_run_could_not_be_measured_is_said_without_markup(desk: Desk) -> None:
    keep_problem(desk.settings, key_of(FineTuneConfig(DataSource("sample:reviews")), desk.settings), EVIL)
    page = open_page("fine_tuning")
    assert EVIL in said(page)
    assert EVIL not in written_as_markup(page)


def test_methods_and_seeds_become_one_experiment(desk: Desk) -> None:
    page = open_page("fine_tuning", methods="full.random", seeds="2", epochs="2", rate="1e-3", batch="32", examples="32")
    next(button for button in page.button if button.label == "Start 4 trainings").click().run()
    runs = desk.runs()
    assert {(run.config.method.value, run.config.seed) for run in runs} == {("full", 0), ("full", 1), ("random", 0), ("random", 1)}
    assert {(run.config.learning_rate, run.config.batch_size, run.config.train_examples) for run in runs} == {(1e-3, 32, 32)}
    assert len({run.experiment for run in runs}) == 1
    assert runs[0].experiment


def test_how_few_examples_is_one_click(desk: Desk) -> None:
    page = open_page("fine_tuning")
    next(button for button in page.button if button.label == "How few examples are enough?").click().run()
    found = {(run.config.method.value, run.config.train_examples) for run in desk.runs()}
    assert {size for _, size in found} == {8, 32, 128, 320}
    assert {method for method, _ in found} >= {"full", "random", "bilstm", "tfidf"}
    eight = next(run.config for run in desk.runs() if run.config.train_examples == 8)
    assert eight.epochs == 60  # one step an epoch


def test_a_running_training_is_drawn_with_its_buttons(desk: Desk) -> None:
    run_id = desk.start(config(), name=EVIL)
    lock = take_lock(desk.settings.runs_dir / run_id)
    told(desk, run_id)
    page = open_page("fine_tuning", run=run_id)
    assert not page.exception
    assert charts(page) == 3
    assert progress(page) == "Step 10 of 60, about 12 s left."
    assert {"Pause", "1 step", "10 steps", "Stop, keep the best"} <= set(labels(page))
    next(button for button in page.button if button.label == "Pause").click().run()
    assert desk.run(run_id).wish is Wish.PAUSE
    page = open_page("fine_tuning", run=run_id)  # a reload, or a second tab
    assert "Go on" in labels(page)
    next(button for button in page.button if button.label == "10 steps").click().run()
    assert desk.store.row(run_id).granted == 20  # type: ignore[union-attr]
    assert EVIL in said(page)
    assert "<img" not in written_as_markup(page)
    assert lock is not None
    lock.release()


@pytest.mark.parametrize(("part", "figures"), [("curves", 3), ("own", 1), ("cloud", 1), ("layers", 1)])
def test_each_part_draws(desk: Desk, part: str, figures: int) -> None:
    run_id = desk.start(config())
    lock = take_lock(desk.settings.runs_dir / run_id)
    told(desk, run_id)
    page = open_page("fine_tuning", run=run_id, look=part)
    assert not page.exception
    assert charts(page) == figures
    assert "<img" not in written_as_markup(page)
    if part == "own":
        assert list(page.dataframe[0].value["flipped"]) == ["", "yes"]
    assert lock is not None
    lock.release()


def test_a_run_without_its_worker_says_so_and_can_be_resumed(desk: Desk) -> None:
    run_id = desk.start(config())
    told(desk, run_id)  # nobody holds the lock
    page = open_page("fine_tuning", run=run_id)
    assert progress(page) == "Interrupted after step 10 of 60."
    assert "Its worker ended without a word" in said(page)
    desk.keeper.find_dead()
    page = open_page("fine_tuning", run=run_id)
    next(button for button in page.button if button.label == "Resume").click().run()
    assert desk.run(run_id).state is RunState.QUEUED


def test_a_link_to_nothing_is_explained(desk: Desk) -> None:
    for link in ({"run": "nothing"}, {"experiment": "nothing"}, {"run": "../../etc"}):
        page = open_page("fine_tuning", **link)
        assert not page.exception
        assert "of this link was deleted" in page.info[0].value
        page = next(button for button in page.button if button.label == "Start another one").click().run()
        assert "Start training" in labels(page)


def test_an_experiment_is_drawn_with_its_table(desk: Desk) -> None:
    configs = [config(method=method, seed=seed) for method in (Method.FULL, Method.RANDOM) for seed in (0, 1)]
    experiment = desk.start_experiment(configs)
    first = min(desk.runs(), key=lambda run: run.place or 0)
    lock = take_lock(desk.settings.runs_dir / first.id)
    told(desk, first.id)
    page = open_page("fine_tuning", experiment=experiment)
    assert not page.exception
    assert charts(page) == 1
    assert len(page.dataframe[0].value) == 4
    ways = [button for button in page.button if (button.key or "").startswith("open_")]
    assert [(way.label, way.disabled) for way in ways][:2] == [("Open “All weights”, seed 0", False), ("Open “All weights”, seed 1", True)]
    ways[0].click().run()
    assert page.query_params["run"] in (first.id, [first.id])
    assert "experiment" not in page.query_params
    page = open_page("fine_tuning", experiment=experiment)
    next(button for button in page.button if button.label == "Stop the experiment").click().run()
    assert [run.state for run in desk.runs()].count(RunState.CANCELLED) == 3
    assert desk.run(first.id).wish is Wish.STOP
    assert lock is not None
    lock.release()


def test_the_page_of_runs_lists_finds_and_compares(desk: Desk) -> None:
    assert "There is no run yet" in open_page("runs").info[0].value
    first, second = desk.start(config(), name="alpha"), desk.start(config(method=Method.RANDOM), name=EVIL)
    told(desk, first)
    desk.keeper.find_dead()
    told(desk, second)
    desk.keeper.find_dead()
    page = open_page("runs")
    assert not page.exception
    assert list(page.dataframe[0].value["name"]) == [EVIL, "alpha"]
    assert "<img" not in written_as_markup(page)
    assert list(open_page("runs", find="ALPH").dataframe[0].value["name"]) == ["alpha"]
    assert len(open_page("runs", states="finished").dataframe[0].value) == 0
    page = open_page("runs", chosen=f"{first}.{second}")
    assert charts(page) == 1
    page = open_page("runs", chosen=first)
    assert page.text_input[-1].value == "alpha"
    next(button for button in page.button if button.label == "Delete it now").click().run()
    assert [run.id for run in desk.runs()] == [second]


@pytest.mark.parametrize("part", ["curves", "own", "cloud", "layers"])
def test_a_run_in_french(desk: Desk, part: str) -> None:
    run_id = desk.start(config())
    told(desk, run_id)
    desk.store.change(run_id, RunState, state=RunState.FINISHED, metrics='{"accuracy": 0.9}')
    page = in_french("fine_tuning", run=run_id, look=part)
    assert not page.exception
    assert "Terminé après 10 pas en" in progress(page)
    assert left_in_english(page) == []


def test_an_experiment_and_the_runs_in_french(desk: Desk) -> None:
    experiment = desk.start_experiment([config(train_examples=n, seed=seed) for n in (8, 32) for seed in (0, 1)])
    for run in desk.runs():
        desk.store.change(run.id, RunState, state=RunState.FAILED, problem="The disk is full.", remedy="Run it again.", waiting=None)
    page = in_french("fine_tuning", experiment=experiment)
    assert ": 0 sur 4." in progress(page)
    assert left_in_english(page) == []
    failed = in_french("fine_tuning", run=run.id)
    assert {"Le disque est plein.", "Relancez-le."} <= {text.value for text in failed.text}
    runs = in_french("runs", chosen=".".join(run.id for run in desk.runs()))
    assert not runs.exception
    assert list(runs.dataframe[0].value.columns)[:2] == ["nom", "état"]
    assert left_in_english(runs) == []


def in_french(file: str, **link: str) -> AppTest:
    page = AppTest.from_file(str(ROOT / "app.py"), default_timeout=180)
    page.session_state["lang"] = "fr"
    page.query_params.update(link)
    return page.switch_page(f"pages/{file}.py").run()


def test_the_table_of_runs_has_no_empty_columns(desk: Desk) -> None:
    desk.start(config())
    assert {"accuracy", "F1", "took", "note"}.isdisjoint(open_page("runs").dataframe[0].value.columns)
    run_id = desk.start(config())
    desk.annotate(run_id, "the second")
    desk.store.change(run_id, RunState, metrics='{"accuracy": 0.75, "f1": 0.5}')
    assert {"accuracy", "F1", "note"} <= set(open_page("runs").dataframe[0].value.columns)
