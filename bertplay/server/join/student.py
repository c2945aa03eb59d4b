"""The identity of a student's browser, so that each browser counts once. It holds no name and differs from class to class."""

import hmac
import secrets

from starlette.requests import Request
from starlette.responses import Response

from bertplay.classroom.answers import COOKIE, student_of
from bertplay.codes import PerMinute
from bertplay.server.visitors import cookie

SECONDS = 24 * 3600
"""How long the cookie lasts: as long as a class is open."""
ANSWERS_PER_MINUTE = 60
"""The limit for one browser."""


class Students:
    """Gives browsers a signed identity, which cannot be forged, and recognizes it.

    secret           shared by all servers of a class
    new_per_minute   new browsers allowed from one network address, so that nobody can pose as many students
    """

    def __init__(self, secret: bytes, new_per_minute: int) -> None:
        self._secret = secret
        self.new, self.answers = PerMinute(new_per_minute), PerMinute(ANSWERS_PER_MINUTE)

    def identify(self, request: Request, code: str) -> str:
        """The student who sent a request to this class, as a digest; "" for a browser without a valid identity."""
        name, _, signature = request.cookies.get(COOKIE, "").partition(".")
        if not name or not hmac.compare_digest(signature.encode(), self._sign(name).encode()):
            return ""
        return student_of(name, code)

    def ensure_identity(self, request: Request, response: Response, code: str) -> None:
        """Give a new browser an identity with this response, unless its network address has had too many new ones."""
        if self.identify(request, code) or not self.new.allows(request.client.host if request.client else ""):
            return
        name = secrets.token_urlsafe(16)
        response.headers.append("set-cookie", cookie(request.scope, COOKIE, f"{name}.{self._sign(name)}", SECONDS))

    def _sign(self, name: str) -> str:
        return hmac.new(self._secret, name.encode(), "sha256").hexdigest()[:32]
