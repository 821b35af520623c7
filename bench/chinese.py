"""Chinese for ear and finger: readings of polyphones, word borders and cells, beside pypinyin and liblouis alone.

`scripts/bench chinese` prints, for both halves of the labelled sentences (models are made on the first alone), how many
polyphones each program reads as the label says; how many of our errors lie among the 5 % we are least sure of; on the
cases written from the rules, how many word borders and whole rows of cells are as written; and characters a second.
"""

from __future__ import annotations

import csv
import os
import time
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from statistics import median

os.environ.setdefault("OMP_NUM_THREADS", "1")  # one core, and before NumPy is loaded

import numpy as np

from access.language.context.reader import ContextReader
from access.language.neutral_tone import NEUTRAL
from access.language.phrase_reader import PhraseReader
from access.language.polyphones import PHRASES
from bench.cpp import CPP, Labelled, labelled_halves
from braille.translate.liblouis import Louis, Passage, liblouis_status
from braille.translate.transcribe import Transcriber
from braille.translate.zh_ncb.house import HouseRules
from braille.translate.zh_ncb.tones import word_cells

ROOT = Path(__file__).parents[1]
CASES = ROOT / "tests/braille/translate/data/ncb_rule_cases.tsv"
BOOK = ROOT.parent / "shared/books/nahan.txt"
TABLE = "zhcn-cbs.ctb"
LEAST_SURE = 0.05
TURNS = 7
BLANK = "\u2800"
_NEUTRAL_WORDS = (*NEUTRAL, *(word for word, syllables in PHRASES.items() if syllables.endswith("5")))


@dataclass(frozen=True)
class Case:
    """A written case: what is printed, its words with blanks between, its cells."""

    kind: str
    printed: str
    words: str
    cells: str


def main() -> None:
    """Print every measurement whose inputs are here."""
    if (CPP / "cpp-dev.sent").is_file():
        polyphones()
    else:
        print("The labelled sentences (shared/chinese/cpp-dev) are not here: no figures of polyphones.")
    if CASES.is_file():
        written_cases()
    if BOOK.is_file():
        speed(BOOK.read_text(encoding="utf-8"))


def polyphones() -> None:
    """Print the share of right readings on both halves, and what the least sure hold."""
    halves = labelled_halves()
    context = ContextReader()
    readers: dict[str, Callable[[list[Labelled]], list[str | None]]] = {
        "Tongdu, in context": lambda half: read_by(context, half),
        "Tongdu, phrases only": lambda half: read_by(PhraseReader(), half),
        "pypinyin alone": read_by_pypinyin,
    }
    if liblouis_status().version is not None:
        readers["liblouis zhcn-cbs alone"] = read_by_liblouis
    print(f"Polyphones of CPP         making half ({len(halves[0])})   judged half ({len(halves[1])})")
    for name, read in readers.items():
        made, judged = (right(read(half), half) for half in halves)
        print(f"  {name:24}{made:18.2%}{judged:18.2%}")
    made, judged = (mean(right_as_words(read_by(context, half), half)) for half in halves)
    print(f"  {'ours, neutral words right':26}{made:16.2%}{judged:18.2%}")
    made, judged = (least_sure(context, half) for half in halves)
    print(f"  {'errors in our 5 % least sure':28}{made:14.1%}{judged:18.1%}")


def right(readings: Sequence[str | None], half: Sequence[Labelled]) -> float:
    """The share of readings that are as labelled."""
    return sum(read == each.reading for read, each in zip(readings, half, strict=True)) / len(half)


def neutral_places(half: Sequence[Labelled]) -> list[bool]:
    """Whether each labelled character ends a word that the standard language has in the neutral tone.

    The labels give such a character its own tone (认识 `shi2`), as a list of characters would.
    """
    return [each.text[: each.place + 1].endswith(_NEUTRAL_WORDS) for each in half]


def right_as_words(readings: Sequence[str | None], half: Sequence[Labelled]) -> list[bool]:
    """Whether each reading is as labelled, or is the labelled syllable in the neutral tone that its word has."""
    return [
        read == each.reading or (neutral and read == f"{each.reading[:-1]}5")
        for read, each, neutral in zip(readings, half, neutral_places(half), strict=True)
    ]


