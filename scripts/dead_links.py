"""Find links in the repository's Markdown that lead nowhere; links to other sites are not fetched.

A link is dead when the file or folder it names is not there, when it leaves the repository, or when the heading (or
``id``) that its fragment names is not in the target. Headings get the anchors that the usual code hosts give them.
"""

import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from markdown_it import MarkdownIt
from markdown_it.token import Token

HTML_TARGET = re.compile(r"""<(?:a|img)\b[^>]*?\b(?:href|src)\s*=\s*["']([^"']+)["']""", re.IGNORECASE)
HTML_ID = re.compile(r"""\b(?:id|name)\s*=\s*["']([^"']+)["']""", re.IGNORECASE)
HEADING_ID = re.compile(r"\s*\{[^{}]*#([\w-]+)[^{}]*\}\s*$")


class DeadLink(NamedTuple):
    """One finding: the file (relative to the root), the line (from 1), what the link says and why it is dead."""

    path: Path
    line: int
    target: str
    reason: str


def repository_files(root: Path) -> list[Path]:
    """Every file that is or would be committed, relative to ``root``, in order; what git ignores is left out."""
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=root,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    names = sorted(set(filter(None, listing.split("\0"))))
    return [Path(name) for name in names if (root / name).is_file()]


def _tokens(markdown: str) -> Iterator[tuple[int, Token]]:
    """Every token with its line, those inside a line of text included; code is text to us, so its links are not."""
    line = 1
    for token in MarkdownIt("commonmark").enable("table").parse(markdown):
        if token.map:
            line = token.map[0] + 1
        yield line, token
        for child in token.children or ():
            yield line, child
            if child.type in ("softbreak", "hardbreak"):
                line += 1


def links(markdown: str) -> Iterator[tuple[int, str]]:
    """The line and target of every link and picture, written as Markdown or as HTML."""
    for line, token in _tokens(markdown):
        if token.type in ("link_open", "image"):
            yield line, str(token.attrs.get("href") or token.attrs.get("src") or "")
        elif token.type in ("html_block", "html_inline"):
            for match in HTML_TARGET.finditer(token.content):
                yield line, match[1]


def anchors(markdown: str) -> set[str]:
    """The fragments that can be linked to: the headings' own, then every ``id`` and ``name`` in HTML."""
    found: set[str] = set()
    seen: Counter[str] = Counter()
    in_heading = False
    for _, token in _tokens(markdown):
        if token.type in ("html_block", "html_inline"):
            found.update(HTML_ID.findall(token.content))
        if token.type == "inline" and in_heading:
            text = "".join(child.content for child in token.children or () if child.type in ("text", "code_inline"))
            if given := HEADING_ID.search(text):
                found.add(given[1])
                text = text[: given.start()]
            slug = re.sub(r"[^\w\- ]", "", text.strip().lower()).replace(" ", "-")
            found.add(f"{slug}-{seen[slug]}" if seen[slug] else slug)
            seen[slug] += 1
        in_heading = token.type == "heading_open"
    return found


def _reason(root: Path, path: Path, target: str) -> str | None:
    """Why ``target``, written in ``path``, is dead; None when it is alive or leads to another site."""
    parts = urlsplit(target)
    if parts.scheme or parts.netloc:
        return None
    base = root if parts.path.startswith("/") else (root / path).parent
    there = (base / unquote(parts.path).lstrip("/")).resolve() if parts.path else (root / path).resolve()
    if not there.is_relative_to(root.resolve()):
        return "leaves the repository"
    if not there.exists():
        return "no such file"
    fragment = unquote(parts.fragment)
    if fragment and there.suffix == ".md" and fragment not in anchors(there.read_text(encoding="utf-8")):
        return "no such heading there"
    return None


def dead_links(root: Path, paths: list[Path]) -> list[DeadLink]:
    """The dead links of those of ``paths`` (relative to ``root``) that are Markdown, in the order of the files."""
    found: list[DeadLink] = []
    for path in paths:
        if path.suffix != ".md":
            continue
        for line, target in links((root / path).read_text(encoding="utf-8")):
            if reason := _reason(root, path, target):
                found.append(DeadLink(path, line, target, reason))
    return found


def main() -> int:
    """Print a line for each dead link of the repository (or of the one named) and return 1 if there is one."""
    root = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent.parent
    found = dead_links(root, repository_files(root))
    for link in found:
        print(f"{link.path}:{link.line}: {link.target}: {link.reason}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
