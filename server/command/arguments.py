"""The arguments of `digigov-serve`, and the settings that they and the environment give."""

import argparse
import os
import socket
from dataclasses import replace
from pathlib import Path

from server.settings import SETTINGS, Setting, SettingError, Settings, check, from_environment

_EPILOG = """\
Every option can be set by an environment variable, too: --per-client is DIGIGOV_PER_CLIENT.
Without DATASET, ./build/dataset is served, or else the bundled survey's dataset, which
digigov-convert makes once.
Exit status: 0 stopped, 1 the server failed, 2 an argument, the dataset or the address is unusable.
"""
_VERSION = (
    "print the version and build of the software, those of the dataset if there is one, and stop"
)
_PROBE = "print what a SPARQL endpoint can do with the dataset, as EARL in Turtle, and stop"


def parser() -> argparse.ArgumentParser:
    """Return the parser: the dataset, `--probe`, and an option for each setting."""
    made = argparse.ArgumentParser(
        prog="digigov-serve",
        description="Serve a dataset as linked data with a SPARQL endpoint.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    made.add_argument("--version", action="store_true", help=_VERSION)
    made.add_argument(
        "dataset",
        nargs="?",
        type=Path,
        metavar="DATASET",
        help="a folder that digigov-convert wrote, or an RDF file",
    )
    made.add_argument("--probe", metavar="URL", help=_PROBE)
    for setting in SETTINGS:
        _add_option(made, setting)
    return made


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


def settings_of(parsed: argparse.Namespace) -> Settings:
    """Return the settings: options take precedence over the environment, then defaults."""
    given = {setting.name: getattr(parsed, setting.name) for setting in SETTINGS}
    options = {name: value for name, value in given.items() if value is not None}
    options = {n: tuple(v) if isinstance(v, list) else v for n, v in options.items()}
    return check(Settings(**{**from_environment(os.environ), **options}))


def check_address(settings: Settings) -> Settings:
    """Check that the port is free, because the HTTP server would share a port in use.

    Raises:
        SettingError: The server cannot listen on the address.
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
