"""What a server reports for monitoring, and the headers that every browser gets."""

import asyncio
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import pytest
import streamlit as st
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket, WebSocketDisconnect

from bertplay.errors import ClusterUnavailable, StoreUnavailable
from bertplay.model_service.base import ModelMemory
from bertplay.models.cache_entry import Slot
from bertplay.permissions import admin_key
from bertplay.runs.service import RunService
from bertplay.server import health, uploads
from bertplay.server.middleware import middleware
from bertplay.settings import get_settings
from tests.waiting import until

MIB = 1 << 20
PAGE = {"accept": "text/html", "accept-language": "fr-CH,fr;q=0.9"}


async def page(_request: Request) -> PlainTextResponse:
    return PlainTextResponse("a page")


async def stream(websocket: WebSocket) -> None:
    await websocket.accept()
    await websocket.receive_text()
    await websocket.close()


class SmallRuntime:
    """As much of the runtime as the routes ask for."""

    def __init__(self) -> None:
        self.loaded, self.problem, self.no_cluster = True, "", ""
        self.models = SimpleNamespace(memory=self.memory)

    def memory(self) -> ModelMemory:
        if self.no_cluster:
            raise ClusterUnavailable(self.no_cluster, remedy="")
        entry = Slot[Any](state="ready", bytes=5).entry("bert")
        return ModelMemory((entry,) if self.loaded else (), 5, 10)

    def service(self) -> Any:
        if self.problem:
            raise StoreUnavailable(self.problem, remedy="")
        return SimpleNamespace(store=SimpleNamespace(count=lambda: {"queued": 3}))


LOCAL = {"host": "localhost:8501"}


@pytest.fixture
def runtime(monkeypatch: pytest.MonkeyPatch) -> SmallRuntime:
    runtime = SmallRuntime()
    monkeypatch.setattr(health, "get_runtime", lambda: runtime)
    return runtime


@pytest.fixture
def setting(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str, str], None]]:
    def set_(name: str, value: str) -> None:
        monkeypatch.setenv(f"BERTPLAY_{name}", value)
        get_settings.cache_clear()

    yield set_
    monkeypatch.undo()
    get_settings.cache_clear()


def client(near: bool = False) -> TestClient:
    app = Starlette(routes=[WebSocketRoute("/_stcore/stream", stream), Route("/", page)], middleware=middleware())
    return TestClient(app, base_url="http://school.example", client=("127.0.0.1" if near else "10.0.0.7", 5000))


def test_the_process_answers() -> None:
    assert client().get("/healthz").text == "ok"


@pytest.mark.usefixtures("runtime")
def test_a_server_is_ready() -> None:
    assert client().get("/readyz").json() == {"ready": True, "problems": []}


def test_a_server_says_why_it_is_not_ready(runtime: SmallRuntime, setting: Callable[[str, str], None]) -> None:
    runtime.loaded, runtime.problem = False, "The store of runs cannot be used: database is locked."
    answer = client().get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["problems"] == ["The first model is not loaded.", runtime.problem]
    runtime.no_cluster = "The machines that run the models do not answer: ConnectError."
    assert client().get("/readyz").json()["problems"] == [runtime.no_cluster, runtime.problem]
    assert client(near=True).get("/metrics", headers=LOCAL).status_code == 200
    setting("FREE_MB", "1000000000")
    assert any("too full" in problem for problem in client().get("/readyz").json()["problems"])


