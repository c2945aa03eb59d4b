"""Dates as the reader's language writes them."""

from datetime import datetime

from bertplay.i18n.languages import language


def day_and_time(moment: float) -> str:
    """A moment in unix seconds, in the time zone of this machine: "26 Nov 09:18", in French "26 nov. 09:18"."""
    from babel.dates import format_datetime  # not before a date is shown

    return format_datetime(datetime.fromtimestamp(moment), "dd MMM HH:mm", locale=language())
