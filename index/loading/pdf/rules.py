"""The ruled lines of a PDF page, which tables are made of, and how much of it pictures cover."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import Any

from index.loading.layout.content import Box
from index.loading.pdf.placing import Placing

__all__ = ["drawn_on"]

_MOST_OBJECTS = 60_000
"""Objects of a page that are looked at for lines; what has more is a drawing."""

_MOST_EDGES = 2_000
"""Edges of one path that are looked at."""

_THIN = 3.0
"""Points of the thickest line that counts as one and not as a bar."""


def drawn_on(page: Any, place: Placing, width: float, height: float) -> tuple[list[Box], float]:
    """Return the ruled lines of a page, and the share of it that pictures cover."""
    import pypdfium2.raw as pdfium

    rules: list[Box] = []
    pictured = 0.0
    seen = 0
    waiting: list[tuple[Any, Placing]] = [
        (pdfium.FPDFPage_GetObject(page, i), place)
        for i in range(min(_MOST_OBJECTS, pdfium.FPDFPage_CountObjects(page)))
    ]
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    while waiting and seen < _MOST_OBJECTS:
        item, own = waiting.pop()
        seen += 1
        kind = pdfium.FPDFPageObj_GetType(item)
        if kind == pdfium.FPDF_PAGEOBJ_FORM:
            inner = _within(own, _matrix_of(item))
            count = min(_MOST_OBJECTS, pdfium.FPDFFormObj_CountObjects(item))
            waiting += [(pdfium.FPDFFormObj_GetObject(item, i), inner) for i in range(count)]
        elif kind == pdfium.FPDF_PAGEOBJ_PATH:
            rules += _rules(item, _within(own, _matrix_of(item)))
        elif kind == pdfium.FPDF_PAGEOBJ_IMAGE and pdfium.FPDFPageObj_GetBounds(item, left, bottom, right, top):
            box = own.box(left.value, bottom.value, right.value, top.value)
            pictured += max(0.0, box.right - box.left) * max(0.0, box.bottom - box.top)
    return rules, pictured / max(1.0, width * height)


def _matrix_of(item: Any) -> tuple[float, float, float, float, float, float]:
    import pypdfium2.raw as pdfium

    matrix = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(item, matrix):
        return 1.0, 0.0, 0.0, 1.0, 0.0, 0.0
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def _within(outer: Placing, matrix: tuple[float, float, float, float, float, float]) -> Placing:
    a, b, c, d, e, f = matrix
    (x1, y1), (x2, y2), (x0, y0) = outer.point(a, b), outer.point(c, d), outer.point(e, f)
    zero = outer.e, outer.f
    return Placing(x1 - zero[0], y1 - zero[1], x2 - zero[0], y2 - zero[1], x0, y0)


def _rules(path: Any, place: Placing) -> Iterator[Box]:
    """Yield the level and upright lines of a path: edges of what is stroked, and bars so thin that they are lines."""
    import pypdfium2.raw as pdfium

    fill, stroke = ctypes.c_int(), ctypes.c_int()
    if not pdfium.FPDFPath_GetDrawMode(path, fill, stroke) or not (fill.value or stroke.value):
        return
    for edges in _figures(path, place):
        whole = edges[0]
        for edge in edges[1:]:
            whole = whole.around(edge)
        if min(whole.right - whole.left, whole.bottom - whole.top) <= _THIN:
            yield whole
        elif stroke.value:
            yield from (edge for edge in edges if min(edge.right - edge.left, edge.bottom - edge.top) <= 0.5)


def _figures(path: Any, place: Placing) -> Iterator[list[Box]]:
    """Yield the straight edges of each figure of a path that has any."""
    import pypdfium2.raw as pdfium

    x, y = ctypes.c_float(), ctypes.c_float()
    start = before = (0.0, 0.0)
    edges: list[Box] = []
    for i in range(min(_MOST_EDGES, pdfium.FPDFPath_CountSegments(path))):
        segment = pdfium.FPDFPath_GetPathSegment(path, i)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        point = place.point(x.value, y.value)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            if edges:
                yield edges
            start, edges = point, []
        elif kind == pdfium.FPDF_SEGMENT_LINETO:
            edges.append(_edge(before, point))
        if pdfium.FPDFPathSegment_GetClose(segment):
            edges.append(_edge(point, start))
        before = point
    if edges:
        yield edges


def _edge(one: tuple[float, float], other: tuple[float, float]) -> Box:
    return Box(min(one[0], other[0]), min(one[1], other[1]), max(one[0], other[0]), max(one[1], other[1]))
