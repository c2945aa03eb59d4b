"""Dates as the reader's language writes them."""

from datetime import datetime

from bertplay.wording.languages import language


def day_and_time(moment: float) -> str:
    """A moment in unix seconds, on the clock of this machine: "26 Nov 09:18", in French "26 nov. 09:18"."""
    from babel.dates import format_datetime  # not before somebody looks at a date

    return format_datetime(datetime.fromtimestamp(moment), "dd MMM HH:mm", locale=language())
