"""The application for any ASGI server: `uvicorn server.asgi:app`.

DIGIGOV_DATASET names the dataset, the other variables are those of `digigov-serve`. What belongs to
the command is missing: its signals, its limits of the HTTP server, and `--watch`.
"""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from server.app import create_app
from server.engine.dataset_path import default_dataset
from server.middleware.access_log import LogWriter, log_to_stdout
from server.opening import open_version
from server.service import Service
from server.settings import Settings, check, from_environment

if TYPE_CHECKING:
    from server.http.asgi import Application, Send
    from server.http.message import Message, Receive


@dataclass(slots=True)
class Deferred:
    """An application whose dataset is opened when the ASGI server starts."""

    service: Service | None = None
    log: LogWriter | None = None
    application: "Application | None" = None

    async def __call__(self, scope: "Message", receive: "Receive", send: "Send") -> None:
        """Start and stop with the server, and answer requests in between."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif self.application is not None:
            await self.application(scope, receive, send)

    async def _live(self, receive: "Receive", send: "Send") -> None:
        await receive()
        settings = check(Settings(**from_environment(os.environ)))  # type: ignore[arg-type]
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
