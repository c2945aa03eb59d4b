"""The command of a class: what a room has counted."""

from collections.abc import Iterator
from datetime import datetime
from typing import Annotated

import typer

from bertplay.commands.base import Json, explained, show
from bertplay.results.rooms import RoomCounts
from bertplay.settings import get_settings

commands = typer.Typer()


@commands.command("room")
def room(name: Annotated[str, typer.Argument(help="Name of the room.")], is_json: Json = False) -> None:
    """Print what a class answered in a room: counts, no names."""
    with explained(is_json):
        from bertplay.rooms.store import RoomStore

        show(RoomStore(get_settings()).counts(name.strip().lower()), room_lines, is_json)


def room_lines(counts: RoomCounts) -> Iterator[str]:
    yield f"room {counts.room}, opened {datetime.fromtimestamp(counts.created).astimezone():%d %B %Y, %H:%M}"
    for number, question in enumerate(counts.questions, 1):
        notes = [f"{question.total:,} answers", *["asked now"] * (question.step == counts.asked), *["revealed"] * question.is_revealed]
        yield f"{number}. {question.title}\n   {', '.join(notes)}"
        yield from (f"   {answer.count:6,}  {answer.answer}" for answer in question.answers)
