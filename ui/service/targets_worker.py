"""The long work of the target tab, in a process of its own: ``python -m ui.service.targets_worker``.

Reading a large corpus takes minutes and writing a large workbook half a minute; neither may slow an answer down. The
first line on standard input is the task, rows to export follow one per line. Rows that were read, or one object with
the file, go out the same way; the last line is ``{"end": true}`` or ``{"error": sentence}``.
"""

from __future__ import annotations

import base64
import json
import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from index.errors import YinjuError

__all__ = ["main"]


def main() -> None:
    """Do the task on standard input and report on standard output."""
    if hasattr(os, "nice"):
        os.nice(10)
    task = json.loads(sys.stdin.readline())
    work: dict[str, Callable[[Mapping[str, Any]], None]] = {"read": _read, "export": _export}
    try:
        work[task["task"]](task)
        _say({"end": True})
    except YinjuError as error:
        _say({"error": str(error)})


def _say(line: Mapping[str, Any]) -> None:
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()


def _read(task: Mapping[str, Any]) -> None:
    from index.encoders import load_encoder
    from index.store.bundle import Bundle
    from retriever.targets import target_table
    from ui.service.targets_codec import encode

    bundle = Bundle.open_generation(Path(task["folder"]))
    encoder = load_encoder(bundle.encoder.name)
    bundle.check_encoder(encoder)
    sys.stdout.writelines(encode(row) + "\n" for row in target_table(bundle, encoder))


def _export(task: Mapping[str, Any]) -> None:
    from ui.service.targets_codec import decoder
    from ui.web.targets.files import Wording, encoded

    decode = decoder()
    rows = [decode(json.loads(line)) for line in sys.stdin]
    data = encoded(rows, task["form"], Wording(task["lang"]), as_matrix=task["matrix"], page=task["page"])
    _say({"data": base64.b64encode(data).decode("ascii")})


if __name__ == "__main__":
    main()
