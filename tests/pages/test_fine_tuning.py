"""The fine-tuning page and the page of runs, without a browser: what they show of a store whose runs are in every state."""

import ast
import shlex
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from typer.testing import CliRunner

from bertplay.cli.app import app as command_line
from bertplay.results.training_events import Evaluated, ProbeAnswer, ProjectedPoint, Started, Step
from bertplay.runs import worker
from bertplay.runs.costs import key_of, save_cost, save_problem
from bertplay.runs.event_writer import EventWriter
from bertplay.runs.forecast import Forecast
from bertplay.runs.liveness import take_lock
from bertplay.runs.service import RunService
from bertplay.runs.state import RunState
from bertplay.settings import get_settings
from bertplay.training.events import Command
from bertplay.training.jobs import DataSource, FineTune, Method
from bertplay.training.pace import MeasuredCost
from bertplay.ui.fine_tuning import costs
from tests.pages.conftest import ROOT, Open, takeaways, written_as_markup
from tests.pages.test_french import left_in_english
from tests.programs import printed_here
from tests.tiny import save_bert

EVIL = "<img src=x> ![](http://x) $x$ :red[x]"
LABELS = ("negative", "positive")


def open_page(file: str, **link: str) -> AppTest:
    page = AppTest.from_file(str(ROOT / "app.py"), default_timeout=180)
    page.query_params.update(link)
    return page.switch_page(f"pages/{file}.py").run()


def told(service: RunService, run_id: str, evaluations: int = 3) -> EventWriter:
    """A run that its worker began: started, steps, evaluations."""
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


def said(page: AppTest) -> str:
    return "\n".join(element.value for element in page.text)


def labels(page: AppTest) -> list[str]:
    return [button.label for button in page.button]


def charts(page: AppTest) -> int:
    return len(page.get("vega_lite_chart"))


def progress(page: AppTest) -> str:
    return str(page.get("progress")[0].proto.text)


def test_a_newcomer_starts_a_training_with_one_click(service: RunService) -> None:
    page = open_page("fine_tuning")
    assert not page.exception
    assert not page.query_params
    (start,) = [button for button in page.button if button.label == "Start training"]
    page = start.click().run()
    (run,) = service.runs()
    assert (run.job.data.train, run.job.method, run.job.model) == ("sample:topics", Method.FULL, "bert")
    assert run.job.probe_sentences
    assert page.query_params["run"] == run.id
    assert progress(page) == "It starts now: its process is loading the libraries."
    page = open_page("fine_tuning")
    again = next(button for button in page.button if button.label == "Start training").click().run()
    assert len(service.runs()) in (1, 2)  # a session without a cookie is a browser of its own
    assert not again.exception


def test_a_run_has_the_name_that_its_reader_gives_it(service: RunService) -> None:
    for shown in ("Topics of *Ada*", "Topics of *Ada* (2)"):
        page = open_page("fine_tuning")
        page.text_input("fine_tuning.train.name").set_value(" Topics of *Ada* ").run()
        assert "name" not in page.query_params
        next(button for button in page.button if button.label == "Start training").click().run()
        newest = service.runs()[0]
        assert newest.name == shown
        service.send(newest.id, Command.STOP)


def captions(page: AppTest) -> list[str]:
    return [caption.value for caption in page.caption]


def test_what_a_run_costs_stands_beside_the_button(service: RunService) -> None:
    assert "The duration is measured in the first seconds." in captions(open_page("fine_tuning"))  # nothing waits that could measure
    measured = MeasuredCost(
        rows=320, start_seconds=2.0, step_seconds=0.5, evaluation_seconds=0.25, end_seconds=1.0, memory_bytes=870_000_000
    )
    save_cost(service.settings, key_of(FineTune(DataSource("sample:topics")), service.settings), measured)
    assert "About 36 s and 0.9 GB of memory on this machine." in captions(open_page("fine_tuning"))  # 60 steps, 12 evaluations
    assert "About 1 min 12 s and 0.9 GB of memory on this machine." in captions(open_page("fine_tuning", seeds="2"))
    assert "About 16 s and 0.9 GB of memory on this machine." in captions(open_page("fine_tuning", epochs="1"))  # 20 and 10


