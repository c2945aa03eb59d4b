"""What a step of a lesson can fill in: the pages, and the names in the link of each (pages.toml)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from bertplay.lessons.data import NO_OTHER_KEYS, load


@dataclass(frozen=True, slots=True)
class LessonPage:
    """One page: its title, the inputs that take any value, and those that take one of a few."""

    __pydantic_config__ = NO_OTHER_KEYS

    title: str
    inputs: frozenset[str]
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def names(self) -> frozenset[str]:
        """Of all its inputs."""
        return self.inputs | self.choices.keys()


@cache
def lesson_pages() -> dict[str, LessonPage]:
    """{"masked_word": …}: each by its name as in pages/, in the order of the navigation."""
    return load(dict[str, LessonPage], "pages.toml")


def inputs_in(page: str, link: Mapping[str, str]) -> dict[str, str]:
    """Those names of an address that belong to a page; a teacher's question and the step of a lesson do not."""
    known = lesson_pages()[page].names if page in lesson_pages() else frozenset()
    return {name: value for name, value in link.items() if name in known}
