"""Answering one question from one opened index."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import islice

from tantivy import DocAddress, Searcher
from tantivy import Query as EngineQuery
from tantivy import Schema as EngineSchema

from access.catalog.search.asked import Asked, ask
from access.catalog.search.engine import Page, Translator, narrowed, page
from access.catalog.search.keys import author_term, heading_term
from access.catalog.search.question import Hit, Hits, Listed, Query, Why
from access.catalog.search.reasons import Kept, why_found
from access.catalog.search.schema import title_of
from access.catalog.search.stages import (
    COVERS,
    Level,
    Stage,
    known_piece,
    similar_stage,
    sounding_stages,
    sure_stages,
)
from access.catalog.search.wanted import Term, any_of

_FEW = 3
"""Titles found for sure below which those that resemble are shown too."""
_ENOUGH = {Level.TYPING: 1000, Level.BODY: 50}
"""So many titles found by better stages make these needless: nobody listens that far, and they cost the most then."""
_MOST_SUGGESTIONS = 3


class Finder:
    """Answers from a searcher; made for one question."""

    def __init__(self, schema: EngineSchema, searcher: Searcher) -> None:
        self._searcher = searcher
        self._schema = schema
        self._translator = Translator(schema)

    def search(self, query: Query) -> Hits:
        """Find titles."""
        asked = ask(query.text)
        if not asked.pieces:
            return self._all(query, "rank") if not query.text.strip() else Hits(0)
        search = _Search(self, asked, query)
        search.run(sure_stages(asked))
        if not search.total and (elsewhere := self._elsewhere(asked, query)):
            return Hits(0, elsewhere=elsewhere)
        if search.total < _FEW and not search.is_sure:
            search.run(sounding_stages(asked))
            if search.total < _FEW:
                known = self._known(asked)
                search.run([similar_stage(asked, known)])
                if not search.total and known and self._translator.held(query) is None:
                    search.run([similar_stage(asked)])
        suggestions = () if search.total else tuple(self._suggestions(asked, query))
        return Hits(search.total, tuple(search.hits), suggestions)

    def listing(self, listed: Listed, of: str, query: Query) -> Hits:
        """List titles."""
        if listed is Listed.NEWEST:
            return self._all(query, "newest")
        term = Term("topic", heading_term(of)) if listed is Listed.SUBJECT else Term("author", author_term(of))
        return self._listed(self._translator.query(term), query, "rank")

    def _all(self, query: Query, order: str) -> Hits:
        return self._listed(self._translator.query(Term("held", "||")), query, order)

    def _listed(self, wanted: EngineQuery, query: Query, order: str) -> Hits:
        found = page(self._searcher, narrowed(wanted, self._translator.held(query)), order, query.limit, query.offset)
        return Hits(found.total, tuple(Hit(title_of(ranked), Why.WORD, 1.0) for ranked, _ in found.hits))

    def count(self, numbers: Sequence[int]) -> int:
        """Return how many of these titles the index holds."""
        if not numbers:
            return 0
        wanted = EngineQuery.term_set_query(self._schema, "id", list(numbers))
        return page(self._searcher, wanted, "rank", 1, 0).total

    def stage(self, stage: Stage, without: list[EngineQuery], query: Query, limit: int, offset: int) -> Page:
        """Return a page of what a stage finds and earlier ones did not."""
        wanted = narrowed(self._translator.query(stage.wanted), self._translator.held(query), without)
        return page(self._searcher, wanted, "rank", limit, offset)

    def engine_query(self, stage: Stage) -> EngineQuery:
        """Return a stage as the engine's query."""
        return self._translator.query(stage.wanted)

    def kept(self, address: DocAddress) -> Kept:
        """Return what is kept of a title to tell how it was found."""
        names, inside = json.loads(self._searcher.doc(address)["kept"][0])
        return Kept(tuple(names), tuple(inside))

    def _elsewhere(self, asked: Asked, query: Query) -> int:
        """Return how many titles are found for sure without the filters: then the question was right as it was."""
        if self._translator.held(query) is None:
            return 0
        wanted = any_of(stage.wanted for stage in sure_stages(asked))
        return page(self._searcher, self._translator.query(wanted), "rank", 0, 0).total

    def _known(self, asked: Asked) -> frozenset[str]:
        """The pieces that are found as they were typed; with one piece alone it is what is to be forgiven."""
        if len(asked.pieces) < 2:
            return frozenset()
        return frozenset(
            piece
            for kind, piece in asked.pieces
            if page(self._searcher, self._translator.query(known_piece(kind, piece)), "rank", 1, 0).total
        )

    # --- when nothing was found -----------------------------------------------------------------------------------

    def _suggestions(self, asked: Asked, query: Query) -> Iterator[str]:
        """Yield shorter questions that do find something with the same filters, at most three."""
        if len(asked.pieces) == 1:
            yield from self._longest_beginning(asked.squeezed, query)
            return
        pieces = [piece for _, piece in asked.pieces]
        without_one = [" ".join([*pieces[:place], *pieces[place + 1 :]]) for place in range(len(pieces))]
        helpful = (text for text in dict.fromkeys([*without_one, *pieces]) if self._finds(text, query))
        yield from islice(helpful, _MOST_SUGGESTIONS)

    def _longest_beginning(self, text: str, query: Query) -> Iterator[str]:
        """Yield the longest beginning that any title begins with; when one has hits, all shorter ones do."""
        least, most = 1, len(text)
        while least + 1 < most:
            middle = (least + most) // 2
            if self._finds(text[:middle], query, Level.BEGINS):
                least = middle
            else:
                most = middle
        if least > 1:
            yield text[:least]

    def _finds(self, text: str, query: Query, least: Level = Level.HEAD) -> bool:
        wanted = any_of(stage.wanted for stage in sure_stages(ask(text)) if stage.level >= least)
        held = self._translator.held(query)
        return page(self._searcher, narrowed(self._translator.query(wanted), held), "rank", 0, 0).total > 0


class _Search:
    """A page gathered over stages."""

    def __init__(self, finder: Finder, asked: Asked, query: Query) -> None:
        self._finder = finder
        self._asked = asked
        self._query = query
        self._before: dict[Level, EngineQuery] = {}
        self.total = 0
        self.is_sure = False
        self.hits: list[Hit] = []

    def run(self, stages: Iterable[Stage]) -> None:
        """Go through stages."""
        for stage in stages:
            if self.total >= _ENOUGH.get(stage.level, self.total + 1):
                continue
            without = list(self._before.values())
            wanted = self._query.limit - len(self.hits)
            offset = max(0, self._query.offset - self.total)
            found = self._finder.stage(stage, without, self._query, wanted, offset)
            for ranked, address in found.hits:
                why = why_found(stage.level, self._asked, partial(self._finder.kept, address))
                self.hits.append(Hit(title_of(ranked), why, float(stage.level)))
            if found.total:  # what found nothing new need not be left out of what follows
                for level in COVERS.get(stage.level, ()):
                    self._before.pop(level, None)
                self._before[stage.level] = self._finder.engine_query(stage)
            self.total += found.total
            # A whole name, or all of several words: then nothing was mistyped.
            sure_from = Level.EXACT if len(self._asked.pieces) == 1 else Level.HEAD
            self.is_sure = self.is_sure or (stage.level >= sure_from and found.total > 0)
