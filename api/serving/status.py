"""How the service is: `/healthz`, `/readyz` and `/metrics`.

The first two are open to everybody, for whoever watches the machine has no key, and tell nothing but whether it works.
The counters tell how much is read and made, so they need a key with the scope `metrics:read`, even from this machine
itself: behind a proxy every request comes from there.
"""

from __future__ import annotations

from typing import Literal

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel

from api.serving.doors import MetricsReader, Open
from api.serving.health import Health
from api.serving.metrics import CONTENT_TYPE, Metrics
from api.serving.problems import RETRY_SECONDS, problems

router = APIRouter(tags=["status"])


class Alive(BaseModel):
    """The process lives."""

    status: Literal["ok"] = "ok"


class Looked(BaseModel):
    """One thing that was looked at, and why it is not as it should be."""

    name: str
    ok: bool
    reason: str = ""


class Readiness(BaseModel):
    """Whether everything is as it should be."""

    status: Literal["ready", "not ready"]
    checks: list[Looked]


@router.get("/healthz", summary="Tell that the process lives")
async def alive() -> Alive:
    """Answer."""
    return Alive()


@router.get("/readyz", summary="Tell whether work can be done", responses={503: {"model": Readiness}})
def ready(request: Request, response: Response) -> Readiness:
    """Look at the database, its tables, the folders, the engine's database and the disks."""
    health: Health = request.app.state.health
    checks = [Looked(name=one.name, ok=not one.reason, reason=one.told) for one in health.checks()]
    whole = all(check.ok for check in checks)
    if not whole:
        response.status_code = 503
        response.headers["Retry-After"] = str(RETRY_SECONDS)
    return Readiness(status="ready" if whole else "not ready", checks=checks)


@router.get(
    "/metrics",
    summary="Tell the counters",
    response_class=Response,
    responses={
        200: {"description": "Counters.", "content": {"text/plain": {"schema": {"type": "string"}}}},
        **problems(),
    },
)
def metrics(service: Open, _bearer: MetricsReader, request: Request) -> Response:
    """Tell the counters in Prometheus' text format."""
    counters: Metrics = request.app.state.metrics
    return Response(counters.told(service), headers={"Content-Type": CONTENT_TYPE})
