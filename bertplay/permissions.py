"""Who a visitor is, and what a visitor may do. The server sets the cookies and pages ask this module; no other module decides.

Every browser has a random identity in a cookie that scripts cannot read, and owns what it starts. On a server that can be reached only
from its own machine, every visitor is the administrator; elsewhere, only a browser that has opened the link with the key.
"""

import hmac
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from ipaddress import ip_address

from bertplay.errors import NotAllowed
from bertplay.i18n import N_
from bertplay.settings import Settings, get_settings

BROWSER_COOKIE, ADMINISTRATOR_COOKIE = "bertplay_browser", "bertplay_administrator"
TOKEN_BYTES = 24
UNSET = "none"
PROXY_HEADERS = {
    *("forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-forwarded-port", "x-forwarded-proto", "x-forwarded-server"),
    *("x-real-ip", "x-client-ip", "true-client-ip", "cf-connecting-ip"),
}
HOST = re.compile(r"(?:https?://)?(\[[^\[\]]*\]|[^\[\]:/@]*)(?::\d*)?")
"""A Host header, or an Origin; the group is the name."""


@dataclass(frozen=True, slots=True)
class Visitor:
    """A browser, identified by the fingerprint of its cookie ("" if it has none), and whether it is the administrator's.

    Only the administrator may do what affects everyone: add, download, remove and unload models, and read the metrics.
    """

    browser: str
    is_administrator: bool

    def may_change(self, owner: str) -> bool:
        """Whether the visitor may stop, rename, share or delete what belongs to `owner`; "" is the administrator."""
        return self.is_administrator or bool(owner and owner == self.browser)

    def may_see(self, owner: str, is_shared: bool) -> bool:
        """Whether the visitor may see what belongs to `owner`."""
        return is_shared or self.may_change(owner)


def not_allowed() -> NotAllowed:
    """The error for what only the administrator may do with models."""
    problem = N_("On this server only the administrator may add, download or unload models.")
    return NotAllowed(problem, remedy=N_("Open the administrator's link, which the server printed when it started."))


def visitor_of(cookies: Mapping[str, str], headers: Mapping[str, str], address: str | None, settings: Settings | None = None) -> Visitor:
    """The visitor with these cookies and headers, on a server that listens at this address (None: at all addresses)."""
    settings = settings or get_settings()
    shown = cookies.get(ADMINISTRATOR_COOKIE, "").encode()
    has_key = hmac.compare_digest(shown, administrator_cookie(settings).encode())
    return Visitor(fingerprint(cookies.get(BROWSER_COOKIE, "")), has_key or is_open(headers, address, settings))


def is_open(headers: Mapping[str, str], address: str | None, settings: Settings) -> bool:
    """Whether every visitor is the administrator: by setting, or because only this machine can send such a request.

    A proxy on the same machine would let others in, so its headers, or a host name that is not this machine's, rule that out.
    """
    if settings.everybody_is_administrator:
        return True
    if settings.admin_key != UNSET or (headers and not is_loopback(address or "")):
        return False
    return names_this_machine(headers)


def names_this_machine(headers: Mapping[str, str]) -> bool:
    """Whether a request names this machine as its host and was not forwarded by a proxy.

    Any other host name could be a hostile page whose name has been redirected to this machine (DNS rebinding).
    """
    sent = {name.lower(): value for name, value in headers.items()}
    hosts = [HOST.fullmatch(sent[name]) for name in ("host", "origin") if sent.get(name)]
    return all(host and is_loopback(host[1].strip("[]").lower()) for host in hosts) and PROXY_HEADERS.isdisjoint(sent)


def is_loopback(host: str) -> bool:
    """Whether an address or name is the machine itself: "localhost", "127.0.0.1", "::1"."""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def new_token() -> str:
    """A new identity that cannot be guessed."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def is_token(value: str) -> bool:
    """Whether this has the form of an identity."""
    return len(value) == len(new_token()) and value.replace("-", "").replace("_", "").isalnum() and value.isascii()


def fingerprint(token: str) -> str:
    """The digest of an identity, safe to store: it does not let anyone act as its owner. "" for an invalid identity."""
    return sha256(token.encode()).hexdigest()[:32] if is_token(token) else ""


@cache
def generated_key() -> str:
    """The key of this process, used if none is set."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def admin_key(settings: Settings | None = None) -> str:
    """The key from the settings, or the one generated when the server started."""
    key = (settings or get_settings()).admin_key
    return generated_key() if key == UNSET else key


def administrator_cookie(settings: Settings | None = None) -> str:
    """The cookie of an administrator's browser, derived from the key; changing the key invalidates it."""
    return hmac.new(admin_key(settings).encode(), b"bertplay administrator", sha256).hexdigest()
