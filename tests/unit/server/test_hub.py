"""Events for students: at once, at every change, once for everyone, and the end of the class."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest

from bertplay.classroom.answers import GivenAnswer
from bertplay.classroom.store import ClassroomStore
from bertplay.server.join import hub as module
from bertplay.server.join.hub import ClassHub
from tests.unit.server.conftest import MODEL, SOUP
from tests.waiting import SECONDS


async def next_event(events: AsyncIterator[bytes]) -> tuple[str, Any]:
    """The next event: its name and what it says."""
    text = (await asyncio.wait_for(anext(events), SECONDS)).decode()
    lines = dict(line.split(": ", 1) for line in text.splitlines() if line)
    return lines["event"], json.loads(lines.get("data", "0"))


def run(store: ClassroomStore, scenario: Callable[[ClassHub], Awaitable[None]]) -> None:
    """A scenario with a hub that looks at the store meanwhile."""

    async def running() -> None:
        hub = ClassHub(store)
        task = asyncio.create_task(hub.run())
        try:
            await scenario(hub)
        finally:
            task.cancel()

    asyncio.run(running())


def test_a_student_sees_what_is_asked_and_what_is_revealed(store: ClassroomStore) -> None:
    code, key = store.open()

    async def scenario(hub: ClassHub) -> None:
        english, french = hub.events(code, "a", "en"), hub.events(code, "b", "fr")
        for events in (english, french):
            assert await next_event(events) == ("question", None)
        store.ask(code, key, SOUP, (), MODEL)
        asked = [(await next_event(events))[1] for events in (english, french)]
        assert [one["prompt"].split()[0] for one in asked] == ["Which", "Quel"]
        assert [one["title"] for one in asked] == ["The soup is too [MASK]."] * 2
        assert "hot" not in json.dumps(asked)
        store.answer([GivenAnswer(code, SOUP.id, "a", ("cold",))])
        store.reveal(code, key, SOUP.id, is_revealed=True)
        revealed = (await next_event(english))[1]["revealed"]
        [chart] = revealed["charts"]
        assert chart["sentence"] == "The model: hot (90%). The masked word: hot."
        assert [(row["text"], row["class"], row["model"]) for row in chart["rows"]] == [("cold", 1.0, 0.1), ("hot", 0.0, 0.9)]
        store.hide(code, key, SOUP.id, "cold")
        [chart] = (await next_event(english))[1]["revealed"]["charts"]
        assert [row["text"] for row in chart["rows"]] == ["hot"]

    run(store, scenario)


def test_who_comes_later_or_again_sees_what_is_shown_now(store: ClassroomStore) -> None:
    code, key = store.open()
    store.ask(code, key, SOUP, (), MODEL)

    async def scenario(hub: ClassHub) -> None:
        for student in ("a", "a", "b"):
            events = hub.events(code, student, "en")
            assert (await next_event(events))[1]["id"] == SOUP.id
            await events.aclose()

    run(store, scenario)


def test_the_teacher_sees_who_is_here_each_browser_once(store: ClassroomStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "SECONDS_BETWEEN_COUNTS", 0.0)
    code, _ = store.open()

    async def present(number: int) -> None:
        while store.present(code) != number:
            await asyncio.sleep(0.01)

    async def scenario(hub: ClassHub) -> None:
        pages = [hub.events(code, student, "en") for student in ("a", "a", "b")]
        for events in pages:
            await next_event(events)
        await asyncio.wait_for(present(2), SECONDS)
        for events in pages:
            await events.aclose()
        await asyncio.wait_for(present(0), SECONDS)

    run(store, scenario)


def test_one_browser_has_so_many_pages_open_and_no_more(store: ClassroomStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_PAGES", 2)
    code, _ = store.open()

    async def scenario(hub: ClassHub) -> None:
        assert not hub.is_full(code, "a")
        pages = [hub.events(code, "a", "en") for _ in range(2)]
        for events in pages:
            await next_event(events)
        assert (hub.is_full(code, "a"), hub.is_full(code, "b")) == (True, False)
        await pages[0].aclose()
        assert not hub.is_full(code, "a")
        await pages[1].aclose()

    run(store, scenario)


def test_a_page_hears_that_the_connection_lives(store: ClassroomStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "SECONDS_BETWEEN_BEATS", 0.01)
    code, _ = store.open()

    async def scenario(hub: ClassHub) -> None:
        events = hub.events(code, "a", "en")
        assert [(await next_event(events))[0] for _ in range(3)] == ["question", "beat", "beat"]
        await events.aclose()

    run(store, scenario)


def test_the_events_of_a_class_that_is_closed_end(store: ClassroomStore, monkeypatch: pytest.MonkeyPatch) -> None:
    code, _ = store.open()

    async def scenario(hub: ClassHub) -> None:
        events = hub.events(code, "a", "en")
        await next_event(events)
        monkeypatch.setattr("bertplay.classroom.store.SECONDS_OPEN", -1.0)
        store.delete_old()
        assert (await next_event(events))[0] == "closed"
        with pytest.raises(StopAsyncIteration):
            await next_event(events)

    run(store, scenario)


def test_a_server_that_stops_ends_all_events(store: ClassroomStore) -> None:
    code, _ = store.open()

    async def scenario(hub: ClassHub) -> None:
        events = hub.events(code, "a", "en")
        await next_event(events)
        hub.stop()
        with pytest.raises(StopAsyncIteration):
            await next_event(events)

    run(store, scenario)
