"""What is looked for, as queries of the engine, and pages of hits in a fixed order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

from tantivy import DocAddress, Occur, Searcher
from tantivy import Query as EngineQuery
from tantivy import Schema as EngineSchema

from access.catalog.search.keys import LONGEST_TERM, held_term
from access.catalog.search.question import Query
from access.catalog.search.syllables import is_typeable
from access.catalog.search.wanted import AllOf, AnyOf, Begins, Resembles, Term, Wanted
from access.language.runs import primary_subtag


class Translator:
    """Turns what is looked for into queries of the engine."""

    def __init__(self, schema: EngineSchema) -> None:
        self._schema = schema

    def query(self, wanted: Wanted) -> EngineQuery:
        """Return the query."""
        match wanted:
            case Term(zone, term):
                return EngineQuery.term_query(self._schema, zone, term[: LONGEST_TERM + 1], "basic")
            case Begins("whole", beginning) if beginning[0] == "t" and is_typeable(beginning):
                # Behind this sign thousands of whole names go on with ideographs. The ready-made automaton walks into
                # all of them (5 ms of a million titles), a pattern into none (0.8 ms).
                return EngineQuery.regex_query(self._schema, "whole", f"{beginning[:LONGEST_TERM]}.*")
            case Begins(zone, beginning):
                # At distance 0 with prefixes the automaton is one of the engine's ready-made; a pattern costs 0.5 ms.
                return EngineQuery.fuzzy_term_query(
                    self._schema, zone, beginning[:LONGEST_TERM], distance=0, prefix=True
                )
            case Resembles(zone, term, distance):
                return EngineQuery.fuzzy_term_query(self._schema, zone, term[:LONGEST_TERM], distance)
            case AllOf(parts):
                return EngineQuery.boolean_query([(Occur.Must, self.query(part)) for part in parts])
            case AnyOf(parts):
                return EngineQuery.boolean_query([(Occur.Should, self.query(part)) for part in parts])

    def held(self, asked: Query) -> EngineQuery | None:
        """Return the query for what the reader can use, None when any title will do."""
        if not (asked.forms or asked.languages or asked.branch):
            return None
        languages = [primary_subtag(language) for language in asked.languages] or [""]
        terms = [
            held_term(asked.branch or "", language, kind) for language, kind in product(languages, asked.forms or [""])
        ]
        return (
            EngineQuery.term_set_query(self._schema, "held", terms)
            if len(terms) > 1
            else self.query(Term("held", terms[0]))
        )


def narrowed(wanted: EngineQuery, held: EngineQuery | None, without: Sequence[EngineQuery] = ()) -> EngineQuery:
    """Return what is wanted, held, and not among what was found before."""
    if held is None and not without:
        return wanted
    clauses = [(Occur.Must, wanted)]
    if held is not None:
        clauses.append((Occur.Must, held))
    clauses.extend((Occur.MustNot, query) for query in without)
    return EngineQuery.boolean_query(clauses)


@dataclass(frozen=True, slots=True)
class Page:
    """How many titles a query finds, and the ranks and addresses of some, the largest rank first."""

    total: int
    hits: list[tuple[int, DocAddress]]


def page(searcher: Searcher, query: EngineQuery, order: str, limit: int, offset: int) -> Page:
    """Return how many titles a query finds, and of those from `offset` on at most `limit`."""
    found = searcher.search(query, limit=max(limit, 1), offset=offset, order_by_field=order, count=True)
    total: int = found.count  # type: ignore[attr-defined]  # the engine's typing leaves it out
    return Page(total, found.hits[:limit] if limit > 0 else [])
