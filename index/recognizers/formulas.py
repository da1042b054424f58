"""Formulas: what is computed, how, and what comes out of it.

    月计薪天数=(365天-104天)÷12月=21.75天
    └name────┘ └expression──────┘└result┘

Numbers that are put into a formula are operands and no figures of what it computes: of them only the result is one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.types import Span

__all__ = ["Formula", "find_formulas", "is_operand"]

_STRETCH = re.compile(r"[^,;:。!?\n\t|=<>≤≥]+(?:=[^,;:。!?\n\t|=<>≤≥]+)+")
_OPERATION = re.compile(r"[÷×*/+−-]")
_BEFORE_OPERAND = re.compile(r"(?:(?P<digit>\d?)\s*[\u3400-\u9fffa-z)]+\s*×|÷)\s*$", re.IGNORECASE)
_REACH = 12
_BEHIND_OPERAND = re.compile(r"\s*(?:÷|×\s*[\u3400-\u9fffa-z(])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula: ``name`` is the left side of its first sign of equality, ``result`` the right side of the last.

    ``expression`` is what stands between them; ``result`` is None when there is one sign of equality only.
    """

    span: Span
    name: Span
    expression: Span
    result: Span | None


def find_formulas(text: str) -> tuple[Formula, ...]:
    """Return the formulas of a normalised text: equations with an operation in them (1亩=667平方米 is none)."""
    if "=" not in text:
        return ()
    found = []
    for match in _STRETCH.finditer(text):
        start, end = match.span()
        first, last = text.index("=", start, end), text.rindex("=", start, end)
        expression = Span(first + 1, last if last > first else end)
        if _OPERATION.search(text, *expression):
            result = Span(last + 1, end) if last > first else None
            found.append(Formula(Span(start, end), Span(start, first), expression, result))
    return tuple(found)


def is_operand(text: str, number: Span, end: int) -> bool:
    """Whether ``number``, whose unit ends at ``end``, is multiplied with or divided by what is named beside it.

    手术人次/出院人次×100% has no sign of equality; 480毫米×140毫米 is the size of a thing and no product of names.
    """
    ahead = _BEFORE_OPERAND.search(text, max(0, number.start - _REACH), number.start)
    return (ahead is not None and not ahead["digit"]) or _BEHIND_OPERAND.match(text, end) is not None