def test_a_run_of_the_page_takes_one_look_at_the_costs(service: RunService, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Sequence[FineTune]] = []

    def counted(service: RunService, configs: Sequence[FineTune]) -> Forecast:
        asked.append(configs)
        return Forecast(seconds=float(30 + len(asked)), is_measuring=len(asked) == 1)

    monkeypatch.setattr(costs, "forecast", counted)
    page = open_page("fine_tuning")
    assert len(asked) == 1
    assert "About 31 s on this machine." in captions(page)
    page.run()
    assert len(asked) == 2
    assert "About 32 s on this machine." in captions(page)


def test_a_name_that_nobody_typed_is_told_to_every_reader(service: RunService, open_at: Open) -> None:
    """The same runs, looked at in both languages, whoever started them; a typed name stays."""
    for one, name in ((job(), ""), (job(epochs=1), ""), (job(), ""), (job(), "All weights")):
        service.start(one, name=name)
    english = ["All weights", "Reviews, 3 epochs, all weights (2)", "Reviews, 1 epoch, all weights", "Reviews, 3 epochs, all weights"]
    french = [
        "All weights",
        "Critiques, 3 époques, tous les poids (2)",
        "Critiques, 1 époque, tous les poids",
        "Critiques, 3 époques, tous les poids",
    ]
    assert [str(run.name) for run in service.runs()] == english
    assert open_page("runs").dataframe[0].value["name"].tolist() == english
    assert open_at("runs", lang="fr").dataframe[0].value["nom"].tolist() == french
    assert len(open_at("runs", lang="fr", text="critiques poids").dataframe[0].value) == 3
    newest = service.runs()[-1].id
    assert "Critiques, 3 époques, tous les poids" in said(open_at("fine_tuning", run=newest, lang="fr"))


def test_a_note_that_is_kept_in_french_leaves_the_name_to_all(service: RunService, open_at: Open) -> None:
    run_id = service.start(job())
    page = open_at("runs", lang="fr", runs=run_id)
    page.text_area[0].set_value("une note")
    next(button for button in page.button if button.label == "Enregistrer le nom et la note").click().run()
    assert (str(service.run(run_id).name), service.run(run_id).note) == ("Reviews, 3 epochs, all weights", "une note")
    page = open_at("runs", lang="fr", runs=run_id)
    page.text_input[1].set_value("mon essai")
    next(button for button in page.button if button.label == "Enregistrer le nom et la note").click().run()
    assert service.run(run_id).name == "mon essai"


def test_why_a_run_could_not_be_measured_is_said_without_markup(service: RunService) -> None:
    save_problem(service.settings, key_of(FineTune(DataSource("sample:topics")), service.settings), EVIL)
    page = open_page("fine_tuning")
    assert EVIL in said(page)
    assert EVIL not in written_as_markup(page)


def test_methods_and_seeds_become_one_experiment(service: RunService) -> None:
    page = open_page("fine_tuning", methods="full.random", seeds="2", epochs="2", learning_rate="1e-3", batch_size="32", examples="32")
    next(button for button in page.button if button.label == "Start 4 trainings").click().run()
    runs = service.runs()
    assert {(run.job.method.value, run.job.seed) for run in runs} == {("full", 0), ("full", 1), ("random", 0), ("random", 1)}
    assert {(run.job.learning_rate, run.job.batch_size, run.job.train_examples) for run in runs} == {(1e-3, 32, 32)}
    assert len({run.experiment for run in runs}) == 1
    assert runs[0].experiment


