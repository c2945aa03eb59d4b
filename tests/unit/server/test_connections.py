"""Requests that never end, sent to a real Uvicorn: each of its parsers refuses them, and the server goes on."""

import socket
import threading
from collections.abc import Iterator
from contextlib import suppress

import pytest
import uvicorn
from starlette.types import Receive, Scope, Send

from bertplay.server.connections import MAX_HEADER_BYTES, bound_headers
from tests.waiting import until

GOOD = b"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"


async def app(_scope: Scope, receive: Receive, send: Send) -> None:
    while (await receive()).get("more_body"):
        pass
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]})
    await send({"type": "http.response.body", "body": b"ok"})


@pytest.fixture(params=["h11", "httptools"])
def port(request: pytest.FixtureRequest) -> Iterator[int]:
    pytest.importorskip(request.param)
    bound_headers()
    bound_headers()  # in a process that starts two servers
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="critical", lifespan="off", ws="none", http=request.param))
    thread = threading.Thread(target=server.run)
    thread.start()
    until(lambda: server.started)
    yield server.servers[0].sockets[0].getsockname()[1]
    server.should_exit = True
    thread.join()


def answer(port: int, *parts: bytes) -> bytes:
    """What the server answers to these bytes until it closes the connection."""
    received = b""
    with socket.create_connection(("127.0.0.1", port), timeout=20) as connection, suppress(ConnectionError):
        for part in parts:
            connection.sendall(part)
        while part := connection.recv(65_536):
            received += part
    return received


@pytest.mark.parametrize("begin", [b"GET /", b"GET / HTTP/1.1\r\nX: ", b"GET / HTTP/1.1\r\nHost: a\r\n\r\nGET / HTTP/1.1\r\nX: "])
def test_headers_that_never_end_are_cut_off(port: int, begin: bytes) -> None:
    answer(port, begin, *[b"a" * 50_000] * 200)  # returns, because the server closes
    assert answer(port, GOOD).startswith(b"HTTP/1.1 200")


def test_a_link_with_a_long_text_and_a_large_body_pass(port: int) -> None:
    link = b"GET /?text=" + b"a" * 40_000 + GOOD[5:]
    assert answer(port, link).startswith(b"HTTP/1.1 200")
    body = b"POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: %d\r\n\r\n" % (2 * MAX_HEADER_BYTES)
    assert answer(port, body, b"a" * MAX_HEADER_BYTES, b"a" * MAX_HEADER_BYTES).startswith(b"HTTP/1.1 200")
