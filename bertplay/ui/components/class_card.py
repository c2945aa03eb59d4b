"""The card that a teacher shows on the wall: a QR code, the address at which students join, and the code in large letters."""

import segno
import streamlit as st

from bertplay.i18n import _
from bertplay.ui.components import files

mount = st.components.v2.component(
    "bertplay.class_card",
    html='<div class="card"><div class="qr"></div><div><p class="lead"></p><p class="address"></p></div>'
    '<p class="code"></p><button class="wall" type="button"></button></div>',
    css=files.style("class_card"),
    js=files.script("class_card"),
)


def class_card(code: str, address: str, key: str) -> None:
    """Show the card. code: as displayed; address: encoded in the QR code, and shown below it without the scheme."""
    modules = ["".join("1" if bit else "0" for bit in row) for row in segno.make_qr(address, error="m").matrix]
    shown = address.partition("://")[2].rpartition("/")[0]
    words = {
        "lead": _("Scan the QR code, or open this address and type the code below:"),
        "wall": _("Full screen"),
        "qr": _("QR code of the class"),
    }
    mount(key=key, data=files.with_words({"code": code, "address": shown, "modules": modules}, **words))
