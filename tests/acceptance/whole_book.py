"""A whole book through the command, held against its source and against the rules of each format."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from access.book.opening import open_book
from access.book.walk import Role, leaves
from audio.check.daisy202 import check_daisy202
from audio.check.epub3 import check_epub3
from tests.acceptance.outputs import SpokenClip, brf_pages, daisy_clips, epub_clips, pef_pages
from tests.acceptance.sources import epub_letters, letters, likeness
from tests.acceptance.talking_book_checkers import (
    ace_findings,
    epubcheck_findings,
    heard,
    schema_findings,
    why_no_ace,
    why_no_epubcheck,
    why_no_reader,
    why_no_schemas,
)
from tests.audio.decoding import decode

ROOT = Path(__file__).parents[2]
LEAST_LIKENESS = 0.999

ENCODINGS = {"nahan.txt": "utf-8", "nahan-gb18030.txt": "gb18030"}


def convert(book: Path, out: Path, cache: Path) -> list[dict[str, object]]:
    command = [sys.executable, "-m", "api", "convert", str(book), "--to", "daisy202,epub3,brf,pef", "--out", str(out)]
    environment = {**os.environ, "TONGDU_CACHE": str(cache), "TONGDU_LANGUAGE": "en"}
    done = subprocess.run([*command, "--json"], capture_output=True, text=True, env=environment, cwd=ROOT, check=False)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def source_letters(book: Path) -> str:
    if book.suffix == ".epub":
        return epub_letters(book)
    return letters(book.read_text(ENCODINGS[book.name]))


def check_whole_book(book: Path, tmp_path: Path, cache: Path) -> None:
    """Convert a book into every format, `tmp_path` being empty, and hold the outputs against source and rules."""
    if not book.exists():
        pytest.skip(f"{book.name} is not here")
    events = convert(book, tmp_path, cache)
    wrote = {str(event["format"]): event["paths"] for event in events if event["event"] == "wrote"}
    assert set(wrote) == {"daisy202", "epub3", "brf", "pef"}
    folder, epub, pef = (tmp_path / (book.stem + ending) for ending in (".daisy202", ".epub", ".pef"))
    source = source_letters(book)

    clips = daisy_clips(folder)
    assert likeness(spoken_letters(clips), source) >= LEAST_LIKENESS
    assert likeness(spoken_letters(epub_clips(epub)), source) >= LEAST_LIKENESS
    assert check_daisy202(folder) == ()
    assert check_epub3(epub) == ()
    check_sound(folder, clips)
    check_by_others(folder, epub, tmp_path / "ace", len(clips))

    paths = wrote["brf"]
    assert isinstance(paths, list)
    check_braille(
        pef, [Path(path) for path in paths], chinese=book.stem.startswith("nahan") or book.stem.endswith("zh")
    )
    check_brailled_text(book, source)


def spoken_letters(clips: list[SpokenClip]) -> str:
    return letters("".join(clip.text for clip in clips if not clip.is_page))


def check_by_others(folder: Path, epub: Path, ace_folder: Path, pairs: int) -> None:
    """Ask the checkers and the reader of others, those that are on this machine."""
    if not why_no_schemas():
        assert schema_findings(folder) == []
    if not why_no_epubcheck():
        assert epubcheck_findings(epub) == []
    if not why_no_ace():
        ace_folder.mkdir()
        assert [finding for finding in ace_findings(epub, ace_folder) if finding[0] in {"serious", "critical"}] == []
    if not why_no_reader():
        assert heard(folder).pairs == heard(epub).pairs == pairs


def check_sound(folder: Path, clips: list[SpokenClip]) -> None:
    """Clips lie inside their audio, in order, and say something; their sums are the audio's length."""
    for name in sorted({clip.audio for clip in clips}):
        sound = decode(folder / name)
        seconds = len(sound) / 22_050
        own = [clip for clip in clips if clip.audio == name]
        assert own[0].begin >= 0
        assert own[-1].end <= seconds + 0.001
        for before, after in pairwise(own):
            assert before.end == pytest.approx(after.begin, abs=0.002)
        assert sum(clip.end - clip.begin for clip in own) == pytest.approx(seconds, abs=0.5)
        for clip in own:
            heard = sound[int(clip.begin * 22_050) : int(clip.end * 22_050)]
            if sum(map(str.isalpha, clip.text)) > 2:
                assert np.abs(heard).max() > 1000, f"silence for {clip.text!r}"


def check_braille(pef: Path, brf: list[Path], *, chinese: bool) -> None:
    """Nothing sticks out of the sheet, and both files hold the same pages."""
    cells, lines, pages = pef_pages(pef)
    assert (cells, lines) == ((30, 26) if chinese else (40, 25))
    assert all(len(page) <= lines and all(len(row) <= cells for row in page) for page in pages)
    embossed = [page for path in brf for page in brf_pages(path)]
    stripped = [[row.rstrip("⠀") for row in page] for page in pages]
    assert [_trimmed(page) for page in embossed] == [_trimmed(page) for page in stripped]


def _trimmed(page: list[str]) -> list[str]:
    rows = [row.rstrip("⠀") for row in page]
    while rows and not rows[-1]:
        rows.pop()
    return rows


def check_brailled_text(book: Path, source: str) -> None:
    """Every letter of the source has its cells on a page, in order and once.

    Each row of a page knows which cells of which leaf it holds, and each cell for which character it stands.
    """
    from access.language.phrase_reader import PhraseReader
    from braille.layout.lay_out import generated_texts, lay_out
    from braille.layout.page import default_shape
    from braille.translate.transcribe import transcribe

    opened = open_book(book).book
    language = opened.metadata.language.partition("-")[0]
    texts = {leaf.id: leaf.text for leaf in leaves(opened) if leaf.role is not Role.PAGE}
    transcript = transcribe(opened, codes={}, reader=PhraseReader(), generated=generated_texts(opened, language))
    written: list[tuple[str, int]] = []
    for volume in lay_out(opened, transcript, default_shape(language)):
        for page in volume.pages:
            for row in page.rows:
                for span in row.spans:
                    positions = transcript.leaves[span.leaf_id].positions
                    written += [(span.leaf_id, place) for place in positions[span.start : span.start + span.length]]
    once = list(dict.fromkeys(written))
    assert len(once) == sum(1 for number, place in enumerate(written) if not number or place != written[number - 1])
    brailled = "".join(_letters_of(texts, *here, following) for here, following in pairwise([*once, ("", 0)]))
    assert likeness(letters(brailled), source) >= LEAST_LIKENESS


def _letters_of(texts: dict[str, str], leaf_id: str, place: int, following: tuple[str, int]) -> str:
    """The characters that a cell stands for: up to the next one's place, since a contraction stands for several."""
    text = texts.get(leaf_id, "")
    end = following[1] if following[0] == leaf_id else len(text)
    return text[place:end]
