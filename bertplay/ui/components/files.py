"""The files of the components: each has a script and a style sheet beside it, and those that can be saved share the button for it."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bertplay.i18n import _, language

HERE = Path(__file__).parent


def script(name: str, *, with_picture: bool = False) -> str:
    """The script of a component; with the one that saves what an element shows (`offerPicture`) before it."""
    return (read("picture.js") if with_picture else "") + read(f"{name}.js")


def style(name: str, *, with_picture: bool = False) -> str:
    """The style sheet of a component; with that of the button before it."""
    return (read("picture.css") if with_picture else "") + read(f"{name}.css")


def with_words(data: Mapping[str, Any], **words: str) -> dict[str, Any]:
    """The data of a component, the words its script shows in the reader's language (data.words), and that language.

    with_words({"hidden": [3]}, hide=t("Click to hide this word"))
    """
    return {**data, "words": {"picture": _("Picture as PNG"), **words}, "language": language()}


def read(name: str) -> str:
    return (HERE / name).read_text("utf-8")
