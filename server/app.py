"""The composition root: builds the ASGI application from its layers."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from server.engine import Dataset, Engine
from server.engine.dataset_path import default_dataset
from server.http.asgi import Application
from server.middleware.access_log import AccessLog, LogWriter, log_to_stdout
from server.middleware.errors import Errors
from server.middleware.limits import RequestLimits
from server.middleware.metrics import Metrics
from server.service.service import Service
from server.service.version import QUERYING, create_version, open_version
from server.settings import Settings, check, from_environment
from server.sparql.documents import read_only, readable

if TYPE_CHECKING:
    from server.http.asgi import Send
    from server.http.message import Handler, Message, Receive

_MEBIBYTE = 1 << 20


def create_app(service: Service, settings: Settings, log: LogWriter | None = None) -> Application:
    """Return the ASGI application that answers from the current version of a service.

    `settings.public_url` is the server's public address, "" to take it from requests.
    """
    metrics = Metrics(service.load, lambda: service.current.memory)
    own: dict[str, Handler] = {
        "/metrics": readable(metrics),
        "/healthz": readable(service.health),
        "/readyz": read_only(service.readiness),
    }
    limits = RequestLimits(
        service.handler(own), QUERYING, settings.body, settings.result * _MEBIBYTE
    )
    errors = Errors(limits, lambda: service.current.layout)
    outermost = AccessLog(errors, metrics, log, settings.log_queries)
    root = urlsplit(settings.public_url).path.rstrip("/")
    return Application(outermost, settings.proxies, root)


def create_fixed_app(dataset: Dataset, engine: Engine, settings: Settings) -> Application:
    """Return the application for a dataset that never changes, with a started engine."""
    return create_app(Service(create_version(dataset, engine, settings)), settings)


@dataclass(slots=True)
class Deferred:
    """The application for any ASGI server: `uvicorn server.app:app`.

    The dataset (DIGIGOV_DATASET) is opened when the ASGI server starts; the other variables are
    those of `digigov-serve`. This application lacks the signals of that command, its limits of the
    HTTP server, and `--watch`.
    """

    service: Service | None = None
    log: LogWriter | None = None
    application: Application | None = None

    async def __call__(self, scope: "Message", receive: "Receive", send: "Send") -> None:
        """Handle the lifespan of the server, and answer requests."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif self.application is not None:
            await self.application(scope, receive, send)

    async def _live(self, receive: "Receive", send: "Send") -> None:
        await receive()
        settings = check(Settings(**from_environment(os.environ)))  # type: ignore[arg-type] # read by the kind of its setting
        named = os.environ.get("DIGIGOV_DATASET")
        path = Path(named) if named else default_dataset()
        self.service = Service(await open_version(path, settings))
        self.log = log_to_stdout() if settings.access_log else None
        self.application = create_app(self.service, settings, self.log)
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await self.service.close()
        if self.log:
            self.log.close()
        await send({"type": "lifespan.shutdown.complete"})


app = Deferred()
