"""Every error that bertplay explains to a person.

    BertplayError
    ├── BadInput              what was typed or uploaded cannot be used
    ├── ModelError            a model cannot be used
    │   ├── UnknownModel        no model of that id is in the catalog
    │   ├── UnsafeModel         a model's folder was inspected and refused
    │   ├── ModelUnavailable    the model must be downloaded and cannot be now
    │   ├── ModelLoadFailed     the folder passed inspection, yet loading it failed
    │   ├── MissingAbility      the model was never trained for this task
    │   ├── NotStored           the answer to this question is not stored
    │   ├── CacheFull           every loaded model is in use and there is no room
    │   ├── ClusterUnavailable  the machines that compute do not answer, or run another version of bertplay
    │   └── TooManyQuestions    more questions are waiting there than will be answered soon
    ├── RunError              a fine-tuning run cannot be found, or a command cannot be followed
    │   ├── UnknownRun          no run of that id is in the store
    │   └── NotPossibleNow      the run, or the queue, is in another state than that needs
    ├── ClassroomError        a class cannot be found, or an action is not possible
    │   ├── UnknownClassroom    no class with this code is open; an UnknownCode, too
    │   ├── NotTheTeacher       the key is not the teacher's key of the class
    │   ├── NotAsked            a question takes no answers now
    │   └── ClassroomFull       no further class, question or answer is accepted
    ├── UnknownCode           nothing on this server has this code
    │   └── UnknownLesson       no lesson has this code
    ├── TooManyGuesses        many wrong codes came from one address
    ├── LimitReached          no further lesson, or entry of a worksheet, is kept
    ├── NotAllowed            only the administrator of this server may do this
    ├── StoreUnavailable      a store of this server cannot be opened or written
    └── PretrainingError      a training cannot start or continue
        ├── NoText              there is no text to train on, or too little
        ├── LossNotFinite       the loss became infinite or NaN
        └── CannotResume        a checkpoint does not fit the settings

Each message has three parts: what was wrong, the value, what to do.
"""

from collections.abc import Mapping
from typing import Any, TypeVar


class BertplayError(Exception):
    """The base class of all errors that bertplay raises on purpose; the message can be shown to the reader as it is."""

    def __init__(self, problem: str, *, value: object = None, remedy: str) -> None:
        """What is wrong, the value, and the remedy.

        BadInput("The sentence is empty.", remedy="Type a sentence with [MASK] in it.")
        BadInput("k is out of range.", value=500, remedy="Choose a k from 1 to 50.")
        """
        self.problem = problem
        self.value = value
        self.remedy = remedy
        super().__init__(str(self))

    def __reduce__(self) -> tuple[Any, ...]:
        """Makes the error picklable with its full message."""
        return made, (type(self), self.__dict__)

    def __str__(self) -> str:
        shown = "" if self.value is None else f" Given: {shortened(self.value)}."
        return f"{self.problem}{shown} {self.remedy}"


E = TypeVar("E", bound=BertplayError)


def made(kind: type[E], values: Mapping[str, Any]) -> E:
    """An error of this class with these attributes, bypassing its constructor."""
    error = kind.__new__(kind)
    error.__dict__.update(values)
    error.args = (str(error),)
    return error


def shortened(value: object, limit: int = 80) -> str:
    """The repr of a value, shortened in the middle: pasted text may be a megabyte long."""
    text = repr(value if not isinstance(value, str) else value[: 4 * limit])
    return text if len(text) <= limit else f"{text[: limit // 2]}…{text[-limit // 4 :]}"


class BadInput(BertplayError):
    """What was typed or uploaded cannot be used."""


class ModelError(BertplayError):
    """A model cannot be used."""


class UnknownModel(ModelError):
    """No model of that id is in the catalog."""


class UnsafeModel(ModelError):
    """A model's folder was inspected and refused."""


class ModelUnavailable(ModelError):
    """The model must be downloaded first, and that is not possible now."""


class ModelLoadFailed(ModelError):
    """The folder passed inspection, yet loading it failed."""


class MissingAbility(ModelError):
    """The model was never trained for this task."""


class NotStored(ModelError):
    """The answer to this question is not stored: a model must compute it."""


class CacheFull(ModelError):
    """Every loaded model is in use, and there is no room for another."""


class ClusterUnavailable(ModelError):
    """The machines that compute do not answer, or run another version of bertplay."""


class TooManyQuestions(ModelError):
    """More questions are waiting for an answer than will be answered soon."""


class RunError(BertplayError):
    """A fine-tuning run cannot be found, or a command cannot be followed."""


class UnknownRun(RunError):
    """No run of that id is in the store."""


class NotPossibleNow(RunError):
    """The run, or the queue, is not in the state that this needs."""


class ClassroomError(BertplayError):
    """A class cannot be found, or an action is not possible."""


class UnknownCode(BertplayError):
    """Nothing on this server has this code."""


class UnknownClassroom(ClassroomError, UnknownCode):
    """No class with this code is open."""


class UnknownLesson(UnknownCode):
    """No lesson has this code."""


class TooManyGuesses(BertplayError):
    """Many wrong codes came from one address, which is slowed down."""


class LimitReached(BertplayError):
    """This server stores no more lessons, or no more entries of a worksheet."""


class NotTheTeacher(ClassroomError):
    """The key is not the teacher's key of the class."""


class NotAsked(ClassroomError):
    """The question takes no answers: it is not the one that is asked now, or the model's answer is shown."""


class ClassroomFull(ClassroomError):
    """No further class, question or answer is accepted."""


class StoreUnavailable(BertplayError):
    """A store of this server cannot be opened, read or written."""


class NotAllowed(BertplayError):
    """Only the administrator of this server may do this, or the owner."""


class PretrainingError(BertplayError):
    """A training cannot start or cannot continue."""


class NoText(PretrainingError):
    """There is no text to train on, or too little."""


class LossNotFinite(PretrainingError):
    """The loss became infinite or NaN."""


class CannotResume(PretrainingError):
    """A checkpoint does not fit the settings."""
