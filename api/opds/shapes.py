"""Feeds and publications as OPDS 2.0 and the Readium Web Publication Manifest write them."""

from __future__ import annotations

from typing import Any

from pydantic import AliasGenerator, BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

FEED = "application/opds+json"
PUBLICATION = "application/opds-publication+json"
AUTHENTICATION = "application/opds-authentication+json"


class OpdsShape(BaseModel):
    """What is empty is left out; keys are written in camel case."""

    model_config = ConfigDict(alias_generator=AliasGenerator(serialization_alias=to_camel), serialize_by_alias=True)

    def told(self) -> dict[str, Any]:
        """Return it fit for JSON."""
        return self.model_dump(mode="json", exclude_none=True)


class Link(OpdsShape):
    """Where something is; `type` is a media type, `href` a URI reference, or a template where `templated`."""

    href: str
    type: str
    rel: str | None = None
    title: str | None = None
    templated: bool | None = None
    properties: dict[str, Any] | None = None


class Contributor(OpdsShape):
    """Somebody who had a part; `role` is a MARC relator code where the key does not tell it."""

    name: str
    sort_as: str | None = None
    role: str | None = None


class SubjectShape(OpdsShape):
    """What it is about."""

    name: str
    scheme: str | None = None


class Series(OpdsShape):
    """A series and the place in it."""

    name: str
    position: float | None = None


class Belongs(OpdsShape):
    """What it is part of."""

    series: list[Series]


class Accessibility(OpdsShape):
    """By what senses it can be read (schema.org's words, as EPUB Accessibility 1.1 uses them)."""

    access_mode: list[str]
    access_mode_sufficient: list[list[str]]
    feature: list[str]


class Metadata(OpdsShape):
    """What a publication is."""

    kind: str = Field("http://schema.org/Book", serialization_alias="@type")
    identifier: str
    title: str
    subtitle: str | None = None
    sort_as: str | None = None
    modified: str
    published: str | None = None
    language: str | None = None
    author: list[Contributor] | None = None
    translator: list[Contributor] | None = None
    editor: list[Contributor] | None = None
    illustrator: list[Contributor] | None = None
    narrator: list[Contributor] | None = None
    contributor: list[Contributor] | None = None
    publisher: str | None = None
    description: str | None = None
    subject: list[SubjectShape] | None = None
    belongs_to: Belongs | None = None
    accessibility: Accessibility | None = None


class Publication(OpdsShape):
    """A title with what can be downloaded of it."""

    metadata: Metadata
    links: list[Link]


class FeedMetadata(OpdsShape):
    """What a feed is; a number is left out where it is not known."""

    title: str
    number_of_items: int | None = None
    items_per_page: int | None = None
    current_page: int | None = None


class NavigationFeed(OpdsShape):
    """A list of feeds."""

    metadata: FeedMetadata
    links: list[Link]
    navigation: list[Link] = Field(min_length=1)


class PublicationsFeed(OpdsShape):
    """A page of publications."""

    metadata: FeedMetadata
    links: list[Link]
    publications: list[Publication]
