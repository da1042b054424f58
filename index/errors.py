"""Every error that Yinju raises on purpose.

    YinjuError                 exit code 1
    ├── InputError             2   a bad question, option or draft
    │   ├── LoadError          3   a file that cannot be read or holds no text
    │   └── NothingToIndex     3   no usable file among those named
    ├── IndexMissing           4   no index where one was expected
    ├── IndexDamaged           5   checksum, version or shape mismatch
    ├── IndexBusy              6   another build holds the lock
    ├── ModelError             7   an encoder that cannot be loaded or does not fit
    └── StorageError           8   disk full, no permission

Codes of the command line that are no errors: 0 done, 1 `yinju eval --check` measured less than what is recorded,
9 `yinju check` found a sentence that differs from its source, 130 stopped by Ctrl-C, 141 the reader of the output left.

Each message is one sentence that says what is wrong and how to mend it. It is made of a template and values,
``InputError("{name} is empty: leave it out.", name=name)``, so that an interface can say it in another language.
"""

from __future__ import annotations

from index.messages import Message

__all__ = [
    "IndexBusy",
    "IndexDamaged",
    "IndexMissing",
    "InputError",
    "LoadError",
    "ModelError",
    "NothingToIndex",
    "StorageError",
    "YinjuError",
    "unreadable",
]


class YinjuError(Exception):
    """Base of all errors raised on purpose; ``exit_code`` is what the command line ends with.

    ``message`` is the sentence with its template and values; ``str(error)`` is the sentence in English.
    """

    exit_code = 1

    def __init__(self, template: str = "", /, **values: object) -> None:
        self.message = Message(template, **values) if values else Message.of(template)
        super().__init__(self.message)


class InputError(YinjuError):
    """A question, option or path that cannot be used."""

    exit_code = 2


class LoadError(InputError):
    """A file that cannot be read or holds no text."""

    exit_code = 3


def unreadable(name: str, error: BaseException) -> LoadError:
    """Return the error for the file ``name``, of which a parser made nothing but ``error``."""
    return LoadError(
        "{name} is damaged or not what its name says ({reason}): save it again in the program that made it.",
        name=name,
        reason=type(error).__name__,
    )


class NothingToIndex(InputError):
    """No usable file among those named."""

    exit_code = 3


class IndexMissing(YinjuError):
    """No index where one was expected."""

    exit_code = 4


class IndexDamaged(YinjuError):
    """An index whose checksum, version or shape does not match."""

    exit_code = 5


class IndexBusy(YinjuError):
    """Another build holds the lock."""

    exit_code = 6


class ModelError(YinjuError):
    """An encoder that cannot be loaded or does not fit the index."""

    exit_code = 7


class StorageError(YinjuError):
    """The disk is full or may not be written."""

    exit_code = 8
