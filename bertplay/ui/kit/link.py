"""What the address of a page says, and what a page writes into it.

A value arrives in three ways: in a link that someone opens, from an example that a reader takes, from a step of a lesson. All are
texts under the names of the inputs, and the input of that name takes its own when it is drawn next. From then on the session
has the value and the address repeats it.

The address can change while a page is open (the browser's Back button, another step of a lesson). So a value in it that this page
never wrote has come from outside. One that it did write says nothing: a browser sends the address it has, which may be older
than what was typed meanwhile.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from urllib.parse import quote, urlencode

import streamlit as st

SURROUNDING = LANGUAGE, CLASS, TEACHER_KEY, LESSON, STEP, FIX, ASK, NOTE, PRESENT = (
    *("lang", "class", "key", "lesson", "step"),
    *("fix", "ask", "note", "present"),
)
"""Names that belong to no page: the language, the class, the lesson, what a teacher wrote into the link, and presenter mode."""
CARRIED = (LANGUAGE, CLASS, PRESENT)
"""Of these, what goes along to another page."""
STAYING, SCORE = ("lang", "class", "lesson", "browser", "worksheet"), ".score"
"""How the keys of the session begin, or end, that stay when a page is opened again: none of them is an input of a page that answers."""
TAB = "tab"
WATCHED = RUN, EXPERIMENT = "run", "experiment"
"""What is watched on a page. All its tabs are about it, so it stays when another is opened; Back leads out of it."""
MAX_CHARACTERS = 30_000
"""Of an escaped value; the server refuses a request of about 100,000."""
MEMORY = "kit_link"
HISTORY = 50


@dataclass(slots=True)
class Memory:
    """What a session knows of the address of the page that is open.

    arrived    values that wait for their input; None: the default
    written    for each name what the page wrote, the latest last; None: nothing
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
    """Before a page is drawn: notice what its address says that the page did not write."""
    known, address = memory(), {name: value for name, value in st.query_params.items() if name not in SURROUNDING}
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
    """Whether a value of this name has arrived, and which; once."""
    known = memory()
    if name not in known.arrived:
        return False, None
    return True, known.arrived.pop(name)


def is_arriving(name: str) -> bool:
    """Whether a value of this name waits for its input."""
    return name in memory().arrived


def waiting(name: str) -> str:
    """The value of this name that waits for its input; "" for none."""
    return memory().arrived.get(name) or ""


def give(values: Mapping[str, str]) -> None:
    """Let values arrive for the inputs of the page that is open: an example was taken."""
    memory().arrived.update(values)


def publish(name: str, value: str, default: str) -> bool:
    """Write a value into the address, or take it out when it is the default; False for another one that is too long for an address."""
    fits = len(value) <= MAX_CHARACTERS and len(quote(value, errors="replace")) <= MAX_CHARACTERS
    write(name, value if fits and value != default else None)
    return fits or value == default


def write(name: str, value: str | None) -> None:
    """Put a value into the address, or take it out, and remember that it was this page."""
    values = memory().written.setdefault(name, [])
    if not values or values[-1] != value:
        values.append(value)
        del values[:-HISTORY]
    if value is None:
        if name in st.query_params:
            del st.query_params[name]
    elif st.query_params.get(name) != value:
        st.query_params[name] = value


def come_back(address: Mapping[str, str]) -> None:
    """The browser's Back button led to another tab of this page: what its address says arrives, and for the rest the defaults."""
    known = memory()
    st.query_params.from_dict(address)
    written = {name for name in known.written if name not in SURROUNDING}
    known.arrived = {name: address.get(name) for name in written | (address.keys() - set(SURROUNDING))}


def clear(names: Iterable[str] = ()) -> None:
    """Take the inputs' values out of the address: another tab is opened, whose inputs have the same names."""
    memory().arrived.clear()
    for name in list(names) or [name for name in st.query_params if name not in SURROUNDING and name not in WATCHED]:
        write(name, None)


def surround(name: str, value: str) -> None:
    """Write a value into the address that belongs to no page, or take it out when it is empty."""
    if not value:
        st.query_params.pop(name, None)
    elif st.query_params.get(name) != value:
        st.query_params[name] = value


def is_fixed() -> bool:
    """Whether the link fixes what is asked: navigation, tabs, model, examples and settings are then not offered."""
    return st.query_params.get(FIX) == "1"


def is_presenting() -> bool:
    """Whether a projector shows the page: wide, large, without what is beside it, and answers only when they are revealed."""
    return st.query_params.get(PRESENT) == "1"


def address_of_page(*, without: Iterable[str] = (CLASS, TEACHER_KEY, PRESENT)) -> str:
    """The link to the page as it is now, for someone else: with its language and model, without the class and its key."""
    values = {name: value for name, value in st.query_params.items() if name not in without}
    return f"{st.context.url or ''}?{urlencode(values, errors='replace')}" if values else st.context.url or ""


def open_page(page: str, values: Mapping[str, str] | None = None) -> None:
    """Go to another page, or to this one again, with these values in its inputs; the language and the class go along."""
    st.session_state.pop(MEMORY, None)
    carried = {name: st.query_params[name] for name in CARRIED if name in st.query_params}
    st.switch_page(f"pages/{page}.py", query_params={**(values or {}), **carried})


def open_anew(page: str, values: Mapping[str, str]) -> None:
    """Go to a page as if for the first time, with these values in its inputs: a step of a lesson, a question to a class."""
    forget()
    open_page(page, values)


def forget() -> None:
    """Take what was set on the pages out of the session."""
    for key in [str(key) for key in st.session_state]:
        if not key.startswith(STAYING) and not key.endswith(SCORE):
            del st.session_state[key]
