"""The command `digigov-serve`: arguments, messages and exit status."""

import argparse
import gc
import multiprocessing
import os
import random
import socket
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels

from server.allocation import return_large_allocations
from server.app import create_app
from server.crew import Crew, processors
from server.engine import Dataset, DatasetError, Engine, Limits
from server.engine.answer import Setting as Shared
from server.engine.dataset_path import NoDatasetError, default_dataset
from server.rdf.prefixes import common_prefixes
from server.settings import SETTINGS, Setting, SettingError, Settings, check, from_environment
from server.stalled import end_stalled

if TYPE_CHECKING:
    from wsgiref.types import WSGIApplication

_MEBIBYTE = 1 << 20
_EPILOG = """\
Every option can be set by an environment variable, too: --per-client is DIGIGOV_PER_CLIENT.
Without DATASET, ./build/dataset is served, or else the bundled survey's dataset, which
digigov-convert makes once.
Exit status: 0 stopped, 1 the server failed, 2 an argument, the dataset or the address is unusable.
"""
# Longest request line and headers together, in bytes: long queries are sent by POST.
_HEAD_LIMIT = 128 * 1024
# Milliseconds for a client to send its headers.
_HEAD_TIMEOUT = 10_000
# Seconds beyond the longest query that a connection may be silent: an answer may be late on a
# machine that is busy with other things.
_IDLE = 60
# Seconds between two looks whether the server answers yet.
_PAUSE = 0.02
# Where a server that listens on every address is found.
_LOOPBACK = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 -- named, not listened on
# Seconds that requests under way have when the server is stopped.
_GRACE = 35
# Threads at work at once beyond the number of processors; all others wait or rest.
_MORE_THREADS = 4


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit status."""
    parsed = _parser().parse_args(arguments)
    try:
        settings = _settings(parsed)
        path = parsed.dataset or default_dataset()
        dataset = Dataset.open(path, union=settings.union)
        settings = _check_address(settings)
    except (SettingError, NoDatasetError, DatasetError, OSError) as error:
        print(f"digigov-serve: {error}", file=sys.stderr)
        return 2
    return _serve(path, dataset, settings)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="digigov-serve",
        description="Serve a dataset as linked data with a SPARQL endpoint.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "dataset",
        nargs="?",
        type=Path,
        metavar="DATASET",
        help="a folder that digigov-convert wrote, or an RDF file",
    )
    for setting in SETTINGS:
        _add_option(parser, setting)
    return parser


def _add_option(parser: argparse.ArgumentParser, setting: Setting) -> None:
    meaning = f"{setting.meaning} (default: {setting.shown_default})"
    if setting.kind is bool:
        action = argparse.BooleanOptionalAction
        parser.add_argument(setting.option, action=action, default=None, help=meaning)
    elif setting.kind is tuple:
        parser.add_argument(setting.option, action="append", metavar="IRI", help=meaning)
    else:
        name = setting.name.rpartition("_")[2].upper()
        parser.add_argument(setting.option, type=setting.kind, metavar=name, help=meaning)


def _settings(parsed: argparse.Namespace) -> Settings:
    """Return the settings: an option goes before the environment, that before the default."""
    given = {setting.name: getattr(parsed, setting.name) for setting in SETTINGS}
    options = {name: value for name, value in given.items() if value is not None}
    services = options.get("allow_service")
    if services is not None:
        options["allow_service"] = tuple(services)
    return check(Settings(**{**from_environment(os.environ), **options}))


def _check_address(settings: Settings) -> Settings:
    """Return the settings with a port that is free; the HTTP server would share one in use.

    Raises:
        SettingError: the address cannot be listened on.
    """
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((settings.host, settings.port))
            port: int = probe.getsockname()[1]
    except OSError as error:
        message = (
            f"cannot listen on {settings.host} port {settings.port}: {error.strerror or error}; "
            "choose another with --host and --port"
        )
        raise SettingError(message) from error
    return replace(settings, port=port)


def _serve(path: Path, dataset: Dataset, settings: Settings) -> int:
    # Forked, the process that answers has the dataset that was loaded, and checked, here.
    multiprocessing.set_start_method("fork", force=True)
    server = Granian(
        "digigov",
        address=settings.host,
        port=settings.port,
        interface=Interfaces.WSGI,
        # Its HTTP/2 has no time limit for a client that sends nothing; who wants it has a proxy.
        http=HTTPModes.http1,
        blocking_threads=settings.threads,
        http1_settings=HTTP1Settings(
            header_read_timeout=_HEAD_TIMEOUT, max_buffer_size=_HEAD_LIMIT, pipeline_flush=False
        ),
        websockets=False,
        log_level=LogLevels.error,
        respawn_failed_workers=True,
        workers_kill_timeout=_GRACE,
    )
    server.serve(target_loader=lambda: _application(path, dataset, settings), wrap_loader=False)
    return 0


def _greet(path: Path, settings: Settings) -> None:
    """Say where the server is, once it answers there."""
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    while not _listens(settings):
        time.sleep(_PAUSE)
    address = settings.public_url or f"http://{host}:{settings.port}/"
    print(f"Serving {path} at {address} (Ctrl-C stops)", flush=True)


def _listens(settings: Settings) -> bool:
    host = _LOOPBACK.get(settings.host, settings.host)
    try:
        socket.create_connection((host, settings.port), _PAUSE).close()
    except OSError:
        return False
    return True


def _application(path: Path, dataset: Dataset, settings: Settings) -> "WSGIApplication":
    """Return the application; its workers are started here, before the server has any thread."""
    limits = Limits(
        seconds=settings.timeout,
        memory=settings.memory * _MEBIBYTE,
        result=settings.result * _MEBIBYTE,
        query=settings.body,
        nesting=settings.nesting,
        workers=settings.workers,
        waiting=settings.waiting,
        per_client=settings.per_client,
    )
    shared = Shared(
        prefixes=common_prefixes(dataset.identity.base),
        base=dataset.identity.base,
        union=settings.union,
        services=frozenset(settings.allow_service),
    )
    crew = _crew()
    engine = Engine(path, limits, shared, crew.away)
    engine.start()
    application = create_app(dataset, engine, settings, crew=crew, prepare=True)
    return_large_allocations()
    # What has been loaded stays for good: no use in looking through it for garbage.
    gc.collect()
    gc.freeze()
    end_stalled(settings.port, settings.timeout + _IDLE)
    threading.Thread(target=_greet, args=(path, settings), daemon=True).start()
    return application


def _crew() -> Crew:
    """Return the threads at work: some more than processors, as each waits a little in between."""
    usable = processors()
    # Servers on one machine should not all choose the same.
    home = random.choice(usable) if usable else None  # noqa: S311 -- no secret
    return Crew((len(usable) or os.cpu_count() or 1) + _MORE_THREADS, home)


if __name__ == "__main__":
    sys.exit(main())
