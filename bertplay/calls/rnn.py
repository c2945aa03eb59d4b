"""The calls of the page RNN vs Transformer; its comparison of left and right context is that of the page on masked words."""

from bertplay.calls.base import Command, Task
from bertplay.i18n import N_
from bertplay.results.recurrence import MemoryComparison, Race
from bertplay.summaries import rnn as summaries

RACE_LAYERS: Task[Race] = Task(
    "race_layers",
    "bertplay.tasks.recurrence",
    N_("LSTM against self-attention: the race"),
    summaries.summarize_race,
    Command("race"),
    takes="nothing",
)
COMPARE_MEMORY: Task[MemoryComparison] = Task(
    "compare_memory",
    "bertplay.training.compare_memory",
    N_("LSTM against self-attention: copying the first token"),
    summaries.summarize_memory,
    Command("copy-first-token"),
    takes="nothing",
)
