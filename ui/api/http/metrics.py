"""What the API has done, for Prometheus: requests, their time, how many run, and what the index holds."""

from __future__ import annotations

from collections.abc import Callable

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from ui.service.snapshot import Snapshot

__all__ = ["CONTENT_TYPE", "Metrics"]

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"

_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)
_HELD = ("files", "documents", "passages", "clauses")


class Metrics:
    """The figures of one server. ``held`` gives the generation that answers, None while there is none."""

    def __init__(self, held: Callable[[], Snapshot | None]) -> None:
        self._held = held
        self._registry = registry = CollectorRegistry()
        self._requests = Counter(
            "yinju_requests", "Requests by route, method and status.", ("route", "method", "status"), registry=registry
        )
        self._seconds = Histogram(
            "yinju_request_seconds", "Seconds a request took.", ("route",), registry=registry, buckets=_SECONDS
        )
        self.under_way = Gauge("yinju_requests_under_way", "Requests that run now.", registry=registry)
        self._index = Gauge("yinju_index", "What the index holds.", ("of",), registry=registry)
        self._up = Gauge("yinju_index_open", "1 while an index answers.", registry=registry)

    def done(self, route: str, method: str, status: int, seconds: float) -> None:
        """Count a request; ``route`` is its template, so that there are few of them."""
        self._requests.labels(route, method, str(status)).inc()
        self._seconds.labels(route).observe(seconds)

    def text(self) -> bytes:
        """Return all figures in the text format of Prometheus."""
        held = self._held()
        self._up.set(0 if held is None else 1)
        if held is not None:
            for name in _HELD:
                self._index.labels(name).set(getattr(held.bundle.counts, name))
        return generate_latest(self._registry)
