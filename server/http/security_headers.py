"""Headers of all responses: any origin may read them, and pages run only our own scripts."""

from server.http.message import Headers, Request, Response

# https://fetch.spec.whatwg.org/#http-cors-protocol; credentials are never allowed.
_REQUEST_HEADERS = (
    *("Accept", "Accept-Language", "Content-Type", "Cache-Control", "Pragma", "X-Requested-With"),
    *("If-Modified-Since", "If-None-Match", "If-Range", "Range"),
    # https://modelcontextprotocol.io/specification/2025-11-25/basic/transports
    *("Mcp-Protocol-Version", "Mcp-Session-Id", "Mcp-Method", "Mcp-Name", "Last-Event-ID"),
)
_PREFLIGHT: Headers = (
    ("Access-Control-Allow-Methods", "GET, HEAD, POST, QUERY, OPTIONS"),
    ("Access-Control-Allow-Headers", ", ".join(_REQUEST_HEADERS)),
    ("Access-Control-Max-Age", "86400"),
)
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
SECURITY: Headers = (
    ("Access-Control-Allow-Origin", "*"),
    (
        "Access-Control-Expose-Headers",
        (
            "Accept-Query, Accept-Ranges, Allow, Content-Disposition, Content-Encoding, "
            "Content-Location, Content-Range, ETag, Link, Query-Hint, Query-Unknown-Terms, "
            "Retry-After, Server-Timing"
        ),
    ),
    ("Content-Security-Policy", _POLICY),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),
    ("Cross-Origin-Resource-Policy", "cross-origin"),
)


# Paths that other sites may frame: figures, which have no form and no script.
EMBEDDED = "/embed/"
# No `frame-ancestors *`: the asterisk does not match pages opened from a disk (`file:`).
_FRAMED: Headers = tuple(
    (name, value.replace("; frame-ancestors 'none'", "")) for name, value in SECURITY
)


def secured(response: Response, request: Request) -> Response:
    """Return the response with the headers of all responses."""
    own = _FRAMED if request.path.startswith(EMBEDDED) else SECURITY
    further = _PREFLIGHT if request.method == "OPTIONS" else ()
    return response.with_headers(*own, *further)
