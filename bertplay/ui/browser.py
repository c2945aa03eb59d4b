"""Whose browser this is: enough to give each one place in the queue, and nothing more."""

import hashlib
import secrets

import streamlit as st

from bertplay.ui import state

COOKIE = "_streamlit_xsrf"


def browser_id() -> str:
    """A fingerprint that all tabs of a browser share, also after a reload.

    Streamlit gives every browser a random token against forged requests; this is its digest, so that the store does not
    hold the token. A session of its own where there is no cookie: in tests, or where protection was switched off.
    """
    token = token_of(st.context.cookies.get(COOKIE, ""))
    if not token:
        token = st.session_state.setdefault(state.BROWSER, secrets.token_bytes(16))
    return hashlib.sha256(token).hexdigest()[:32]


def token_of(cookie: str) -> bytes:
    """The token behind its mask, which changes with every answer: "2|mask|masked|time" in hex; b"" for anything else."""
    try:
        version, mask, masked, _ = cookie.strip("\"'").split("|")
        key, hidden = bytes.fromhex(mask), bytes.fromhex(masked)
    except ValueError:
        return b""
    return bytes(byte ^ key[i % len(key)] for i, byte in enumerate(hidden)) if version == "2" and key else b""
