"""What went wrong between this machine and the hub, in words: each failure has its own sentence and its own remedy. No torch."""

import errno
from collections.abc import Iterator

from bertplay.errors import ModelUnavailable
from bertplay.i18n import N_, lazy
from bertplay.models.spec import Hub

WORKS_WITHOUT = N_("Connect to the network, or choose a bundled model, which needs none.")
LATER = N_("Try again in a few minutes: the download resumes where it stopped.")
ACCOUNT = N_("Download its files with your own account, and add them under “Your own models”; or choose another model.")
SPELLING = N_("Check the spelling against the address of its page. A repository that its owner keeps private cannot be downloaded here.")
REVISIONS = N_("Leave the revision out for the newest one, or take a commit from the history of its files.")
ROOM = N_("Make room, or set BERTPLAY_HUB_DIR to another disk.")
STATUSES = {
    401: (N_("The hub refuses access to {repo} (status {status})."), ACCOUNT),
    403: (N_("The hub refuses access to {repo} (status {status})."), ACCOUNT),
    404: (N_("A file of {repo} is no longer on the hub (status {status})."), REVISIONS),
    429: (N_("The hub has had too many requests from this network (status {status})."), LATER),
}
OTHER_STATUS = (N_("The hub returned an internal error (status {status})."), LATER)


def explained(source: Hub, error: Exception) -> ModelUnavailable:
    """The failure in words, from the first error that says enough among it and those that led to it."""
    from huggingface_hub.constants import ENDPOINT

    said = next((sentence for one in causes(error) if (sentence := sentence_of(one))), None)
    problem, remedy = said or (N_("{repo} cannot be downloaded ({kind})."), WORKS_WITHOUT)
    status = getattr(getattr(error, "response", None), "status_code", 0)
    facts = {"repo": source.repo, "revision": source.revision, "address": ENDPOINT, "status": status, "kind": type(error).__name__}
    return ModelUnavailable(lazy(problem, **facts), remedy=remedy)


def causes(error: BaseException | None) -> Iterator[BaseException]:
    """An error, and what it was raised from."""
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def sentence_of(error: BaseException) -> tuple[str, str] | None:
    """What an error means, and what to do; None where it says too little."""
    import httpx2
    from huggingface_hub import errors

    # The order matters: a gated repository is a kind of one that is not found, and all of these are kinds of OSError.
    known = (
        (errors.OfflineModeIsEnabled, N_("HF_HUB_OFFLINE is set, so the hub is not asked."), N_("Unset it, or choose a bundled model.")),
        (errors.GatedRepoError, N_("{repo} is gated: the hub gives it only to people who have accepted its terms."), ACCOUNT),
        (errors.RevisionNotFoundError, N_("{repo} has no revision {revision}."), REVISIONS),
        (errors.RepositoryNotFoundError, N_("The hub has no public model called {repo}."), SPELLING),
        (httpx2.UnsupportedProtocol, N_("The hub redirects to an address that is not encrypted; {repo} is not fetched from there."), LATER),
        (httpx2.ConnectError, N_("The hub cannot be reached: no connection to {address}."), WORKS_WITHOUT),
        (httpx2.TimeoutException, N_("The hub does not answer: {address} was silent for too long."), LATER),
        (httpx2.TransportError, N_("The connection to the hub was lost during the download of {repo}."), LATER),
        (ConnectionError, N_("The connection to the hub was lost during the download of {repo}."), LATER),
    )
    for kind, problem, remedy in known:
        if isinstance(error, kind):
            return problem, remedy
    if isinstance(error, errors.HfHubHTTPError):
        return STATUSES.get(error.response.status_code, OTHER_STATUS)
    return (N_("The disk became full."), ROOM) if isinstance(error, OSError) and error.errno == errno.ENOSPC else None


def gated(source: Hub) -> ModelUnavailable:
    """A repository whose listing anyone may read, and whose files only some."""
    problem = lazy("{repo} is gated: the hub gives it only to people who have accepted its terms.", repo=source.repo)
    return ModelUnavailable(problem, remedy=ACCOUNT)
