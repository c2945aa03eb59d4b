"""A queue of threads: one after the other, in the order in which they came, and nobody waits for ever."""

import threading
import time

import pytest

from bertplay.ui import turns as module
from bertplay.ui.turns import Turns


def test_one_after_the_other_and_in_order() -> None:
    turns, order = Turns(), []
    drawing = threading.Lock()

    def draw(number: int) -> None:
        turns.wait()
        assert drawing.acquire(blocking=False), "two drew at once"
        time.sleep(0.005)
        order.append(number)
        drawing.release()

    threads = [threading.Thread(target=draw, args=(number,)) for number in range(10)]
    for thread in threads:
        thread.start()
        time.sleep(0.001)
    for thread in threads:
        thread.join(5)
    assert order == list(range(10))


def test_who_had_a_turn_goes_on() -> None:
    """Otherwise two would wait for each other."""
    turns, done = Turns(), threading.Event()
    turns.wait()
    second = threading.Thread(target=lambda: (turns.wait(), done.set()), daemon=True)
    second.start()
    turns.wait()
    assert not done.is_set()


def test_nobody_waits_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "SECONDS_OF_A_TURN", 0.05)
    turns, done = Turns(), threading.Event()
    turns.wait()  # and this thread goes on living
    threading.Thread(target=lambda: (turns.wait(), done.set())).start()
    assert done.wait(5)


def test_a_long_queue_stays_a_queue(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each turn is short, all together are longer than anybody waits for one: still no two draw at once."""
    monkeypatch.setattr(module, "SECONDS_OF_A_TURN", 0.1)
    turns, drawing, together = Turns(), threading.Lock(), []

    def draw() -> None:
        turns.wait()
        together.append(not drawing.acquire(blocking=False))
        time.sleep(0.02)
        drawing.release()

    threads = [threading.Thread(target=draw) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(5)
    assert together == [False] * 20
