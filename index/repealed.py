"""Which documents of a corpus another one of it repeals, by the titles and numbers that it names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from index.language.fold import fold
from index.recognizers.document_numbers import number_key, numbers_named
from index.recognizers.titles import letters_of

__all__ = ["repealed_by"]


def repealed_by(
    titles: Sequence[str | None],
    numbers: Sequence[str | None],
    issued: Sequence[str | None],
    repeals: Sequence[str | None],
) -> Mapping[int, int]:
    """Return for each document (its row) that another one repeals the row of that one.

    ``repeals`` are the lines of :func:`index.metadata.repeals.repeals_of`. A number decides; a title does for what was
    issued before, where both dates are known, as a new version often has the title of the old one.
    """
    repealing = [row for row, named in enumerate(repeals) if named]
    if not repealing:
        return {}
    by_title: dict[str, list[int]] = {}
    by_number: dict[str, list[int]] = {}
    for row, (title, number) in enumerate(zip(titles, numbers, strict=True)):
        if title:
            by_title.setdefault(letters_of(fold(title)), []).append(row)
        if number:
            by_number.setdefault(number_key(fold(number)), []).append(row)
    found: dict[int, int] = {}
    for row in repealing:
        for name in fold(repeals[row] or "").split("\n"):
            named = numbers_named(name)
            rows = by_number.get(named[0].key, []) if named else by_title.get(letters_of(name), [])
            for other in rows:
                earlier, later = issued[other], issued[row]
                if other != row and (named or not (earlier and later) or earlier < later):
                    found.setdefault(other, row)
    return found
