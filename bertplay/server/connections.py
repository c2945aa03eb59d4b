"""Bounds the headers of a request where Uvicorn does not: with httptools. With h11 they have at most 64 KiB."""

from contextlib import suppress
from typing import Any

MAX_HEADER_BYTES = 128 << 10
"""One connection with a header that never ends would otherwise fill the memory, and soon the processor too."""


def bound_headers() -> None:
    """Bound the headers of all requests from now on."""
    with suppress(ImportError):
        from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

        if not getattr(HttpToolsProtocol, "is_bounded", False):
            bound(HttpToolsProtocol)


def bound(protocol: Any) -> None:
    """Bound those of a protocol class, by the methods that its parser calls at the beginning of a message and at the end of its headers."""
    began, completed, received = protocol.on_message_begin, protocol.on_headers_complete, protocol.data_received

    def on_message_begin(self: Any) -> None:
        self.header_bytes, self.is_in_headers = 0, True
        began(self)

    def on_headers_complete(self: Any) -> None:
        self.is_in_headers = False
        completed(self)

    def data_received(self: Any, data: bytes) -> None:
        received(self, data)
        if getattr(self, "is_in_headers", False):
            self.header_bytes += len(data)
            if self.header_bytes > MAX_HEADER_BYTES and not self.transport.is_closing():
                self.send_400_response(f"The headers of a request have at most {MAX_HEADER_BYTES:,} bytes.")

    protocol.on_message_begin, protocol.on_headers_complete, protocol.data_received = on_message_begin, on_headers_complete, data_received
    protocol.is_bounded = True
