"""A file that a reader uploads."""

from dataclasses import dataclass, field
from typing import Any

import streamlit as st

from bertplay.i18n import _
from bertplay.ui.kit import link
from bertplay.ui.kit.view import View


@dataclass(frozen=True, kw_only=True)
class File:
    """A file that the reader uploads, or a whole folder; it is not part of the link. types: the extensions allowed; none for any."""

    name: str = field(kw_only=False)
    label: str = field(kw_only=False)
    types: tuple[str, ...] = ()
    max_mib: int
    is_folder: bool = False
    help: str = ""

    def draw(self, view: View) -> Any:
        """The file, or None; for a folder a list of files, whose names are paths relative to it."""
        if link.is_fixed():
            return [] if self.is_folder else None
        return st.file_uploader(
            _(self.label),
            type=list(self.types) or None,
            accept_multiple_files="directory" if self.is_folder else False,
            key=view.key(self.name),
            max_upload_size=self.max_mib,
            help=_(self.help) or None,
        )

    def draw_new(self, view: View) -> Any:
        """The file, only in the script run in which it is new; None afterwards, so that the reader can change what it filled in."""
        file, key = self.draw(view), view.key(f"{self.name}.taken")
        if file is None or st.session_state.get(key) == file.file_id:
            return None
        st.session_state[key] = file.file_id
        return file
