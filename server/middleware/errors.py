"""Turns whatever goes wrong inside into a problem document (RFC 9457): the one place that does."""

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
    """Answers by `following`; `layout` gives the frame of a page that says what went wrong."""

    following: Handler
    layout: Callable[[], Layout]

    async def __call__(self, request: Request) -> Response:
        """Answer one request; nothing that happens inside leaves without its headers."""
        try:
            return await self.following(request)
        except HttpError as error:
            return secured(render(error.problem, request, self.layout()), request)
        except ClientGoneError:
            raise
        except Exception:  # noqa: BLE001 -- the last resort: logged, and answered without detail
            return secured(fault(request), request)


def fault(request: Request) -> Response:
    """Log the exception under a new identifier, and return an answer with this identifier alone."""
    identifier = secrets.token_hex(6)
    _LOG.exception("fault %s in %s", identifier, request.method)
    return render(server_has_a_fault(identifier), request)