def test_how_few_examples_is_one_click(service: RunService) -> None:
    page = open_page("fine_tuning")
    next(button for button in page.button if button.label == "How few examples are enough?").click().run()
    found = {(run.job.method.value, run.job.train_examples) for run in service.runs()}
    assert {size for _, size in found} == {8, 32, 128, 320}
    assert {method for method, _ in found} >= {"full", "random", "bilstm", "tfidf"}
    eight = next(run.job for run in service.runs() if run.job.train_examples == 8)
    assert eight.epochs == 60  # one step an epoch


def test_a_running_training_is_drawn_with_its_buttons(service: RunService) -> None:
    run_id = service.start(job(), name=EVIL)
    lock = take_lock(service.settings.runs_dir / run_id)
    told(service, run_id)
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
    assert EVIL in said(page)
    assert "<img" not in written_as_markup(page)
    assert lock is not None
    lock.release()


@pytest.mark.parametrize(("tab", "figures"), [("curves", 3), ("sentences", 1), ("vectors", 1), ("layers", 1)])
def test_each_tab_of_a_running_training_draws(service: RunService, tab: str, figures: int) -> None:
    run_id = service.start(job())
    lock = take_lock(service.settings.runs_dir / run_id)
    told(service, run_id)
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
    told(service, run_id)  # nobody holds the lock
    page = open_page("fine_tuning", run=run_id)
    assert progress(page) == "Interrupted after step 10 of 60."
    assert "Its worker ended without an error message" in said(page)
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
    told(service, first.id)
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


def test_the_page_of_runs_lists_finds_and_compares(service: RunService) -> None:
    assert "There are no runs yet" in open_page("runs").info[0].value
    first, second = service.start(job(), name="alpha"), service.start(job(method=Method.RANDOM), name=EVIL)
    told(service, first)
    service.scheduler.find_dead()
    told(service, second)
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


@pytest.mark.parametrize("tab", ["curves", "sentences", "vectors", "layers"])
def test_a_run_in_french(service: RunService, tab: str) -> None:
    run_id = service.start(job())
    told(service, run_id)
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
    assert "0 exécutions sur 4 terminées." in progress(page)
    assert left_in_english(page) == []
    failed = in_french("fine_tuning", run=run.id)
    assert {"Le disque est plein.", "Relancez-le."} <= {text.value for text in failed.text}
    runs = in_french("runs", runs=".".join(run.id for run in service.runs()))
    assert not runs.exception
    assert list(runs.dataframe[0].value.columns)[:2] == ["nom", "état"]
    assert left_in_english(runs) == []


def in_french(file: str, **link: str) -> AppTest:
    page = AppTest.from_file(str(ROOT / "app.py"), default_timeout=180)
    page.session_state["lang"] = "fr"
    page.query_params.update(link)
    return page.switch_page(f"pages/{file}.py").run()


def test_the_table_of_runs_has_no_empty_columns(service: RunService) -> None:
    service.start(job())
    assert {"accuracy", "F1", "took", "note"}.isdisjoint(open_page("runs").dataframe[0].value.columns)
    run_id = service.start(job())
    service.annotate(run_id, "the second")
    service.store.change(run_id, RunState, metrics='{"accuracy": 0.75, "f1": 0.5}')
    assert {"accuracy", "F1", "note"} <= set(open_page("runs").dataframe[0].value.columns)


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
    worker.work(run_id, get_settings(), lambda job, *given, **named: job.run(*given, **named))  # type: ignore[arg-type, return-value]
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
    writer = told(service, run_id)
    writer.write()
    page = open_at("fine_tuning", run=run_id, tab="layers")
    assert [one.label for one in page.tabs] == ["Curves", "My sentences"]


def test_runs_of_this_browser_are_found_among_all(service: RunService) -> None:
    service.start(job(), name="theirs", owner="somebody else")
    assert list(open_page("runs").dataframe[0].value["name"]) == ["theirs"]
    assert len(open_page("runs", mine="1").dataframe[0].value) == 0


