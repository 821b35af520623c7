"""The shape of the index, as the engine (tantivy) keeps it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime

from tantivy import Document, Index, Schema, SchemaBuilder, TextAnalyzerBuilder, Tokenizer

from access.catalog.search.keys import Terms, terms_of
from access.catalog.search.record import TitleRecord

VERSION = 1
"""Raised whenever terms or fields change: an index of another version is made anew."""
ZONES = ("whole", "begin", "author", "title", "people", "topic", "words", "body", "held")
STATE = "state"
"""The field, and the only term in it, of the one document that is no title."""
_MOST = 2**32 - 1
_BLANKS = "by blanks"


@dataclass(frozen=True, slots=True)
class State:
    """What an index holds: all changes up to a number of the feed, and so many titles.

    `mark` tells that change from another of the same number, in a database that was restored.
    """

    change: int
    titles: int
    mark: str = ""


def schema() -> Schema:
    """Return the fields: a zone of terms each, and what titles are ordered by."""
    builder = SchemaBuilder()
    for zone in ZONES:
        builder.add_text_field(zone, tokenizer_name=_BLANKS, index_option="basic")
    builder.add_text_field(STATE, tokenizer_name=_BLANKS, index_option="basic")
    builder.add_unsigned_field("id", indexed=True)
    builder.add_unsigned_field("rank", fast=True)
    builder.add_unsigned_field("newest", fast=True)
    builder.add_bytes_field("kept", stored=True)
    return builder.build()


def register(index: Index) -> None:
    """Tell an opened index how terms are told apart."""
    index.register_tokenizer(_BLANKS, TextAnalyzerBuilder(Tokenizer.whitespace()).build())


def document(record: TitleRecord) -> Document:
    """Return a title as the engine takes it."""
    terms = terms_of(record)
    made = Document()
    for zone in ZONES:
        found = getattr(terms, zone)
        if found:
            made.add_text(zone, " ".join(found))
    made.add_unsigned("id", record.id)
    made.add_unsigned("rank", rank(record.popularity, record.id))
    made.add_unsigned("newest", rank(seconds(record.created), record.id))
    made.add_bytes("kept", kept(terms))
    return made


def kept(terms: Terms) -> bytes:
    """Return what is needed to tell how a title was found: its names as text and as pinyin, and its words.

    Of beginnings and initials there is no need: what is neither of these is one of them.
    """
    names = sorted(term for term in terms.whole | terms.author if term[0] in "tp")
    inside = sorted({term for term in terms.title | terms.people | terms.topic if term[0] == "t"})
    return json.dumps([names, inside], ensure_ascii=False, separators=(",", ":")).encode()


def state_document(state: State) -> Document:
    """Return the document that says what the index holds; it is committed together with the titles."""
    made = Document()
    made.add_text(STATE, STATE)
    made.add_bytes("kept", json.dumps([state.change, state.titles, state.mark]).encode())
    return made


def read_state(content: bytes) -> State:
    """Return what a state document says."""
    change, titles, mark = json.loads(content)
    return State(change, titles, mark)


def rank(measure: int, title_id: int) -> int:
    """Return a number by which titles are ordered, the largest first; of equals the older title is first.

    No two titles have the same, so the order of hits never hangs on how the index came about.
    """
    return min(max(measure, 0), _MOST) << 32 | (_MOST - title_id)


def title_of(ranked: int) -> int:
    """Return the title a rank belongs to."""
    return _MOST - (ranked & _MOST)


def seconds(moment: datetime | None) -> int:
    """Return whole seconds since 1970."""
    return 0 if moment is None else int(moment.astimezone(UTC).timestamp())
