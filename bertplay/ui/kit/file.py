"""A file that a reader uploads, and one that is offered for download."""

from collections.abc import Callable
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


def offer_download(label: str, make: Callable[[], bytes] | str, name: str, key: str, **options: Any) -> None:
    """A button for a file, made when it is pressed; the page does not run again. options: further ones of `st.download_button`."""
    look = {"icon": ":material/download:", "type": "tertiary", **options}
    st.download_button(label, make, file_name=name, on_click="ignore", key=key, **look)
