"""How a program that uses transformers alone opens a model of bertplay."""

from bertplay.models.spec import Hub, ModelSpec

OF_THE_HUB = """
name, revision = {repo!r}, {revision!r}"""
OF_A_FOLDER = """
from bertplay.models.catalog import find_model

name = str(find_model({id!r}).source.folder)"""


def opening(spec: ModelSpec) -> dict[str, str]:
    """What a program is filled in with: {opening}, the lines that say which model, and {pinned}, what goes behind each `name`.

    A repository of the hub is pinned to the commit that is used here. Where a folder is, bertplay says: in a checkout and in an
    installed package that is another place, and on the machine of whoever runs the program again another.
    """
    if isinstance(spec.source, Hub):
        return {"opening": OF_THE_HUB.format(repo=spec.source.repo, revision=spec.source.revision), "pinned": ", revision=revision"}
    return {"opening": OF_A_FOLDER.format(id=spec.id), "pinned": ""}
