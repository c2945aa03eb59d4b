"""A sentence as someone typed it, as an example of a task. No torch."""

from bertplay.errors import BadInput
from bertplay.files.tagged import split_words
from bertplay.i18n import N_, lazy
from bertplay.text import MASK_SPELLING
from bertplay.training.data.examples import Example
from bertplay.training.jobs import Task

PAIR_SEPARATOR = "|||"
"""Between the two sentences of a pair that is typed in one line."""


def probe(task: Task, text: str) -> Example:
    """A sentence as someone typed it. BadInput when it does not fit the task."""
    if not text.strip():
        raise BadInput(N_("The sentence is empty."), remedy=N_("Type a sentence."))
    if task is Task.ENTITIES:
        return Example(text, words=split_words(text))
    if task is Task.PAIRS:
        first, between, second = text.partition(PAIR_SEPARATOR)
        if not between or not first.strip() or not second.strip():
            remedy = lazy("Write {between} between the two.", between=PAIR_SEPARATOR)
            raise BadInput(N_("This is not a pair of sentences."), value=text, remedy=remedy)
        return Example(first.strip(), pair=second.strip())
    if task is Task.MASKED_WORDS and not MASK_SPELLING.search(text):
        raise BadInput(N_("The sentence has no [MASK]."), value=text, remedy=N_("Write [MASK] in place of a word."))
    return Example(text)
