"""The parts of the fine-tuning page: what a reader chooses, how the choices are called, and what there is to look at."""

from typing import Literal

from bertplay.runs.state import RunState
from bertplay.training.config import Task
from bertplay.wording import english, mark

TASKS = {
    Task.CLASSIFICATION: mark("Sort sentences"),
    Task.PAIRS: mark("Judge pairs of sentences"),
    Task.ENTITIES: mark("Find names"),
    Task.MASKED_WORDS: mark("Read more: masked words"),
}
Look = tuple[str, Literal["gray", "blue", "orange", "green", "red"], str]
"""A word, a colour, an icon."""
STATES: dict[RunState, Look] = {
    RunState.QUEUED: (mark("waits"), "gray", ":material/hourglass:"),
    RunState.RUNNING: (mark("trains"), "blue", ":material/play_arrow:"),
    RunState.PAUSED: (mark("paused"), "orange", ":material/pause:"),
    RunState.INTERRUPTED: (mark("interrupted"), "orange", ":material/power_off:"),
    RunState.FINISHED: (mark("finished"), "green", ":material/check:"),
    RunState.FAILED: (mark("failed"), "red", ":material/error:"),
    RunState.CANCELLED: (mark("stopped"), "gray", ":material/stop:"),
}
PAGES = {Task.PRETRAINING: ("pages/pretraining.py", "show", "minute"), Task.FIRST_WORD: ("pages/recurrence.py", "side_by_side", "memory")}
"""Where runs that are no fine-tuning are looked at: the page, and the part of it as its link names it."""
PARTS = {
    "curves": mark("Curves"),
    "own": mark("My sentences"),
    "cloud": mark("Cloud of [CLS]"),
    "layers": mark("Layers"),
    "mistakes": mark("Mistakes"),
    "words": mark("Ask it"),
    "forgotten": mark("Forgotten"),
}
AFTER = frozenset({"mistakes", "words", "forgotten"})
"""What needs the finished model."""
OWN = "own"
"""The choice of the reader's own data, beside "sample:reviews" and the others."""
OWN_SENTENCES = {
    "reviews": (
        english("I would go there again tomorrow."),
        english("The soup was cold and the waiter was rude."),
        english("It was not good at all."),
        english("I expected little and was surprised."),
    ),
    "topics": (english("The team won the final by two goals."), english("The new telescope saw a planet.")),
    "entities": (
        english("Anna Smith moved from Paris to Oslo for the United Nations."),
        english("The mayor of Springfield met Peter Brown."),
    ),
    "cooking": (english("Cut the onions into small [MASK]."), english("Bring the water to a [MASK].")),
}
"""What the model is asked at every evaluation until the reader writes sentences of his own."""
