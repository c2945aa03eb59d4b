"""Whose browser this is: enough to give each one place in the queue and the keys of its rooms, and nothing more."""

import hashlib
import hmac
import secrets

import streamlit as st

from bertplay.ui import state
from bertplay.wording import english

COOKIE = "_streamlit_xsrf"
KEY_CHARACTERS = 24
ROOM = english("room {}")


def browser_id() -> str:
    """A fingerprint that all tabs of a browser share, also after a reload.

    Streamlit gives every browser a random token against forged requests; this is its digest, so that the store does not
    hold the token. A session of its own where there is no cookie: in tests, or where protection was switched off.
    """
    token = token_of(st.context.cookies.get(COOKIE, ""))
    if not token:
        token = st.session_state.setdefault(state.BROWSER, secrets.token_bytes(16))
    return hashlib.sha256(token).hexdigest()[:32]


def room_key(room: str) -> str:
    """The key of a room that this browser opens: nobody else's, and the same after a reload. "" where there is no cookie.

    So the address of a teacher, which a class sees on the wall, need not hold it.
    """
    token = token_of(st.context.cookies.get(COOKIE, ""))
    return hmac.new(token, ROOM.format(room).encode("utf-8", "replace"), "sha256").hexdigest()[:KEY_CHARACTERS] if token else ""


def token_of(cookie: str) -> bytes:
    """The token behind its mask, which changes with every answer: "2|mask|masked|time" in hex; b"" for anything else."""
    try:
        version, mask, masked, _ = cookie.strip("\"'").split("|")
        key, hidden = bytes.fromhex(mask), bytes.fromhex(masked)
    except ValueError:
        return b""
    return bytes(byte ^ key[i % len(key)] for i, byte in enumerate(hidden)) if version == "2" and key else b""
