"""Who waits in a room is drawn anew when the teacher asks or reveals, once, and nobody else."""

import threading
import time
from collections.abc import Callable, Sequence

import pytest

from bertplay.errors import StoreUnavailable
from bertplay.rooms.reading import Standing
from bertplay.ui.redraw import Part
from bertplay.ui.room import waiting as module
from bertplay.ui.room.waiting import Waiter, Waiting


class Room:
    """A room that stands as the test says, and what was drawn because of it."""

    def __init__(self) -> None:
        self.standing, self.drawn, self.looks = Standing("soup"), [], 0
        self.waiting = Waiting(self.look, self.draw)

    def look(self, room: str) -> Standing:
        self.looks += 1
        return self.standing

    def draw(self, parts: Sequence[Part]) -> None:
        self.drawn += [(part.session, part.fragment) for part in parts]

    def wait(self, pupil: str, step: str = "soup", asked: str = "soup", room: str = "bamodi") -> None:
        self.waiting.wait(Waiter(room, step, asked, Part(pupil, "look"), Part(pupil, "page")))

    def drawn_now(self) -> list[tuple[str, str]]:
        self.drawn.clear()
        self.waiting.look_once()
        return sorted(self.drawn)


@pytest.fixture
def room() -> Room:
    return Room()


def test_a_revealed_answer_is_drawn_once_for_each_who_waits_for_it(room: Room) -> None:
    for pupil in ("a", "b"):
        room.wait(pupil)
    room.wait("c", step="another question")
    assert room.drawn_now() == []
    room.standing = Standing("soup", frozenset({"soup"}))
    assert room.drawn_now() == [("a", "page"), ("b", "page")]
    assert room.drawn_now() == []


def test_another_question_draws_the_small_part_alone(room: Room) -> None:
    room.wait("a")
    room.wait("b", step="", asked="")  # on the page of the room, drawn before anything was asked
    assert room.drawn_now() == [("b", "look")]
    room.standing = Standing("ship")
    assert room.drawn_now() == [("a", "look")]
    room.wait("a", asked="ship")  # as the page does when it is drawn
    assert room.drawn_now() == []


def test_what_changed_while_a_page_was_drawn_is_noticed(room: Room) -> None:
    room.wait("early")
    room.standing = Standing("soup", frozenset({"soup"}))
    assert room.drawn_now() == [("early", "page")]
    room.wait("late")  # read the store before it changed, and waits after the look at it
    assert room.drawn_now() == [("late", "page")]


def test_who_is_drawn_meanwhile_goes_on_waiting(room: Room) -> None:
    """The page waits anew while it is decided that it is outdated: this newer wait is not forgotten."""
    room.wait("a", asked="ship")
    room.waiting._draw = lambda parts: room.wait("a", asked="ship")
    room.waiting.look_once()
    room.waiting._draw = room.draw
    assert room.drawn_now() == [("a", "look")]


def test_there_is_one_look_at_the_store_for_a_room(room: Room) -> None:
    for pupil in range(300):
        room.wait(str(pupil))
    room.waiting.look_once()
    assert room.looks == 1


def test_who_has_gone_is_forgotten(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    room.wait("a")
    monkeypatch.setattr(module, "SECONDS_OF_A_WAIT", 0.0)
    room.standing = Standing("ship")
    assert room.drawn_now() == []


@pytest.mark.parametrize(("pupils", "seconds"), [(0, 4.0), (30, 4.0), (300, 15.0)])
def test_pages_look_by_themselves_the_less_the_more_there_are(room: Room, pupils: int, seconds: float) -> None:
    for pupil in range(pupils):
        room.wait(str(pupil))
        room.waiting.wait(Waiter("bamodi", "second card", "", Part(str(pupil), "second look"), Part(str(pupil))))
    room.wait("elsewhere", room="kinora")
    assert room.waiting.seconds("bamodi") == seconds


def test_who_is_new_while_the_store_cannot_be_read_is_not_missed(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    room.wait("a")
    room.waiting.look_once()
    room.wait("b", asked="ship")

    def fail(name: str) -> Standing:
        raise StoreUnavailable("busy", remedy="wait")

    monkeypatch.setattr(room.waiting, "_look", fail)
    with pytest.raises(StoreUnavailable):
        room.waiting.look_once()
    monkeypatch.setattr(room.waiting, "_look", room.look)
    assert room.drawn_now() == [("b", "look")]


def test_a_store_that_cannot_be_read_for_a_moment_stops_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "SECONDS_BETWEEN_LOOKS", 0.001)
    drawn, answers = threading.Event(), iter([StoreUnavailable("busy", remedy="wait"), Standing("ship")])

    def look(room: str) -> Standing:
        answer = next(answers)
        if isinstance(answer, Exception):
            raise answer
        return answer

    waiting = Waiting(look, lambda parts: drawn.set())
    waiting.wait(Waiter("bamodi", "soup", "soup", Part("a", "look"), Part("a")))
    waiting.start()
    assert drawn.wait(5)


def test_a_page_that_cannot_be_drawn_ends_the_telling_for_nobody(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    monkeypatch.setattr(module, "SECONDS_BETWEEN_LOOKS", 0.001)
    drawn = threading.Event()

    def draw(parts: Sequence[Part]) -> None:
        if parts[0].session == "broken":
            raise RuntimeError("no such loop")
        drawn.set()

    waiting = Waiting(lambda room: Standing("ship"), draw)
    waiting.start()
    waiting.wait(Waiter("bamodi", "soup", "soup", Part("broken", "look"), Part("broken")))
    assert until(lambda: "could not be told" in caplog.text)
    waiting.wait(Waiter("bamodi", "soup", "soup", Part("whole", "look"), Part("whole")))
    assert drawn.wait(5)


def until(is_true: Callable[[], bool]) -> bool:
    """Whether it comes true within five seconds."""
    end = time.monotonic() + 5
    while not is_true() and time.monotonic() < end:
        time.sleep(0.01)
    return is_true()
