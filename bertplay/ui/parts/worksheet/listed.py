"""The questions of this session; the reader leaves some out and writes beside others."""

from dataclasses import replace

import streamlit as st

from bertplay.results.worksheet import Entry
from bertplay.ui import state
from bertplay.ui.controls import word_input
from bertplay.ui.feedback import plain
from bertplay.wording import t
from bertplay.worksheet.asking import asked_of, title_of
from bertplay.worksheet.page import moment
from bertplay.worksheet.record import MOST_ENTRIES
from bertplay.worksheet.words import short

__all__ = ["MOST_ENTRIES", "choose_entries"]
MOST_NOTE = 1_000
MOST_ASKED = 200


def choose_entries(entries: dict[str, Entry]) -> list[Entry]:
    """Every question with its answer; given back are those that stay, with their notes."""
    return [kept for place, (name, entry) in enumerate(entries.items(), start=1) if (kept := show_entry(place, name, entry))]


def show_entry(place: int, name: str, entry: Entry) -> Entry | None:
    """One question: whether it stays, what was asked, what came out, the reader's words."""
    with st.container(border=True, gap="xsmall"):
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            st.markdown(f"**{place}. {title_of(entry)}**", width="content")
            key = f"{state.SHEET_KEPT}_{name}"
            stays = st.toggle(t("In the worksheet"), value=True, key=key, persist_state="session")
        if not stays:
            return None
        asked = "\n".join(t("{name}: {text}", name=asks, text=short(value, MOST_ASKED)) for asks, value in asked_of(entry))
        st.text(plain(f"{t(entry.page)}, {moment(entry.asked)}, {entry.model}\n{asked}"))
        st.text(plain(t(entry.told.says)))
        note = word_input(
            t("Your note"),
            f"{state.SHEET_NOTE}_{name}",
            max_chars=MOST_NOTE,
            placeholder=t("Your note"),
            label_visibility="collapsed",
            persist_state="session",
        )
    return replace(entry, note=note.strip())
