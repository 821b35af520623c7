"""The headers of pages: nothing but our own files is loaded, nothing is framed, nothing of a person is kept."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

_SOURCES = (
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "media-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
)
_UNUSED = (
    "accelerometer",
    "camera",
    "display-capture",
    "geolocation",
    "gyroscope",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "usb",
)
PAGE_HEADERS: Mapping[str, str] = MappingProxyType(
    {
        "Content-Security-Policy": "; ".join(_SOURCES),
        "Permissions-Policy": ", ".join(f"{name}=()" for name in _UNUSED),
        # With `no-referrer` a browser would say nothing of where a form comes from, which is what we look at.
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cache-Control": "no-store",
        "Vary": "Cookie",
    }
)
"""What every page is sent with; the rest is set for all doors by `api.serving.guard`."""
