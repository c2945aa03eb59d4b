"""Dynamic batching: simultaneous requests share one padded forward pass.

A thread that finds no pass of this model running becomes the leader: its pass includes every waiting request. The
other threads sleep until their rows are computed or a new leader is needed. After a shared pass the next leader
pauses briefly, as long as more requests keep arriving; after a pass with a single request it starts at once.

The leader submits the pass to one thread that computes all passes of this process. OpenMP gives each computing
thread its own pool: 32 visitors would have 32 pools, and waking another pool for every pass made it a quarter slower.

A short request does not wait for the end of a long pass, either, where the family can let it in between two layers.
"""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import chain, zip_longest

from bertplay.metrics import ANSWER_SECONDS, PASS_SECONDS
from bertplay.models.making_way import interrupted_by, nothing
from bertplay.models.wanted import Outputs, Row

TOKEN_LIMIT = 2048  # padded tokens in one pass, so that a short request never waits long behind a long one
GPU_TOKEN_LIMIT = 16_384  # the same on a GPU, which computes eight times as many tokens in a fraction of the time
SMALLEST_LIMIT = 128
"""The limit of the first passes. Still smaller passes would cost at least a fifth more in total."""
TARGET_PASS_SECONDS = 0.05
"""Passes that take longer are made smaller, down to SMALLEST_LIMIT, because a short request may have to wait for one of them."""
LONGEST_PAUSE = 0.02  # seconds; never more than a tenth of the last pass
CHECKS = 8  # for new requests during a pause, which ends at the first check that finds none
COMPUTING = ThreadPoolExecutor(max_workers=1, thread_name_prefix="forward-pass")
PADDING_SLACK = 32  # rows of very different lengths do not share a pass: padding takes as long to compute as text


