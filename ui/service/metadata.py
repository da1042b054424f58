"""Setting and resetting what people say of a document, for the command line and the page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from index.corrections import Correction, change_corrections, checked
from index.errors import InputError
from index.store.applied import correction_of
from index.store.bundle import Bundle
from index.types import Status

__all__ = ["Wanted", "set_metadata"]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be set: ``values`` as :class:`index.corrections.Correction` has them; None leaves tags or status.

    ``reset`` forgets what was set before.
    """

    values: Mapping[str, str] = field(default_factory=dict)
    tags: Sequence[str] | None = None
    status: str | None = None
    reset: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether nothing is to be done."""
        return not (self.values or self.reset or self.tags is not None or self.status is not None)


def set_metadata(index: Path, bundle: Bundle, doc_id: int, wanted: Wanted) -> None:
    """Set what is ``wanted`` of a document of ``bundle``.

    An empty value says that the document has none; a status of "" takes it away. Raises InputError for what cannot be
    set, and StorageError.
    """
    status = _status(wanted.status) if wanted.status else None

    def change(corrections: Sequence[Correction]) -> list[Correction]:
        before = correction_of(corrections, bundle, doc_id)
        now = Correction(before.file, before.number, before.title) if wanted.reset else before
        now = replace(now, values={**now.values, **wanted.values})
        if wanted.tags is not None:
            now = replace(now, tags=tuple(wanted.tags))
        if wanted.status is not None:
            now = replace(now, status=status)
        return [*(other for other in corrections if other is not before), checked(now)]

    change_corrections(index, change)


def _status(name: str) -> Status:
    try:
        return Status(name)
    except ValueError as error:
        known = ", ".join(status.value for status in Status)
        raise InputError("There is no status {name}: choose one of {names}.", name=repr(name), names=known) from error
