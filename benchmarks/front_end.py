"""A client that plays Streamlit's front end for one tab: it opens a page, presses its buttons, follows its timers, reads its text."""

import asyncio
from collections import deque
from collections.abc import Iterable, Mapping
from contextlib import suppress
from types import TracebackType
from typing import Self
from urllib.parse import urlencode

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

PATIENCE = 300.0  # seconds for one text
LAST_TEXTS = 8  # reported when a text did not come
BOXES = {"text_input", "text_area"}
FINISHED = "\0the script has finished"
"""What to wait for where no text says that an answer is complete."""


async def connected(url: str) -> ClientConnection:
    """The connection of a new tab to the server at this address, before it asks for anything."""
    return await connect(
        url.replace("http", "ws", 1) + "/_stcore/stream",
        subprotocols=["streamlit"],  # type: ignore[list-item]
        origin=url,  # type: ignore[arg-type]
        max_size=None,
        open_timeout=PATIENCE,
        ping_interval=None,  # a browser sends none, and does not hang up on a server that is slow to answer
    )


class FrontEnd:
    """One tab. `values` are what its text boxes hold.

    async with FrontEnd(server.url, {}) as tab:     closed at the end, whatever happens
        await tab.open("masked_word", tab.query, until="the entropy of its prediction")
    """

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
        self._texts: deque[str] = deque(maxlen=LAST_TEXTS)
        self._end = ""

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        await self.close()

    def id_of(self, label: str) -> str:
        """The id of the widget with this label."""
        return self._ids[label][0]

    async def open(self, page: str, query: Mapping[str, str], until: str) -> None:
        """A page by its link, in a session of its own, until a text appears."""
        await self.close()
        self._ids, self.values, self._query_string, self._end = {}, {}, urlencode(query), ""
        self._socket = await connected(self.url)
        self._reader = asyncio.create_task(self._read(self._socket))
        request = BackMsg()
        request.rerun_script.page_name = page
        request.rerun_script.query_string = self._query_string
        await self._ask(request, until)

    async def press(self, label: str, until: str) -> None:
        """Press a button, until a text appears."""
        id_, fragment = self._ids[label]
        request = self._request(fragment)
        pressed = request.rerun_script.widget_states.widgets.add()
        pressed.id, pressed.trigger_value = id_, True
        await self._ask(request, until)

    async def enter(self, label: str, value: str, until: str = FINISHED) -> None:
        """Write into a text box, until a text appears."""
        self.values[self.id_of(label)] = value
        await self._ask(self._request(), until)

    async def wait_for(self, text: str) -> None:
        """Until a text, or a button with it in its label, comes.

        TimeoutError after five minutes; ConnectionError at once when the server hangs up.
        """
        await self._shown(text, self._expect(text))

    async def close(self) -> None:
        """Close the tab."""
        self._stop_timers()
        if self._socket is not None:
            await self._socket.close()
        if self._reader is not None:
            await self._reader

    async def _ask(self, request: BackMsg, until: str) -> None:
        """Send something and wait for a text; the waiting begins before sending."""
        future = self._expect(until)
        await self._send(request)
        await self._shown(until, future)

    def _expect(self, text: str) -> asyncio.Future[None]:
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((text, future))
        if self._end:
            self._give_up(self._end)
        return future

    async def _shown(self, text: str, future: asyncio.Future[None]) -> None:
        try:
            await asyncio.wait_for(future, PATIENCE)
        except TimeoutError as error:
            said = f"{text!r} did not come in {PATIENCE:.0f} s; raised: {self.raised}; the last texts: {list(self._texts)}"
            raise TimeoutError(said) from error

    def _give_up(self, reason: str) -> None:
        """Fail everything that waits for a text."""
        self._stop_timers()
        for text, future in self._waiting:
            if not future.done():
                future.set_exception(ConnectionError(f"{text!r} cannot come: {reason}"))
        self._waiting.clear()

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

    async def _read(self, socket: ClientConnection) -> None:
        """Process what the server sends, until either side disconnects."""
        try:
            while True:
                message = ForwardMsg()
                message.ParseFromString(await socket.recv(decode=False))
                self._take(message)
        except ConnectionClosed as error:
            self._end = f"the connection is closed ({error})"
        except Exception as error:
            self._end = f"a message could not be read ({error!r})"
            raise
        finally:
            self._give_up(self._end)

    def _take(self, message: ForwardMsg) -> None:
        kind = message.WhichOneof("type")
        if kind == "new_session" and not message.metadata.run.fragment_ids:
            self._seen.clear()
            self._stop_timers()
        elif kind == "script_finished" and not message.metadata.run.fragment_ids:
            if message.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY:  # a box that is no longer there has no value
                self.values = {id_: value for id_, value in self.values.items() if id_ in self._seen}
                self._come(FINISHED)
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
        elif kind in {"button", *BOXES}:
            widget = getattr(element, kind)
            text = widget.label
            self._ids[widget.label] = (widget.id, fragment)
            self._seen.add(widget.id)
            if kind in BOXES:
                self.values[widget.id] = widget.value if widget.set_value else self.values.get(widget.id, widget.default)
        elif kind == "exception":
            self.raised.append(element.exception.message)
        if text:
            self._texts.append(text[:80])
        self._come(text)

    def _come(self, text: str) -> None:
        """Wake what waits for this text."""
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
        """Stop the timers of some fragments, or all."""
        for fragment in list(self._timers) if fragments is None else fragments:
            if fragment in self._timers:
                self._timers.pop(fragment).cancel()
