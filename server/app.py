"""The composition root: the ASGI application, from the access log to the version that is served."""

from typing import TYPE_CHECKING

from server.engine import Dataset, Engine
from server.http.asgi import Application
from server.middleware.access_log import AccessLog, LogWriter
from server.middleware.errors import Errors
from server.middleware.limits import Limits
from server.middleware.metrics import Metrics
from server.service import Service
from server.settings import Settings
from server.sparql.documents import read_only, readable
from server.version import QUERYING, create_version

if TYPE_CHECKING:
    from server.http.message import Handler

_MEBIBYTE = 1 << 20


def create_app(service: Service, settings: Settings, log: LogWriter | None = None) -> Application:
    """Return the ASGI application that answers from the version that a service has.

    `settings.public_url` is the server's address as clients see it, empty where requests name it.
    """
    metrics = Metrics(service.load, lambda: service.current.memory)
    own: dict[str, Handler] = {
        "/metrics": readable(metrics),
        "/healthz": readable(service.health),
        "/readyz": read_only(service.readiness),
    }
    limits = Limits(service.handler(own), QUERYING, settings.body, settings.result * _MEBIBYTE)
    errors = Errors(limits, lambda: service.current.layout)
    outermost = AccessLog(errors, metrics, log, settings.log_queries)
    return Application(outermost, settings.proxies)


def create_fixed_app(dataset: Dataset, engine: Engine, settings: Settings) -> Application:
    """Return the application over a dataset that never changes, with an engine that is started."""
    return create_app(Service(create_version(dataset, engine, settings)), settings)
