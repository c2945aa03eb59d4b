"""Whose browser it is, as far as a class needs it: one answer counts for a browser. No name, and another identity in every class."""

import hmac
import secrets

from starlette.requests import Request
from starlette.responses import Response

from bertplay.classroom.answers import COOKIE, student_of
from bertplay.codes import PerMinute
from bertplay.server.visitors import cookie

SECONDS = 24 * 3600
"""As long as a class is open."""
ANSWERS_PER_MINUTE = 60
"""Of one browser."""


class Students:
    """Gives browsers an identity, signed, so that none can be made up, and knows them again.

    secret           shared by all servers of a class
    new_per_minute   browsers from one address: so nobody makes up a class of strangers
    """

    def __init__(self, secret: bytes, new_per_minute: int) -> None:
        self._secret = secret
        self.new, self.answers = PerMinute(new_per_minute), PerMinute(ANSWERS_PER_MINUTE)

    def known(self, request: Request, code: str) -> str:
        """The student of a request in this class: a digest; "" for a browser without an identity of ours."""
        name, _, signature = request.cookies.get(COOKIE, "").partition(".")
        if not name or not hmac.compare_digest(signature.encode(), self._sign(name).encode()):
            return ""
        return student_of(name, code)

    def welcome(self, request: Request, response: Response, code: str) -> None:
        """Give a new browser an identity with this response, unless too many are new at its address."""
        if self.known(request, code) or not self.new.allows(request.client.host if request.client else ""):
            return
        name = secrets.token_urlsafe(16)
        response.headers.append("set-cookie", cookie(request.scope, COOKIE, f"{name}.{self._sign(name)}", SECONDS))

    def _sign(self, name: str) -> str:
        return hmac.new(self._secret, name.encode(), "sha256").hexdigest()[:32]
