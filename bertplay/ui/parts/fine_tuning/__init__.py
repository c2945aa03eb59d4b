"""The parts of the fine-tuning page: what a reader chooses, how the choices are called, and what there is to look at."""

from typing import Literal

from bertplay.runs.state import RunState
from bertplay.training.config import Method, Task

TASKS = {
    Task.CLASSIFICATION: "Sort sentences",
    Task.PAIRS: "Judge pairs of sentences",
    Task.ENTITIES: "Find names",
    Task.MASKED_WORDS: "Read more: masked words",
}
METHODS = {
    Method.FULL: "All weights",
    Method.FROZEN: "Frozen, a linear layer on top",
    Method.RANDOM: "Same shape, random weights",
    Method.BILSTM: "BiLSTM from scratch",
    Method.TFIDF: "Word counts",
    Method.MAJORITY: "Always the most frequent",
    Method.SCRATCH: "A small BERT from nothing",
    Method.LSTM: "One LSTM layer",
    Method.ATTENTION: "One attention layer",
}
Look = tuple[str, Literal["gray", "blue", "orange", "green", "red"], str]
"""A word, a colour, an icon."""
STATES: dict[RunState, Look] = {
    RunState.QUEUED: ("waits", "gray", ":material/hourglass:"),
    RunState.RUNNING: ("trains", "blue", ":material/play_arrow:"),
    RunState.PAUSED: ("paused", "orange", ":material/pause:"),
    RunState.INTERRUPTED: ("interrupted", "orange", ":material/power_off:"),
    RunState.FINISHED: ("finished", "green", ":material/check:"),
    RunState.FAILED: ("failed", "red", ":material/error:"),
    RunState.CANCELLED: ("stopped", "gray", ":material/stop:"),
}
PAGES = {Task.PRETRAINING: ("pages/pretraining.py", "show", "minute"), Task.FIRST_WORD: ("pages/recurrence.py", "side_by_side", "memory")}
"""Where runs that are no fine-tuning are looked at: the page, and the part of it as its link names it."""
PARTS = {
    "curves": "Curves",
    "own": "My sentences",
    "cloud": "Cloud of [CLS]",
    "layers": "Layers",
    "mistakes": "Mistakes",
    "words": "Ask it",
    "forgotten": "Forgotten",
}
AFTER = frozenset({"mistakes", "words", "forgotten"})
"""What needs the finished model."""
OWN = "own"
"""The choice of the reader's own data, beside "sample:reviews" and the others."""
OWN_SENTENCES = {
    "reviews": (
        "I would go there again tomorrow.",
        "The soup was cold and the waiter was rude.",
        "It was not good at all.",
        "I expected little and was surprised.",
    ),
    "topics": ("The team won the final by two goals.", "The new telescope saw a planet."),
    "entities": ("Anna Smith moved from Paris to Oslo for the United Nations.", "The mayor of Springfield met Peter Brown."),
    "cooking": ("Cut the onions into small [MASK].", "Bring the water to a [MASK]."),
}
"""What the model is asked at every evaluation until the reader writes sentences of his own."""
