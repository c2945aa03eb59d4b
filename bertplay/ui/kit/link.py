"""The values in the address of a page: reading them, and keeping the address up to date.

A value can come from a link that someone opens, from an example, or from a step of a lesson. Each is a string under the name of an
input, and stays pending until that input is drawn next. From then on the session holds the value and the address repeats it.

The address can change while a page is open (the browser's Back button, another step of a lesson). So a value that this page never
wrote comes from outside and counts. A value that the page itself wrote is ignored: the browser may send an older address than what
has been typed since.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from urllib.parse import quote, urlencode

import streamlit as st

GLOBAL_NAMES = LANGUAGE, CLASS, TEACHER_KEY, LESSON, STEP, FIX, ASK, NOTE, PRESENT = (
    *("lang", "class", "key", "lesson", "step"),
    *("fix", "ask", "note", "present"),
)
"""Names that belong to no particular page: the language, the class, the lesson, a teacher's question or note, and presenter mode."""
CARRIED = (LANGUAGE, CLASS, PRESENT)
"""Those of them that are kept when another page opens."""
STAYING, SCORE = ("lang", "class", "lesson", "browser", "worksheet"), ".score"
"""Prefixes, and one suffix, of session keys that stay when a page is opened afresh: none of them belongs to an input of a page."""
TAB = "tab"
WATCHED = RUN, EXPERIMENT = "run", "experiment"
"""What the reader watches on a page. All tabs are about it, so it stays when another tab opens; the Back button leaves it."""
MAX_CHARACTERS = 30_000
"""The longest escaped value; the server refuses requests of about 100,000 characters."""
MEMORY = "kit_link"
HISTORY = 50


@dataclass(slots=True)
class Memory:
    """What a session knows about the address of the open page.

    arrived    pending values for inputs; None: the default
    written    for each name the values the page wrote, the latest last; None: removed
    """

    page: str = ""
    arrived: dict[str, str | None] = field(default_factory=dict)
    written: dict[str, list[str | None]] = field(default_factory=dict)


def memory() -> Memory:
    """The memory of this session."""
    if MEMORY not in st.session_state:
        st.session_state[MEMORY] = Memory()
    found: Memory = st.session_state[MEMORY]
    return found


def arrive(page: str) -> None:
    """Before a page is drawn: find the values in its address that the page did not write."""
    known, address = memory(), {name: value for name, value in st.query_params.items() if name not in GLOBAL_NAMES}
    if known.page != page:
        st.session_state[MEMORY] = Memory(page, dict(address))
        return
    for name, value in address.items():
        if value not in known.written.get(name, ()):
            known.arrived[name] = value
            known.written.setdefault(name, []).append(value)
    for name, values in known.written.items():
        if name not in address and None not in values:
            known.arrived[name] = None
            values.append(None)


def take(name: str) -> tuple[bool, str | None]:
    """Take the pending value of this name: whether there was one, and the value."""
    known = memory()
    if name not in known.arrived:
        return False, None
    return True, known.arrived.pop(name)


def is_pending(name: str) -> bool:
    """Whether a value of this name is pending."""
    return name in memory().arrived


def pending(name: str) -> str:
    """The pending value of this name; "" if there is none."""
    return memory().arrived.get(name) or ""


def fill_inputs(values: Mapping[str, str]) -> None:
    """Set inputs of the open page, for example when an example is clicked."""
    memory().arrived.update(values)


def publish(name: str, value: str, default: str) -> bool:
    """Write a value into the address, or remove it if it is the default; False if it is too long for an address."""
    fits = len(value) <= MAX_CHARACTERS and len(quote(value, errors="replace")) <= MAX_CHARACTERS
    write(name, value if fits and value != default else None)
    return fits or value == default


def write(name: str, value: str | None) -> None:
    """Write a value into the address, or remove it, and remember that this page did so."""
    values = memory().written.setdefault(name, [])
    if not values or values[-1] != value:
        values.append(value)
        del values[:-HISTORY]
    if value is None:
        if name in st.query_params:
            del st.query_params[name]
    elif st.query_params.get(name) != value:
        st.query_params[name] = value


def go_back(address: Mapping[str, str]) -> None:
    """Handle the browser's Back button within a page: the values in the address become pending, all other inputs get their defaults."""
    known = memory()
    st.query_params.from_dict(address)
    written = {name for name in known.written if name not in GLOBAL_NAMES}
    known.arrived = {name: address.get(name) for name in written | (address.keys() - set(GLOBAL_NAMES))}


def clear(names: Iterable[str] = ()) -> None:
    """Remove the inputs' values from the address, because another tab with inputs of the same names opens."""
    memory().arrived.clear()
    for name in list(names) or [name for name in st.query_params if name not in GLOBAL_NAMES and name not in WATCHED]:
        write(name, None)


def publish_global(name: str, value: str) -> None:
    """Write one of GLOBAL_NAMES into the address, or remove it if the value is empty."""
    if not value:
        st.query_params.pop(name, None)
    elif st.query_params.get(name) != value:
        st.query_params[name] = value


def is_fixed() -> bool:
    """Whether the link fixes the inputs: navigation, tabs, model, examples and settings are then hidden."""
    return st.query_params.get(FIX) == "1"


def is_presenting() -> bool:
    """Whether presenter mode is on: wide, large, without the sidebar, and with answers hidden until they are revealed."""
    return st.query_params.get(PRESENT) == "1"


def address_of_page(*, without: Iterable[str] = (CLASS, TEACHER_KEY, PRESENT)) -> str:
    """The link to the page as it is now, for sharing: with its language and model, without the class and its key."""
    values = {name: value for name, value in st.query_params.items() if name not in without}
    return f"{st.context.url or ''}?{urlencode(values, errors='replace')}" if values else st.context.url or ""


def open_page(page: str, values: Mapping[str, str] | None = None) -> None:
    """Open a page with these values in its inputs; the language and the class are kept."""
    st.session_state.pop(MEMORY, None)
    carried = {name: st.query_params[name] for name in CARRIED if name in st.query_params}
    st.switch_page(f"pages/{page}.py", query_params={**(values or {}), **carried})


def open_fresh(page: str, values: Mapping[str, str]) -> None:
    """Open a page as if for the first time, with these values in its inputs: a step of a lesson, a question to a class."""
    forget()
    open_page(page, values)


def forget() -> None:
    """Remove the values of all inputs from the session."""
    for key in [str(key) for key in st.session_state]:
        if not key.startswith(STAYING) and not key.endswith(SCORE):
            del st.session_state[key]
