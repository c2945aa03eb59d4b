"""Which tasks a worksheet tells, and how; a task that is not here is not kept."""

from bertplay.worksheet.tellings import inside, masked_word, meaning, next_sentence, training
from bertplay.worksheet.tellings.base import Telling

TELLINGS: dict[str, Telling] = {
    **masked_word.TELLINGS,
    **next_sentence.TELLINGS,
    **inside.TELLINGS,
    **meaning.TELLINGS,
    **training.TELLINGS,
}
"""Task -> how it is told: "bertplay.tasks.masked_word.guess_masked_words" -> Telling(…)."""
