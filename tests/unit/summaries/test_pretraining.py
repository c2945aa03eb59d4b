from dataclasses import replace

import pytest

from bertplay.calls import command_of, python_of
from bertplay.calls.pretraining import PREDICT_AT_CHECKPOINTS
from bertplay.i18n import localized
from bertplay.results import MaskedWordPredictions, MaskPredictions, Token, WordPrediction
from bertplay.results.pretraining import (
    CheckpointPredictions,
    ChosenToken,
    MaskingGame,
    MaskingOutcome,
    PredictionsOverTraining,
    TrainingLog,
    TrainingPoint,
)
from bertplay.results.training_curves import RunCurves
from bertplay.results.training_events import Evaluated
from bertplay.summaries.pretraining import (
    about_curves,
    settled_at,
    summarize_checkpoints,
    summarize_learning_curves,
    summarize_masking_game,
    summarize_mini_pretraining,
    summarize_trainings,
)


def prediction(word: str, probability: float = 0.5) -> WordPrediction:
    return WordPrediction(word, probability)


def chosen(truth: str, predicted: str, rank: int) -> ChosenToken:
    token = Token(truth, 1, 0, len(truth), continues_word=False, is_special=False)
    return ChosenToken(1, token, "[MASK]", MaskingOutcome.MASKED, prediction(predicted), 0.25, rank)


def test_a_game_names_the_token_that_was_missed_by_most() -> None:
    tokens = (chosen("cat", "cat", 1), chosen("mat", "floor", 7), chosen("sat", "was", 2))
    game = MaskingGame("bert", "the cat sat", (), tokens, 0.15, 0, 4.0)
    said = "The model predicts 1 of 3 chosen tokens correctly; in place of “mat” it predicts “floor”."
    assert localized(summarize_masking_game(game).sentence) == said
    all_right = replace(game, chosen=tokens[:1])
    assert localized(summarize_masking_game(all_right).sentence) == "The model predicts all 1 chosen tokens correctly."


def over_training(*words: str) -> PredictionsOverTraining:
    """One checkpoint for each first prediction; the first is untrained."""
    tokens = range(0, 100_000_000 * len(words), 100_000_000)
    answers = [MaskedWordPredictions("bert", "a [MASK]", (MaskPredictions(0, (prediction(word),), 1.0),)) for word in words]
    pairs = zip(tokens, answers, strict=True)
    return PredictionsOverTraining("bert", "a [MASK]", tuple(CheckpointPredictions(n, n / tokens[-1], one) for n, one in pairs))


@pytest.mark.parametrize(
    ("words", "settled", "said"),
    [
        (("a", "a"), 0, "“a” comes first at every checkpoint; at the end it has 50%."),
        (("b", "a", "a"), 1, "“a” comes first from 100 million tokens on, at the end with 50%; before any training it was “b”."),
        (("a", "b", "a"), 2, "“a” (50%) comes first only at the end, after 200 million tokens; at 50% of the training it was “b”."),
    ],
)
def test_from_which_checkpoint_on_the_final_prediction_comes_first(words: tuple[str, ...], settled: int, said: str) -> None:
    found = over_training(*words)
    assert settled_at(found) == settled
    assert localized(summarize_checkpoints(found).sentence) == said


def test_a_task_that_asks_several_models_is_written_with_the_backend_that_has_them() -> None:
    call = PREDICT_AT_CHECKPOINTS("bert-scratch", text="a [MASK]", top_k=3)
    assert "predict_at_checkpoints(local_backend(), 'bert-scratch', text='a [MASK]', top_k=3)" in python_of(call)
    assert command_of(call) == "python -m bertplay checkpoints --model bert-scratch --top-k 3 'a [MASK]'"


def log(title: str, *points: tuple[int, float, float | None]) -> TrainingLog:
    """From (tokens, top-1 accuracy, share of pairs); the loss is 1 minus the accuracy."""
    return TrainingLog(title.lower(), tuple(TrainingPoint(n, "news", 1 - top1, top1, pair) for n, top1, pair in points), None, title=title)


def test_curves_end_somewhere_after_different_amounts_of_text() -> None:
    logs = (log("A", (1_000_000, 0.1, 0.5), (9_000_000, 0.4, 0.7)), log("B", (2_000_000, 0.3, None)))
    read = "They were trained on different amounts of text: B on 2 million tokens, A on 9 million."
    assert localized(about_curves(logs, "news", "top1")) == (
        f"At the end of their training they predict 30% (B) to 40% (A) of the masked tokens correctly. {read}"
    )
    assert localized(about_curves(logs, "news", "loss")).startswith(
        "At the end of their training their losses are between 0.70 (B) and 0.60 nats (A)."
    )
    assert localized(about_curves(logs, "news", "pair")).startswith("At the end of their training they classify 70% (A) to 70% (A)")
    table = summarize_learning_curves(logs).table
    assert table is not None
    assert [row[2] for row in table.rows] == [1_000_000, 9_000_000, 2_000_000]
    trainings = summarize_trainings(logs).table
    assert trainings is not None
    assert [row[-1] for row in trainings.rows] == [0.4, 0.3]


def evaluated(step: int, train: float, held_out: float) -> Evaluated:
    return Evaluated(0.0, step, 1.0, 9, train, held_out, 0.25)


def test_a_training_overfits_when_the_held_out_loss_rises_again() -> None:
    curves = RunCurves("", "", "", 0, 9, (), 0.0, 9, (), (evaluated(0, 7.0, 7.0), evaluated(5, 6.0, 6.2), evaluated(9, 4.0, 6.6)))
    said = (
        "The model overfits: the held-out loss is lowest after 5 steps (6.20 nats) and ends at 6.60, while the training loss falls to 4.00."
    )
    assert localized(summarize_mini_pretraining(curves).sentence) == said
    falling = replace(curves, evaluations=curves.evaluations[:2])
    said = "The held-out loss has fallen from 7.00 to 6.20 nats, the training loss to 6.00."
    assert localized(summarize_mini_pretraining(falling).sentence) == said
