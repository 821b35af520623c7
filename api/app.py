"""The service's doors put together: one ASGI application over one open library."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import metadata
from typing import Any, cast

from anyio import to_thread
from fastapi import Depends, FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.openapi.utils import get_openapi
from pydantic.json_schema import models_json_schema
from starlette.exceptions import HTTPException

from access.errors import KeyRefusedError, TongduError
from api.opds import routes as feeds
from api.opds.login import AUTHENTICATION_LINK, login_needed
from api.rest import artefacts, branches, exports, imports, orders, titles
from api.serving import status
from api.serving.answers import invalid_answer, is_for_programs, plain_answer, told_answer
from api.serving.doors import given_once
from api.serving.guard import IMPORTS, Guard
from api.serving.health import Health
from api.serving.metrics import Metrics
from api.serving.problems import Problem
from api.serving.service import Service
from api.web.house import House
from api.web.pages import add_pages
from api.web.routing import upload_paths

_THREADS = 14
"""Requests that are worked on at once, below what the pool of PostgreSQL's connections gives."""


def create_app(service: Service) -> FastAPI:
    """Return the application. It begins to keep the library up when it starts, and lets go of it when it ends.

    Raises RuntimeError when a page does not say who may see it.
    """
    app = FastAPI(
        title="Tongdu",
        version=metadata.version("tongdu"),
        description="A library's titles, what is made of them, and how that goes.",
        openapi_url="/api/v1/openapi.json",
        docs_url=None,  # it would load its script from another server
        redoc_url=None,
        lifespan=_lifespan,
        generate_unique_id_function=lambda route: f"{route.name}:{route.path_format}",
    )
    app.state.service = service
    app.state.metrics = Metrics()
    app.state.health = Health(service)
    app.state.importing = asyncio.Lock()
    app.state.house = House(service)
    uploads = [IMPORTS]
    app.add_middleware(Guard, metrics=app.state.metrics, uploads=uploads)
    app.add_exception_handler(TongduError, _told)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _plain)
    for module in (titles, imports, exports, orders, artefacts, branches, feeds, status):
        app.include_router(module.router, dependencies=[Depends(given_once)])
    add_pages(app, is_for_programs)
    uploads += upload_paths(app.routes)
    app.openapi = lambda: _description(app)  # type: ignore[method-assign]
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    to_thread.current_default_thread_limiter().total_tokens = _THREADS
    service: Service = app.state.service
    service.begin()
    try:
        yield
    finally:
        await to_thread.run_sync(service.end)


async def _told(request: Request, error: Exception) -> Response:
    found = cast("TongduError", error)
    if not isinstance(found, KeyRefusedError):
        return told_answer(request.scope, found)
    response = login_needed(request) if request.url.path.startswith("/opds") else told_answer(request.scope, found)
    response.headers["Link"] = AUTHENTICATION_LINK
    return response


async def _invalid(request: Request, error: Exception) -> Response:
    return invalid_answer(request.scope, cast("RequestValidationError", error).errors())


async def _plain(request: Request, error: Exception) -> Response:
    found = cast("HTTPException", error)
    # The framework says 400 of a body that is not even text; to who sent it that is no other than invalid JSON.
    status = 422 if found.status_code == 400 else found.status_code
    return plain_answer(request.scope, status, found.headers)


def _description(app: FastAPI) -> dict[str, Any]:
    """Describe the interface (OpenAPI 3.1), errors included."""
    if app.openapi_schema is None:
        described = get_openapi(title=app.title, version=app.version, description=app.description, routes=app.routes)
        _refs, shapes = models_json_schema(
            [(shape, "serialization") for shape in (Problem, *feeds.SHAPES)],
            ref_template="#/components/schemas/{model}",
        )
        components = described.setdefault("components", {}).setdefault("schemas", {})
        components |= shapes["$defs"]
        for unused in ("HTTPValidationError", "ValidationError"):
            components.pop(unused, None)
        app.openapi_schema = described
    return app.openapi_schema
