"""Runs the server: loads the dataset, listens, obeys signals, and gives the exit status."""

import asyncio
import gc
import logging
import resource
import signal
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server.embed import Server

from server.app import create_app
from server.command.arguments import check_address, parser, settings_of
from server.engine import DatasetError
from server.engine.dataset_path import NoDatasetError, built_dataset, default_dataset
from server.engine.installation import build, version
from server.engine.loading import fingerprint, identity_of, load
from server.http.asgi import Application
from server.middleware.access_log import log_to_stdout
from server.service.service import Service
from server.service.version import open_version
from server.settings import SettingError, Settings

# Maximum bytes of request line and headers: long queries are sent by POST.
_HEAD_LIMIT = 128 * 1024
# Milliseconds for a client to send its headers, and to stay idle between two requests.
_HEAD_TIMEOUT = 10_000
# Maximum connections, and open files for them: an idle connection costs little.
_CONNECTIONS = 8_192
_FILES = 16_384
# Seconds between checks whether the server answers.
_PAUSE = 0.02
# The address to show for a server that listens on all addresses.
_LOOPBACK = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 -- named, not listened on
# Seconds beyond the query time limit for running requests to end when the server stops.
_GRACE = 5
# Seconds after which a thread yields the GIL, which the event loop needs often.
_SWITCH = 0.001


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit status."""
    parsed = parser().parse_args(arguments)
    try:
        settings = settings_of(parsed)
        if parsed.version:
            return _print_version(parsed.dataset)
        path = parsed.dataset or default_dataset()
        if parsed.probe:
            # Imported late: only this needs the HTTP client, whose import is slow.
            from server.engine.remote.report import print_report  # noqa: PLC0415

            return asyncio.run(print_report(parsed.probe, path))
        settings = check_address(settings)
        with asyncio.Runner(loop_factory=_loop_factory()) as runner:
            return runner.run(_serve(path, settings))
    except (SettingError, NoDatasetError, DatasetError, OSError) as error:
        print(f"digigov-serve: {error}", file=sys.stderr)
        return 2


def _print_version(named: Path | None) -> int:
    """Print the software's version and build, and those of the dataset: named, or built here."""
    print(f"digigov {version()}, build {build()}")
    path = named or built_dataset()
    if path:
        identity = identity_of(path) if path.is_dir() else load(path).identity
        edition = f" {identity.version}," if identity.version else ""
        print(f"dataset{edition} SHA-256 {identity.checksum} ({path})")
    return 0


def _loop_factory() -> "Callable[[], asyncio.AbstractEventLoop] | None":
    """Return the factory of the event loop: uvloop's, else Python's own."""
    with suppress(ImportError):
        import uvloop  # noqa: PLC0415 -- not available for Windows

        return uvloop.new_event_loop
    return None


async def _serve(path: Path, settings: Settings) -> int:
    """Load the dataset, and serve it until a signal stops the server."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(message)s")
    sys.setswitchinterval(_SWITCH)
    _allow_files()
    service = Service(await open_version(path, settings), lambda: open_version(path, settings))
    # Loaded objects live long, so exclude them from garbage collection.
    gc.freeze()
    gc.enable()
    log = log_to_stdout() if settings.access_log else None
    server = _http_server(create_app(service, settings, log), settings)
    serving = asyncio.create_task(server.serve())
    tasks = _obey_signals(server, serving, service, settings.timeout + _GRACE)
    tasks.append(
        asyncio.create_task(service.watch(lambda: fingerprint(path), always=settings.watch))
    )
    for name, passed in service.load().profile.items():
        print(f"Engine: {name}: {'yes' if passed else 'no'}", file=sys.stderr)
    tasks.append(asyncio.create_task(_greet(path, settings)))
    with suppress(asyncio.CancelledError):
        await serving
    for task in tasks:
        task.cancel()
    await service.close()
    if log:
        log.close()
    return 0


def _http_server(application: Application, settings: Settings) -> Server:
    return Server(
        application,
        address=settings.host,
        port=settings.port,
        interface=Interfaces.ASGINL,
        # No HTTP/2, because the server's has no time limit for idle clients; a proxy may offer it.
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(
            header_read_timeout=_HEAD_TIMEOUT, max_buffer_size=_HEAD_LIMIT, pipeline_flush=False
        ),
        backlog=1024,
        backpressure=_CONNECTIONS,
        websockets=False,
        log_level=LogLevels.error,
    )


def _obey_signals(
    server: Server, serving: "asyncio.Task[None]", service: Service, grace: float
) -> "list[asyncio.Task[None]]":
    """Stop on INT and TERM, reload the dataset on HUP; return the set of reload tasks.

    Running requests have `grace` seconds to end when the server stops.
    """
    loop = asyncio.get_running_loop()
    tasks: list[asyncio.Task[None]] = []

    def stop() -> None:
        server.stop()  # type: ignore[no-untyped-call] # granian's, without types
        loop.call_later(grace, serving.cancel)

    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop)
    loop.add_signal_handler(signal.SIGHUP, lambda: tasks.append(loop.create_task(service.reload())))
    return tasks


def _allow_files() -> None:
    """Raise the limit of open files as far as possible: each connection needs one."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = _FILES if hard == resource.RLIM_INFINITY else min(_FILES, hard)
    if soft < most:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))


async def _greet(path: Path, settings: Settings) -> None:
    """Print the server's address as soon as it answers."""
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    while not await _listens(settings):  # noqa: ASYNC110 -- the HTTP server gives no event for this
        await asyncio.sleep(_PAUSE)
    address = settings.public_url or f"http://{host}:{settings.port}/"
    print(f"Serving {path} at {address} (Ctrl-C stops)", flush=True)


async def _listens(settings: Settings) -> bool:
    host = _LOOPBACK.get(settings.host, settings.host)
    try:
        _, writer = await asyncio.open_connection(host, settings.port)
    except OSError:
        return False
    writer.close()
    return True
