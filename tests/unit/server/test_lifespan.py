"""What the server says and decides when it starts."""

import asyncio
import os

import pytest
import streamlit as st

from bertplay.permissions import administrator_key
from bertplay.server.lifespan import lifespan
from bertplay.settings import get_settings


@pytest.fixture(autouse=True)
def _nothing_is_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    """The models of a server that starts would be loaded beside the next tests."""
    monkeypatch.setattr("bertplay.server.lifespan.start_runtime", lambda: None)


def test_the_administrator_gets_a_link(capsys: pytest.CaptureFixture[str]) -> None:
    start()
    assert f"/administrator?key={administrator_key()}" in capsys.readouterr().out


def test_a_key_that_was_set_is_printed_nowhere(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BERTPLAY_ADMINISTRATOR_KEY", "a key of the school")
    get_settings.cache_clear()
    start()
    assert "/administrator?key=…" in capsys.readouterr().out
    monkeypatch.undo()
    get_settings.cache_clear()


@pytest.mark.parametrize(
    ("address", "said", "policy"),
    [
        ("localhost", None, "any"),
        ("127.0.0.1", None, "any"),
        ("0.0.0.0", None, "list"),  # noqa: S104
        ("school.example", None, "list"),
        (None, None, "list"),
        ("0.0.0.0", "any", "any"),  # noqa: S104
        ("0.0.0.0", "off", "off"),  # noqa: S104
    ],
)
def test_a_server_for_others_downloads_what_is_in_the_list(
    address: str | None, said: str | None, policy: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "environ", {name: value for name, value in os.environ.items() if name != "BERTPLAY_HUB"})
    if said:
        os.environ["BERTPLAY_HUB"] = said
    monkeypatch.setattr(st, "get_option", {"server.address": address, "server.port": 8501}.get)
    get_settings.cache_clear()
    start()
    assert get_settings().hub == policy
    get_settings.cache_clear()


def start() -> None:
    async def run() -> None:
        async with lifespan(None):
            pass

    asyncio.run(run())
