"""What checks say."""

from __future__ import annotations

from collections.abc import Sequence

MOST_FINDINGS = 20
"""More than these say nothing new."""


def limited(findings: Sequence[str]) -> tuple[str, ...]:
    """Return the findings, or the first twenty and that there are more."""
    if len(findings) <= MOST_FINDINGS:
        return tuple(findings)
    return (*findings[:MOST_FINDINGS], "and more")
