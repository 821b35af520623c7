"""What the package says of the book, as the model's metadata (Dublin Core, EPUB 3 refinements, OPF 2 attributes)."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator

from access.book.epub.library import Contents, Statement
from access.book.epub.package import Package
from access.book.epub.remarks import Remarks
from access.book.language_tags import contradicts_script, normalise_tag
from access.book.model import Contributor, Metadata
from access.book.text.main_language import main_language

_TAGS = re.compile(r"<[^<>]{1,500}>")
_ROLE = re.compile(r"^[a-z]{3}$")
_NAMES_OF_ROLES = {"author": "aut", "translator": "trl", "editor": "edt", "illustrator": "ill", "narrator": "nrt"}


def read_metadata(
    package: Package, contents: Contents, text: str, stem: str, language: str | None, remarks: Remarks
) -> Metadata:
    """Make the metadata.

    A missing language and identifier are made from `text`, (the beginning of) the text of the book.
    """
    said = _Statements(contents)
    title = said.main_title()
    if not title:
        remarks.add("The book has no title; its file name was taken.")
        title = stem or "?"
    return Metadata(
        title=title,
        language=language or _language(said, text, remarks),
        identifier=_identifier(package, said, text, remarks),
        contributors=tuple(said.contributors()),
        publisher=said.first("publisher"),
        date=said.date(),
        rights=said.first("rights"),
        description=said.first("description"),
        subjects=tuple(dict.fromkeys(said.texts("subject"))),
        source=said.first("source"),
    )


class _Statements:
    def __init__(self, contents: Contents) -> None:
        self._statements = contents.statements
        self._refinements: dict[str, list[tuple[str, str]]] = {}
        for text, attributes in contents.statements.get("meta", ()):
            about = attributes.get("refines", "").removeprefix("#")
            if about and attributes.get("property"):
                self._refinements.setdefault(about, []).append((attributes["property"], text))

    def named(self, name: str) -> tuple[Statement, ...]:
        return tuple(statement for statement in self._statements.get(name, ()) if statement[0])

    def texts(self, name: str) -> Iterator[str]:
        for text, _ in self.named(name):
            plain = " ".join(_TAGS.sub(" ", text).split())
            if plain:
                yield plain

    def first(self, name: str) -> str | None:
        return next(self.texts(name), None)

    def refined(self, statement: Statement, name: str) -> list[str]:
        return [text for key, text in self._refinements.get(statement[1].get("id", ""), ()) if key == name]

    def main_title(self) -> str:
        titles = self.named("title")
        for title in titles:
            if "main" in self.refined(title, "title-type"):
                return title[0]
        return titles[0][0] if titles else ""

    def date(self) -> str | None:
        dates = self.named("date")
        for text, attributes in dates:
            if attributes.get("event", "").lower() == "publication":
                return text
        return dates[0][0] if dates else None

    def contributors(self) -> Iterator[Contributor]:
        seen: set[tuple[str, str]] = set()
        for name, usual in (("creator", "aut"), ("contributor", "ctb")):
            for statement in self.named(name):
                said = [*self.refined(statement, "role"), statement[1].get("role", "")]
                for role in [_role(text) for text in said if _role(text)] or [usual]:
                    if (statement[0], role) not in seen:
                        seen.add((statement[0], role))
                        yield Contributor(statement[0], role)


def _role(text: str) -> str:
    role = text.strip().lower().rpartition("/")[2]
    return role if _ROLE.match(role) else _NAMES_OF_ROLES.get(role, "")


def _language(said: _Statements, text: str, remarks: Remarks) -> str:
    written = [statement[0] for statement in said.named("language")]
    for tag in filter(None, map(normalise_tag, written)):
        if contradicts_script(tag, text):
            guessed = main_language(text) or "en"
            remarks.add(
                "The book says its language is {said}, but its letters are of {guessed}.", said=tag, guessed=guessed
            )
            return guessed
        return tag
    guessed = main_language(text) or "en"
    if written:
        remarks.add(
            "“{said}” is not a language; {guessed} was taken from the letters of the text.",
            said=written[0][:40],
            guessed=guessed,
        )
    else:
        remarks.add(
            "The book does not say its language; {guessed} was taken from the letters of the text.", guessed=guessed
        )
    return guessed


def _identifier(package: Package, said: _Statements, text: str, remarks: Remarks) -> str:
    wanted = package.root.get("unique-identifier")
    identifiers = said.named("identifier")
    for value, attributes in identifiers:
        if wanted and attributes.get("id") == wanted:
            return value
    if identifiers:
        return identifiers[0][0]
    remarks.add("The book has no identifier; one was made from its text.")
    return uuid.uuid5(uuid.NAMESPACE_OID, text).urn
