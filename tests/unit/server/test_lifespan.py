"""What the server logs and sets when it starts."""

import asyncio
import signal
import sys
from collections.abc import Iterator

import pytest

from bertplay.permissions import admin_key
from bertplay.server.lifespan import lifespan
from bertplay.server.process import SWITCH_INTERVAL
from bertplay.settings import get_settings


@pytest.fixture(autouse=True)
def _nothing_is_left(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The models of a server that starts would be loaded beside the next tests, and its signals be those of pytest."""
    monkeypatch.setattr("bertplay.server.lifespan.start_runtime", lambda: None)
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


def test_the_administrator_gets_a_link(capsys: pytest.CaptureFixture[str]) -> None:
    start()
    assert f"/administrator?key={admin_key()}" in capsys.readouterr().out


def test_a_key_that_was_set_is_printed_nowhere(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BERTPLAY_ADMIN_KEY", "a key of the school")
    get_settings.cache_clear()
    start()
    assert "/administrator?key=…" in capsys.readouterr().out
    monkeypatch.undo()
    get_settings.cache_clear()


def test_threads_of_a_server_take_short_turns() -> None:
    before = sys.getswitchinterval()
    try:
        start()
        assert sys.getswitchinterval() == pytest.approx(SWITCH_INTERVAL)
    finally:
        sys.setswitchinterval(before)


def test_a_signal_after_the_end_takes_its_way() -> None:
    received: list[int] = []
    signal.signal(signal.SIGTERM, lambda number, _: received.append(number))
    start()
    signal.raise_signal(signal.SIGTERM)
    assert received == [signal.SIGTERM]


def start() -> None:
    async def run() -> None:
        async with lifespan(None):
            pass

    asyncio.run(run())
