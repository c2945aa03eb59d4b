"""Merging: simultaneous requests share one padded forward pass.

Whoever finds no pass of this model running leads the next one and takes along everything that waits; the others
sleep until their rows are answered or the lead is free. After a pass that was shared, the next leader waits a
moment for company, as long as more keep coming; after one that was not, he sets out at once.

The leader hands the pass to one thread that computes all passes of this process. Each thread that computes gets a
own team of processor threads from OpenMP: 32 visitors would hold 32 teams, and every pass would wake
another one, which made it a quarter slower.
"""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import chain, zip_longest

from bertplay.metrics import ANSWER_SECONDS, PASS_SECONDS
from bertplay.models.wanted import Outputs, Row

TOKEN_LIMIT = 2048  # padded, of one pass: a short request never waits long behind a long one
TOKENS_OF_A_CARD = 16_384  # the same of a graphics card, which computes eight times as many in a fraction of the time
SMALLEST_LIMIT = 128
"""Smaller passes cost a fifth more in all, and more. The first passes are as small."""
SECONDS_OF_A_PASS = 0.05
"""Passes of a long request that take longer are made smaller, down to the smallest limit: so long may a short request have to wait."""
LONGEST_PAUSE = 0.02  # seconds; and never more than a tenth of what the last pass took
CHECKS = 8  # for newcomers during a pause, which ends with the first that finds none
COMPUTING = ThreadPoolExecutor(max_workers=1, thread_name_prefix="forward-pass")
PADDING_SLACK = 32  # rows of very different length do not share a pass: padding is computed like text


class Ticket:
    """The rows that one caller asks for, and the answers so far."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self.rows = rows
        self.answers: list[Outputs | None] = [None] * len(rows)
        self.error: Exception | None = None

    @property
    def is_short(self) -> bool:
        """Whether the smallest pass has room for all of it."""
        return sum(len(row.encoding) for row in self.rows) <= SMALLEST_LIMIT

    @property
    def done(self) -> bool:
        return self.error is not None or None not in self.answers

    def open_rows(self) -> list[tuple["Ticket", int]]:
        """What is still to be computed: (this ticket, index of the row)."""
        return [(self, i) for i, answer in enumerate(self.answers) if answer is None]


Shares = list[tuple[Ticket, int]]


class Batcher:
    """Runs the rows of many threads in few passes, never two passes at once."""

    def __init__(self, run: Callable[[Sequence[Row]], list[Outputs]], token_limit: int = TOKEN_LIMIT) -> None:
        """`run` computes one pass; it is called by one thread at a time."""
        self._run = run
        self._largest = token_limit
        self._token_limit = min(SMALLEST_LIMIT, token_limit)
        self._changed = threading.Condition()
        self._waiting: list[Ticket] = []
        self._running = False
        self._pause = 0.0
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
        """Run one pass of what waits. Whatever happens, the lead is free afterwards."""
        try:
            self._wait_for_company()
            with self._changed:
                shares = self._take()
            started = time.monotonic()
            with PASS_SECONDS.time():
                COMPUTING.submit(self._answer, shares).result()
            seconds = time.monotonic() - started
            self._adapt(sum(len(ticket.rows[i].encoding) for ticket, i in shares), seconds)
            is_shared = len({id(ticket) for ticket, _ in shares}) > 1
            self._pause = min(LONGEST_PAUSE, seconds / 10) if is_shared else 0.0
        finally:
            with self._changed:
                self._running = False
                self._changed.notify_all()

    def _adapt(self, tokens: int, seconds: float) -> None:
        """A pass that took too long makes the next ones smaller; quick ones make them larger again."""
        if seconds > SECONDS_OF_A_PASS:
            self._token_limit = min(self._token_limit, max(SMALLEST_LIMIT, int(tokens * SECONDS_OF_A_PASS / seconds)))
        elif seconds < SECONDS_OF_A_PASS / 2:
            self._token_limit = min(self._largest, 2 * self._token_limit)

    def _wait_for_company(self) -> None:
        """Let the others come who ask at the same moment."""
        seen = 0
        for _ in range(CHECKS if self._pause else 0):
            if len(self._waiting) <= seen:
                return
            seen = len(self._waiting)
            time.sleep(self._pause / CHECKS)

    def _take(self) -> Shares:
        """One row of each ticket in turn, as many as fit; the oldest ticket's first row always goes.

        Tickets that were served go to the end of the line. Where short and long ones wait, every other pass is for the short ones alone:
        one whose answer is near does not pay for rows of a long request, and the long one is not starved.
        """
        taken: Shares = []
        waiting = [ticket for ticket in self._waiting if not ticket.done]
        short = [ticket for ticket in waiting if ticket.is_short]
        self._is_turn_of_short = not self._is_turn_of_short and 0 < len(short) < len(waiting)
        for ticket, index in in_turn([ticket.open_rows() for ticket in (short if self._is_turn_of_short else waiting)]):
            if fits([t.rows[i] for t, i in taken], ticket.rows[index], self._token_limit):
                taken.append((ticket, index))
        served = [ticket for ticket, _ in taken]
        self._waiting.sort(key=lambda ticket: ticket in served)
        return taken

    def _answer(self, shares: Shares) -> None:
        """Compute the shares together; if that fails, each ticket alone, so that only the faulty one fails."""
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