class Ticket:
    """The rows of one request, and the outputs computed so far."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self.rows = rows
        self.answers: list[Outputs | None] = [None] * len(rows)
        self.error: Exception | None = None

    @property
    def is_short(self) -> bool:
        """Whether all of its rows fit into the smallest pass."""
        return sum(len(row.encoding) for row in self.rows) <= SMALLEST_LIMIT

    @property
    def done(self) -> bool:
        return self.error is not None or None not in self.answers

    def open_rows(self) -> list[tuple["Ticket", int]]:
        """The rows still to be computed: (this ticket, index of the row)."""
        return [(self, i) for i, answer in enumerate(self.answers) if answer is None]


Shares = list[tuple[Ticket, int]]


class Batcher:
    """Combines the rows of many threads into few passes and runs one pass at a time."""

    def __init__(self, run: Callable[[Sequence[Row]], list[Outputs]], token_limit: int = TOKEN_LIMIT) -> None:
        """`run` computes one pass; it is called by one thread at a time."""
        self._run = run
        self._largest = token_limit
        self._token_limit = min(SMALLEST_LIMIT, token_limit)
        self._changed = threading.Condition()
        self._waiting: list[Ticket] = []
        self._running = False
        self._pause = 0.0
        self._lent = 0.0  # seconds of a long pass that went to short requests
        self._is_turn_of_short = False

    def ask(self, rows: Sequence[Row]) -> list[Outputs]:
        """The outputs of these rows, in order. Raises what the pass of these rows alone raises."""
        with ANSWER_SECONDS.time():
            return self._ask(Ticket(rows))

    def _ask(self, ticket: Ticket) -> list[Outputs]:
        with self._changed:
            self._waiting.append(ticket)
        try:
            while not self._settled(ticket):
                self._lead()
        finally:
            with self._changed:
                self._waiting.remove(ticket)
        if ticket.error is not None:
            raise ticket.error
        return [answer for answer in ticket.answers if answer is not None]

    def _settled(self, ticket: Ticket) -> bool:
        """Sleep until the ticket is done (True) or this thread has become the leader (False)."""
        with self._changed:
            self._changed.wait_for(lambda: ticket.done or not self._running)
            if not ticket.done:
                self._running = True
            return ticket.done

    def _lead(self) -> None:
        """Run one pass over waiting rows. Afterwards, even after an error, another thread can lead."""
        try:
            self._wait_for_company()
            with self._changed:
                shares = self._take()
            started, self._lent = time.monotonic(), 0.0
            with PASS_SECONDS.time():
                COMPUTING.submit(self._make_pass, shares).result()
            seconds = time.monotonic() - started - self._lent
            self._adapt(sum(len(ticket.rows[i].encoding) for ticket, i in shares), seconds)
            is_shared = len({id(ticket) for ticket, _ in shares}) > 1
            self._pause = min(LONGEST_PAUSE, seconds / 10) if is_shared else 0.0
        finally:
            with self._changed:
                self._running = False
                self._changed.notify_all()

    def _adapt(self, tokens: int, seconds: float) -> None:
        """Make the next passes smaller after a slow one, larger after a quick one."""
        if seconds > TARGET_PASS_SECONDS:
            self._token_limit = min(self._token_limit, max(SMALLEST_LIMIT, int(tokens * TARGET_PASS_SECONDS / seconds)))
        elif seconds < TARGET_PASS_SECONDS / 2:
            self._token_limit = min(self._largest, 2 * self._token_limit)

    def _wait_for_company(self) -> None:
        """Pause briefly, so that requests made at the same moment can join the pass."""
        seen = 0
        for _ in range(CHECKS if self._pause else 0):
            if len(self._waiting) <= seen:
                return
            seen = len(self._waiting)
            time.sleep(self._pause / CHECKS)

    def _take(self) -> Shares:
        """The rows of the next pass, taken from the tickets in turn, as many as fit; the oldest ticket's first row is always included.

        Tickets that were served move to the end of the queue. While both short and long requests wait, every other pass takes
        only short ones: they do not wait for the rows of a long request, and the long one still makes progress.
        """
        waiting = [ticket for ticket in self._waiting if not ticket.done]
        short = [ticket for ticket in waiting if ticket.is_short]
        self._is_turn_of_short = not self._is_turn_of_short and 0 < len(short) < len(waiting)
        return self._fill(short if self._is_turn_of_short else waiting)

    def _fill(self, tickets: Sequence[Ticket]) -> Shares:
        """What one pass for these tickets has room for."""
        taken: Shares = []
        for ticket, index in in_turn([ticket.open_rows() for ticket in tickets]):
            if fits([t.rows[i] for t, i in taken], ticket.rows[index], self._token_limit):
                taken.append((ticket, index))
        served = [ticket for ticket, _ in taken]
        self._waiting.sort(key=lambda ticket: ticket in served)
        return taken

    def _make_pass(self, shares: Shares) -> None:
        """One pass, in the thread that computes; a long one lets short requests in between two layers."""
        on_board = [ticket for ticket, _ in shares]
        is_short = all(ticket.is_short for ticket in on_board)
        with interrupted_by(nothing if is_short else partial(self._make_way, on_board)):
            self._answer(shares)

    def _make_way(self, on_board: Sequence[Ticket]) -> None:
        """A pass for the short requests that have come meanwhile; once in a long one, so that it comes to its end among many of them."""
        if self._lent:
            return
        started = time.monotonic()
        with self._changed:
            shares = self._fill([t for t in self._waiting if t.is_short and not t.done and t not in on_board])
        if shares:
            self._answer(shares)
            self._lent = time.monotonic() - started
            with self._changed:
                self._changed.notify_all()

    def _answer(self, shares: Shares) -> None:
        """Compute the rows together; if that fails, compute each ticket separately, so that only the faulty one fails."""
        try:
            outputs = self._run([ticket.rows[i] for ticket, i in shares])
        except Exception as error:
            tickets = list({id(ticket): ticket for ticket, _ in shares}.values())
            if len(tickets) == 1:
                tickets[0].error = error
                return
            for one in tickets:
                self._answer([share for share in shares if share[0] is one])
            return
        for (ticket, i), output in zip(shares, outputs, strict=True):
            ticket.answers[i] = output


def in_turn(queues: Sequence[Shares]) -> Iterator[tuple[Ticket, int]]:
    """[[a1, a2], [b1]] -> a1, b1, a2"""
    return (share for share in chain.from_iterable(zip_longest(*queues)) if share is not None)


def fits(taken: Sequence[Row], row: Row, token_limit: int) -> bool:
    """Whether a row may join a pass: same kind, similar length, not too many tokens."""
    if not taken:
        return True
    lengths = [len(other.encoding) for other in taken] + [len(row.encoding)]
    similar = max(lengths) <= 2 * min(lengths) + PADDING_SLACK
    return similar and row.kind == taken[0].kind and len(lengths) * max(lengths) <= token_limit