def test_a_postgres_that_is_not_there_is_a_reason_not_to_come(
    runtime: SmallRuntime, setting: Callable[[str, str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    setting("DATABASE", "postgresql://a:secret@127.0.0.1:9/b")
    monkeypatch.setattr(runtime, "service", lambda: RunService(get_settings()))
    answer = client().get("/readyz")
    assert answer.status_code == 503
    [problem] = answer.json()["problems"]
    assert problem.startswith("The store of runs cannot be used: connection failed:")
    assert "secret" not in problem


def test_a_server_says_whether_it_takes_one_more_page(setting: Callable[[str, str], None]) -> None:
    setting("MAX_SESSIONS", "1")
    visitors = client()
    assert visitors.get("/readyz/page").status_code == 200
    with visitors.websocket_connect("/_stcore/stream") as opened:
        assert visitors.get("/readyz/page").status_code == 404
        opened.send_text("goodbye")
    until(lambda: visitors.get("/readyz/page").status_code == 200)


@pytest.mark.parametrize(
    ("language", "not_loaded", "not_the_key", "too_large"),
    [
        ("en-GB", "The first model is not loaded.", "This is not the administrator’s key.", "take at most 1 MiB. Reload the page"),
        ("fr-CA", "Le premier modèle n’est pas chargé.", "Ce n’est pas la clé de l’administrateur.", "occupent au plus 1 Mio. Rechargez"),
    ],
)
def test_what_the_server_says_itself_is_in_the_language_of_its_reader(
    runtime: SmallRuntime, setting: Callable[[str, str], None], language: str, not_loaded: str, not_the_key: str, too_large: str
) -> None:
    runtime.loaded = False
    setting("UPLOAD_MIB", "1")
    headers = {"accept-language": f"{language},de;q=0.5"}
    assert client().get("/readyz", headers=headers).json()["problems"] == [not_loaded]
    assert not_the_key in client().get("/administrator", params={"key": "x"}, headers=headers).text
    assert too_large in client().put("/_stcore/upload_file/mine/file", content=bytes(2 * MIB), headers=headers).text


@pytest.mark.usefixtures("runtime")
def test_metrics_are_no_strangers_business() -> None:
    assert client().get("/metrics").status_code == 403
    assert client().get("/metrics", headers={"authorization": "Bearer nonsense"}).status_code == 403
    assert client(near=True).get("/metrics", headers=LOCAL | {"x-forwarded-for": "10.0.0.7"}).status_code == 403
    with_key = {"authorization": f"Bearer {admin_key()}"}
    for answer in (client(near=True).get("/metrics", headers=LOCAL), client().get("/metrics", headers=with_key)):
        assert 'bertplay_runs{state="queued"} 3.0' in answer.text
        assert "bertplay_cache_bytes 5.0" in answer.text
        assert "bertplay_answer_seconds_count" in answer.text


def test_every_answer_has_its_headers() -> None:
    headers = client().get("/", headers=PAGE).headers
    assert "frame-ancestors 'self'" in headers["content-security-policy"]
    assert "http" not in headers["content-security-policy"].replace("'", "")
    assert (headers["x-content-type-options"], headers["referrer-policy"]) == ("nosniff", "no-referrer")


def test_a_learning_platform_may_frame_it(setting: Callable[[str, str], None]) -> None:
    setting("FRAME_ANCESTORS", "'self' https://moodle.school.example")
    assert client().get("/").headers["content-security-policy"].endswith("frame-ancestors 'self' https://moodle.school.example")


def test_a_full_server_says_so_and_recovers(setting: Callable[[str, str], None]) -> None:
    setting("MAX_SESSIONS", "1")
    visitor = client()
    with visitor.websocket_connect("/_stcore/stream") as first:
        answer = visitor.get("/", headers=PAGE)
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "60")
        assert "Ce serveur est plein" in answer.text
        assert visitor.get("/healthz", headers=PAGE).status_code == 200
        with pytest.raises(WebSocketDisconnect), visitor.websocket_connect("/_stcore/stream"):
            pass
        first.send_text("")
        with pytest.raises(WebSocketDisconnect):
            first.receive_text()
    assert visitor.get("/", headers=PAGE).status_code == 200


@pytest.mark.parametrize(
    ("held", "length", "status"),
    [({}, MIB, 404), ({}, MIB + 1, 413), ({"mine": MIB - 5}, 6, 413), ({"other": 2 * MIB - 5}, 6, 413), ({"mine": MIB - 6}, 6, 404)],
)
def test_uploads_are_bounded_by_page_and_in_all(
    held: dict[str, int], length: int, status: int, setting: Callable[[str, str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """404: it got as far as the route, which is not here."""
    setting("UPLOAD_MIB", "1")
    setting("UPLOADS_MIB", "2")
    monkeypatch.setattr(uploads, "uploaded_bytes", lambda: held)
    answer = client().put("/_stcore/upload_file/mine/file", content=bytes(length))
    assert answer.status_code == status
    assert ("MiB" in answer.text) == (status == 413)


def test_an_upload_without_a_length_is_refused() -> None:
    assert client().put("/_stcore/upload_file/mine/file", content=iter([b"a"])).status_code == 411


def test_only_allowed_names_are_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    original = st.get_option
    monkeypatch.setattr(st, "get_option", lambda name: ["bert.example"] if name == "server.allowedHosts" else original(name))
    assert client().get("/").status_code == 400
    assert client().get("/", headers={"host": "bert.example"}).status_code == 200


def test_the_runtime_starts_without_a_visitor(monkeypatch: pytest.MonkeyPatch) -> None:
    from bertplay.server import lifespan

    started: list[bool] = []
    monkeypatch.setattr(lifespan, "SECONDS_FOR_A_VISITOR", 0.0)
    monkeypatch.setattr(lifespan, "get_runtime", lambda: started.append(True))

    async def run() -> None:
        async with lifespan.lifespan(None):
            await asyncio.to_thread(until, lambda: bool(started))

    asyncio.run(run())
    assert started == [True]
