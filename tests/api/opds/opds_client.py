"""A reader's app as it knows the library: only OPDS 2.0, only by links, only from the address of the catalogue."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote, urljoin

import httpx

_FEED = "application/opds+json"
_ACQUIRE = "http://opds-spec.org/acquisition"


class Reader:
    """An app with the catalogue's address and, once it was asked for, a password."""

    def __init__(self, address: str, password: str) -> None:
        self.address = address
        self._password = password
        self._http = httpx.Client(timeout=120)

    def close(self) -> None:
        """Let go of connections."""
        self._http.close()

    def open(self, address: str) -> httpx.Response:
        """Get what is at an address; asked for a password by the authentication document, give it."""
        answer = self._http.get(address)
        if answer.status_code == 401:
            document = answer.json()
            basic = [flow for flow in document["authentication"] if flow["type"].endswith("/auth/basic")]
            assert basic, "no way in that this app knows"
            self._http.auth = httpx.BasicAuth("reader", self._password)
            answer = self._http.get(address)
        answer.raise_for_status()
        return answer

    def feed(self, address: str) -> dict[str, Any]:
        """Get a feed; its address is kept under `@at`, which links are relative to."""
        answer = self.open(address)
        assert answer.headers["Content-Type"].split(";")[0] == _FEED
        return {**answer.json(), "@at": str(answer.url)}

    def search(self, words: str) -> list[dict[str, Any]]:
        """Find publications by the search that the catalogue offers."""
        root = self.feed(self.address)
        template = self.link(root, "search")
        expanded = re.sub(r"\{\?query[^}]*\}", f"?query={quote(words)}", template["href"])
        return self.publications(urljoin(root["@at"], expanded))

    def publications(self, address: str) -> list[dict[str, Any]]:
        """Get all publications of a feed and of those that follow it."""
        found = []
        while address:
            feed = self.feed(address)
            found += [{**one, "@at": feed["@at"]} for one in feed["publications"]]
            following = [link for link in feed["links"] if link.get("rel") == "next"]
            address = urljoin(feed["@at"], following[0]["href"]) if following else ""
        return found

    def download(self, publication: dict[str, Any], media_type: str, inside: str = "") -> bytes:
        """Acquire a publication as a media type, or one that has another inside."""
        for link in publication["links"]:
            held = [one["type"] for one in link.get("properties", {}).get("indirectAcquisition", [])]
            if (
                link.get("rel", "").startswith(_ACQUIRE)
                and link["type"] == media_type
                and (not inside or inside in held)
            ):
                return self.open(urljoin(publication["@at"], link["href"])).content
        raise LookupError(media_type)

    @staticmethod
    def link(feed: dict[str, Any], rel: str) -> dict[str, Any]:
        """Return the first link with a relation."""
        return next(link for link in feed["links"] if link.get("rel") == rel)
