"""A client that plays Streamlit's front end for one tab: it opens a page, presses its buttons, follows its timers, reads its text."""

import asyncio
from collections.abc import Iterable, Mapping
from contextlib import suppress
from urllib.parse import urlencode

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

PATIENCE = 120.0  # seconds for one message


class FrontEnd:
    """One tab. `values` are what its text boxes hold."""

    def __init__(self, url: str, query: Mapping[str, str]) -> None:
        self.url, self.query = url, dict(query)
        self.values: dict[str, str] = {}
        self.raised: list[str] = []
        self._ids: dict[str, tuple[str, str]] = {}
        self._seen: set[str] = set()
        self._page_hash, self._query_string = "", ""
        self._socket: ClientConnection | None = None
        self._waiting: list[tuple[str, asyncio.Future[None]]] = []
        self._timers: dict[str, asyncio.Task[None]] = {}
        self._reader: asyncio.Task[None] | None = None

    def id_of(self, label: str) -> str:
        """The id of the widget with this label."""
        return self._ids[label][0]

    async def open(self, page: str, query: Mapping[str, str], until: str) -> None:
        """A page by its link, in a session of its own, until a text stands there."""
        await self.close()
        address = self.url.replace("http", "ws", 1) + "/_stcore/stream"
        self._ids, self.values, self._query_string = {}, {}, urlencode(query)
        self._socket = await connect(address, subprotocols=["streamlit"], origin=self.url, max_size=None, open_timeout=PATIENCE)  # type: ignore[arg-type]
        self._reader = asyncio.create_task(self._read())
        shown = asyncio.create_task(self.wait_for(until))
        await asyncio.sleep(0)
        request = BackMsg()
        request.rerun_script.page_name = page
        request.rerun_script.query_string = self._query_string
        await self._send(request)
        await shown

    async def press(self, label: str, until: str) -> None:
        """Press a button, until a text stands there."""
        id_, fragment = self._ids[label]
        shown = asyncio.create_task(self.wait_for(until))
        await asyncio.sleep(0)
        request = self._request(fragment)
        pressed = request.rerun_script.widget_states.widgets.add()
        pressed.id, pressed.trigger_value = id_, True
        await self._send(request)
        await shown

    async def wait_for(self, text: str) -> None:
        """Until an element that begins with a text, or a button of that label, comes."""
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((text, future))
        await asyncio.wait_for(future, PATIENCE)

    async def close(self) -> None:
        """Close the tab."""
        self._stop_timers()
        if self._socket is not None:
            await self._socket.close()
        if self._reader is not None:
            await self._reader

    def _request(self, fragment: str = "") -> BackMsg:
        request = BackMsg()
        request.rerun_script.query_string = self._query_string
        request.rerun_script.page_script_hash = self._page_hash
        request.rerun_script.fragment_id = fragment
        for id_, value in self.values.items():
            box = request.rerun_script.widget_states.widgets.add()
            box.id, box.string_value = id_, value
        return request

    async def _send(self, request: BackMsg) -> None:
        if self._socket is not None:
            await self._socket.send(request.SerializeToString())

    async def _read(self) -> None:
        """Take in what the server sends, until the tab is closed."""
        with suppress(ConnectionClosed):
            while self._socket is not None:
                message = ForwardMsg()
                message.ParseFromString(await self._socket.recv(decode=False))
                self._take(message)

    def _take(self, message: ForwardMsg) -> None:
        kind = message.WhichOneof("type")
        if kind == "new_session" and not message.metadata.run.fragment_ids:
            self._seen.clear()
            self._stop_timers()
        elif kind == "script_finished" and not message.metadata.run.fragment_ids:
            if message.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY:  # a box that is no longer there has no value
                self.values = {id_: value for id_, value in self.values.items() if id_ in self._seen}
        elif kind == "navigation":
            self._page_hash = message.navigation.page_script_hash
        elif kind == "page_info_changed":
            self._query_string = message.page_info_changed.query_string
        elif kind == "auto_rerun":
            self._start_timer(message.auto_rerun.fragment_id, message.auto_rerun.interval)
        elif kind == "stop_auto_rerun":
            self._stop_timers(message.stop_auto_rerun.fragment_ids)
        elif kind == "delta" and message.delta.WhichOneof("type") == "new_element":
            self._take_element(message)

    def _take_element(self, message: ForwardMsg) -> None:
        element, fragment = message.delta.new_element, message.delta.fragment_id
        kind = element.WhichOneof("type") or ""
        text = ""
        if kind in {"text", "markdown"}:
            text = getattr(element, kind).body.removeprefix("**")
        elif kind in {"button", "text_input"}:
            widget = getattr(element, kind)
            text = widget.label
            self._ids[widget.label] = (widget.id, fragment)
            self._seen.add(widget.id)
            if kind == "text_input":
                self.values[widget.id] = widget.value if widget.set_value else self.values.get(widget.id, widget.default)
        elif kind == "exception":
            self.raised.append(element.exception.message)
        for waiting in [w for w in self._waiting if w[0] in text]:
            self._waiting.remove(waiting)
            if not waiting[1].done():
                waiting[1].set_result(None)

    def _start_timer(self, fragment: str, seconds: float) -> None:
        async def look() -> None:
            while True:
                await asyncio.sleep(seconds)
                request = self._request(fragment)
                request.rerun_script.is_auto_rerun = True
                with suppress(ConnectionClosed):
                    await self._send(request)

        if fragment in self._timers:
            self._timers[fragment].cancel()
        self._timers[fragment] = asyncio.create_task(look())

    def _stop_timers(self, fragments: Iterable[str] | None = None) -> None:
        """Those of some fragments, or all."""
        for fragment in list(self._timers) if fragments is None else fragments:
            if fragment in self._timers:
                self._timers.pop(fragment).cancel()
