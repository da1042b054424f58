"""Questions for a list, looked up in what the index knows of its documents instead of being read for."""

from __future__ import annotations

from retriever.answer.listing.lister import Lister
from retriever.answer.listing.route import Route, Wanted, route_of

__all__ = ["Lister", "Route", "Wanted", "route_of"]
