"""Pictures and lines that open pages. They are real links, so a page can be opened in a new tab; a plain click keeps the session."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from bertplay.ui.components import files

mount = st.components.v2.component("bertplay.doors", html=files.read("doors.html"), css=files.style("doors"), js=files.script("doors"))


@dataclass(frozen=True, slots=True)
class Door:
    """One link: page and tab, its title and line, and the picture in doors.html; "" for a line of a list."""

    page: str
    title: str
    line: str = ""
    tab: str = ""
    picture: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """Doors under a heading. introduction: one sentence."""

    title: str
    introduction: str
    doors: Sequence[Door]


def doors(sections: Sequence[Section], key: str, label: str) -> Door | None:
    """Draw the links; returns the one that was clicked, once."""
    offered = {f"{door.page}/{door.tab}": door for section in sections for door in section.doors}
    data: list[dict[str, Any]] = [
        {
            "title": section.title,
            "introduction": section.introduction,
            "doors": [
                {"id": id_, "page": door.page, "tab": door.tab, "title": door.title, "line": door.line, "picture": door.picture}
                for id_, door in offered.items()
                if door in section.doors
            ],
        }
        for section in sections
    ]
    found = mount(
        key=key, data=files.with_words({"sections": data, "carried": dict(carried())}, label=label), on_opened_change=lambda: None
    )
    return offered.get(str(found.get("opened")))


def carried() -> dict[str, str]:
    """The values that a link keeps in a new tab."""
    from bertplay.ui.kit import link

    return {name: st.query_params[name] for name in link.CARRIED if name in st.query_params}
