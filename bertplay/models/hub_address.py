"""Reads what a person types or pastes for a hub repository: its name, an address, or a line of a program. No torch."""

import re
from urllib.parse import unquote, urlsplit

from bertplay.errors import BadInput
from bertplay.i18n import N_
from bertplay.models.hub_models import is_repository, listed_model
from bertplay.models.spec import Hub

REVISION = re.compile(r"[A-Za-z0-9_][\w./-]{0,99}", re.ASCII)
HOSTS = {"huggingface.co", "www.huggingface.co", "hf.co"}
OTHER_KINDS = {"datasets", "spaces", "collections", "papers", "docs", "blog", "posts"}
MAX_TYPED = 500
QUOTED = re.compile(r"""["'“«`]\s*([^"'”»`]+?)\s*["'”»`]""")
SHELL = ("git clone ", "hf download ", "huggingface-cli download ")
EXAMPLE = N_('Give it as "sentence-transformers/all-MiniLM-L6-v2", or paste the address of its page on huggingface.co.')


def repository_of(typed: str) -> Hub:
    """The repository that a person typed or pasted; BadInput if it is none.

    "owner/name", "owner/name@revision", "https://huggingface.co/owner/name/tree/main", the line of a program or a shell that has one of
    these in it, and the id of a model in the list.
    """
    text = named_in(typed.strip()[:MAX_TYPED])
    listed = listed_model(text)
    if listed is not None and isinstance(listed.source, Hub):
        return listed.source
    repo, revision = from_address(text) if "://" in text or text.split("/")[0].lower() in HOSTS else text.partition("@")[::2]
    if not is_repository(repo):
        raise BadInput(N_("This is not the name of a repository on the hub."), value=typed, remedy=EXAMPLE)
    if revision and (not REVISION.fullmatch(revision) or ".." in revision):
        raise BadInput(N_("This is not a revision: a branch, a tag or a commit."), value=revision, remedy=EXAMPLE)
    listed = listed_model(repo)
    if listed is not None and isinstance(listed.source, Hub):
        return Hub(listed.source.repo, revision or listed.source.revision)
    return Hub(repo, revision or None)


def named_in(text: str) -> str:
    """ "git clone https://huggingface.co/owner/name" -> its address; 'AutoModel.from_pretrained("owner/name")' -> "owner/name" """
    quoted = QUOTED.search(text)
    last = text.rsplit(maxsplit=1)[-1] if text.startswith(SHELL) else text
    return (quoted[1] if quoted else last).strip(" /")


def from_address(address: str) -> tuple[str, str]:
    """ "https://huggingface.co/owner/name/tree/refs%2Fpr%2F7" -> ("owner/name", "refs/pr/7"); BadInput for another site's."""
    from huggingface_hub.constants import ENDPOINT

    parts = urlsplit(address if "://" in address else f"https://{address}")
    if parts.netloc.lower() not in HOSTS | {urlsplit(ENDPOINT).netloc}:
        raise BadInput(N_("This is not an address of the hub."), value=address, remedy=EXAMPLE)
    path = [unquote(part) for part in parts.path.strip("/").split("/")]
    if path[0] in OTHER_KINDS:
        raise BadInput(N_("This is the address of something else on the hub, not of a model."), value=address, remedy=EXAMPLE)
    at = next((i for i, part in enumerate(path[:3]) if i and part in {"tree", "blob", "resolve", "commit"}), None)
    if at is None:
        return "/".join(path[:2]), ""
    rest = "/".join(path[at + 1 :])
    is_pull_request = rest.startswith("refs/pr/")
    return "/".join(path[:at]), "/".join(rest.split("/")[: 3 if is_pull_request else 1])
