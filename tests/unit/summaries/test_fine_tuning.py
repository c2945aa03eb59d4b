"""Captions about fine-tuning are computed from the figures, and reverse when these do."""

from dataclasses import replace

import pytest

from bertplay.results.few_examples import FewExamples, TrainedOnFew
from bertplay.results.task_heads import EntitySpan, TextAnswer, TextAnswers
from bertplay.results.training_curves import ComparedRuns, RunCurves
from bertplay.results.training_events import Evaluated, ProbeAnswer, ProjectedPoint
from bertplay.results.tuned_model import (
    Calibration,
    CalibrationBin,
    Confusion,
    HeldOutPrediction,
    WordImportance,
    WordWeight,
)
from bertplay.summaries.compared_runs import summarize_comparison, summarize_few_examples
from bertplay.summaries.fine_tuning import (
    entities_of,
    same_label_share,
    summarize_movement,
    summarize_probes,
    summarize_training,
    summarize_vectors,
)
from bertplay.summaries.task_heads import summarize_answers
from bertplay.summaries.tuned_model import summarize_calibration, summarize_confusion, summarize_importance

LABELS = ("negative", "positive")


def evaluated(step: int, accuracy: float = 0.5, loss: float = 0.5, **values: object) -> Evaluated:
    return Evaluated(0.0, step, step / 20, 80, 0.4, loss, accuracy, **values)  # type: ignore[arg-type]


def curves(*points: Evaluated, **values: object) -> RunCurves:
    run = RunCurves("mine", "full", "full", 0, 320, LABELS, 0.5, 60, (), points)
    return replace(run, **values)  # type: ignore[arg-type]


def test_a_training_is_summarized_beside_what_it_has_to_beat() -> None:
    found = summarize_training(curves(evaluated(0), evaluated(60, 0.9)))
    assert found.sentence == (
        "After step 60 the model classifies 90% of the held-out examples correctly; "
        "always predicting the most frequent label would be right for 50%."
    )
    assert found.measure is not None
    assert found.measure.value == 0.9
    assert found.table is not None
    assert [row[0] for row in found.table.rows] == [0, 60]


def test_entities_are_summarized_by_their_f1_and_masked_words_by_where_they_began() -> None:
    tagged = summarize_training(curves(evaluated(0, f1=0.0), evaluated(90, 0.96, f1=0.764)))
    assert tagged.sentence.startswith("After step 90 the F1 of entities is 0.76 on held-out sentences; 96% of the words")
    assert tagged.measure is not None
    assert tagged.measure.value == 0.764
    masked = summarize_training(curves(evaluated(0, 0.3), evaluated(60, 0.4), labels=()))
    assert masked.sentence.endswith("is 40%; it began at 30%.")


@pytest.mark.parametrize(("losses", "said"), [((0.7, 0.5, 0.4), "its lowest so far"), ((0.7, 0.4, 0.6), "overfitting")])
def test_overfitting_is_said_where_the_held_out_loss_rises(losses: tuple[float, ...], said: str) -> None:
    points = [evaluated(step, loss=loss) for step, loss in zip((0, 30, 60), losses, strict=True)]
    assert said in summarize_training(curves(*points)).details[0]


def test_sentences_of_the_reader_are_summarized_by_how_many_changed() -> None:
    before, after = ProbeAnswer(LABELS, (0.4, 0.6)), ProbeAnswer(LABELS, (0.9, 0.1))
    run = curves(evaluated(0, probes=(before, before)), evaluated(60, probes=(before, after)), probe_sentences=("a", "b"))
    found = summarize_probes(run)
    assert found.sentence == "After step 60, 1 of 2 sentences have a different prediction than before the training."
    assert found.table is not None
    assert found.table.rows == (("a", "positive (60%)", "positive (60%)", ""), ("b", "positive (60%)", "negative (90%)", "yes"))


def test_tagged_sentences_are_summarized_by_their_entities() -> None:
    """One tag for a whole sentence would mean nothing."""
    words = ("Anna", "Smith", "sings", ".")
    before = ProbeAnswer(("O", "O", "O", "O"), (0.9,) * 4, words)
    after = ProbeAnswer(("B-PER", "I-PER", "O", "O"), (0.9,) * 4, words)
    labels = ("O", "B-PER", "I-PER")
    run = curves(evaluated(0, probes=(before,)), evaluated(9, probes=(after,)), labels=labels, probe_sentences=("Anna Smith sings.",))
    (row,) = summarize_probes(run).table.rows  # type: ignore[union-attr]
    assert row == ("Anna Smith sings.", "no entity", "Anna Smith (PER)", "yes")


def test_entities_are_joined_from_their_tags() -> None:
    assert entities_of(("Anna", "Smith", "met", "Bo"), ("B-PER", "I-PER", "O", "B-PER")) == [("Anna Smith", "PER"), ("Bo", "PER")]
    assert entities_of(("Oslo", "Bo"), ("I-LOC", "I-PER")) == [("Oslo", "LOC"), ("Bo", "PER")]


