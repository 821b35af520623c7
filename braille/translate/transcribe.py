"""From a Book to its Transcript: every leaf in cells, each stretch in the code of its language.

The work has two halves that run side by side: liblouis, in its own process, and our own Chinese. A leaf is first
planned (which stretch goes to which code), what liblouis is to do is sent off in batches while planning goes on, and at
the end the pieces are put together.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field

from access.book.model import Book
from access.book.walk import FlatText, Mark, Role, leaves
from access.language.read_ahead import ReadAhead, leaf_reading
from access.language.reading import Reader, part_of
from access.language.runs import LanguageRun, language_runs
from braille.transcript import CellText, Transcript, Untranslated
from braille.translate.breaks import syllable_breaks, word_breaks
from braille.translate.codes import Code, code_by_name, default_code, primary_language
from braille.translate.liblouis import BLANK, BOLD, ITALIC, Louis, Passage, Translated
from braille.translate.zh_ncb.house import HouseRules
from braille.translate.zh_ncb.punctuation import Blank
from braille.translate.zh_ncb.translate import Foreign, Kind, Token, Tokenizer, compose

Progress = Callable[[int, int], None]

_BATCH_CHARACTERS = 60_000
_EDGE_OR_DOUBLE_BLANK = re.compile("\u2800\u2800|^\u2800|\u2800$|\u2800\n|\n\u2800")
NOTE_MARK = "⠶⠔"
_FIGURES_AND_SIGNS = re.compile(
    r"\d[\d.,:%/\s]*[A-Za-zμ]{0,2}(?![A-Za-z])[℃°%]?|[A-Za-z](?:\s*[·+=×÷<>-]\s*[A-Za-z\d])*"
)
"""Figures, units and single letters, which Chinese braille writes in its own way."""
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_FORMS = {Mark.EMPHASIS: ITALIC, Mark.STRONG: BOLD}


@dataclass(slots=True)
class _Piece:
    """A stretch of one line in one code of liblouis: what is sent, and where its characters stand in the leaf."""

    start: int
    code: Code
    passage: Passage
    sources: Sequence[int] | None = None
    answer: Translated | None = None

    def located(self) -> tuple[str, list[int], list[int]]:
        """Cells, their code points in the leaf, and the code points without cells."""
        assert self.answer is not None
        places = self.answer.positions
        lost: Iterable[int] = self.answer.untranslated
        if self.sources is not None:
            places, lost = [self.sources[place] for place in places], [self.sources[place] for place in lost]
        start = self.start
        return self.answer.cells, [start + place for place in places], [start + place for place in lost]


@dataclass(slots=True)
class Plan:
    """A text on its way: tokens of our own Chinese with foreign pieces in them, or pieces of liblouis alone."""

    id: str
    text: str
    code: Code
    keeps_blanks: bool
    tokens: list[Token] | None = None
    pieces: list[_Piece] = field(default_factory=list)
    foreign: dict[int, _Piece] = field(default_factory=dict)
    untranslated: list[int] = field(default_factory=list)


class Transcriber:
    """Turns texts into cells with the codes chosen for each language; close it after use.

    `codes` maps primary language subtags to names of codes; languages that are not in it are written in their default.
    `louis` may be shared between transcribers that are used one after the other; without it a worker is started.
    Raises MissingTableError where a code that is needed is not here.
    """

    def __init__(
        self, codes: Mapping[str, str], reader: Reader, house: HouseRules | None = None, louis: Louis | None = None
    ) -> None:
        self._names = {primary_language(language): name for language, name in codes.items()}
        self._reader = reader
        self._house = house or HouseRules()
        self._codes: dict[str, Code] = {}
        self._own_louis = louis is None
        self._louis = louis or Louis()
        self._sender = ThreadPoolExecutor(max_workers=1, thread_name_prefix="liblouis")
        self._waiting: list[_Piece] = []
        self._size = 0
        self._sent: list[Future[None]] = []

    def __enter__(self) -> Transcriber:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the worker."""
        self._sender.shutdown(wait=True, cancel_futures=True)
        if self._own_louis:
            self._louis.close()

    def code_for(self, language: str) -> Code:
        """Return the code in which a language is written."""
        primary = primary_language(language)
        if primary not in self._codes:
            self._codes[primary] = code_by_name(self._names.get(primary) or default_code(primary))
        return self._codes[primary]

    def write(self, text: str, language: str) -> CellText:
        """Write one text in cells; what could not be written is only seen as `UNDEFINED_SIGN`."""
        return self.write_all([(text, language)])[0]

    def write_all(self, texts: Iterable[tuple[str, str]]) -> list[CellText]:
        """Write many texts, each with its language, in one go."""
        plans = [self.plan(text, FlatText(text), language) for text, language in texts]
        self.wait()
        return [self.finish(plan)[0] for plan in plans]

    # --- planning ---

    def plan(self, name: str, flat: FlatText, language: str, *, keeps_blanks: bool = False, where: str = "") -> Plan:
        """Plan one text and send off what liblouis has to do for it once enough has come together."""
        runs = language_runs(flat, language)
        code = self._main_code(runs, language)
        plan = Plan(name, flat.text, code, keeps_blanks)
        own = [run for run in runs if self.code_for(run.language).table is None]
        framing = self.code_for(language)
        if framing.table is None and _FIGURES_AND_SIGNS.fullmatch(flat.text):
            plan.code = framing  # a cell of a table such as `12 cm` is no English
            self._plan_chinese(plan, flat, (), where)
        elif code.table is None and own:
            self._plan_chinese(plan, flat, runs, where)
        else:
            for run in runs:
                self._plan_run(plan, flat, run, where)
        if self._size >= _BATCH_CHARACTERS:
            self._send()
        return plan

    def _main_code(self, runs: Sequence[LanguageRun], language: str) -> Code:
        """The code that frames a text: that of its language where it occurs in it, else that of its first run."""
        wanted = self.code_for(language)
        if not runs or any(self.code_for(run.language).name == wanted.name for run in runs):
            return wanted
        return self.code_for(runs[0].language)

    def _plan_chinese(self, plan: Plan, flat: FlatText, runs: Sequence[LanguageRun], where: str) -> None:
        foreign = [
            Foreign(run.start, run.end, run.language)
            for run in runs
            if self.code_for(run.language).table is not None and not flat.text[run.start : run.end].isspace()
        ]
        tokenizer = Tokenizer(leaf_reading(flat, self._reader), foreign, self._house)
        plan.tokens = tokenizer.tokens()
        _mark_note_references(plan.tokens, flat)
        plan.untranslated = tokenizer.untranslated
        for token in plan.tokens:
            if token.kind is Kind.FOREIGN:
                plan.foreign[token.start] = self._piece(
                    self._liblouis_code(token.language), flat, token.start, token.end, where
                )

    def _liblouis_code(self, language: str) -> Code:
        code = self.code_for(language)
        return code if code.table is not None else self.code_for("en")

    def _plan_run(self, plan: Plan, flat: FlatText, run: LanguageRun, where: str) -> None:
        code = self.code_for(run.language)
        for line in re.finditer("[^\n]+", flat.text[run.start : run.end]):
            start, end = run.start + line.start(), run.start + line.end()
            if code.table is None:
                plan.pieces.append(self._chinese_piece(code, flat, start, end, plan))
            else:
                plan.pieces.append(self._piece(code, flat, start, end, where))

    def _chinese_piece(self, code: Code, flat: FlatText, start: int, end: int, plan: Plan) -> _Piece:
        """A stretch of our own Chinese inside a text in another code."""
        reading = part_of(leaf_reading(flat, self._reader), start, end)
        tokenizer = Tokenizer(reading, (), self._house)
        got = compose(reading.text, tokenizer.tokens())
        plan.untranslated += [start + place for place in tokenizer.untranslated]
        passage = Passage("", reading.text, code=code.name)
        return _Piece(start, code, passage, answer=Translated(got.cells, got.positions))

    def _piece(self, code: Code, flat: FlatText, start: int, end: int, where: str) -> _Piece:
        assert code.table is not None
        text = _turned_quotes(_with_raised_references(flat), start, end)
        forms: tuple[tuple[int, int, int], ...] = ()
        if code.emphasis:
            forms = tuple(
                (max(span.start, start) - start, min(span.end, end) - start, _FORMS[span.mark])
                for span in flat.spans
                if span.mark in _FORMS and span.start < end and span.end > start
            )
        sources: list[int] | None = None
        if code.by_words:
            text, sources = self._with_word_blanks(text)
        piece = _Piece(start, code, Passage(code.table, text, forms, code.name, where), sources)
        self._waiting.append(piece)
        self._size += len(text)
        return piece

    def _with_word_blanks(self, text: str) -> tuple[str, list[int]]:
        """Put blanks between the words of Chinese for a table that knows no words."""
        out: list[str] = []
        sources: list[int] = []
        last_end = -1
        for word in self._reader.read(text).words:
            if word.start == last_end and text[word.start].isalpha() and text[word.start - 1].isalpha():
                out.append(" ")
                sources.append(word.start)
            elif word.start > max(last_end, 0):
                first = max(last_end, 0)
                out.append(text[first : word.start])
                sources += range(first, word.start)
            out.append(text[word.start : word.end])
            sources += range(word.start, word.end)
            last_end = word.end
        return "".join(out), sources

    # --- liblouis ---

    def _send(self) -> None:
        batch, self._waiting, self._size = self._waiting, [], 0
        if batch:
            self._sent.append(self._sender.submit(self._translate, batch))

    def _translate(self, batch: Sequence[_Piece]) -> None:
        answers = self._louis.translate([piece.passage for piece in batch])
        for piece, answer in zip(batch, answers, strict=True):
            piece.answer = answer

    def wait(self) -> None:
        """Have everything done that was planned. Raises what went wrong with it."""
        self._send()
        sent, self._sent = self._sent, []
        for future in sent:
            future.result()

    # --- putting together ---

    def finish(self, plan: Plan) -> tuple[CellText, list[int]]:
        """Return a planned text in cells, and its code points without cells."""
        lost = list(plan.untranslated)
        found = self._finish_chinese(plan, lost) if plan.tokens is not None else self._finish_pieces(plan, lost)
        return (found if plan.keeps_blanks else fold_blanks(found)), sorted(set(lost))

    def _finish_chinese(self, plan: Plan, lost: list[int]) -> CellText:
        assert plan.tokens is not None
        for token in plan.tokens:
            if token.kind is Kind.FOREIGN:
                cells, places, missing = plan.foreign[token.start].located()
                token.pieces = list(zip(cells, places, strict=True))
                token.breaks = word_breaks(plan.text, cells, places)
                lost += missing
        return compose(plan.text, plan.tokens)

    def _finish_pieces(self, plan: Plan, lost: list[int]) -> CellText:
        cells: list[str] = []
        positions: list[int] = []
        text = plan.text
        place = 0
        for piece in plan.pieces:
            for line_end in range(place, piece.start):
                if text[line_end] == "\n":
                    cells.append("\n")
                    positions.append(line_end)
            got, places, missing = piece.located()
            if piece.start and place == piece.start and text[place - 1].isalnum() and text[place].isalnum():
                cells.append(BLANK)  # two codes meet: without a blank one would be read as the other
                positions.append(place)
            cells.append(got)
            positions += places
            lost += missing
            place = piece.start + len(piece.passage.text if piece.sources is None else self._plain(piece))
        for line_end in range(place, len(text)):
            if text[line_end] == "\n":
                cells.append("\n")
                positions.append(line_end)
        joined = "".join(cells)
        code = plan.code
        breaks = syllable_breaks(text, positions) if code.by_syllables else word_breaks(text, joined, positions)
        return CellText(text, joined, tuple(positions), frozenset(breaks), code.break_sign, code.sign_first)

    @staticmethod
    def _plain(piece: _Piece) -> range:
        assert piece.sources is not None
        return range(piece.sources[-1] + 1 if piece.sources else 0)


