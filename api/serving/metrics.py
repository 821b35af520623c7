"""What the service counts, for Prometheus: requests as they are answered, and the works as they stand when it asks."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from datetime import timedelta

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector
from sqlalchemy import func, select

from access.clock import now
from access.errors import DatabaseAwayError
from access.production.leases import LEASE_SECONDS
from access.production.states import OPEN_STATES
from access.production.tables import Order, OrderPart, OrderState, PartKind, Worker
from api.serving.service import Service

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"})


class Metrics:
    """The counters of one service. Routes are told by their templates, of which there are few."""

    def __init__(self) -> None:
        self._counters = CollectorRegistry()
        labels = ("route", "method", "status")
        self._requests = Counter(
            "tongdu_requests", "Requests by route, method and status.", labels, registry=self._counters
        )
        steps = (0.005, 0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30, 120)
        says = "Seconds from a request's beginning to the end of its answer."
        self._seconds = Histogram("tongdu_request_seconds", says, ("route",), buckets=steps, registry=self._counters)

    def answered(self, route: str, method: str, status: int, seconds: float) -> None:
        """Count a request; what led nowhere has no route."""
        named = route or "none"
        self._requests.labels(named, method if method in _METHODS else "other", str(int(status))).inc()
        self._seconds.labels(named).observe(seconds)

    def told(self, service: Service) -> bytes:
        """Return everything in Prometheus' text format. The works are left out while the database is away."""
        works = CollectorRegistry()
        works.register(_Works(service))
        return generate_latest(self._counters) + generate_latest(works)


class _Works(Collector):
    """Orders, parts, workers and disks, counted when they are asked for."""

    def __init__(self, service: Service) -> None:
        self._service = service

    def describe(self) -> Iterator[GaugeMetricFamily]:
        """Nothing is counted before it is asked for."""
        return iter(())

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Count."""
        up = GaugeMetricFamily("tongdu_database_up", "Whether the database answers.")
        try:
            found = list(self._counted())
        except DatabaseAwayError:
            up.add_metric([], 0)
        else:
            up.add_metric([], 1)
            yield from found
        yield up
        yield self._disks()

    def _counted(self) -> Iterator[GaugeMetricFamily]:
        with self._service.database.reading() as session:
            by_state = select(Order.state, func.count()).group_by(Order.state)
            orders = {state: count for state, count in session.execute(by_state)}  # noqa: C416
            # Of orders that have ended there may be very many parts, and nobody asks about them.
            counted = (
                select(OrderPart.kind, OrderPart.state, func.count())
                .join(Order, Order.id == OrderPart.order_id)
                .where(Order.state.in_([str(state) for state in OPEN_STATES]))
                .group_by(OrderPart.kind, OrderPart.state)
            )
            parts = {(kind, state): count for kind, state, count in session.execute(counted)}
            alive = select(func.count()).where(Worker.seen > now() - timedelta(seconds=LEASE_SECONDS))
            workers = session.scalar(alive) or 0
        yield _gauge(
            "tongdu_orders", "Orders by state.", "state", {str(state): orders.get(state, 0) for state in OrderState}
        )
        by_part = GaugeMetricFamily(
            "tongdu_order_parts", "Parts of open orders by kind and state.", labels=["kind", "state"]
        )
        for (kind, state), count in sorted(parts.items()):
            by_part.add_metric([kind, state], count)
        yield by_part
        waiting = {str(kind): parts.get((kind, OrderState.WAITING), 0) for kind in PartKind}
        yield _gauge("tongdu_queue_length", "Parts of open orders that wait, by kind.", "kind", waiting)
        living = GaugeMetricFamily("tongdu_workers", "Workers that were heard of within a lease.")
        living.add_metric([], workers)
        yield living

    def _disks(self) -> GaugeMetricFamily:
        settings = self._service.settings
        free = GaugeMetricFamily("tongdu_disk_free_bytes", "Bytes free for a folder.", labels=["folder"])
        for name, folder in (("data", settings.data), ("contents", settings.contents), ("cache", settings.cache)):
            try:
                free.add_metric([name], shutil.disk_usage(folder).free)
            except OSError:
                continue
        return free


def _gauge(name: str, says: str, label: str, values: Mapping[str, int]) -> GaugeMetricFamily:
    gauge = GaugeMetricFamily(name, says, labels=[label])
    for value, count in values.items():
        gauge.add_metric([str(value)], count)
    return gauge
