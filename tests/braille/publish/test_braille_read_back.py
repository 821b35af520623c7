"""BRF and PEF read back are the pages that were written."""

import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from access.book.model import Metadata
from braille.layout.page import Page, PageShape, Row, Volume
from braille.publish.brf import write_brf
from braille.publish.pef import write_pef
from braille.publish.reading import read_brf, read_pef

PAGES = (("⠁⠃", "", "⠼⠉"), ("⠠⠓⠊",), ("",))
VOLUMES = tuple(
    Volume(number, tuple(Page(tuple(Row(f"{cells}\u2800") for cells in page)) for page in PAGES))
    for number in range(1, 12)
)
EXPECTED = (PAGES,) * 11


def test_brf_of_one_volume(tmp_path: Path) -> None:
    (path,) = write_brf(VOLUMES[:1], tmp_path / "book")
    assert read_brf(path) == EXPECTED[:1]


def test_brf_volumes_in_a_zip_come_in_their_order(tmp_path: Path) -> None:
    volumes = tuple(Volume(number, (Page((Row("⠁" * number),)),)) for number in range(1, 12))
    with zipfile.ZipFile(tmp_path / "book.zip", "w") as archive:
        for path in write_brf(volumes, tmp_path / "book"):
            archive.write(path, path.name)
    assert read_brf(tmp_path / "book.zip") == tuple((("⠁" * number,),) for number in range(1, 12))


def test_pef(tmp_path: Path) -> None:
    about = Metadata(identifier="urn:x:1", title="书", language="zh", date=str(date(2026, 1, 1)))
    write_pef(VOLUMES, about, PageShape(30, 26), tmp_path / "book.pef")
    assert read_pef(tmp_path / "book.pef") == EXPECTED


@pytest.mark.parametrize(("read", "content"), [(read_brf, b"\xff\xfe"), (read_pef, b"<pef"), (read_brf, b"{}~\x00")])
def test_what_is_no_braille_is_a_value_error(tmp_path: Path, read: Callable[[Path], object], content: bytes) -> None:
    (tmp_path / "x").write_bytes(content)
    with pytest.raises(ValueError, match=r"."):
        read(tmp_path / "x")
