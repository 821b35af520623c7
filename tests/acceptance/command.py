"""Runs the command as a person does: in a process of its own, with its own cache folder and an empty home."""

from __future__ import annotations

import json
import os
import random
import re
import subprocess
import sysconfig
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

from tests.acceptance.epub_builder import EpubBuilder, Page, xhtml

TONGDU = str(Path(sysconfig.get_path("scripts")) / "tongdu")
MP3_BYTES_PER_SECOND = 48_000 // 8
LEDGER = ".tongdu.json"
_TIMEOUT = 240


@dataclass(frozen=True, slots=True)
class Result:
    """How a run ended; a process that died of a signal has the code that a shell shows."""

    code: int
    stdout: str
    stderr: str

    def events(self, kind: str | None = None) -> list[dict[str, Any]]:
        """What `--json` told, every line of it; or the events of one kind."""
        events = [json.loads(line) for line in self.stdout.split("\n") if line]
        assert all(isinstance(event, dict) and isinstance(event["event"], str) for event in events)
        return [event for event in events if kind in {None, event["event"]}]

    def summary(self) -> dict[str, Any]:
        """The closing summary of the only book."""
        assert self.code == 0, self.stderr
        (summary,) = self.events("summary")
        return summary

    def told(self) -> str:
        """The error that was told last: by an event, or in the last line of standard error."""
        if self.stdout.startswith("{"):
            failed = self.events("failed")
            return str(failed[-1]["error"]) if failed else ""
        lines = self.stderr.strip().splitlines()
        return lines[-1] if lines else ""

    def assert_failed(self, code: int) -> None:
        """Ended with this code and said why, not in a traceback; whoever interrupts knows why."""
        assert self.code == code, f"{self.code}: {self.stdout} {self.stderr}"
        assert "Traceback" not in self.stdout + self.stderr
        assert code == 130 or re.search(r"\w", self.told()), "nothing was said"

    def assert_failed_briefly(self, code: int) -> None:
        """Failed, and said so in one or two sentences."""
        self.assert_failed(code)
        sentences = re.findall(r"[.!?。！？][\"”』」)]*(?:\s|$)", self.told())
        assert 1 <= len(sentences) <= 2, self.told()


class Desk:
    """A folder with everything a run touches: books, an output folder, a cache, an empty home, temporary files."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.books = root / "books"
        self.out = root / "out"
        self.cache = root / "cache"
        self.home = root / "home"
        self.temporary = root / "temporary"
        for folder in (self.books, self.home, self.temporary):
            folder.mkdir()
        self.environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(self.home),
            "TMPDIR": str(self.temporary),
            "TONGDU_CACHE": str(self.cache),
            "TONGDU_LANGUAGE": "en",
            "LANG": "C.UTF-8",
        }

    def book(self, name: str, content: str | bytes) -> Path:
        """Put a book on the desk."""
        path = self.books / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def start(self, arguments: Sequence[str | Path], **more: Any) -> subprocess.Popen[bytes]:
        """Start the command (or, with `wrapper`, a program that starts it) and do not wait for it."""
        wrapper: tuple[str, ...] = more.pop("wrapper", ())
        environment = self.environment | more.pop("environment", {})
        pipes = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE)
        settings: dict[str, Any] = pipes | {"cwd": self.home} | more
        process: subprocess.Popen[bytes] = subprocess.Popen(
            [*wrapper, TONGDU, *map(str, arguments)], env=environment, **settings
        )
        return process

    def run(self, *arguments: str | Path, stdin: str | bytes = b"", **more: Any) -> Result:
        """Run the command to its end."""
        with self.start(arguments, **more) as process:
            return finish(process, stdin)

    def convert(self, *books: Path, to: str, options: Sequence[str | Path] = (), **more: Any) -> Result:
        """Run `tongdu convert --json` into the output folder."""
        return self.run("convert", *books, "--to", to, "--out", self.out, "--json", *options, **more)

    def made(self) -> set[str]:
        """The names in the output folder, hidden ones too, the note of what was made there apart."""
        return {path.name for path in self.out.iterdir()} - {LEDGER} if self.out.exists() else set()

    def speech(self) -> dict[Path, int]:
        """The finished blocks of speech in the cache, and the inode of each: written again, it has another."""
        return {path: path.stat().st_ino for path in self.cache.rglob("*.speech")}

    def processes(self) -> list[psutil.Process]:
        """Processes that were started for this desk and are still alive."""
        found = []
        for process in psutil.process_iter():
            try:
                ours = process.environ().get("TONGDU_CACHE") == str(self.cache)
                if ours and process.status() != psutil.STATUS_ZOMBIE:
                    found.append(process)
            except psutil.Error:
                continue
        return found


def finish(process: subprocess.Popen[bytes], stdin: str | bytes = b"") -> Result:
    """Wait until a started command ends."""
    try:
        out, err = process.communicate(stdin.encode() if isinstance(stdin, str) else stdin, timeout=_TIMEOUT)
    except BaseException:
        process.kill()
        raise
    code = process.returncode
    return Result(128 - code if code < 0 else code, out.decode(), err.decode())


def wait_until(condition: Callable[[], object], seconds: float) -> bool:
    """Look again and again until something is so; False when it is not within the time."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True