def _mark_note_references(tokens: Sequence[Token], flat: FlatText) -> None:
    """Write the note mark before a reference that is a bare number, or it reads as a number of the next word.

    The mark is that of GF 0019 §8; it stands close to what it belongs to, with a blank behind its number.
    """
    references = {(span.start, span.end) for span in flat.spans if span.mark is Mark.NOTE_REFERENCE}
    for token in tokens:
        if token.kind is Kind.NUMBER and (token.start, token.end) in references:
            token.kind, token.before, token.after = Kind.MARK, Blank.NEVER, Blank.WANTED
            token.pieces = [*((cell, token.start) for cell in NOTE_MARK), *token.pieces]


def _with_raised_references(flat: FlatText) -> str:
    """Raise the digits of note references, so that UEB writes them as superscripts (Rules of UEB 3.24)."""
    text = flat.text
    for span in flat.spans:
        marker = text[span.start : span.end]
        if span.mark is Mark.NOTE_REFERENCE and marker.isascii() and marker.isdigit():
            text = text[: span.start] + marker.translate(_RAISED) + text[span.end :]
    return text


def _turned_quotes(text: str, start: int, end: int) -> str:
    """Turn straight quotation marks at the edges of a stretch, whose neighbours liblouis does not see."""
    stretch = text[start:end]
    if end < len(text) and stretch[-1] == '"' and text[end].isalnum() and not stretch[-2:-1].isalnum():
        stretch = stretch[:-1] + "“"
    if start and stretch[0] == '"' and text[start - 1].isalnum():
        stretch = "”" + stretch[1:]
    return stretch


