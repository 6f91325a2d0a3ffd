"""Measure a whole conversion of the bundled survey as a process: time and memory.

Usage: python bench/convert.py [runs]
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

RUNS = 5


def measure(options: list[str], out: Path) -> tuple[float, float]:
    """Return the wall time in seconds and the peak resident memory in MB of one conversion."""
    command = [sys.executable, "-m", "converter", "--quiet", *options, "-o", str(out)]
    start = time.perf_counter()
    process = subprocess.Popen(command)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{' '.join(command)} ended with {process.returncode}")
    return time.perf_counter() - start, usage.ru_maxrss / 1024


def main() -> None:
    """Print the best and the median of some runs, without validation and with it."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else RUNS
    print("| conversion | best | median | memory |\n|---|---|---|---|")
    for name, options in (("without validation", ["--no-validate"]), ("with validation", [])):
        with tempfile.TemporaryDirectory() as folder:
            found = sorted(measure(options, Path(folder) / "dataset") for _ in range(runs))
        memory = max(peak for _, peak in found)
        print(f"| {name} | {found[0][0]:.2f} s | {found[runs // 2][0]:.2f} s | {memory:.0f} MB |")


if __name__ == "__main__":
    main()
