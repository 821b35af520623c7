"""Records into the catalogue: looked up, merged or added, and reported, some hundred in a transaction.

A batch is looked up with a handful of questions to the database however many records it has, and stands whole or not at
all: an import that was killed is simply run again, and what stands already is found to be unchanged.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from access.book.opened import BookWarning
from access.catalog.books import better_source
from access.catalog.entry import Entry, FileRemark
from access.catalog.keys import match_key, same_name
from access.catalog.merging import fits_by_name, joined, may_share_control_number
from access.catalog.pinyin import with_pinyin
from access.catalog.record import HeldForm, Number, Record, tidied
from access.catalog.report import ImportReport, Line, Outcome
from access.catalog.shelf import add_held, barcode_owners, extend_held, hold_catalogue, tell_changed
from access.catalog.stored import HeldTitle, in_portions, load_titles
from access.catalog.tables import Identifier, Title
from access.errors import RefusedRecordError, TongduError
from access.language.reading import Reader
from access.storage.audit import record as audit
from access.storage.contents import ContentStore
from access.storage.database import Database

BATCH = 500
"""Records in a transaction: other writers wait for half a second or so, and a commit for each is spared."""
BATCH_OF_BOOKS = 16
"""Books in a transaction, whose files are copied in it."""


def import_entries(
    database: Database,
    entries: Iterable[Entry | FileRemark],
    reader: Reader,
    contents: ContentStore | None = None,
    *,
    actor: str,
    tell: Callable[[Line], None] | None = None,
) -> ImportReport:
    """Take records into the catalogue and report; `tell` hears of each as soon as it stands.

    `contents` is where the books of records that have one are kept. The run is recorded in the audit by its counts.
    Raises what reading the entries raises, after the batches before it are in place; StorageError and OutputError.
    """
    report = ImportReport()
    try:
        for batch in _batches(entries):
            with database.writing() as session:
                lines = _Batch(session, reader, contents).take(batch)
            for line in lines:
                report.add(line)
                if tell:
                    tell(line)
    finally:
        with database.writing() as session:
            audit(session, actor, "catalog.import", "catalog", **report.as_json())
    return report


def _batches(entries: Iterable[Entry | FileRemark]) -> Iterator[list[Entry | FileRemark]]:
    batch: list[Entry | FileRemark] = []
    books = 0
    for entry in entries:
        batch.append(entry)
        books += isinstance(entry, Entry) and isinstance(entry.result, Record) and entry.result.book is not None
        if len(batch) == BATCH or books == BATCH_OF_BOOKS:
            yield batch
            batch, books = [], 0
    if batch:
        yield batch


@dataclass(slots=True)
class _Result:
    """A line that waits for the number of its title."""

    entry: Entry
    outcome: Outcome
    title: HeldTitle | None = None
    error: TongduError | None = None
    remarks: tuple[BookWarning, ...] = ()

    def line(self) -> Line:
        number = self.title.id if self.title else None
        return Line(self.entry.place, self.outcome, number, self.error, (*self.entry.remarks, *self.remarks))


class _Batch:
    """Records that go in together, and the titles they may be of."""

    def __init__(self, session: Session, reader: Reader, contents: ContentStore | None) -> None:
        self._session = session
        self._reader = reader
        self._contents = contents
        self._by_number: dict[Number, list[HeldTitle]] = {}
        self._by_key: dict[str, list[HeldTitle]] = {}
        self._barcodes: dict[str, HeldTitle | int] = {}
        self._before: dict[int, tuple[HeldTitle, Record]] = {}
        self._new: list[HeldTitle] = []

    def take(self, entries: list[Entry | FileRemark]) -> list[Line]:
        """Put a batch in place and return its lines."""
        checked = [_checked(entry) for entry in entries]
        records = [entry.result for entry in checked if isinstance(entry, Entry) and isinstance(entry.result, Record)]
        hold_catalogue(self._session)
        self._look_up(records)
        results = [self._result(entry) for entry in checked]
        self._store()
        return [result if isinstance(result, Line) else result.line() for result in results]

    # --- looking up -----------------------------------------------------------------------------------------------

    def _look_up(self, records: list[Record]) -> None:
        by_scheme: dict[str, set[str]] = {}
        for record in records:
            for number in record.numbers:
                by_scheme.setdefault(number.scheme, set()).add(number.value)
        ids = set(self._ids_of_numbers(by_scheme)) | set(self._ids_of_keys({match_key(one) for one in records}))
        for held in load_titles(self._session, ids).values():
            self._remember(held)
        barcodes = {copy.barcode for one in records for form in one.forms for copy in form.copies if copy.barcode}
        for portion in in_portions(barcodes):
            self._barcodes |= barcode_owners(self._session, portion)

    def _ids_of_numbers(self, by_scheme: dict[str, set[str]]) -> Iterator[int]:
        for scheme, values in by_scheme.items():
            for portion in in_portions(values):
                wanted = select(Identifier.title_id).where(Identifier.scheme == scheme, Identifier.value.in_(portion))
                yield from self._session.scalars(wanted)

    def _ids_of_keys(self, keys: set[str]) -> Iterator[int]:
        for portion in in_portions(keys):
            yield from self._session.scalars(select(Title.id).where(Title.match_key.in_(portion)))

    def _remember(self, held: HeldTitle) -> None:
        for number in held.record.numbers:
            _add_once(self._by_number.setdefault(number, []), held)
        _add_once(self._by_key.setdefault(match_key(held.record), []), held)

    # --- deciding -------------------------------------------------------------------------------------------------

    def _result(self, entry: Entry | FileRemark) -> _Result | Line:
        if isinstance(entry, FileRemark):
            return Line(entry.place, Outcome.REMARK, remarks=(entry.remark,))
        if isinstance(entry.result, TongduError):
            return _Result(entry, Outcome.REFUSED, error=entry.result)
        try:
            held = self._find(entry.result)
            return self._add(entry, entry.result) if held is None else self._merge(entry, entry.result, held)
        except TongduError as error:
            return _Result(entry, Outcome.REFUSED, error=error)

    def _find(self, record: Record) -> HeldTitle | None:
        """Return the title that a record is of, by the rules of `access.catalog.merging`."""
        refused = False
        for number in record.numbers:
            if number.scheme.startswith("control:"):
                for held in self._by_number.get(number, ()):
                    if may_share_control_number(held.record, record):
                        return held
                    refused = True
        if refused:
            raise RefusedRecordError(reason="its control number is that of another title here")
        for number in record.numbers:
            for held in self._by_number.get(number, ()):
                if same_name(held.record, record):
                    return held
        return next(
            (held for held in self._by_key.get(match_key(record), ()) if fits_by_name(held.record, record)), None
        )

    def _add(self, entry: Entry, record: Record) -> _Result:
        held = HeldTitle(None, record)
        held.record, remarks = self._with_free_barcodes(record, held)
        self._take_source(held, record)
        self._new.append(held)
        self._remember(held)
        return _Result(entry, Outcome.TAKEN, held, remarks=remarks)

    def _merge(self, entry: Entry, record: Record, held: HeldTitle) -> _Result:
        free, remarks = self._with_free_barcodes(record, held)
        before = held.record
        after = replace(joined(before, free), book=before.book)
        source = held.source
        remarks += self._take_source(held, record)
        if after == before and held.source == source:
            return _Result(entry, Outcome.UNCHANGED, held, remarks=remarks)
        if held.id is not None:
            self._before.setdefault(held.id, (held, before))
        held.record = after
        self._remember(held)
        return _Result(entry, Outcome.MERGED, held, remarks=remarks)

    def _with_free_barcodes(self, record: Record, held: HeldTitle) -> tuple[Record, tuple[BookWarning, ...]]:
        """Leave out copies whose barcode is on a copy of another title, and say so."""
        taken: list[str] = []
        forms: list[HeldForm] = []
        for form in record.forms:
            copies = []
            for copy in form.copies:
                owner = self._barcodes.setdefault(copy.barcode, held) if copy.barcode else held
                if owner is held or owner == held.id:
                    copies.append(copy)
                else:
                    taken.append(copy.barcode)
            forms.append(form if len(copies) == len(form.copies) else replace(form, copies=tuple(copies)))
        if not taken:
            return record, ()
        remark = BookWarning(
            "Copies were left out, for their barcodes are on copies of other titles: {barcodes}.",
            "",
            {"barcodes": ", ".join(taken[:20])},
        )
        return replace(record, forms=tuple(forms)), (remark,)

    def _take_source(self, held: HeldTitle, record: Record) -> tuple[BookWarning, ...]:
        """Keep the record's book as the title's source if it is better than the one there."""
        if record.book is None or self._contents is None:
            return ()
        name = record.book.name
        if not better_source(held.source_name if held.source else "", name):
            known = {"name": held.source_name}
            return (BookWarning("It is the same title as “{name}”, which stays its source.", "", known),)
        replaced = held.source_name
        held.source, held.source_name = self._contents.add_file(record.book), name
        if not replaced or replaced == name:
            return ()
        return (BookWarning("It takes the place of “{name}” as the title's source.", "", {"name": replaced}),)

    # --- storing --------------------------------------------------------------------------------------------------

    def _store(self) -> None:
        changed = list(self._before.values())
        read = with_pinyin([held.record for held in self._new] + [held.record for held, _ in changed], self._reader)
        for held, record in zip([*self._new, *(held for held, _ in changed)], read, strict=True):
            held.record = record
        add_held(self._session, self._new)
        for held, before in changed:
            extend_held(self._session, held, before)
        told = [*self._new, *(held for held, _ in changed)]
        tell_changed(self._session, [held.id for held in told if held.id is not None])


def _add_once(titles: list[HeldTitle], held: HeldTitle) -> None:
    if not any(known is held for known in titles):
        titles.append(held)


def _checked(entry: Entry | FileRemark) -> Entry | FileRemark:
    """Return an entry whose record may be kept, or with the reason why it may not."""
    if isinstance(entry, FileRemark) or not isinstance(entry.result, Record):
        return entry
    try:
        return replace(entry, result=tidied(entry.result))
    except RefusedRecordError as error:
        return replace(entry, result=error)