def test_a_run_is_seen_by_its_owner_until_it_is_shared(service: RunService, visitor: Callable[[str], None]) -> None:
    visitor("b1")
    run_id = service.start(job(), name="private", owner="b1")
    told(service, run_id)
    service.scheduler.find_dead()
    assert {"Resume", "Share with everyone", "Delete the run"} <= set(labels(open_page("runs", runs=run_id)))
    visitor("b2")
    assert "There are no runs yet" in open_page("runs", runs=run_id).info[0].value
    page = open_page("fine_tuning", run=run_id, tab="sentences")
    assert "belongs to somebody who does not share it" in page.info[0].value
    assert "private" not in said(page)
    visitor("b1")
    next(button for button in open_page("runs", runs=run_id).button if button.label == "Share with everyone").click().run()
    visitor("b2")
    page = open_page("runs", runs=run_id)
    assert list(page.dataframe[0].value["name"]) == ["private"]
    assert not {"Resume", "Share with everyone", "Stop sharing", "Delete the run", "Save name and note"} & set(labels(page))
    page = open_page("fine_tuning", run=run_id)
    assert "private" in said(page)
    assert "Resume" not in labels(page)


def test_an_experiment_is_shared_as_a_whole(service: RunService, visitor: Callable[[str], None]) -> None:
    experiment = service.start_experiment([job(), job(seed=1)], owner="b1")
    visitor("b2")
    assert "does not share it" in open_page("fine_tuning", experiment=experiment).info[0].value
    service.share(service.members(experiment)[1].id, is_shared=True)
    page = open_page("fine_tuning", experiment=experiment)
    assert len(page.dataframe[0].value) == 2
    assert "Stop the experiment" not in labels(page)


def test_the_form_shows_its_training_as_code(service: RunService) -> None:
    page = open_page("fine_tuning", data="entities", methods="frozen")
    assert takeaways(page)[0].startswith("240 training sentences, 60 held out.")
    (program,) = [code.value for code in page.code if code.language == "python"]
    (command,) = [code.value for code in page.code if code.language == "sh"]
    assert "job=FineTune(data=DataSource(train='sample:entities'), task='entities', method='frozen'" in program
    words = shlex.split(command)
    assert words[3] == "finetune"
    assert {"sample:entities", "entities", "frozen", "6", "0.0003"} <= set(words)
    ast.parse(program)


def test_a_first_row_that_looks_like_data_is_asked_about(service: RunService) -> None:
    page = open_page("fine_tuning", data="own")
    rows = "".join(f"Room {i} was fine.,{'good' if i % 2 else 'bad'}\n" for i in range(12))
    page = page.file_uploader[0].set_value(("rooms.csv", rows.encode(), "text/csv")).run()
    assert page.warning[0].value.startswith("Is the first row data?")
    page = next(toggle for toggle in page.toggle if toggle.label == "The first row names the columns").set_value(False).run()
    assert not page.warning


def test_labels_of_one_meaning_and_long_texts_are_asked_about(service: RunService) -> None:
    page = open_page("fine_tuning", data="own")
    labels_given = ["good", "bad", "GOOD", "bad"] * 3
    rows = "".join(f"{'There was a bed by the wall. ' * 40}Room {i}.,{label}\n" for i, label in enumerate(labels_given))
    page = page.file_uploader[0].set_value(("rooms.csv", f"text,label\n{rows}".encode(), "text/csv")).run()
    assert "'GOOD' and 'good' differ only in case, spaces or decimals" in said(page)
    assert "12 of 12 texts are longer than the window of 128 tokens; the model reads their beginning." in said(page)
    page = next(toggle for toggle in page.toggle if toggle.label.startswith("Merge labels")).set_value(True).run()
    page = next(group for group in page.button_group if group.label == "Long texts").set_value("windows").run()
    assert "'GOOD' and 'good' are one label: 'good'." in said(page)
    page = next(button for button in page.button if button.label == "Start training").click().run()
    (run,) = service.runs()
    assert (run.job.data.merge_labels, run.job.long_texts) == (True, "windows")
