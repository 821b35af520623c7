"""BRF files."""

import errno
import os
from pathlib import Path

import pytest

from access.errors import DiskFullError
from braille.check.brf import check_brf
from braille.layout.page import Page, PageShape, Row, Volume
from braille.publish import brf
from braille.publish.ascii_braille import ASCII_CELLS, to_ascii, to_cells
from braille.publish.brf import write_brf

SHAPE = PageShape(10, 4)


def volume(number: int, *pages: tuple[str, ...]) -> Volume:
    return Volume(number, tuple(Page(tuple(Row(row) for row in rows)) for rows in pages))


def test_the_table_is_the_north_american_one() -> None:
    assert len(set(ASCII_CELLS)) == 64
    # The alphabet, the number sign, the capital sign, the hyphen and the full cell, as the standard lists them.
    alphabet = "⠁⠃⠉⠙⠑⠋⠛⠓⠊⠚⠅⠇⠍⠝⠕⠏⠟⠗⠎⠞⠥⠧⠺⠭⠽⠵"
    assert to_ascii(alphabet) == b"ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    assert to_ascii("⠼⠠⠤⠿⠀⠲⠂⠦⠴⠒⠆⠖⠄⠶⠐⠸⠰⠘⠈⠨") == b"#,-= 41803\x326'7\"_;^@."
    assert to_ascii("⠮⠯⠷⠾⠜⠣⠩⠹⠱⠫⠻⠳⠪⠌⠬⠔⠡") == b"!&()><%?:$]\\[/+9*"
    assert to_ascii("⠢⠽") == b"5Y"


def test_cells_come_back() -> None:
    every = "".join(chr(cell) for cell in range(0x2800, 0x2840))
    assert to_cells(to_ascii(every)) == every
    assert to_cells(b"ab") == "⠁⠃"
    with pytest.raises(ValueError, match="ASCII braille"):
        to_cells(b"{")


def test_one_volume(tmp_path: Path) -> None:
    paths = write_brf([volume(1, ("⠁⠀⠀", "", "⠀⠃"), ("⠉",))], tmp_path / "a.b")
    assert paths == (tmp_path / "a.b.brf",)
    assert paths[0].read_bytes() == b"A\r\n\r\n B\r\n\fC\r\n\f"
    assert check_brf(paths[0], SHAPE) == ()


def test_several_volumes(tmp_path: Path) -> None:
    paths = write_brf([volume(1, ("⠁",)), volume(2, ("⠃",))], tmp_path / "book")
    assert [path.name for path in paths] == ["book-1.brf", "book-2.brf"]
    assert [path.read_bytes() for path in paths] == [b"A\r\n\f", b"B\r\n\f"]


def test_a_full_disk_leaves_nothing_of_any_volume(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = brf.to_ascii

    def full(cells: str) -> bytes:
        if cells == "⠃":
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return real(cells)

    monkeypatch.setattr(brf, "to_ascii", full)
    with pytest.raises(DiskFullError):
        write_brf([volume(1, ("⠁",)), volume(2, ("⠃",))], tmp_path / "book")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("data", "finding"),
    [
        (b"", "no text"),
        (b"  \r\n\f", "no text"),
        (b"A\r\n", "form feed"),
        (b"A\n\f", "CR LF"),
        (b"A\f", "CR LF"),
        (b"A\r\n" * 5 + b"\f", "5 rows"),
        (b"ABCDEFGHIJK\r\n\f", "11 cells"),
        (b"a\r\n\f", "0x61"),
        (b"\xe2\xa0\x81\r\n\f", "0xe2"),
    ],
)
def test_what_is_wrong_is_found(tmp_path: Path, data: bytes, finding: str) -> None:
    path = tmp_path / "x.brf"
    path.write_bytes(data)
    assert any(finding in found for found in check_brf(path, SHAPE))


def test_findings_end_somewhere(tmp_path: Path) -> None:
    path = tmp_path / "x.brf"
    path.write_bytes(b"a\r\n\f" * 1000)
    assert len(check_brf(path, SHAPE)) == 21
