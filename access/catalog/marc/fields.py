"""A MARC record as its fields, whichever format and carrier it came in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Field:
    """A field: `data` of a control field, or two indicators and the subfields of a data field in their order."""

    tag: str
    indicators: str = "  "
    subfields: tuple[tuple[str, str], ...] = ()
    data: str = ""

    def all(self, codes: str) -> list[str]:
        """The values of the subfields with one of these codes, in their order, empty ones left out."""
        return [value for code, value in self.subfields if code in codes and value]

    def first(self, codes: str) -> str:
        """The first value among the subfields with one of these codes, or nothing."""
        return next((value for code, value in self.subfields if code in codes and value), "")


@dataclass(frozen=True, slots=True)
class MarcRecord:
    """A leader of 24 characters and the fields in their order."""

    leader: str
    fields: tuple[Field, ...]
    by_tag: dict[str, list[Field]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        by_tag: dict[str, list[Field]] = {}
        for one in self.fields:
            by_tag.setdefault(one.tag, []).append(one)
        object.__setattr__(self, "by_tag", by_tag)

    def all(self, *tags: str) -> Iterator[Field]:
        """The fields with one of these tags; in the order of the record."""
        if len(tags) == 1:
            return iter(self.by_tag.get(tags[0], ()))
        wanted = set(tags)
        return (one for one in self.fields if one.tag in wanted)

    def first(self, *tags: str) -> Field:
        """The first field with the first of these tags that there is, or an empty field."""
        for tag in tags:
            found = self.by_tag.get(tag)
            if found:
                return found[0]
        return _NONE

    def control(self, tag: str) -> str:
        """The data of a control field, or nothing."""
        return self.first(tag).data


_NONE = Field("")
