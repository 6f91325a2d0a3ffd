"""SPARQL 1.1 Protocol: the types that a request is read into."""

from server.messages import Request, Response
from server.operation import Operation, QueryKind

__all__ = ["Operation", "QueryKind", "Request", "Response"]
