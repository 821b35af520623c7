"""Numbers in cells, the same in every code we write: the number sign and a letter a digit."""

from __future__ import annotations

_DIGITS = str.maketrans("0123456789", "⠚⠁⠃⠉⠙⠑⠋⠛⠓⠊")
_LETTERS = "⠁⠃⠉⠙⠑⠋⠛⠓⠊⠚⠅⠇⠍⠝⠕⠏⠟⠗⠎⠞⠥⠧⠺⠭⠽⠵"


def number_cells(number: int) -> str:
    """Return a whole number in cells: 12 is ⠼⠁⠃."""
    return digit_cells(str(number))


def digit_cells(digits: str) -> str:
    """Return ASCII digits in cells."""
    return "⠼" + digits.translate(_DIGITS)


def is_digits(text: str) -> bool:
    """Whether `text` is a number that `digit_cells` can write."""
    return text.isascii() and text.isdigit()


def continuation_letter(count: int) -> str:
    """Return the letter for the `count`th braille page (from 1) that goes on with a print page: a, b … z, aa, ab …"""
    cells = ""
    while count > 0:
        count, place = divmod(count - 1, len(_LETTERS))
        cells = _LETTERS[place] + cells
    return cells
