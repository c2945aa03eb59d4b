"""The logs that travel with the bundled models."""

import json
from pathlib import Path

from bertplay.charts.figure import rows_and_drawing
from bertplay.charts.pretraining import training_curves
from bertplay.lessons.training_logs import falls_from, read_log, training_logs
from bertplay.models.bundled_models import bundled_folder


def test_bert_is_first_and_its_log_is_whole() -> None:
    bert = training_logs()[0]
    assert bert.model == "bert-scratch"
    lines = (bundled_folder("bert-scratch") / "evaluations.jsonl").read_text("utf-8").splitlines()
    assert len(bert.points) == sum(len(json.loads(line)["held_out"]) for line in lines)
    assert {point.domain for point in bert.points} == {"encyclopedia", "everyday"}


def test_a_log_by_hand(tmp_path: Path) -> None:
    held_out = {"a": {"loss": 2.0, "top1": 0.5, "sentence_order": 0.75}, "b": {"neighbours": 0.1}}
    (tmp_path / "evaluations.jsonl").write_text(json.dumps({"step": 1, "tokens": 10, "held_out": held_out}) + "\n")
    (tmp_path / "pretraining.json").write_text(
        json.dumps({"counters": {"tokens": 100}, "stages": [{"from_step": 0, "config": {"tokens": 0, "seconds": 9, "decay_share": 0.4}}]})
    )
    log = read_log(tmp_path)
    [point] = log.points
    assert (point.tokens, point.domain, point.loss, point.top1, point.pair) == (10, "a", 2.0, 0.5, 0.75)
    assert log.falls_from == 60


def test_a_model_without_a_pair_task_has_no_share_of_pairs(tmp_path: Path) -> None:
    held_out = {"a": {"loss": 2.0, "top1": 0.5, "next_sentence": 0.0, "pairs": 0}}
    (tmp_path / "evaluations.jsonl").write_text(json.dumps({"step": 1, "tokens": 10, "held_out": held_out}) + "\n")
    assert read_log(tmp_path).points[0].pair is None


def test_where_no_budget_of_tokens_is_recorded_nothing_is_said(tmp_path: Path) -> None:
    assert falls_from(tmp_path) is None
    (tmp_path / "pretraining.json").write_text(json.dumps({"config": {"seconds": 5, "tokens": 0, "decay_share": 0.4}}))
    assert falls_from(tmp_path) is None


def test_the_curves_have_a_point_for_each_evaluation() -> None:
    logs = training_logs()
    for domain in ("encyclopedia", "everyday"):
        rows, drawing = rows_and_drawing(training_curves(logs, domain, "top1"))
        expected = [p.top1 for log in logs for p in log.points if p.domain == domain and p.tokens > 0]
        assert rows["value"].tolist() == expected
        assert drawing["encoding"]["x"]["scale"]["type"] == "log"


def test_the_plateau_and_the_fall_by_hand(tmp_path: Path) -> None:
    shares = [(10, 0.11), (20, 0.14), (30, 0.16), (60, 0.3), (90, 0.4)]  # guessing by frequency: 0.1
    lines = [json.dumps({"tokens": t, "held_out": {"a": {"loss": 1.0, "top1": s}, "b": {"loss": 1.0, "top1": s}}}) for t, s in shares]
    (tmp_path / "evaluations.jsonl").write_text("\n".join(lines))
    (tmp_path / "pretraining.json").write_text(
        json.dumps({"counters": {"tokens": 100}, "stages": [{"from_step": 0, "config": {"tokens": 0, "seconds": 9, "decay_share": 0.4}}]})
    )
    (tmp_path / "figures.json").write_text(json.dumps({"a": {"frequency_top1": 0.05}, "b": {"frequency_top1": 0.15}}))
    log = read_log(tmp_path)
    assert log.left_plateau == 30
    assert log.fall == (0.3, 0.4)
    assert log.course[0] == (10, 0.11)


def test_each_bundled_training_has_left_its_plateau_and_gained_in_its_fall() -> None:
    for log in training_logs():
        assert log.left_plateau is not None, log.model
        if log.model != "xlnet":  # asked twice in all, before its fall and after
            assert log.fall is not None, log.model
            assert log.fall[1] > log.fall[0], log.model
