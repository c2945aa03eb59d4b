"""The fine-tuning page and the page of runs, without a browser: what they show of a store whose runs are in every state."""

import ast
import shlex
from collections.abc import Sequence

import pytest
from streamlit.testing.v1 import AppTest

from bertplay.runs.costs import key_of, save_cost, save_problem
from bertplay.runs.forecast import Forecast
from bertplay.runs.service import RunService
from bertplay.training.events import Command
from bertplay.training.jobs import DataSource, FineTune, Method
from bertplay.training.pace import MeasuredCost
from bertplay.ui.fine_tuning import costs
from tests.pages.conftest import Open, page_text, takeaways, written_as_markup
from tests.pages.fine_tuning_runs import EVIL, job, open_page, progress


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


def test_what_a_run_costs_is_beside_the_button(service: RunService) -> None:
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


def test_a_default_name_is_in_the_language_of_every_reader(service: RunService, open_at: Open) -> None:
    """The same runs in both languages, independent of who started them; a typed name is not translated."""
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
    assert "Critiques, 3 époques, tous les poids" in page_text(open_at("fine_tuning", run=newest, lang="fr"))


def test_a_note_saved_in_french_leaves_the_name_translatable(service: RunService, open_at: Open) -> None:
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
    assert EVIL in page_text(page)
    assert EVIL not in written_as_markup(page)


def test_methods_and_seeds_become_one_experiment(service: RunService) -> None:
    page = open_page("fine_tuning", methods="full.random", seeds="2", epochs="2", learning_rate="1e-3", batch_size="32", examples="32")
    assert any("60 steps take 60 epochs" in one.value for one in page.caption)
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
    assert "'GOOD' and 'good' differ only in case, spaces or decimals" in page_text(page)
    assert "12 of 12 texts are longer than the window of 128 tokens; the model reads their beginning." in page_text(page)
    page = next(toggle for toggle in page.toggle if toggle.label.startswith("Merge labels")).set_value(True).run()
    page = next(group for group in page.button_group if group.label == "Long texts").set_value("windows").run()
    assert "'GOOD' and 'good' are one label: 'good'." in page_text(page)
    page = next(button for button in page.button if button.label == "Start training").click().run()
    (run,) = service.runs()
    assert (run.job.data.merge_labels, run.job.long_texts) == (True, "windows")
