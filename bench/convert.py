"""Measure a whole conversion of the bundled survey as a process: time, processor time, memory.

Usage: python bench/convert.py [runs]
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

RUNS = 5
CASES: tuple[tuple[str, list[str]], ...] = (
    ("without validation", ["--no-validate"]),
    ("with validation", []),
    ("with validation and every download", ["--downloads"]),
)


def measure(options: list[str], out: Path) -> tuple[float, float, float]:
    """Return wall and processor seconds, and the peak resident memory in MB, of one conversion."""
    command = [sys.executable, "-m", "converter", "--quiet", *options, "-o", str(out)]
    start = time.perf_counter()
    process = subprocess.Popen(command)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{' '.join(command)} ended with {process.returncode}")
    wall = time.perf_counter() - start
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def main() -> None:
    """Print the median times and the most memory of some runs, without and with validation."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else RUNS
    print("| conversion | time | processor time | memory |\n|---|---:|---:|---:|")
    for name, options in CASES:
        with tempfile.TemporaryDirectory() as folder:
            found = [measure(options, Path(folder) / "dataset") for _ in range(runs)]
        walls, processor, peaks = zip(*found, strict=True)
        times = f"{median(walls):.2f} s | {median(processor):.2f} s"
        print(f"| {name} | {times} | {max(peaks):.0f} MB |")


if __name__ == "__main__":
    main()
