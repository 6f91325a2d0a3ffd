"""Measure reading a survey from PDF: time, memory, and the time of each stage.

Usage: python bench/pdf.py SURVEY.pdf [runs]
"""

import os
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from io import BytesIO
from pathlib import Path
from statistics import median

import pdfplumber

from converter.authority.vocabulary import load_vocabulary
from converter.documents import paths_to_sources
from converter.extraction.records import rows_to_survey
from converter.reading import load_words
from converter.rows import Reading
from converter.sources.layout.assembly import Assembler
from converter.sources.pdf import page_content

RUNS = 3
POLL = 0.02  # seconds between two measurements of memory


def measure(path: Path, out: Path) -> tuple[float, float, float]:
    """Return wall and processor seconds of a conversion, and peak MB of all its processes."""
    command = [sys.executable, "-m", "converter", "--quiet", str(path), "-o", str(out)]
    start = time.perf_counter()
    process = subprocess.Popen(command)
    peak = 0.0
    while process.poll() is None:
        peak = max(peak, resident(process.pid))
        time.sleep(POLL)
    if process.returncode:
        sys.exit(f"{' '.join(command)} ended with {process.returncode}")
    times = os.times()
    return time.perf_counter() - start, times.children_user + times.children_system, peak


def resident(pid: int) -> float:
    """Return the resident memory in MB of a process and its children."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return 0.0
    own = next((line for line in status.splitlines() if line.startswith("VmRSS")), "VmRSS: 0 kB")
    return int(own.split()[1]) / 1024 + sum(resident(int(child)) for child in children)


def stages(path: Path) -> tuple[dict[str, float], int, int]:
    """Return the processor seconds of each stage, in one process, and the pages and glyphs."""
    spent: defaultdict[str, float] = defaultdict(float)
    pages = glyphs = 0
    (source,) = paths_to_sources([path])
    assembler = Assembler(path.name, source.document.key)
    for page in pdfplumber.open(BytesIO(source.content)).pages:
        start = time.process_time()
        pages, glyphs = pages + 1, glyphs + len(page.chars)
        parsed = time.process_time()
        content = page_content(page)
        page.close()
        found = time.process_time()
        assembler.add(content)
        spent["glyphs and lines of the pages (pdfplumber)"] += parsed - start
        spent["cells from ruling lines (pdfplumber)"] += found - parsed
        spent["rows of cells, headers, headings"] += time.process_time() - found
    start = time.process_time()
    words = load_words(load_vocabulary())
    rows_to_survey(Reading(assembler.rows()), words, source.document)
    spent["records"] += time.process_time() - start
    return spent, pages, glyphs


def main() -> None:
    """Print the figures of some runs, then the stages of one."""
    path, *rest = sys.argv[1:]
    runs = int(rest[0]) if rest else RUNS
    print("| conversion of a PDF | time | processor time | memory |\n|---|---:|---:|---:|")
    before, found = 0.0, []
    for _ in range(runs):
        with tempfile.TemporaryDirectory() as folder:
            wall, processor, peak = measure(Path(path), Path(folder) / "dataset")
        found.append((wall, processor - before, peak))
        before = processor
    walls, processors, peaks = zip(*found, strict=True)
    times = f"{median(walls):.2f} s | {median(processors):.2f} s"
    spent, pages, glyphs = stages(Path(path))
    print(f"| {pages} pages, {glyphs:,} glyphs | {times} | {max(peaks):.0f} MB |")
    print("\n| stage of reading | processor time |\n|---|---:|")
    for stage, seconds in spent.items():
        print(f"| {stage} | {seconds:.2f} s |")


if __name__ == "__main__":
    main()