def fold_blanks(text: CellText) -> CellText:
    """Make one blank of several, and none at the ends of lines."""
    if not _EDGE_OR_DOUBLE_BLANK.search(text.cells):
        return text
    keep: list[int] = []
    line_start = True
    for place, cell in enumerate(text.cells):
        if cell == BLANK:
            if line_start or text.cells[place + 1 : place + 2] in ("", "\n", BLANK):
                continue
        else:
            line_start = cell == "\n"
        keep.append(place)
    places = {old: new for new, old in enumerate(keep)}
    return CellText(
        text.text,
        "".join(text.cells[place] for place in keep),
        tuple(text.positions[place] for place in keep),
        frozenset(places[place] for place in text.breaks if place in places),
        text.break_sign,
        text.sign_first,
        frozenset(places[place] for place in text.no_break if place in places),
    )


def transcribe(
    book: Book,
    *,
    codes: Mapping[str, str],
    reader: Reader,
    generated: Iterable[tuple[str, str]] = (),
    progress: Progress | None = None,
    house: HouseRules | None = None,
    louis: Louis | None = None,
) -> Transcript:
    """Write every leaf of a book, and every generated (text, language), in cells.

    `codes` maps primary language subtags to names of codes (see `braille.translate.codes`); a language that is not in
    it is written in its default code. `progress` is told (leaves done, leaves). Raises MissingTableError where a code
    that the text needs is not on this machine, and TranslationFailedError naming the passage liblouis cannot do.
    """
    language = book.metadata.language
    found = list(leaves(book))
    ready = ReadAhead(reader, (leaf.text for leaf in found))
    with Transcriber(codes, ready, house, louis) as transcriber:
        code = transcriber.code_for(language)
        plans = []
        for number, leaf in enumerate(found):
            plans.append(
                transcriber.plan(leaf.id, leaf.flat, leaf.language, keeps_blanks=leaf.role is Role.CODE, where=leaf.id)
            )
            if progress is not None and number % 64 == 0:
                progress(number // 2, len(found))
        extra = {text: transcriber.plan(text, FlatText(text), own) for text, own in dict(generated).items()}
        transcriber.wait()
        untranslated: list[Untranslated] = []
        done: dict[str, CellText] = {}
        for number, plan in enumerate(plans):
            done[plan.id], lost = transcriber.finish(plan)
            untranslated += [Untranslated(plan.id, place, plan.text[place]) for place in lost]
            if progress is not None and number % 64 == 0:
                progress((len(found) + number) // 2, len(found))
        texts = {text: transcriber.finish(plan)[0] for text, plan in extra.items()}
    if progress is not None:
        progress(len(found), len(found))
    return Transcript(language, code.name, done, texts, tuple(untranslated))