def read_by(reader: ContextReader | PhraseReader, half: list[Labelled]) -> list[str | None]:
    """Read each sentence with a reader of ours."""
    readings = reader.read_many([each.text for each in half])
    return [reading.pinyin[each.place] for reading, each in zip(readings, half, strict=True)]


def characters(other: str) -> str:
    """What pypinyin does not read, one item a character; its types know only texts."""
    return list(other)  # type: ignore[return-value]


def read_by_pypinyin(half: list[Labelled]) -> list[str | None]:
    """Read each sentence as pypinyin does by itself."""
    from pypinyin import Style, lazy_pinyin

    found: list[str | None] = []
    for each in half:
        # One item a character, or the places would be lost.
        told = lazy_pinyin(each.text, style=Style.TONE3, neutral_tone_with_five=True, errors=characters)
        found.append(told[each.place].replace("ü", "v"))
    return found


def read_by_liblouis(half: list[Labelled]) -> list[str | None]:
    """Translate each sentence with liblouis' table, and see whether its cells say the labelled reading.

    Where the table writes several characters by one rule, the others may have any reading that a dictionary knows.
    """
    with Louis() as louis:
        told = louis.translate([Passage(TABLE, each.text) for each in half])
    found: list[str | None] = []
    for translated, each in zip(told, half, strict=True):
        starts = sorted(set(translated.positions))
        number = bisect_right(starts, each.place) - 1
        start, end = starts[number], starts[number + 1] if number + 1 < len(starts) else len(each.text)
        pairs = zip(translated.cells, translated.positions, strict=True)
        cells = "".join(cell for cell, place in pairs if place == start and cell != BLANK)
        said = spells(cells, each.text[start:end], each.place - start, each.reading)
        found.append(each.reading if said else None)
    return found


def spells(cells: str, characters: str, place: int, reading: str) -> bool:
    """Say whether cells can be read as these characters, the one at `place` with this reading."""
    if not characters:
        return not cells
    readings = (reading,) if place == 0 else known_readings(characters[0])
    ways = {way for known in readings for way in cells_of(characters[0], known)}
    return any(cells.startswith(way) and spells(cells[len(way) :], characters[1:], place - 1, reading) for way in ways)


@cache
def known_readings(character: str) -> tuple[str, ...]:
    """All readings of a character that pypinyin knows."""
    from pypinyin import Style, pinyin

    told = pinyin(character, style=Style.TONE3, heteronym=True, neutral_tone_with_five=True, errors="ignore")
    return tuple(reading.replace("ü", "v") for readings in told for reading in readings)


@cache
def cells_of(character: str, reading: str) -> frozenset[str]:
    """The ways a syllable may stand: as a shorthand, with and without its tone mark where ours leaves it out."""
    house = HouseRules()
    short = word_cells(character, (reading,), house)[0] or ""
    spelt = word_cells("〇", (reading,), house)[0] or ""
    marks = {"1": "⠁", "2": "⠂", "3": "⠄", "4": "⠆", "5": ""}
    return frozenset({short, spelt, spelt + marks[reading[-1]]})


def least_sure(reader: ContextReader, half: list[Labelled]) -> float:
    """The share of the errors among the least sure readings."""
    readings = reader.read_many([each.text for each in half])
    sure = np.array([reading.confidence[each.place] or 0.0 for reading, each in zip(readings, half, strict=True)])
    told = [reading.pinyin[each.place] for reading, each in zip(readings, half, strict=True)]
    wrong = ~np.array(right_as_words(told, half))
    first = np.argsort(sure, kind="stable")[: int(len(half) * LEAST_SURE)]
    return float(wrong[first].sum() / wrong.sum())


