"""Apache Jena Fuseki over a store on disk, where Java and its archive are."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from engines import free_port, started

_VERSION = "5.2.0"
_NAME = f"jena-fuseki-server-{_VERSION}.jar"
# Where Maven keeps it: `mvn dependency:copy -Dartifact=org.apache.jena:jena-fuseki-server:5.2.0`.
_KEPT = Path(".m2/repository/org/apache/jena/jena-fuseki-server", _VERSION, _NAME)
_CONFIGURATION = """\
PREFIX fuseki: <http://jena.apache.org/fuseki#>
PREFIX tdb2:   <http://jena.apache.org/2016/tdb#>
[] a fuseki:Service ;
  fuseki:name "digigov" ;
  fuseki:endpoint [ fuseki:operation fuseki:query ; fuseki:name "query" ] ;
  fuseki:endpoint [ fuseki:operation fuseki:update ; fuseki:name "update" ] ;
  fuseki:endpoint [ fuseki:operation fuseki:gsp-rw ; fuseki:name "data" ] ;
  fuseki:dataset [ a tdb2:DatasetTDB2 ; tdb2:location "LOCATION" ; tdb2:unionDefaultGraph true ] .
"""


def fuseki_jar() -> Path | None:
    """Return the archive of the server, None where it or Java is missing."""
    named = os.environ.get("FUSEKI_JAR")
    jar = Path(named) if named else Path.home() / _KEPT
    return jar if shutil.which("java") and jar.is_file() else None


@contextmanager
def fuseki(jar: Path, folder: Path) -> Iterator[str]:
    """Yield the address of an empty dataset: `/query`, `/update` and `/data` stand below it."""
    configuration = folder / "fuseki.ttl"
    text = _CONFIGURATION.replace("LOCATION", str(folder / "tdb2"))
    configuration.write_text(text, encoding="utf-8")
    port = free_port()
    command = ["java", "-Xmx2g", "-jar", str(jar), "--localhost", "--port", str(port)]
    address = f"http://127.0.0.1:{port}/digigov"
    with started([*command, "--config", str(configuration)], folder, f"{address}/query"):
        yield address
