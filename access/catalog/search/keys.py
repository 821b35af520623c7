"""The terms a title is found by.

A term is one sign that tells its kind, then what is asked for:

=====  =========================================================================================================
``t``  text: a word, or a whole name without blanks
``h``  one ideograph or two neighbouring ones
``p``  pinyin without tones: a syllable, two neighbouring ones, or a whole name
``q``  a whole name in pinyin with tone digits
``f``  a syllable or two with what is commonly confused made the same
``i``  initials of a whole name
``k``  telephone keys of words, syllables, whole names
``j``  telephone keys of initials
``n``  an ISBN
``s``  a whole subject heading
=====  =========================================================================================================

Terms lie in zones: `whole` and `begin` are whole names and their beginnings, `author` whole names of people, `title`,
`people`, `topic` and `body` what is inside of them. `words` has the words of names once more, bare: what is typed with
a mistake is compared with all of a zone, so a small one is kept for it. `held` is what titles are filtered by.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise, product

from access.catalog.search.folding import PieceKind, folded, pieces
from access.catalog.search.record import Person, Shelved, TitleRecord
from access.catalog.search.syllables import confused, keys_of
from access.catalog.search.units import Unit, Units, units_of
from access.language.runs import primary_subtag

LONGEST_BEGINNING = 12
"""Beginnings of names are terms up to this many letters or keys; longer ones are looked up among the whole names."""
LONGEST_TERM = 80
SHORTEST_RESEMBLED = 3
"""Letters; one mistake in fewer could be any word."""
_LONGEST_DESCRIPTION = 600


@dataclass(slots=True)
class Terms:
    """The terms of a title by zone."""

    whole: set[str] = field(default_factory=set)
    begin: set[str] = field(default_factory=set)
    author: set[str] = field(default_factory=set)
    title: set[str] = field(default_factory=set)
    people: set[str] = field(default_factory=set)
    topic: set[str] = field(default_factory=set)
    body: set[str] = field(default_factory=set)
    words: set[str] = field(default_factory=set)
    held: set[str] = field(default_factory=set)


def terms_of(record: TitleRecord) -> Terms:
    """Return the terms of a title."""
    terms = Terms()
    name = units_of(record.name, record.pinyin)
    subtitle = units_of(record.subtitle)
    names = name.parts()
    if subtitle.units:
        names.extend([*subtitle.parts(), Units(name.units + subtitle.units)])
    for part in names:
        made = list(whole_terms(part))
        terms.whole.update(cut(made))
        terms.begin.update(beginnings(made))
    terms.whole.update(f"n{number}" for number in record.numbers)
    terms.title.update(inside_terms(name), inside_terms(subtitle), _inside(record.series))
    for person in record.people:
        whole, inside = _person_terms(person)
        terms.author |= whole
        terms.people |= inside
    for subject in record.subjects:
        terms.topic |= _inside(subject)
        terms.topic.add(heading_term(subject))
    terms.words.update(resembled(terms))
    terms.body.update(text_terms(record.description[:_LONGEST_DESCRIPTION]))
    terms.held |= held_terms(record.language, record.forms)
    return terms


@lru_cache(maxsize=1 << 13)
def _person_terms(person: Person) -> tuple[frozenset[str], frozenset[str]]:
    """Return the terms of whole names and those inside; people write more than one book."""
    orders = person_orders(person.name, person.pinyin)
    whole = frozenset(term for units in orders for term in cut(whole_terms(units)))
    return whole, frozenset(term for units in orders for term in inside_terms(units))


def resembled(terms: Terms) -> Iterator[str]:
    """Yield the words that a mistyped one may have been meant for."""
    for zone in (terms.title, terms.people, terms.topic):
        for term in zone:
            if term[0] == "t" and len(term) > SHORTEST_RESEMBLED and not any(map(str.isdigit, term)):
                yield term[1:]


@lru_cache(maxsize=1 << 12)
def _inside(text: str) -> frozenset[str]:
    """Return the terms inside a subject or series, which stand in many titles."""
    return frozenset(inside_terms(units_of(text)))


def heading_term(heading: str) -> str:
    """Return the term of a whole subject heading, for lists by subject."""
    return f"s{units_of(heading).squeezed}"[: LONGEST_TERM + 1]


def author_term(name: str) -> str:
    """Return the term of a whole name of a person, for lists by contributor."""
    return f"t{units_of(name).squeezed}"[:LONGEST_TERM]


def cut(terms: Iterable[str]) -> Iterator[str]:
    """Shorten what nobody types to the end."""
    return (term[:LONGEST_TERM] for term in terms)


def whole_terms(units: Units) -> Iterator[str]:
    """Yield the terms of a whole name."""
    if not units.units:
        return
    yield f"t{units.squeezed}"
    for letters in units.spellings:
        if units.has_syllables:
            yield f"p{letters}"
        yield f"k{keys_of(letters)}"
    if units.toned:
        yield f"q{units.toned}"
    for letters in units.initials:
        yield f"i{letters}"
        yield f"j{keys_of(letters)}"


def beginnings(whole: Iterable[str]) -> Iterator[str]:
    """Yield the beginnings of the terms of a whole name, up to `LONGEST_BEGINNING`."""
    for term in whole:
        if term[0] != "q":
            for end in range(2, min(len(term), LONGEST_BEGINNING + 1) + 1):
                yield term[:end]


def inside_terms(units: Units) -> Iterator[str]:
    """Yield the terms inside a name: words, ideographs, syllables, their keys, alone and by two."""
    last: Unit | None = None
    for unit in units.units:
        text = unit.text[:LONGEST_TERM]
        if not unit.ideograph:
            yield f"t{text}"
            if unit.letters:
                yield f"k{keys_of(text)}"
            last = None
            continue
        yield f"h{text}"
        if unit.syllable:
            yield from _syllable_terms(unit.letters)
        if last is not None:
            yield f"h{last.text}{text}"
            if last.syllable and unit.syllable:
                yield from _syllable_terms(last.letters, unit.letters)
        last = unit


@lru_cache(maxsize=1 << 16)
def _syllable_terms(*stretch: tuple[str, ...]) -> tuple[str, ...]:
    found: set[str] = set()
    for readings in product(*stretch):
        letters = "".join(readings)
        found |= {f"p{letters}", f"k{keys_of(letters)}", "f" + "".join(map(confused, readings))}
    return tuple(found)


def text_terms(text: str) -> Iterator[str]:
    """Yield words and pairs of ideographs of a running text, and those that stand alone."""
    for piece in pieces(folded(text)):
        if piece.kind is PieceKind.IDEOGRAPHS and len(piece.text) == 1:
            yield f"h{piece.text}"
        elif piece.kind is PieceKind.IDEOGRAPHS:
            yield from (f"h{one}{other}" for one, other in pairwise(piece.text))
        else:
            yield f"t{piece.text[:LONGEST_TERM]}"


def person_orders(name: str, pinyin: str) -> list[Units]:
    """Return a person's name as catalogued and, when it is inverted with a comma, in the order it is spoken."""
    units = units_of(name, pinyin)
    family, comma, given = folded(name).partition(",")
    if not comma or units.has_syllables:
        return [units]
    return [units, units_of(f"{given} {family}")]


@lru_cache(maxsize=1 << 13)
def held_terms(language: str, forms: tuple[Shelved, ...]) -> frozenset[str]:
    """Return what a title is filtered by: every language, kind of form and branch together, each of which may be any.

    A form in no particular language is in the title's.
    """
    found = {held_term("", primary_subtag(language), ""), held_term("", "", "")}
    for form in forms:
        spoken = primary_subtag(form.language)
        if spoken == "und":
            spoken = primary_subtag(language)
        for branch in ("", *form.branches):
            for kind in ("", form.kind):
                found |= {held_term(branch, spoken, kind), held_term(branch, "", kind)}
    return frozenset(found)


def held_term(branch: str, language: str, kind: str) -> str:
    """Return the term for a form held in a branch, in a language, of a kind; an empty one is any."""
    return f"{branch.replace(' ', '_')}|{language}|{kind}"
