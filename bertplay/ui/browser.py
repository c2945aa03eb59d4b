"""The visitor whose browser shows the page: it owns the runs it started and the classes it opened."""

import hmac

import streamlit as st

from bertplay.permissions import BROWSER_COOKIE, Visitor, fingerprint, is_token, new_token, visitor_of

KEY_CHARACTERS = 24
CLASS = "class {}"
BROWSER = "browser"


def browser_id() -> str:
    """A fingerprint shared by all tabs of a browser, stable across reloads.

    The server gives every browser a random identity in a cookie; this is its digest, so that no store contains the identity.
    Without a cookie (in tests, or if the browser refuses it), each session has its own.
    """
    return visitor().browser or fingerprint(st.session_state.setdefault(BROWSER, new_token()))


def address() -> str:
    """The network address of this page's visitor; "" for this machine itself, as in tests. Behind a proxy: the address it passes on."""
    found = st.context.ip_address
    return found if isinstance(found, str) else ""


def visitor() -> Visitor:
    """The visitor who has this page open."""
    return visitor_of(dict(st.context.cookies), dict(st.context.headers), st.get_option("server.address"))


def may_change(owner: str) -> bool:
    """Whether this visitor may stop, rename, share or delete what belongs to `owner`."""
    return owner == browser_id() or visitor().may_change(owner)


def may_see(owner: str, is_shared: bool) -> bool:
    """Whether this visitor may see what belongs to `owner`."""
    return is_shared or may_change(owner)


def teacher_key(code: str) -> str:
    """The teacher's key of a class that this browser opens: secret, and the same after a reload. "" without a cookie.

    So it need not be in the teacher's address, which the class sees on the projector.
    """
    token = dict(st.context.cookies).get(BROWSER_COOKIE, "")
    if not is_token(token):
        return ""
    return hmac.new(token.encode(), CLASS.format(code).encode("utf-8", "replace"), "sha256").hexdigest()[:KEY_CHARACTERS]
