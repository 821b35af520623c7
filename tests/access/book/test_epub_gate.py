from __future__ import annotations

import io
import stat
import struct
import zipfile

import pytest

from access.book.epub.gate import EntryError, open_archive
from access.book.epub.package import resolve
from access.errors import DamagedBookError, EncryptedBookError, UnsafeBookError
from tests.access.book.epub_builder import build_epub, simple_epub
from tests.access.book.reading_epubs import read, warnings_of


def archive_of(*entries: tuple[str | zipfile.ZipInfo, bytes]) -> io.BytesIO:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries:
            archive.writestr(name, data, zipfile.ZIP_DEFLATED)
    return buffer


@pytest.mark.parametrize("name", ["../x", "a/../../x", "/etc/x", "..\\x", "C:\\x", "a/.."])
def test_names_that_lead_out_are_refused(name: str) -> None:
    with pytest.raises(UnsafeBookError):
        open_archive(archive_of((name, b"x")))


def test_links_are_refused() -> None:
    info = zipfile.ZipInfo("link")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    with pytest.raises(UnsafeBookError, match="link"):
        open_archive(archive_of((info, b"/etc/passwd")))


def test_bombs_are_refused_unread() -> None:
    with pytest.raises(UnsafeBookError, match="huge"):
        open_archive(archive_of(("x.xhtml", bytes(70 * 1024 * 1024))))


def test_many_files_that_together_are_a_bomb_are_refused() -> None:
    with pytest.raises(UnsafeBookError, match="huge"):
        open_archive(archive_of(*((f"{place}.xhtml", bytes(8 * 1024 * 1024)) for place in range(9))))


def test_too_many_files_are_refused() -> None:
    with pytest.raises(UnsafeBookError, match="too many"):
        open_archive(archive_of(*((f"{place}", b"") for place in range(20_001))))


def test_a_file_larger_than_it_says_is_not_unpacked() -> None:
    data = bytearray(archive_of(("x", b"a" * 5000)).getvalue())
    for signature, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        place = data.index(signature) + offset
        data[place : place + 4] = struct.pack("<I", 10)
    with pytest.raises(EntryError):
        open_archive(io.BytesIO(bytes(data))).read("x")


def test_a_file_whose_own_header_has_another_name_is_not_read() -> None:
    data = archive_of(("name.xhtml", b"text")).getvalue()
    place = data.index(b"name.xhtml")
    with pytest.raises(EntryError):
        open_archive(io.BytesIO(data[:place] + b"evil.xhtml" + data[place + 10 :])).read("name.xhtml")


def test_a_password_is_told() -> None:
    data = bytearray(simple_epub({"0.xhtml": "<p>x</p>"}))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = -1
        while (place := data.find(signature, place + 1)) >= 0:
            data[place + offset] |= 1
    with pytest.raises(EncryptedBookError, match="password"):
        read(bytes(data))


def test_the_first_of_two_files_with_one_name_is_read() -> None:
    data = io.BytesIO(simple_epub({"0.xhtml": "<p>first</p>"}))
    with zipfile.ZipFile(data, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("OEBPS/0.xhtml", "<p>second</p>")
    opened = read(data.getvalue())
    assert "twice" in warnings_of(opened)


def test_names_are_found_in_other_case_and_normal_form() -> None:
    archive = open_archive(archive_of(("OPS/Caf\u00e9.xhtml", b"x"), ("./a//b", b"y")))
    assert archive.find("ops/cafe\u0301.XHTML") == "OPS/Caf\u00e9.xhtml"
    assert archive.find("a/b") == "a/b"
    assert archive.find_in_any_folder("other/b") == "a/b"


def test_a_cut_off_archive_is_damaged() -> None:
    data = simple_epub({"0.xhtml": "<p>x</p>"})
    with pytest.raises(DamagedBookError):
        read(data[: len(data) // 2])


ENCRYPTION = (
    '<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container" xmlns:enc="http://www.w3.org/2001/04/xmlenc#">'
    '<enc:EncryptedData><enc:EncryptionMethod Algorithm="{}"/><enc:CipherData><enc:CipherReference URI="{}"/>'
    "</enc:CipherData></enc:EncryptedData></encryption>"
)


def with_meta_inf(name: str, text: str) -> bytes:
    data = io.BytesIO(simple_epub({"0.xhtml": "<p>x</p>"}))
    with zipfile.ZipFile(data, "a") as archive:
        archive.writestr(f"META-INF/{name}", text)
    return data.getvalue()


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("encryption.xml", ENCRYPTION.format("http://www.w3.org/2001/04/xmlenc#aes128-cbc", "OEBPS/0.xhtml")),
        ("encryption.xml", ENCRYPTION.format("http://www.w3.org/2001/04/xmlenc#aes256-cbc", "OEBPS/font.otf")),
        ("encryption.xml", ENCRYPTION.format("http://www.idpf.org/2008/embedding", "OEBPS/0.xhtml")),
        ("encryption.xml", "not XML"),
        ("rights.xml", "<rights/>"),
        ("sinf.xml", "<sinf/>"),
        ("license.lcpl", "{}"),
    ],
)
def test_protected_books_are_refused(name: str, text: str) -> None:
    with pytest.raises(EncryptedBookError):
        read(with_meta_inf(name, text))


@pytest.mark.parametrize("algorithm", ["http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC"])
def test_scrambled_fonts_do_not_matter(algorithm: str) -> None:
    assert read(with_meta_inf("encryption.xml", ENCRYPTION.format(algorithm, "OEBPS/fonts/a.otf"))).warnings == ()
    assert read(with_meta_inf("encryption.xml", "")).warnings == ()


@pytest.mark.parametrize(
    ("base", "href", "name", "fragment"),
    [
        ("O/c.opf", "a%20b.xhtml#x%20y", "O/a b.xhtml", "x y"),
        ("O/t/c.xhtml", "..\\i\\a.png", "O/i/a.png", ""),
        ("O/c.xhtml", "#n", "O/c.xhtml", "n"),
        ("c.xhtml", "../../x", "", ""),
        ("c.xhtml", "http://e.example/x", "", ""),
        ("c.xhtml", "//e.example/x", "", ""),
        ("c.xhtml", "/x", "", ""),
    ],
)
def test_addresses(base: str, href: str, name: str, fragment: str) -> None:
    assert resolve(base, href) == (name, fragment)


def test_an_archive_without_package_is_damaged() -> None:
    with pytest.raises(DamagedBookError, match="package"):
        read(build_epub({"OEBPS/0.xhtml": "<p>x</p>"}))
