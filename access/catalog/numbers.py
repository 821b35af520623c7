"""Standard numbers: ISBN (ISO 2108) and ISSN (ISO 3297), checked by their check digits."""

from __future__ import annotations

import re

_ISBN = re.compile(r"(?<![0-9])97[89](?:[- ]?[0-9]){10}(?![0-9])|(?<![0-9])[0-9](?:[- ]?[0-9]){8}[- ]?[0-9Xx](?![0-9])")
_ISSN = re.compile(r"(?<![0-9])[0-9]{4}[- ]?[0-9]{3}[0-9Xx](?![0-9])")


def isbn13(written: str) -> str:
    """Return the 13 digits of the first good ISBN in a text, or nothing.

    Ten digits become thirteen; hyphens and what cataloguers write behind a number (`（精装）`, `: CNY 25.00`) go.
    """
    for found in _ISBN.finditer(written.translate(_WIDE)):
        digits = re.sub("[- ]", "", found[0]).upper()
        if len(digits) == 10 and _tens_check(digits):
            return (body := f"978{digits[:9]}") + _check_digit(body)
        if len(digits) == 13 and _check_digit(digits[:12]) == digits[12]:
            return digits
    return ""


def issn(written: str) -> str:
    """Return the first good ISSN in a text as `1234-567X`, or nothing."""
    for found in _ISSN.finditer(written.translate(_WIDE)):
        digits = re.sub("[- ]", "", found[0]).upper()
        total = sum(weight * _value(digit) for weight, digit in zip(range(8, 0, -1), digits, strict=True))
        if total % 11 == 0:
            return f"{digits[:4]}-{digits[4:]}"
    return ""


_WIDE = str.maketrans("０１２３４５６７８９Ｘｘ－‐‑–—", "0123456789Xx-----")


def _value(digit: str) -> int:
    return 10 if digit == "X" else int(digit)


def _tens_check(digits: str) -> bool:
    return sum(weight * _value(digit) for weight, digit in zip(range(10, 0, -1), digits, strict=True)) % 11 == 0


def _check_digit(twelve: str) -> str:
    total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(twelve))
    return str(-total % 10)
