"""CSV and TSV: a row a line with a tab between its cells, whatever parts them in the file."""

from __future__ import annotations

import csv
import io
from collections import Counter

from index.errors import LoadError
from index.loading.decode import decode
from index.loading.extracted import Extracted
from index.loading.lines import Lines
from index.loading.refusals import too_many
from index.loading.table_grid import sheet_lines
from index.messages import Message

__all__ = ["read_csv"]

_DELIMITERS = ",\t;|，"
_SAMPLE_ROWS, _SAMPLE = 50, 65_536
_MOST_CELLS = 1_000_000


def read_csv(data: bytes, name: str) -> Extracted:
    """Read a CSV file; raises LoadError as :func:`index.loading.decode.decode` does, and for what is no table."""
    text, encoding = decode(data, name)
    delimiter = _delimiter(text)
    rows: list[list[str]] = []
    cells = 0
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            cells += len(row)
            if cells > _MOST_CELLS:
                raise too_many(name, _MOST_CELLS, Message("cells"))
            rows.append(row)
    except csv.Error as error:
        raise LoadError(
            "{name} has a cell that does not end: close its quotation mark, or save the table again.", name=name
        ) from error
    if max(map(len, rows), default=0) * len(rows) > 5 * _MOST_CELLS:
        raise too_many(name, _MOST_CELLS, Message("cells"))
    lines = Lines()
    for line in sheet_lines(rows):
        lines.add(line)
    return lines.extracted(encoding)


def _delimiter(text: str) -> str:
    """Return the delimiter that parts the first rows into the same number of cells most often, more cells before fewer.

    :class:`csv.Sniffer` guesses from single characters and takes letters for delimiters.
    """
    sample = text[:_SAMPLE]
    best, found = (0, 0), _DELIMITERS[0]
    for delimiter in _DELIMITERS:
        if delimiter not in sample:
            continue
        widths: Counter[int] = Counter()
        try:
            for at, row in enumerate(csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter)):
                if at == _SAMPLE_ROWS:
                    break
                widths[len(row)] += len(row) > 1
        except csv.Error:
            continue
        width, rows = max(widths.items(), key=lambda item: (item[1], item[0]), default=(0, 0))
        if rows and (rows, width) > best:
            best, found = (rows, width), delimiter
    return found