def lamp_epub() -> bytes:
    """A small book in Chinese and English: three chapters, two print pages, a list, a note."""
    lamp = (
        "<h1>第一章 灯</h1><p>夜里，灯亮了。她说：“The lamp is on, and nobody sleeps.”然后她笑了。</p>"
        '<span epub:type="pagebreak" role="doc-pagebreak" id="page1" title="1"></span>'
        "<p>银行的行长长大了，可是他还记得那盏灯。</p><ul><li>一盏灯</li><li>两本书</li></ul>"
    )
    rain = (
        "<h1>Chapter Two: Rain</h1><p>It rained for three days. The streets were rivers"
        '<a epub:type="noteref" href="#n1">1</a>, and the children sailed paper boats.</p>'
        '<span epub:type="pagebreak" role="doc-pagebreak" id="page2" title="2"></span>'
        "<p>On the fourth day it was dry. 孩子们说：“雨停了！”</p>"
        '<aside epub:type="footnote" id="n1"><p>Small ones.</p></aside>'
    )
    dawn = "<h1>第三章 天亮</h1>" + "".join(f"<p>{line}</p>" for line in _DAWN)
    pages = [Page(f"c{number}.xhtml", xhtml(body)) for number, body in enumerate((lamp, rain, dawn), 1)]
    return EpubBuilder(
        pages,
        title="灯 The Lamp",
        language="zh",
        page_list='<li><a href="c1.xhtml#page1">1</a></li><li><a href="c2.xhtml#page2">2</a></li>',
    ).build()


_DAWN = (
    "天亮的时候，街上已经有人在走路了，卖豆浆的老人推着车慢慢地过来。",
    "他喊了一声，楼上的窗户一扇一扇地打开，孩子们探出头来看。",
    "The old man poured the milk into white bowls and counted the coins twice.",
    "她把灯吹灭，坐在窗边等信，信却一直没有来，只有风翻着桌上的书。",
    "中午的时候，邮差来了，他从绿色的包里拿出一封很厚的信。",
    "信里说，银行重新开门了，音乐会也要在星期六的晚上举行。",
)

_SUBJECTS = ("The librarian", "A tall reader", "My neighbour", "The driver", "One of the girls", "The blind pianist")
_VERBS = ("opened", "carried", "mended", "found", "borrowed", "remembered", "described")
_OBJECTS = ("the green door", "a heavy atlas", "seven letters", "the oldest map", "a paper boat", "the broken clock")
_PLACES = ("before noon", "behind the station", "in the quiet hall", "near the river", "after the rain")


def long_text(paragraphs: int) -> str:
    """A text file of paragraphs of three sentences, no two alike."""
    chance = random.Random(7)
    tables = (_SUBJECTS, _VERBS, _OBJECTS, _PLACES)

    def sentence() -> str:
        return " ".join(chance.choice(table) for table in tables) + "."

    return "".join(
        f"Number {number} says this. {sentence()} {sentence()}\n\n" for number in range(101, 101 + paragraphs)
    )
