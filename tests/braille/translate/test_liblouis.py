"""liblouis in its worker: what it writes, what it lacks, and what happens when it dies."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from access.errors import MissingTableError, TranslationFailedError
from braille.translate import liblouis
from braille.translate.codes import CODES, code_by_name, codes_here, default_code
from braille.translate.liblouis import BOLD, ITALIC, Louis, Passage, liblouis_status, table_is_here
from braille.translate.louis_process import LouisProcess, WorkerDiedError

_G2, _G1 = "en-ueb-g2.ctb", "en-ueb-g1.ctb"

pytestmark = pytest.mark.skipif(liblouis_status().version is None, reason="liblouis is not on this machine")


@pytest.fixture(scope="module")
def louis():
    with Louis() as translator:
        yield translator


def cells(louis, text, table=_G2, forms=()):
    return louis.translate([Passage(table, text, tuple(forms))])[0].cells


def test_status_names_version_and_tables():
    status = liblouis_status()
    assert status.version is not None
    assert int(status.version.split(".")[0]) >= 3
    assert status.reason == ""
    assert table_is_here(_G2)
    assert not table_is_here("no-such-table.ctb")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The quick brown fox", "⠠⠮⠀⠟⠅⠀⠃⠗⠪⠝⠀⠋⠕⠭"),
        ("It is a truth universally acknowledged,", "⠠⠭⠀⠊⠎⠀⠁⠀⠞⠗⠥⠹⠀⠥⠝⠊⠧⠻⠎⠁⠇⠇⠽⠀⠁⠉⠐⠅⠇⠫⠛⠫⠂"),
        ("HELLO WORLD AGAIN now", "⠠⠠⠠⠓⠑⠇⠇⠕⠀⠸⠺⠀⠁⠛⠠⠄⠀⠝⠪"),
        ("NASA", "⠠⠠⠝⠁⠎⠁"),
        ("“Yes,” he said.", "⠦⠠⠽⠑⠎⠂⠴⠀⠓⠑⠀⠎⠙⠲"),
        ("3.14 and 1,000", "⠼⠉⠲⠁⠙⠀⠯⠀⠼⠁⠂⠚⠚⠚"),
        ("well-known", "⠺⠑⠇⠇⠤⠐⠅⠝"),
        ("no—yes", "⠝⠕⠠⠤⠽⠑⠎"),
    ],
)
def test_contracted_english(louis, text, expected):
    assert cells(louis, text) == expected


def test_uncontracted_english(louis):
    assert cells(louis, "The quick brown fox", _G1) == "⠠⠞⠓⠑⠀⠟⠥⠊⠉⠅⠀⠃⠗⠕⠺⠝⠀⠋⠕⠭"


def test_emphasis(louis):
    assert cells(louis, "a quick fox", forms=[(2, 7, ITALIC)]) == "⠁⠀⠨⠂⠟⠅⠀⠋⠕⠭"
    assert cells(louis, "a quick fox", forms=[(2, 7, BOLD)]) == "⠁⠀⠘⠂⠟⠅⠀⠋⠕⠭"
    passage = cells(louis, "the quick brown fox jumps off", forms=[(4, 25, ITALIC)])
    assert passage == "⠮⠀⠨⠶⠟⠅⠀⠃⠗⠪⠝⠀⠋⠕⠭⠀⠚⠥⠍⠏⠎⠨⠄⠀⠷⠋"


@pytest.mark.parametrize(
    "text", ["x，y", "he said：yes。", "《Emma》", "a\u00a0b", "a…b", "①", "so → on", "re\u00adread", "⸺", "ﬁne"]
)
def test_common_characters_are_replaced_by_their_like(louis, text):
    got = louis.translate([Passage(_G2, text)])[0]
    assert got.untranslated == ()
    assert "⠼⠿" not in got.cells
    assert not any(ord(cell) > 0x283F for cell in got.cells)


def test_a_soft_hyphen_is_no_hyphen(louis):
    assert cells(louis, "re\u00adader") == cells(louis, "reader")


def test_characters_without_cells_are_signed_and_reported(louis):
    got = louis.translate([Passage(_G2, "a 中 b 😀")])[0]
    assert got.untranslated == (2, 6)
    assert got.cells == "⠁⠀⠼⠿⠀⠰⠃⠀⠼⠿"
    assert len(got.positions) == len(got.cells)


def test_a_table_without_braille_patterns_signs_too(louis):
    got = louis.translate([Passage("it-it-comp6.utb", "no 中 sì")])[0]
    assert got.untranslated == (3,)
    assert "⠼⠿" in got.cells


def test_an_accent_the_table_lacks_leaves_the_letter_and_is_reported(louis):
    got = louis.translate([Passage("it-it-comp6.utb", "ḅa")])[0]
    assert got.untranslated == (0,)
    assert got.cells == "⠃⠁"


def test_long_words_and_long_paragraphs(louis):
    word = "antidisestablishment" * 250
    got = louis.translate([Passage(_G2, word)])[0]
    assert got.positions[-1] >= len(word) - 5
    paragraph = "the quick brown fox, he said, jumped over it. " * 6600
    long, short = louis.translate([Passage(_G2, paragraph), Passage(_G2, paragraph[:46])])
    assert long.cells == short.cells * 6600
    assert long.positions[-1] >= len(paragraph) - 2
    one_word = louis.translate([Passage(_G2, "x" * 300_000)])[0]
    assert one_word.cells.count("⠭") == 300_000


def test_forms_survive_the_cutting_of_long_texts(louis):
    text = "the quick brown fox, he said, jumped over it. " * 500 + "a quick fox"
    got = louis.translate([Passage(_G2, text, ((len(text) - 9, len(text) - 4, ITALIC),))])[0]
    assert got.cells.endswith("⠁⠀⠨⠂⠟⠅⠀⠋⠕⠭")
    assert got.cells.count("⠨⠂") == 1


def test_a_worker_that_dies_is_started_again(louis):
    before = cells(louis, "again")
    started = louis.process.started
    os.kill(louis.process.pid, signal.SIGKILL)
    assert cells(louis, "again") == before
    assert louis.process.started == started + 1


class _DeadlyProcess(LouisProcess):
    """Its worker dies of any text that has the word `poison` in it, as a fault in the C library would make it."""

    def ask(self, requests, seconds):
        for place, request in enumerate(requests):
            if "poison" in request.get("with", {}).get("text", ""):
                answers = super().ask(requests[:place], seconds) if place else []
                if self.pid is not None:
                    os.kill(self.pid, signal.SIGKILL)
                raise WorkerDiedError(answers, "liblouis ended its process")
        return super().ask(requests, seconds)


def test_the_passage_that_kills_it_twice_is_named():
    with Louis() as translator:
        translator.process = _DeadlyProcess()
        passages = [Passage(_G2, f"harmless {number}", where=f"p{number}") for number in range(5)]
        passages.insert(3, Passage(_G2, "drink this poison now", code="en-ueb-g2", where="p-deadly"))
        with pytest.raises(TranslationFailedError) as failure:
            translator.translate(passages)
        assert "p-deadly" in str(failure.value)
        assert "drink this poison" in str(failure.value)
        assert len(translator.translate(passages[:3])) == 3


def test_a_table_that_is_not_there_is_an_error_and_not_the_end(louis):
    with pytest.raises(TranslationFailedError):
        louis.translate([Passage("no-such-table.ctb", "text")])
    assert cells(louis, "still here") == "⠌⠀⠐⠓"


@pytest.mark.skipif(os.name != "posix", reason="kill -9 is of POSIX systems")
def test_the_worker_ends_when_its_parent_is_killed():
    root = Path(__file__).parents[3]
    program = (
        "import sys, time; from braille.translate.liblouis import Louis, Passage\n"
        "louis = Louis(); louis.translate([Passage('en-ueb-g2.ctb', 'text')])\n"
        "print(louis.process.pid, flush=True); time.sleep(60)"
    )
    parent = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, cwd=root)
    assert parent.stdout is not None
    with parent.stdout:
        worker = int(parent.stdout.readline())
    os.kill(worker, 0)
    parent.kill()
    parent.wait()
    end = time.monotonic() + 5
    while time.monotonic() < end and _is_running(worker):
        time.sleep(0.02)
    assert not _is_running(worker)


def _is_running(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0]
    except OSError:
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return False
        return not Path("/proc/self/stat").exists()
    return state != "Z"


def test_without_liblouis_the_error_says_so(monkeypatch):
    gone = liblouis.LouisStatus(None, "", "liblouis' Python binding is not installed")
    monkeypatch.setattr(liblouis, "liblouis_status", lambda: gone)
    with Louis() as translator, pytest.raises(MissingTableError, match="not installed"):
        translator.translate([Passage(_G2, "text")])


def test_codes_of_this_machine():
    here = {code.name for code in codes_here()}
    assert {"en-ueb-g2", "en-ueb-g1", "zh-ncb", "zh-current", "zh-double", "zh-hk", "zh-tw"} <= here
    assert list(CODES)[:3] == ["en-ueb-g2", "en-ueb-g1", "zh-ncb"]
    assert code_by_name("zh-ncb").table is None
    with pytest.raises(MissingTableError, match="en-nothing"):
        code_by_name("en-nothing")


@pytest.mark.parametrize(
    ("language", "code"),
    [
        ("zh", "zh-ncb"),
        ("zh-TW", "zh-ncb"),
        ("en-GB", "en-ueb-g2"),
        ("fr", "fr"),
        ("xx", "en-ueb-g1"),
        ("", "en-ueb-g1"),
    ],
)
def test_default_codes(language, code):
    assert default_code(language) == code


@pytest.mark.parametrize(
    "code", [code for code in CODES.values() if code.table is not None], ids=lambda code: code.name
)
def test_every_table_writes_six_dots_only(louis, code):
    if not table_is_here(code.table):
        pytest.skip(f"this liblouis has no {code.table}")
    got = louis.translate([Passage(code.table, "Aa Bb 12 ÀÉ, “x” – Яя שא あ 中國 ال ελ 한 — (z)! 😀")])[0]
    assert got.cells.strip("\u2800")
    assert all(0x2800 <= ord(cell) <= 0x283F for cell in got.cells)
