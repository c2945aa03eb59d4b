"""The bundled lessons; they are files like any teacher's."""

from functools import cache
from pathlib import Path

from bertplay.lessons.files import read_lesson
from bertplay.lessons.lesson import Lesson

FOLDER = Path(__file__).with_name("ready")
ORDER = ("demonstration", "class", "four_models")


@cache
def ready_lessons() -> dict[str, Lesson]:
    """{"demonstration": …}: each by its name in a link, the shortest first."""
    return {name: read_lesson(FOLDER / f"{name}.toml") for name in ORDER}
