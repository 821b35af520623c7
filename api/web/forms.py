"""What somebody filled in: taken field by field, checked, and kept for the page that asks again.

A form never raises for what a person typed. Every field that is not as it should be leaves one sentence in `errors`,
and the page that is shown again has them all at its head, each with a link to its field.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from unicodedata import normalize

from starlette.datastructures import FormData, UploadFile

from access.errors import TongduError
from api.language import _, told

MOST_TEXT = 500
"""Characters of a text, where a page does not say otherwise."""


class Form:
    """The fields of one form: `values` as they were typed, `errors` by field in the reader's language."""

    def __init__(self, data: FormData | None = None, values: Mapping[str, object] | None = None) -> None:
        self._data = data if data is not None else FormData()
        self.values: dict[str, object] = dict(values or {})
        self.errors: dict[str, str] = {}

    def text(self, name: str, *, needed: str = "", most: int = MOST_TEXT, lines: bool = False) -> str:
        """Return a text, tidied (NFC, no blanks around, one line unless `lines`), at most `most` characters long.

        `needed` is the sentence for one that is empty; without it the field may be left out.
        """
        given = self._given(name).replace("\r\n", "\n")
        tidy = normalize("NFC", given.strip() if lines else " ".join(given.split()))
        self.values[name] = tidy
        if not tidy and needed:
            self.wrong(name, needed)
        if len(tidy) > most:
            self.wrong(name, _("Use {most} characters or fewer.").format(most=most))
        if any(ord(sign) < 32 and sign not in "\n\t" for sign in tidy):
            self.wrong(name, _("Take out the control characters."))
        return tidy

    def secret(self, name: str, *, needed: str = "") -> str:
        """Return a pass phrase or PIN exactly as it was typed; it is not kept for the page that asks again."""
        given = self._given(name)
        self.values[name] = ""
        if not given and needed:
            self.wrong(name, needed)
        if len(given) > 1000:
            self.wrong(name, _("Use {most} characters or fewer.").format(most=1000))
            return ""
        return given

    def choice(self, name: str, choices: Collection[str], *, needed: str = "") -> str:
        """Return the one that was chosen, or an empty text. What is not among the choices counts as nothing."""
        given = self._given(name)
        chosen = given if given in choices else ""
        self.values[name] = chosen
        if not chosen and needed:
            self.wrong(name, needed)
        return chosen

    def choices(self, name: str, choices: Collection[str], *, needed: str = "") -> list[str]:
        """Return those that were chosen, each once, in the order of `choices`."""
        given = {one for one in self._data.getlist(name) if isinstance(one, str)}
        chosen = [one for one in choices if one in given]
        self.values[name] = chosen
        if not chosen and needed:
            self.wrong(name, needed)
        return chosen

    def number(self, name: str, least: int, most: int, *, needed: str = "") -> int | None:
        """Return a whole number from `least` to `most`, or nothing where none was given."""
        given = normalize("NFKC", self._given(name)).strip()
        self.values[name] = given
        if not given:
            if needed:
                self.wrong(name, needed)
            return None
        if given.isascii() and given.lstrip("-").isdecimal() and len(given) < 12 and least <= int(given) <= most:
            return int(given)
        self.wrong(name, _("Give a whole number from {least} to {most}.").format(least=least, most=most))
        return None

    def ticked(self, name: str) -> bool:
        """Tell whether a box was ticked."""
        found = bool(self._given(name))
        self.values[name] = found
        return found

    def file(self, name: str, *, needed: str = "") -> UploadFile | None:
        """Return the file that was sent, or nothing. A browser cannot be given it back."""
        given = self._data.get(name)
        found = given if isinstance(given, UploadFile) and given.filename else None
        if found is None and needed:
            self.wrong(name, needed)
        return found

    def wrong(self, name: str, sentence: str) -> None:
        """Say of a field, in the reader's language, what is to be done; the first of a field stands."""
        self.errors.setdefault(name, sentence)

    def refused(self, error: TongduError, name: str = "") -> None:
        """Say of a field what an error says: of the field that the error names, else of `name`."""
        field = error.details.get("field")
        known = isinstance(field, str) and field in self.values
        self.wrong(str(field) if known else name, told(error, with_place=False))

    def shown(self, name: str) -> object:
        """Return what stands in a field when the page is shown."""
        return self.values.get(name, "")

    def _given(self, name: str) -> str:
        found = self._data.get(name, "")
        return found if isinstance(found, str) else ""
