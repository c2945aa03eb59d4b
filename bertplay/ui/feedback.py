"""How a page explains what cannot be done, or takes a while."""

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
    """Run a block; say in plain words what was wrong, instead of a traceback.

    A BertplayError is shown as its problem, the value and the remedy. Anything else is a fault of ours: it goes to the log.
    Every page has such a block, so that here one without app.py around it is noticed.
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
    """The three parts of a refusal, in the reader's language."""
    given = "" if error.value is None else _("Given: {value}", value=shortened(localized(error.value)))
    say(_(error.problem), _(error.remedy), given)


def say(what: str, then: str, given: str = "") -> None:
    """A calm box of plain text: none of it is read as markdown."""
    with st.container(border=True, gap="xsmall"):
        st.text(plain(what))
        if given:
            st.code(plain(given), language=None, wrap_lines=True)
        st.text(plain(then))


def show_problems(problems: Sequence[Problem]) -> None:
    """What was wrong with a file, line by line; no more than anyone reads."""
    for problem in problems[:MAX_PROBLEMS]:
        st.text(f"{'✕' if problem.is_fatal else '•'} {plain(_(in_its_line(problem)))}")
    if len(problems) > MAX_PROBLEMS:
        st.caption(_("And {n:,} more.", n=len(problems) - MAX_PROBLEMS))


def plain(text: str) -> str:
    """Text that is safe to send to any browser: no lone surrogates, no NUL, a limited length."""
    return clean(text)[:2_000]
