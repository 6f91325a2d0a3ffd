"""Turns all errors of inner layers into problem documents (RFC 9457)."""

import logging
import secrets
from collections.abc import Callable
from dataclasses import dataclass

from server.http.asgi import ClientGoneError
from server.http.errors import HttpError, server_has_a_fault
from server.http.message import Handler, Request, Response
from server.http.plain_page import Layout
from server.http.problem_details import render
from server.http.security_headers import secured

_LOG = logging.getLogger("server")


@dataclass(frozen=True, slots=True)
class Errors:
    """Calls `following` and renders its errors; `layout` makes the frame of an HTML page."""

    following: Handler
    layout: Callable[[], Layout]

    async def __call__(self, request: Request) -> Response:
        """Answer one request; errors get the security headers as well."""
        try:
            return await self.following(request)
        except HttpError as error:
            return secured(render(error.problem, request, self.layout()), request)
        except ClientGoneError:
            raise
        except Exception:  # noqa: BLE001 -- last resort: log it, answer without details
            return secured(fault(request), request)


def fault(request: Request) -> Response:
    """Log the current exception with a new identifier, and return a response with only that."""
    identifier = secrets.token_hex(6)
    _LOG.exception("fault %s in %s", identifier, request.method)
    return render(server_has_a_fault(identifier), request)
