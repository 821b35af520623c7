"""What stands before every door: an id for each request, limits on what comes in, safe headers, one line in the log."""

from __future__ import annotations

import asyncio
import re
import secrets
import time
from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import ClientDisconnect, cookie_parser
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from access.errors import TooLargeError
from api.language import LANGUAGES, asked_language, chosen_language, speaking
from api.serving.answers import is_for_programs, plain_answer, told_answer
from api.serving.logs import shortened
from api.serving.metrics import Metrics
from api.web.cookies import Cookie

MOST_BODY = 2 * 1024**2
"""Bytes of a body, where a route takes no more (`MOST_UPLOAD` for imports)."""
MOST_UPLOAD = 512 * 1024**2
BODY_SECONDS = 30.0
"""How long the next piece of a body may be waited for."""
IMPORTS = re.compile(r"/api/v1/imports/?")
_SAFE_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
_log = structlog.get_logger("request")


class _TooSlow(Exception):  # noqa: N818
    """The body stopped coming."""


class _TooMuch(Exception):  # noqa: N818
    """The body is larger than it may be."""


class Guard:
    """ASGI middleware, the outermost but for what answers unforeseen errors.

    `uploads` are what the addresses look like that a body may be sent to which is as large as `MOST_UPLOAD`.
    """

    def __init__(self, app: ASGIApp, metrics: Metrics, uploads: Sequence[re.Pattern[str]]) -> None:
        self._app = app
        self._metrics = metrics
        self._uploads = uploads

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request_id = secrets.token_hex(8)
        began = time.perf_counter()
        status = 0

        async def answer(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableHeaders(scope=message)
                headers["X-Request-Id"] = request_id
                headers.add_vary_header("Accept-Language")
                for name, value in _SAFE_HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        headers = Headers(scope=scope)
        language = _language(scope, headers)
        scope.setdefault("state", {})["number"] = request_id
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request=request_id)
        try:
            with speaking(language):
                await self._limited(scope, headers, receive, answer, lambda: status)
        finally:
            self._tell(scope, status or HTTPStatus.INTERNAL_SERVER_ERROR, time.perf_counter() - began)

    async def _limited(self, scope: Scope, headers: Headers, receive: Receive, answer: Send, begun: Any) -> None:
        large = scope["method"] == "POST" and any(one.fullmatch(scope["path"]) for one in self._uploads)
        most = MOST_UPLOAD if large else MOST_BODY
        length = headers.get("content-length", "")
        body = _Body(receive, most)
        try:
            if length.isdecimal() and int(length) > most:
                raise _TooMuch
            await self._app(scope, body.receive, answer)
        except _TooMuch:
            if not begun():
                error = TooLargeError(limit=f"{most // 1024**2} MB")
                await told_answer(scope, error)(scope, receive, answer)
        except _TooSlow:
            if not begun():
                response = plain_answer(scope, HTTPStatus.REQUEST_TIMEOUT, {"Connection": "close"})
                await response(scope, receive, answer)
        except ClientDisconnect:
            return
        except Exception:
            # A fault of ours: its kind and place are for the log, the number of the request is for who reports it.
            _log.error("failed", exc_info=True)
            if begun():
                raise
            await plain_answer(scope, HTTPStatus.INTERNAL_SERVER_ERROR)(scope, receive, answer)

    def _tell(self, scope: Scope, status: int, seconds: float) -> None:
        route = getattr(scope.get("route"), "path", "")
        bearer = scope.get("state", {}).get("bearer")
        client = scope.get("client")
        self._metrics.answered(route, scope["method"], status, seconds)
        _log.info(
            "answered",
            method=scope["method"] if len(scope["method"]) < 10 else "",
            route=route,  # the template: a path may hold whatever somebody typed
            status=int(status),
            ms=round(seconds * 1000, 1),
            key=bearer.key_id if bearer is not None else None,
            network=shortened(client[0]) if client else "",
        )


def _language(scope: Scope, headers: Headers) -> str:
    """The language of the answer: the one that was chosen on a page, else what the client says that it reads."""
    if not is_for_programs(scope["path"]):
        chosen = cookie_parser(headers.get("cookie", "")).get(Cookie.LANGUAGE, "")
        if chosen in LANGUAGES:
            return chosen
    return asked_language(headers.get("accept-language", "")) or chosen_language()


class _Body:
    """A body as it comes in, watched."""

    def __init__(self, receive: Receive, most: int) -> None:
        self._receive = receive
        self._most = most
        self._size = 0
        self._done = False

    async def receive(self) -> Message:
        if self._done:
            return await self._receive()  # that the client has gone
        try:
            message = await asyncio.wait_for(self._receive(), BODY_SECONDS)
        except TimeoutError:
            raise _TooSlow from None
        self._size += len(message.get("body", b""))
        self._done = not message.get("more_body", False)
        if self._size > self._most:
            raise _TooMuch
        return message
