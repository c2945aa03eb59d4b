"""What is below an answer: its table, its code, its link, and a button that adds it to the worksheet."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import streamlit as st

from bertplay.calls import Call, command_of, python_of
from bertplay.i18n import _, localized
from bertplay.summaries import Summary
from bertplay.ui.components.takeaway import takeaway
from bertplay.ui.feedback import plain
from bertplay.ui.kit import link
from bertplay.ui.kit.file import offer_download
from bertplay.ui.kit.guess_first import verdict_of
from bertplay.ui.kit.recording import record, record_answer
from bertplay.ui.kit.view import View, draw_again

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Download:
    """A further file to download: its name, and the function that makes it when the button is pressed."""

    name: str
    make: Callable[[], bytes]


def answer(view: View, call: Call[R]) -> R:
    """Compute the answer to a call, and show the sentence of its summary."""
    result = view.ask(call)
    say(view, call.task.summarize(result))
    return result


def say(view: View, summary: Summary, name: str = "takeaway") -> None:
    """Show the sentence about an answer, above its figure. A screen reader reads it when it changes.

    name   distinguishes the sentences of two figures on one tab
    """
    takeaway(str(localized(summary.sentence)), key=view.key(name))


def explain(summary: Summary, *more: str) -> None:
    """A closed expander below a figure: more about the answer, and how to read the figure (translatable texts)."""
    details = [plain(str(localized(detail))) for detail in summary.details]
    if not details and not more:
        return
    with st.expander(_("What am I looking at?"), icon=":material/help:"):
        for detail in details:
            st.text(detail)
        for text in more:
            st.markdown(_(text))


def finish(view: View, call: Call[R], result: R, *more: str, files: Sequence[Download] = (), summary: Summary | None = None) -> None:
    """What is below a figure: how to read it, then one row with the table as a file, the code, the link and the worksheet.

    A revealed guess is added to the worksheet automatically.

    more      how to read the figure (translatable texts); without it `explain` was called, or there is nothing to explain
    files     further downloads, under one button: vectors
    summary   the summary of what this tab shows of the result; by default the task's own
    """
    summary = summary or call.task.summarize(result)
    if more:
        explain(summary, *more)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        if summary.table is not None:
            offer_download(_("Table (CSV)"), summary.table.to_csv, f"{call.task.name}.csv", view.key("csv"), mime="text/csv")
        if files:
            with st.popover(_("More files"), icon=":material/folder_open:", type="tertiary"):
                for file in files:
                    offer_download(f"`{file.name}`", file.make, file.name, view.key(f"file_{file.name.rpartition('.')[2]}"))
        offer_code(view, call)
        if not view.is_stored:
            offer_worksheet(view, call, summary)


def offer_code(view: View, call: Call[Any]) -> None:
    """Show the call as a program and as a command, and the link to the page as it is."""
    with st.popover(_("Code"), icon=":material/code:", type="tertiary"):
        show_code(call)
    with st.popover(_("Share"), icon=":material/share:", type="tertiary"):
        st.caption(_("This link opens the page as it is now."))
        address = link.address_of_page()
        st.code(address, language=None, wrap_lines=True)
        if st.button(_("QR code"), icon=":material/qr_code:", type="tertiary", key=view.key("qr")):
            show_qr(address)


def show_qr(address: str) -> None:
    """The link as a picture for a phone; black on white in dark mode too, because readers expect it."""
    import segno

    try:
        code = segno.make_qr(address, error="m")
    except segno.DataOverflowError:
        st.caption(_("This link is too long for a QR code: shorten the text on the page."))
        return
    st.image(code.svg_inline(scale=5, dark="#000", light="#fff"), width=220, alt=_("QR code of the link to this page"))


def show_code(call: Call[Any]) -> None:
    """The same computation in Python and as a command; both run in the folder of bertplay."""
    st.markdown(_("**In Python**, in the folder of bertplay and its environment:"))
    st.code(plain(python_of(call)), language="python")
    if command := command_of(call):
        st.markdown(_("**As a command**, with `--json` for all figures:"))
        st.code(plain(command), language="sh", wrap_lines=True)


def offer_worksheet(view: View, call: Call[Any], summary: Summary) -> None:
    """A button that adds the answer to the worksheet, unless it is already there, as a revealed guess is."""
    verdict = verdict_of(view)
    if verdict is not None:
        record_answer(call, summary, view.page, verdict.sentence)
    if record().has(call):
        st.button(_("On your worksheet"), icon=":material/bookmark_added:", type="tertiary", disabled=True, key=view.key("kept"))
    elif st.button(_("Add to worksheet"), icon=":material/bookmark_add:", type="tertiary", key=view.key("keep")):
        record_answer(call, summary, view.page)
        draw_again()
