"""What a file is refused with, in the same words for every format. Each function returns the error to raise."""

from __future__ import annotations

from index.errors import LoadError
from index.messages import Message

__all__ = ["damaged", "empty", "outside", "protected", "too_many", "unpacks_to_more"]


def damaged(name: str, kind: str) -> LoadError:
    """The error of a file that is cut off, changed, or of another format than ``kind`` ("ODT")."""
    return LoadError(
        "{name} is damaged or no {kind}: open it in a program that reads {kind} and save it again.",
        name=name,
        kind=kind,
    )


def protected(name: str) -> LoadError:
    """The error of a file that only its password opens."""
    return LoadError("{name} is protected by a password: save it without one.", name=name)


def empty(name: str) -> LoadError:
    """The error of a file without text."""
    return LoadError("{name} holds no text: if its pages are pictures, run text recognition on it first.", name=name)


def outside(name: str) -> LoadError:
    """The error of a member of an archive that would be unpacked somewhere else."""
    return LoadError("{name} names a place outside of its archive: pack it anew without paths.", name=name)


def too_many(name: str, most: int, things: Message) -> LoadError:
    """The error of a file with more than ``most`` of ``things`` ("cells")."""
    return LoadError(
        "{name} holds more than {most} {things}: split it into several files.",
        name=name,
        most=f"{most:,}",
        things=things,
    )


def unpacks_to_more(name: str, limit: int) -> LoadError:
    """The error of a packed file with more than ``limit`` bytes inside."""
    return LoadError(
        "{name} unpacks to more than {size} MiB: split it into several files.", name=name, size=limit >> 20
    )
