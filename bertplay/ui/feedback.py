"""What a person is told when something cannot be done, or takes a while."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from bertplay.errors import BertplayError, shortened
from bertplay.text import without_surrogates
from bertplay.ui.navigation import begin_again_without_app
from bertplay.wording import as_told, t

logger = logging.getLogger(__name__)


@contextmanager
def explain_errors() -> Iterator[None]:
    """Run a block; say in plain words what was wrong, instead of a traceback.

    A BertplayError is shown as its problem, the value and the remedy. Anything else is a fault of ours: it goes to the log.
    Every page has such a block, so that here one without app.py around it is noticed.
    """
    begin_again_without_app()
    try:
        yield
    except BertplayError as error:
        logger.info("refused: %s", error)
        explain(error)
    except Exception:
        logger.exception("a page failed")
        say(
            t("Something went wrong here, and it is not your doing."),
            t("It is written in the server's log. Try again, or try another sentence."),
        )


def explain(error: BertplayError) -> None:
    """The three parts of a refusal, in the reader's language."""
    given = "" if error.value is None else t("Given: {value}", value=shortened(as_told(error.value)))
    say(t(error.problem), t(error.remedy), given)


def say(what: str, then: str, given: str = "") -> None:
    """A calm box of plain text: none of it is read as markdown."""
    with st.container(border=True, gap="xsmall"):
        st.text(plain(what))
        if given:
            st.code(plain(given), language=None, wrap_lines=True)
        st.text(plain(then))


def plain(text: str) -> str:
    """Text that any browser can be sent: no halves of surrogate pairs, no NUL, no novel."""
    return without_surrogates(text).replace("\0", "\ufffd")[:2_000]
