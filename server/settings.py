"""Every setting once: name, type, default, environment variable and meaning."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from urllib.parse import urlsplit

_PREFIX = "DIGIGOV_"
_TRUE = {"1", "true", "yes", "on"}
_FALSE = {"0", "false", "no", "off"}

# Numbers for which 0 is valid.
_MAY_BE_NONE = frozenset({"port", "proxies", "workers", "cache"})

Value = bool | int | float | str | tuple[str, ...]


class SettingError(Exception):
    """A setting has an invalid value; the text is for the user."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of one server, read once at its start."""

    host: str = field(default="127.0.0.1", metadata={"help": "address to listen on"})
    port: int = field(default=8000, metadata={"help": "port to listen on; 0 takes a free one"})
    public_url: str = field(
        default="",
        metadata={"help": "public address of the server, if it is behind a proxy"},
    )
    proxies: int = field(
        default=0,
        metadata={"help": "number of trusted proxies before the server, for X-Forwarded-For"},
    )
    workers: int = field(
        default=0,
        metadata={"help": "processes that evaluate queries; 0: one more than CPUs"},
    )
    timeout: float = field(default=30.0, metadata={"help": "maximum seconds for a query"})
    memory: int = field(default=512, metadata={"help": "maximum MiB of memory for a query"})
    result: int = field(default=64, metadata={"help": "maximum MiB of a result"})
    body: int = field(default=1_048_576, metadata={"help": "maximum bytes of a request's body"})
    nesting: int = field(default=200, metadata={"help": "maximum nesting of brackets in a query"})
    waiting: int = field(default=256, metadata={"help": "maximum queries that run or wait at once"})
    per_client: int = field(default=48, metadata={"help": "maximum queries at once of one client"})
    cache: int = field(
        default=64, metadata={"help": "MiB of cached results and pages; 0 disables the cache"}
    )
    store: str = field(
        default="auto",
        metadata={"help": "where the data is: memory, disk, or auto (disk for large datasets)"},
    )
    engine: tuple[str, ...] = field(
        default=(),
        metadata={
            "help": "a SPARQL endpoint that evaluates users' queries; may be repeated for replicas"
        },
    )
    watch: bool = field(
        default=False,
        metadata={
            "help": "serve a new dataset as soon as its files change, not only on the signal HUP"
        },
    )
    union: bool = field(
        default=True,
        metadata={"help": "the default graph is the union of all graphs"},
    )
    allow_service: tuple[str, ...] = field(
        default=(),
        metadata={"help": "the exact IRI of an endpoint allowed in SERVICE; may be repeated"},
    )
    mcp_origin: tuple[str, ...] = field(
        default=(),
        metadata={"help": "an origin whose pages may call /mcp; may be repeated"},
    )
    access_log: bool = field(
        default=True, metadata={"help": "write a line of JSON for each request to standard output"}
    )
    log_queries: bool = field(
        default=False, metadata={"help": "write the text of queries to the access log"}
    )


# The kinds of storage for a served dataset.
STORES = ("auto", "memory", "disk")
DEFAULTS = Settings()


@dataclass(frozen=True, slots=True)
class Setting:
    """One row of the table of settings."""

    name: str
    kind: type
    default: Value
    meaning: str

    @property
    def option(self) -> str:
        """Return the command-line option."""
        return "--" + self.name.replace("_", "-")

    @property
    def shown_default(self) -> str:
        """Return the default as the manual shows it."""
        if self.kind is bool:
            return "yes" if self.default else "no"
        return str(self.default) if self.default not in {"", ()} else "none"

    @property
    def variable(self) -> str:
        """Return the environment variable."""
        return _PREFIX + self.name.upper()


def _setting(name: str, meaning: str) -> Setting:
    default: Value = getattr(DEFAULTS, name)
    return Setting(name, type(default), default, meaning)


SETTINGS: tuple[Setting, ...] = tuple(
    _setting(item.name, item.metadata["help"]) for item in fields(Settings)
)


def from_environment(environment: Mapping[str, str]) -> dict[str, Value]:
    """Return the settings in the environment variables.

    Raises:
        SettingError: A value is not of its setting's type.
    """
    return {
        setting.name: read_value(setting, environment[setting.variable])
        for setting in SETTINGS
        if setting.variable in environment
    }


def read_value(setting: Setting, text: str) -> Value:
    """Parse the text of a setting; spaces separate several values.

    Raises:
        SettingError: The text is not of the setting's type.
    """
    if setting.kind is tuple:
        return tuple(text.split())
    if setting.kind is bool:
        return _truth(setting, text)
    try:
        value: Value = setting.kind(text)
    except ValueError as error:
        message = f"{setting.variable}: expected {setting.kind.__name__}, found {text!r}"
        raise SettingError(message) from error
    return value


def _truth(setting: Setting, text: str) -> bool:
    if text.lower() not in _TRUE | _FALSE:
        message = f"{setting.variable}: expected true or false, found {text!r}"
        raise SettingError(message)
    return text.lower() in _TRUE


def check(settings: Settings) -> Settings:
    """Check the ranges of numbers and the addresses, and return the settings.

    Raises:
        SettingError: A value is invalid.
    """
    for setting in SETTINGS:
        value = getattr(settings, setting.name)
        least = 0 if setting.name in _MAY_BE_NONE else 1
        if setting.kind is int and value < least:
            message = f"{setting.option}: expected at least {least}, found {value}"
            raise SettingError(message)
    if settings.port > 65_535:  # noqa: PLR2004 -- the highest port of TCP
        message = f"--port: expected at most 65535, found {settings.port}"
        raise SettingError(message)
    if settings.store not in STORES:
        message = f"--store: expected one of {', '.join(STORES)}, found {settings.store!r}"
        raise SettingError(message)
    if not 0 < settings.timeout < float("inf"):
        message = f"--timeout: expected seconds above 0, found {settings.timeout}"
        raise SettingError(message)
    for url in settings.engine:
        _check_engine(url)
    return replace(settings, public_url=_address(settings.public_url))


def _check_engine(url: str) -> None:
    """Check that this is the address of a SPARQL endpoint.

    Raises:
        SettingError: It is not an http(s) address.
    """
    parts = urlsplit(url)
    is_endpoint = parts.scheme in {"http", "https"} and parts.netloc and url.isascii()
    if not is_endpoint or parts.query or parts.fragment or parts.username:
        message = f"--engine: expected http://HOST/PATH, the endpoint for queries, found {url!r}"
        raise SettingError(message)


def _address(url: str) -> str:
    """Return the address with a slash at its end, to which paths are appended; "" stays "".

    Raises:
        SettingError: It is not the address of a server.
    """
    parts = urlsplit(url)
    served = parts.scheme in {"http", "https"} and parts.netloc
    if url and (not served or parts.query or parts.fragment or not url.isascii()):
        message = f"--public-url: expected https://HOST/ or https://HOST/PATH/, found {url!r}"
        raise SettingError(message)
    return url.rstrip("/") + "/" if url else ""
