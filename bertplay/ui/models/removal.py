"""The button that deletes a model from the disk: one that was downloaded, or the reader's own."""

from collections.abc import Callable

import streamlit as st

from bertplay.errors import BertplayError
from bertplay.i18n import _
from bertplay.models.catalog import find_model
from bertplay.settings import Settings, get_settings
from bertplay.ui.feedback import explain
from bertplay.ui.kit.view import View
from bertplay.ui.runtime import get_runtime

MB = 1e6
Delete = Callable[[str, Settings], int]
"""The name of a model -> the bytes that deleting it frees."""


def remove_button(view: View, name: str, delete: Delete) -> None:
    """A press, and the model is gone."""
    st.button(_("Remove"), icon=":material/delete:", key=view.key(f"remove_{name}"), on_click=remove_it, args=(name, delete))


def remove_it(name: str, delete: Delete) -> None:
    """Unload a model and delete it from the disk, unless someone uses it now."""
    runtime = get_runtime()
    try:
        model = find_model(name).id
    except BertplayError:
        model = name
    if any(entry.id == model and entry.leases for entry in runtime.models.memory().entries):
        st.toast(_("The model is in use."))
        return
    runtime.models.unload(model)
    try:
        freed = delete(name, get_settings())
    except BertplayError as error:
        explain(error)
        return
    runtime.downloads.forget(name)
    st.toast(_("Removed: {size:,.0f} MB are free again.", size=freed / MB))
