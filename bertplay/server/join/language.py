"""In which language a student reads."""

from starlette.requests import Request

from bertplay.i18n import ENGLISH, match_language, offered_languages


def reader_language(request: Request) -> str:
    """What the address says (?lang=fr), or else the first language of the browser that is offered; else English."""
    asked = request.query_params.get("lang", "")
    if asked in offered_languages():
        return asked
    for wanted in request.headers.get("accept-language", "")[:200].split(","):
        locale = wanted.partition(";")[0].strip()
        found = match_language(locale)
        if found != ENGLISH or locale.casefold().startswith(ENGLISH):
            return found
    return ENGLISH
