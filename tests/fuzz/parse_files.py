"""Parses the files named on standard input, one a line, within limits, and says of each what became of it.

What an archive or a mail holds is found and parsed as in a build, and told of together with the file that holds it.

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
from index.loading import find_files, load_file
from index.parsing import read_documents
from index.passages import MAX_CHARS

SECONDS = 60


def main() -> None:
    """Parse what is named, and say one JSON object for each: its name, its text's length, and why what has none."""
    limit_memory(MEMORY)
    for line in sys.stdin:
        path = Path(line.rstrip("\n"))
        used = resource.getrusage(resource.RUSAGE_SELF)
        before = used.ru_utime + used.ru_stime
        resource.setrlimit(resource.RLIMIT_CPU, (int(before) + SECONDS, resource.RLIM_INFINITY))
        skipped: list[tuple[str, str]] = []
        characters = 0
        for found in find_files([path], skipped):
            try:
                source = load_file(found.path, name=found.name)
                read_documents(source, MAX_CHARS)
                characters += len(source.text)
            except LoadError as error:
                skipped.append((found.name, str(error)))
        reasons = [(name, str(reason)) for name, reason in skipped]
        print(json.dumps({"name": path.name, "characters": characters, "reasons": reasons}), flush=True)


if __name__ == "__main__":
    main()
