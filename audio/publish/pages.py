"""The three kinds of print pages that DAISY 2.02 knows."""

from __future__ import annotations

import re

from audio.publish.markup import one_line

_ARABIC = re.compile(r"[0-9]{1,9}\Z")
_ROMAN = re.compile(
    r"(?=.)m{0,9}(d?c{0,3}|c[dm])(l?x{0,3}|x[lc])(v?i{0,3}|i[vx])\Z",
    re.IGNORECASE,
)


def page_class(label: str) -> str:
    """Return `page-front` for roman numerals, `page-normal` for arabic ones, `page-special` for everything else."""
    shown = one_line(label)
    if _ARABIC.match(shown):
        return "page-normal"
    return "page-front" if _ROMAN.match(shown) else "page-special"
