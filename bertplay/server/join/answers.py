"""Students' answers, written in groups: while one group is being written, the next one collects."""

import asyncio
from collections.abc import Callable, Sequence

from bertplay.classroom.answers import GivenAnswer, Outcome
from bertplay.errors import BertplayError

MOST_AT_ONCE = 1_000


class AnswerWriter:
    """Writes answers in the order of arrival. write: writes a group and returns the outcome of each."""

    def __init__(self, write: Callable[[Sequence[GivenAnswer]], list[Outcome]]) -> None:
        self._write = write
        self._waiting: asyncio.Queue[tuple[GivenAnswer, asyncio.Future[Outcome]]] = asyncio.Queue()

    async def count(self, answer: GivenAnswer) -> tuple[str, ...]:
        """Return the answer as it was counted, once it is on disk. Raises BertplayError."""
        outcome: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()
        await self._waiting.put((answer, outcome))
        counted = await outcome
        if isinstance(counted, BertplayError):
            raise counted
        return counted

    async def run(self) -> None:
        """Write groups of answers until cancelled."""
        while True:
            group = [await self._waiting.get()]
            while len(group) < MOST_AT_ONCE and not self._waiting.empty():
                group.append(self._waiting.get_nowait())
            outcomes = await asyncio.to_thread(self._write_group, [answer for answer, _ in group])
            for (_, future), outcome in zip(group, outcomes, strict=True):
                if not future.done():  # the browser may have hung up
                    future.set_result(outcome)

    def _write_group(self, answers: Sequence[GivenAnswer]) -> list[Outcome]:
        """Write one group; if that fails, the whole group fails, and the next one is tried."""
        try:
            return self._write(answers)
        except BertplayError as error:
            return [error] * len(answers)
