"""How a page explains errors and problems."""

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import streamlit as st

from bertplay.errors import BertplayError, shortened
from bertplay.files.tables import in_its_line
from bertplay.i18n import _, localized
from bertplay.results.problem import Problem
from bertplay.text import clean
from bertplay.ui.kit.recording import RECORD
from bertplay.ui.streamlit_internals import ignore_pages_folder

MAX_PROBLEMS = 12
logger = logging.getLogger(__name__)


@contextmanager
def explain_errors() -> Iterator[None]:
    """Run a block and explain errors in plain words instead of a traceback.

    A BertplayError is shown as its problem, the value and the remedy. Any other exception is a bug in bertplay and goes to the log.
    Since every page runs in such a block, this is also where a page that was opened without app.py is noticed.
    """
    insist_on_app()
    try:
        yield
    except BertplayError as error:
        logger.info("refused: %s", error)
        explain(error)
    except Exception:
        logger.exception("a page failed")
        say(
            _("Something went wrong, and it was not your fault."),
            _("The details are in the server's log. Try again, or try another sentence."),
        )


def insist_on_app() -> None:
    """Begin a page again that was begun without app.py, by the first who come to a fresh server by a link straight to it.

    Not while the page imports: a run that ends there takes back the half-imported package, which fails in the runs beside it
    that wait for it.
    """
    if RECORD not in st.session_state and ignore_pages_folder():
        st.rerun()


def explain(error: BertplayError) -> None:
    """Show the three parts of an error, in the reader's language."""
    given = "" if error.value is None else _("Given: {value}", value=shortened(localized(error.value)))
    say(_(error.problem), _(error.remedy), given)


def say(what: str, then: str, given: str = "") -> None:
    """A quiet box of plain text: nothing in it is interpreted as markdown."""
    with st.container(border=True, gap="xsmall"):
        st.text(plain(what))
        if given:
            st.code(plain(given), language=None, wrap_lines=True)
        st.text(plain(then))


def show_problems(problems: Sequence[Problem]) -> None:
    """The problems of a file, line by line, cut to a readable number."""
    for problem in problems[:MAX_PROBLEMS]:
        st.text(f"{'✕' if problem.is_fatal else '•'} {plain(_(in_its_line(problem)))}")
    if len(problems) > MAX_PROBLEMS:
        st.caption(_("And {n:,} more.", n=len(problems) - MAX_PROBLEMS))


def plain(text: str) -> str:
    """Text that is safe to send to any browser: no lone surrogates, no NUL, a limited length."""
    return clean(text)[:2_000]
