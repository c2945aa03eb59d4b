"""The address of a class or a lesson, as students can open it on their own devices."""

import socket
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

import streamlit as st

from bertplay.i18n import N_, _, lazy

UNREACHABLE = N_(
    "Only this machine can open this address. To let students in, start the server for your network: make run ADDRESS=0.0.0.0, "
    "or streamlit run app.py --server.address 0.0.0.0."
)
IN_THE_NETWORK = N_("You have opened this page as {host}, but students cannot. The address below is this machine's address on its network.")


@dataclass(frozen=True, slots=True)
class PublicAddress:
    """An address with a remark; the remark is "" if everyone who sees this page can open the address."""

    address: str
    remark: str = ""
    is_reachable: bool = True


def join_address(code: str) -> PublicAddress:
    """The address at which students join this class."""
    return public_address(f"join/{code}")


def public_address(path: str) -> PublicAddress:
    """The address of a path on this server ("join/7k2mqx9r", "?lesson=7k2mqx9r"), made from the address of the teacher's own page."""
    page = urlsplit(st.context.url or "")
    host, folder = page.hostname or "localhost", page.path.rpartition("/")[0]
    here = f"{page.scheme or 'http'}://{page.netloc or host}{folder}/{path}"
    if not is_this_machine(host):
        return PublicAddress(here)
    network = network_address()
    if network is None or is_this_machine(st.get_option("server.address") or ""):
        return PublicAddress(here, lazy(UNREACHABLE), is_reachable=False)
    port = f":{page.port}" if page.port else ""
    return PublicAddress(f"{page.scheme}://{network}{port}{folder}/{path}", lazy(IN_THE_NETWORK, host=host))


def show_remark(address: PublicAddress) -> None:
    """Show the remark above the address."""
    if address.remark:
        (st.info if address.is_reachable else st.warning)(_(address.remark), icon=":material/wifi_tethering:")


def is_this_machine(host: str) -> bool:
    """Whether a host is the machine itself: localhost, 127.0.0.1, ::1."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def network_address() -> str | None:
    """This machine's address in its network, or None. Nothing is sent: connecting a datagram socket only looks up the route."""
    try:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            probe.connect(("192.0.2.1", 9))  # an address reserved for documentation (RFC 5737)
            found = str(probe.getsockname()[0])
    except OSError:
        return None
    return None if is_this_machine(found) else found
