"""Figures of a running server, as Prometheus reads them."""

from collections.abc import Callable

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from qa.answer import Answer

__all__ = ["CONTENT_TYPE_LATEST", "Metrics"]

_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120)


class Metrics:
    """Counts requests and answers; one for each server."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._requests = Counter(
            "abstractqa_requests",
            "Requests, by route and status",
            ("method", "route", "status"),
            registry=self.registry,
        )
        self._seconds = Histogram(
            "abstractqa_request_seconds",
            "Seconds until the last byte was sent",
            ("route",),
            buckets=_SECONDS,
            registry=self.registry,
        )
        self._answers = Counter(
            "abstractqa_answers",
            "Answers made: answered or refused, extractive or by a model",
            ("kind", "by"),
            registry=self.registry,
        )
        self._answer_seconds = Histogram(
            "abstractqa_answer_seconds",
            "Seconds an answer took to make, without waiting",
            ("by",),
            buckets=_SECONDS,
            registry=self.registry,
        )

    def request(self, method: str, route: str, status: int, seconds: float) -> None:
        """One request is over."""
        known = method if method in _METHODS else "other"
        self._requests.labels(known, route, str(status)).inc()
        self._seconds.labels(route).observe(seconds)

    def answer(self, answer: Answer) -> None:
        """One answer is made."""
        by = "model" if answer.settings.get("model") else "extractive"
        self._answers.labels("refused" if answer.refused else "answered", by).inc()
        if "total" in answer.timings_ms:
            self._answer_seconds.labels(by).observe(answer.timings_ms["total"] / 1000)

    def watch(self, name: str, meaning: str, count: Callable[[], float]) -> None:
        """A figure that is counted when it is read."""
        Gauge(f"abstractqa_{name}", meaning, registry=self.registry).set_function(count)

    def text(self) -> bytes:
        """All of them, in Prometheus' own form (`CONTENT_TYPE_LATEST`)."""
        return generate_latest(self.registry)