def written_cases() -> None:
    """Print how our translation and liblouis' table do on the cases written from the rules."""
    with CASES.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        cases = [Case(row["kind"], row["print"], row["words"], row["cells"]) for row in rows]
    with Transcriber({"zh": "zh-ncb"}, ContextReader()) as transcriber:
        ours = [(told.cells, told.positions) for told in transcriber.write_all((case.printed, "zh") for case in cases)]
    writers: list[tuple[str, Sequence[tuple[str, Sequence[int]]]]] = [("Tongdu", ours)]
    if liblouis_status().version is not None:
        with Louis() as louis:
            told = louis.translate([Passage(TABLE, case.printed) for case in cases])
        writers.append(("liblouis zhcn-cbs alone", [(each.cells, each.positions) for each in told]))
    print(f"\nWritten cases ({len(cases)})        word borders     whole rows     whole sentences")
    for name, written in writers:
        pairs = list(zip(cases, written, strict=True))
        borders = [correct for case, (cells, positions) in pairs for correct in borders_right(case, cells, positions)]
        whole = [cells.strip(BLANK) == case.cells.strip(BLANK) for case, (cells, _) in pairs]
        sentences = [correct for case, correct in zip(cases, whole, strict=True) if case.kind == "sentence"]
        print(f"  {name:24}{mean(borders):14.1%}{mean(whole):15.1%}{mean(sentences):20.1%}")


def borders_right(case: Case, cells: str, positions: Sequence[int]) -> Iterable[bool]:
    """Tell for each two neighbouring characters of a case whether they are divided, or joined, as written.

    A case whose words leave characters out says nothing of borders.
    """
    if case.words.replace(" ", "") != case.printed.replace(" ", ""):
        return
    divided = divided_before(case.printed, cells, positions)
    place = -1
    wanted = set()
    for character in case.words:
        if character == " ":
            wanted.add(place + 1)
        else:
            place += 1
    for number in range(1, place + 1):
        yield (number in divided) == (number in wanted)


def divided_before(printed: str, cells: str, positions: Sequence[int]) -> set[int]:
    """The places (blanks of the print not counted) of the characters before which a blank cell stands."""
    numbers = np.cumsum([character != " " for character in printed]) - 1
    found = set()
    for at, cell in enumerate(cells[:-1]):
        if cell == BLANK and cells[at + 1] != BLANK:
            found.add(int(numbers[positions[at + 1]]))
    return found


def mean(values: Sequence[bool]) -> float:
    """The share of true ones."""
    return sum(values) / len(values) if values else 0.0


def speed(text: str) -> None:
    """Print characters a second over a book by paragraphs, the process and its dictionaries started before.

    The programs take turns, so that a machine that is slower for a while is slower for all of them.
    """
    paragraphs = [line for line in text.splitlines() if line.strip()]
    size = sum(map(len, paragraphs))
    from pypinyin import Style, lazy_pinyin

    def with_pypinyin(texts: list[str]) -> None:
        for paragraph in texts:
            lazy_pinyin(paragraph, style=Style.TONE3)

    # What makes each program, so that nothing of the book is remembered from the turn before.
    programs: list[tuple[str, Callable[[], Callable[[list[str]], object]]]] = [
        ("Tongdu, in context", lambda: ContextReader().read_many),
        ("Tongdu, phrases only", lambda: PhraseReader().read_many),
        ("pypinyin alone", lambda: with_pypinyin),
    ]
    if liblouis_status().version is not None:
        louis = Louis()
        programs.append(
            ("liblouis zhcn-cbs alone", lambda: lambda texts: louis.translate([Passage(TABLE, each) for each in texts]))
        )
    speeds: dict[str, list[float]] = {name: [] for name, _ in programs}
    for _ in range(TURNS):
        for name, make in programs:
            run = make()
            run([paragraphs[0]])
            begun = time.perf_counter()
            run(paragraphs)
            speeds[name].append(size / (time.perf_counter() - begun))
    print(f"\nCharacters a second over {size} characters, first time read, {TURNS} turns")
    print(f"  {'':24}{'median':>14}{'slowest':>14}{'quickest':>14}")
    for name, found in speeds.items():
        print(f"  {name:24}{median(found):14,.0f}{min(found):14,.0f}{max(found):14,.0f}")


if __name__ == "__main__":
    main()
