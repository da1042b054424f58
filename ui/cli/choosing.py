"""The options by which ``ask`` and ``search`` limit what is asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from ui.cli.streams import decoded_argument
from ui.text.locale import say

if TYPE_CHECKING:
    from retriever.search.filters import Filters

__all__ = [
    "Chosen",
    "DocumentOption",
    "IssuedFromOption",
    "IssuedUntilOption",
    "IssuerOption",
    "Manner",
    "PlaceOption",
    "YearOption",
]

DocumentOption = Annotated[
    list[str] | None,
    typer.Option(
        "--document",
        "-d",
        metavar="TITLE|FILE",
        help=say("Only this document; may be repeated.", "只在这份文件中;可重复给出。"),
    ),
]
PlaceOption = Annotated[
    list[str] | None,
    typer.Option(
        "--place",
        "-p",
        metavar="PLACE",
        help=say("Only documents about this place; may be repeated.", "只在关于该地区的文件中;可重复给出。"),
    ),
]
IssuerOption = Annotated[
    list[str] | None,
    typer.Option(
        "--issuer",
        metavar="BODY",
        help=say("Only documents issued by this body; may be repeated.", "只在该机关印发的文件中;可重复给出。"),
    ),
]
YearOption = Annotated[
    list[int] | None,
    typer.Option(
        "--year",
        "-y",
        metavar="YEAR",
        help=say(
            "Ask for this year instead of those that the question names; may be repeated.",
            "改问该年份,不论问题中写的是哪一年;可重复给出。",
        ),
    ),
]
IssuedFromOption = Annotated[
    str | None,
    typer.Option(
        "--issued-from",
        metavar="DATE",
        help=say("Only documents issued on or after this date (2023, 2023-06, 2023-06-30).", "印发日期不早于该日期。"),
    ),
]
IssuedUntilOption = Annotated[
    str | None,
    typer.Option(
        "--issued-until",
        metavar="DATE",
        help=say("Only documents issued on or before this date.", "印发日期不晚于该日期。"),
    ),
]


@dataclass(frozen=True, slots=True)
class Chosen:
    """The options as given."""

    documents: list[str] | None
    places: list[str] | None
    issuers: list[str] | None
    years: list[int] | None
    issued_from: str | None
    issued_until: str | None

    def filters(self) -> Filters:
        """Return the filters that they make. Raises InputError for a year or date that is none."""
        # Imported here: help needs no index.
        from retriever.search.filters import Filters

        return Filters(
            documents=list(map(decoded_argument, self.documents or ())),
            places=list(map(decoded_argument, self.places or ())),
            years=self.years or (),
            issuers=list(map(decoded_argument, self.issuers or ())),
            issued_from=self.issued_from,
            issued_until=self.issued_until,
        )


@dataclass(frozen=True, slots=True)
class Manner:
    """How questions are put: whether for ``answers`` or passages alone, and ``plain`` as one question to read for."""

    answers: bool = True
    plain: bool = False
