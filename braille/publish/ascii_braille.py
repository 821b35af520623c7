"""North American ASCII braille: a printable ASCII character for each of the 64 cells of six dots."""

from __future__ import annotations

ASCII_CELLS = " A1B'K2L@CIF/MSP\"E3H9O6R^DJG>NTQ,*5<-U8V.%[$+X!&;:4\\0Z7(_?W]#Y)="
"""The character of the cell U+2800 + n at index n."""

_TO_ASCII = {0x2800 + number: character for number, character in enumerate(ASCII_CELLS)}
_TO_CELLS = {ord(character): chr(0x2800 + number) for number, character in enumerate(ASCII_CELLS)}


def to_ascii(cells: str) -> bytes:
    """Return cells (Unicode braille of six dots) in ASCII braille. Raises `ValueError` for anything else."""
    return cells.translate(_TO_ASCII).encode("ascii")


def to_cells(characters: bytes) -> str:
    """Return ASCII braille as cells; small letters count as capitals. Raises `ValueError` for other bytes."""
    cells = characters.decode("ascii").upper().translate(_TO_CELLS)
    if not all("\u2800" <= cell <= "\u283f" for cell in cells):
        raise ValueError("not ASCII braille")
    return cells
