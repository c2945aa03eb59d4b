"""What the page on pretraining asks."""

from bertplay.calls.base import Command, Task
from bertplay.i18n import N_
from bertplay.results.pretraining import MaskingGame, PredictionsOverTraining, TrainingLog
from bertplay.results.training_curves import RunCurves
from bertplay.summaries import pretraining as summaries

PLAY_MASKING_GAME: Task[MaskingGame] = Task(
    "play_masking_game",
    "bertplay.tasks.masking_game",
    N_("Masking game"),
    summaries.summarize_masking_game,
    Command("masking-game", ("text",)),
)
PREDICT_AT_CHECKPOINTS: Task[PredictionsOverTraining] = Task(
    "predict_at_checkpoints",
    "bertplay.tasks.checkpoints",
    N_("Predictions at the checkpoints of a training"),
    summaries.summarize_checkpoints,
    Command("checkpoints", ("text",)),
    takes="backend",
)
READ_LEARNING_CURVES: Task[tuple[TrainingLog, ...]] = Task(
    "training_logs",
    "bertplay.lessons.training_logs",
    N_("Learning curves"),
    summaries.summarize_learning_curves,
    Command("learning-curves"),
    takes="nothing",
)
PRETRAIN_ON_TEXT: Task[RunCurves] = Task(
    "pretrain_on_text",
    "bertplay.training.pretrain_on_text",
    N_("Mini-pretraining"),
    summaries.summarize_mini_pretraining,
    Command("mini-pretrain", ("text",)),
    takes="nothing",
)
