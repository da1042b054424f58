"""Parses the files named on standard input, one a line, within limits, and says of each what became of it.

``python -m tests.fuzz.parse_files``. A file may take :data:`SECONDS` of processor time and two GiB: the process ends at
the first that takes more, and whoever reads its output knows which that was.
"""

from __future__ import annotations

import json
import resource
import sys
from pathlib import Path

from index.child_processes import MEMORY, limit_memory
from index.errors import LoadError
from index.loading import load_file
from index.parsing import read_documents
from index.passages import MAX_CHARS

SECONDS = 60


def main() -> None:
    """Parse what is named, and say one JSON object for each file: its name, its text's length, or why it has none."""
    limit_memory(MEMORY)
    for line in sys.stdin:
        path = Path(line.rstrip("\n"))
        used = resource.getrusage(resource.RUSAGE_SELF)
        before = used.ru_utime + used.ru_stime
        resource.setrlimit(resource.RLIMIT_CPU, (int(before) + SECONDS, resource.RLIM_INFINITY))
        try:
            source = load_file(path)
            read_documents(source, MAX_CHARS)
            told: dict[str, object] = {"name": path.name, "characters": len(source.text)}
        except LoadError as error:
            told = {"name": path.name, "reason": str(error)}
        print(json.dumps(told), flush=True)


if __name__ == "__main__":
    main()
