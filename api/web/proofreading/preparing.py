"""Titles made ready to be asked about: their doubts are found once, beside, and kept by source and lexicon."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any

import structlog

from access.errors import TongduError, TooLargeError
from access.language.doubts import Question
from access.language.title_lexicon import TitleLexicon, load_library, load_title, save_title
from access.production.failures import own_fault
from access.settings import Settings
from access.storage.contents import ContentStore
from access.storage.files import written_aside
from api.serving.limited_process import result_of
from api.web.proofreading.questions import Asking, askings, question_of

VERSION = 1
"""Changes when what is kept does."""
MOST_SECONDS = 900.0
"""Wall time in which the doubts of a book are found."""
_PROCESS = "api.web.proofreading.doubts_process"
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Source:
    """What a title is converted from: its content hash, and what the file was called."""

    content: str
    name: str


@dataclass(frozen=True, slots=True)
class Prepared:
    """A title that can be asked about, and what was answered. `left_out` counts questions that found no room."""

    identifier: str
    title: str
    questions: Sequence[Asking]
    left_out: int


class Preparing:
    """Finds doubts, one book after the other, and keeps the answers. Called from several threads at once."""

    def __init__(self, settings: Settings, contents: ContentStore) -> None:
        self._settings = settings
        self._contents = contents
        self._folder = settings.cache / "doubts"
        self._lock = threading.Lock()
        self._one_by_one = threading.Lock()
        self._underway: set[str] = set()
        self._failed: dict[str, TongduError] = {}

    def find(self, source: Source) -> Prepared | None:
        """Return what is asked about a title; None while it is being prepared, which this begins.

        Raises the TongduError that the preparation ended with, until `again`, and InputError for a damaged lexicon.
        """
        found = self._kept(source)
        if found is not None:
            return found
        with self._lock:
            failure = self._failed.get(source.content)
            if failure is not None:
                raise failure
            if source.content not in self._underway:
                self._underway.add(source.content)
                threading.Thread(target=self._prepare, args=(source,), name="doubts", daemon=True).start()
        return None

    def again(self, source: Source) -> None:
        """Let a preparation that failed be tried once more."""
        with self._lock:
            self._failed.pop(source.content, None)

    def answer(self, prepared: Prepared, change: Callable[[TitleLexicon], TitleLexicon]) -> None:
        """Change a title's lexicon by answers, one caller at a time. Raises what loading and saving it raises."""
        with self._lock:
            lexicon = load_title(self._settings.data, prepared.identifier, prepared.title)
            save_title(self._settings.data, change(lexicon))

    # --- what is kept -------------------------------------------------------------------------------------------------

    def _kept(self, source: Source) -> Prepared | None:
        try:
            told = json.loads(self._path(source).read_text("utf-8", "surrogatepass"))
        except (OSError, ValueError):
            return None
        lexicon = load_title(self._settings.data, told["identifier"], told["title"])
        if told["base"] != self._base(lexicon, told["questions"]):
            return None
        return Prepared(told["identifier"], told["title"], askings(told["questions"], lexicon), told["left_out"])

    def _base(self, lexicon: TitleLexicon, questions: Sequence[Mapping[str, Any]]) -> str:
        """What the doubts were found with: all that is in the lexicons but answers to these questions themselves."""
        asked = {question_of(one) for one in questions}
        own = [
            (entry.text, entry.pinyin, entry.before, entry.after)
            for entry in lexicon.entries
            if Question(entry.text, entry.before, entry.after) not in asked
        ]
        library = [(one.text, one.pinyin, one.before, one.after) for one in load_library(self._settings.data)]
        text = json.dumps([VERSION, own, library], ensure_ascii=False)
        return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()

    def _path(self, source: Source) -> Path:
        return self._folder / f"{source.content}.json"

    # --- preparing ----------------------------------------------------------------------------------------------------

    def _prepare(self, source: Source) -> None:
        try:
            with self._one_by_one:
                self._find_doubts(source)
        except TongduError as error:
            self._failed[source.content] = error
        except Exception as error:
            _log.error("the doubts of a book could not be found", exc_info=True)
            self._failed[source.content] = own_fault(error)
        finally:
            with self._lock:
                self._underway.discard(source.content)

    def _find_doubts(self, source: Source) -> None:
        settings = self._settings
        wanted = {
            "source": str(self._contents.path(source.content)),
            "name": source.name,
            "folder": str(self._folder),
            "lexicons": str(settings.data),
        }
        told = result_of(_PROCESS, wanted, seconds=MOST_SECONDS)
        if told is None:
            raise TooLargeError(
                "Reading this book for its doubts took too long or too much memory.",
                advice="Use `tongdu proofread` on the machine itself.",
            )
        told["base"] = self._base(load_title(settings.data, told["identifier"], told["title"]), told["questions"])
        with written_aside(self._path(source)) as aside:
            aside.write_text(json.dumps(told, ensure_ascii=False), "utf-8", "surrogatepass")
