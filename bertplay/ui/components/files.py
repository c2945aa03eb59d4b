"""The files of the components: each has a script and a style sheet; those that can be saved as a picture share the button for it."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bertplay.i18n import _, language

HERE = Path(__file__).parent


def script(name: str, *, with_picture: bool = False) -> str:
    """The script of a component; `with_picture` prepends the script that saves what an element shows (`offerPicture`)."""
    return (read("picture.js") if with_picture else "") + read(f"{name}.js")


def style(name: str, *, with_picture: bool = False) -> str:
    """The style sheet of a component; `with_picture` prepends that of the button."""
    return (read("picture.css") if with_picture else "") + read(f"{name}.css")


def with_words(data: Mapping[str, Any], **words: str) -> dict[str, Any]:
    """The data of a component with its texts in the reader's language (data.words), and that language.

    with_words({"hidden": [3]}, hide=_("Click to hide this word"))
    """
    return {**data, "words": {"picture": _("Picture as PNG"), **words}, "language": language()}


def read(name: str) -> str:
    return (HERE / name).read_text("utf-8")
