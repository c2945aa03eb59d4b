"""Computations as values: a Call names a task, a model and the arguments, and nothing has been computed yet.

    call = PREDICT_MASKED_WORDS("bert", text="She opened the [MASK].", top_k=5)
    call.run(backend)      the answer
    python_of(call)        the same in Python
    command_of(call)       the same as a command
    call.to_json()         an entry of a worksheet, a stored answer, a message to another machine

base.py has Call and Task; the other files have the tasks of one page each. TASKS is the closed registry of them
all: nothing else can be called by name.
"""

from collections.abc import Mapping
from typing import Any

from bertplay.calls import (
    claims,
    compare,
    embeddings,
    fine_tuning,
    layers,
    masked_word,
    next_sentence,
    pretraining,
    rnn,
    task_heads,
    wordpiece,
)
from bertplay.calls.base import Call, Command, Task
from bertplay.calls.writing import command_of, python_of

PAGES = (masked_word, next_sentence, wordpiece, embeddings, layers, rnn, pretraining, fine_tuning, task_heads, compare, claims)
TASKS: Mapping[str, Task[Any]] = {task.name: task for page in PAGES for task in vars(page).values() if isinstance(task, Task)}

__all__ = ["TASKS", "Call", "Command", "Task", "command_of", "python_of"]
