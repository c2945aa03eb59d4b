"""Functions in a child process: results, limits, and the end of the child when its caller ends."""

import os
import threading
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from bertplay import child
from bertplay.child import ChildFailed, ChildTooSlow, call_in_child, still_wanted
from bertplay.tasks.wordpiece_merges import learn_merges

WORDS = {"banana": 3, "bandana": 2, "ananas": 1}


class Left(BaseException):
    """The reader has left."""


def test_the_answer_is_that_of_the_function() -> None:
    alphabet, merges, growth = call_in_child(learn_merges, WORDS, 12, "likelihood")
    here = learn_merges(WORDS, 12, "likelihood")
    assert alphabet == here.alphabet
    assert [tuple(merge) for merge in merges] == here.merges  # the scores to the last bit
    assert [tuple(point) for point in growth] == here.growth


def test_errors_and_crashes_are_distinguished_from_answers() -> None:
    with pytest.raises(ChildFailed, match="FileNotFoundError"):
        call_in_child(os.listdir, "/no such folder")
    with pytest.raises(ChildFailed) as raised:
        call_in_child(os.abort)
    assert str(raised.value) == ""
    with pytest.raises(ChildFailed):
        call_in_child(os.write, 1, "text is not bytes")


@pytest.mark.parametrize(("limit", "value"), [("MAX_SECONDS", 1), ("PATIENCE", 1.0)])
def test_work_beyond_the_limit_of_time_is_ended(limit: str, value: float, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The limit of the processor is the child's own, so a copy of the file has a smaller one."""
    folder = tmp_path / "bertplay"
    folder.mkdir()
    file = folder / "child.py"
    file.write_text(Path(child.__file__).read_text().replace(f"\n{limit} = ", f"\n{limit} = {value} or "))
    (folder / "__init__.py").write_text("def forever():\n    while True:\n        pass\n")
    monkeypatch.setattr(child, "__file__", str(file))
    if limit == "PATIENCE":
        monkeypatch.setattr(child, limit, value)

    def forever() -> None:
        """Of the folder's __init__.py."""

    forever.__module__, forever.__qualname__ = "bertplay", "forever"
    with pytest.raises(ChildTooSlow):
        call_in_child(forever)


def expect_to_leave(check: Callable[[], None]) -> None:
    """A minute's work ends at once when the check raises Left."""
    asked = still_wanted.set(check)
    try:
        with pytest.raises(Left):
            call_in_child(time.sleep, 60)
    finally:
        still_wanted.reset(asked)


def test_it_ends_when_its_answer_is_no_longer_wanted() -> None:
    started = time.monotonic()

    def check() -> None:
        if time.monotonic() > started + 0.3:
            raise Left

    expect_to_leave(check)
    assert time.monotonic() < started + 30
    assert not [process for process in psutil.Process().children() if "child.py" in " ".join(process.cmdline())]


def test_who_waits_for_a_place_may_leave_too(monkeypatch: pytest.MonkeyPatch) -> None:
    places = threading.BoundedSemaphore(1)
    places.acquire()
    monkeypatch.setattr(child, "PLACES", places)

    def check() -> None:
        raise Left

    expect_to_leave(check)
    monkeypatch.setattr(child, "PATIENCE", 0.2)
    with pytest.raises(ChildTooSlow):
        call_in_child(time.sleep, 60)