def test_vectors_are_summarized_by_their_nearest_neighbours() -> None:
    apart = tuple(ProjectedPoint(x, 0.0, label, "t") for x, label in ((0.0, "a"), (0.1, "a"), (5.0, "b"), (5.1, "b")))
    mixed = tuple(ProjectedPoint(x, 0.0, label, "t") for x, label in ((0.0, "a"), (0.1, "b"), (5.0, "a"), (5.1, "b")))
    assert (same_label_share(apart), same_label_share(mixed), same_label_share(apart[:1])) == (1.0, 0.0, 0.0)
    run = curves(evaluated(0, projection=mixed), evaluated(60, projection=apart))
    assert summarize_vectors(run, 1).sentence.startswith("After step 60, 100% of the sentences")
    assert summarize_vectors(run, 0).sentence.startswith("Before the training, 0%")


def test_layers_are_summarized_by_which_moved_most() -> None:
    run = curves(evaluated(0, layer_movement=(0.0, 0.0, 0.0)), evaluated(60, layer_movement=(0.001, 0.02, 0.04)))
    assert summarize_movement(run).sentence == (
        "After step 60 layer 2 has moved furthest, by 4.00% of the size of its weights, and the embedding layer least, by 0.10%."
    )
    assert summarize_movement(curves(evaluated(0, layer_movement=(0.0, 0.0)))).sentence == "No weight has moved yet."


def test_runs_are_compared_by_the_mean_of_their_seeds() -> None:
    full = [replace(curves(evaluated(60, accuracy)), seed=seed) for seed, accuracy in enumerate((0.8, 0.9))]
    found = summarize_comparison(ComparedRuns((*full, curves(evaluated(60, 0.5), method="tfidf"), curves(method="random"))))
    assert found.sentence == "Best on held-out examples: All weights, with 85%. Second: TF-IDF baseline, with 50%."
    assert found.table is not None
    assert [row[-1] for row in found.table.rows] == [2, 1]
    assert summarize_comparison(ComparedRuns((curves(),))).sentence == "Nothing has been evaluated yet."


def few(*runs: tuple[str, int, float]) -> FewExamples:
    return FewExamples("bert", "", "topics", "accuracy", "1", tuple(TrainedOnFew(method, n, 0, score, 1.0) for method, n, score in runs))


def test_few_examples_are_summarized_by_what_random_weights_need() -> None:
    found = summarize_few_examples(few(("full", 8, 0.4), ("full", 32, 0.9), ("random", 8, 0.2), ("random", 32, 0.5)))
    assert found.sentence == ("The pretrained model reaches 90% with 32 examples; the same shape with random weights reaches 50% with 32.")
    assert found.table is not None
    assert found.table.rows == (("All weights", 0.4, 0.9), ("Same shape, random weights", 0.2, 0.5))
    contrary = summarize_few_examples(few(("full", 8, 0.4), ("random", 8, 0.5)))
    assert contrary.sentence.endswith("the pretrained model does not reach that here.")


def predicted(truth: str, prediction: str) -> HeldOutPrediction:
    return HeldOutPrediction("t", truth, prediction, 0.9, 0.1, 1)


def test_mistakes_are_summarized_by_the_most_frequent() -> None:
    predictions = (predicted("a", "a"), predicted("a", "b"), predicted("a", "b"), predicted("b", "a"))
    found = summarize_confusion(Confusion(("a", "b"), ((1, 2), (1, 0)), predictions))
    assert found.sentence == "1 of 4 are classified correctly (25%). The most frequent mistake (2 ×): “a” classified as “b”."
    right = summarize_confusion(Confusion(("a", "b"), ((1, 0), (0, 0)), predictions[:1]))
    assert right.sentence == "All 1 held-out examples are classified correctly."


@pytest.mark.parametrize(("confidence", "said"), [(0.95, "overconfident"), (0.85, "underconfident"), (0.91, "well calibrated")])
def test_confidence_is_compared_with_accuracy(confidence: float, said: str) -> None:
    assert said in summarize_calibration(Calibration((CalibrationBin(0.8, 1.0, 10, confidence, 0.9),), 0.01, 10)).sentence


def test_a_prediction_is_summarized_with_the_word_that_it_depends_on() -> None:
    found = WordImportance("not bad", "good", 0.7, (WordWeight("not", 0, 3, 0.4), WordWeight("bad", 4, 7, -0.1)), "[MASK]")
    assert summarize_importance(found).sentence == "Prediction: good, with 70%. It depends most on “not”: without it, 30%."
    against = WordImportance("not bad", "good", 0.5, (WordWeight("not", 0, 3, 0.1), WordWeight("bad", 4, 7, -0.4)), "[MASK]")
    assert summarize_importance(against).sentence == "Prediction: good, with 50%. It depends most on “bad”: without it, 90%."
    alike = replace(found, words=(WordWeight("not", 0, 3, 0.001),))
    assert "depends on no single word" in summarize_importance(alike).sentence


def test_answers_are_summarized_by_label_or_by_entity() -> None:
    answer = TextAnswer("It was good.", "positive", LABELS, (0.1, 0.9))
    found = summarize_answers(TextAnswers("x", "classification", "full", (answer,)))
    assert found.sentence == "Prediction: positive, with 90%."
    assert found.table is not None
    assert [row[1] for row in found.table.rows] == ["positive", "negative"]
    tagged = TextAnswer("Bo sings", "B-PER O", ("B-PER", "O"), (0.9, 0.8), ("Bo", "sings"), (EntitySpan("Bo", "PER", 0, 2, 0.9),))
    assert summarize_answers(TextAnswers("x", "entities", "full", (tagged,))).sentence == "Named entities: Bo (PER)."
