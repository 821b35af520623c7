"""Book and voices to Narration: phrases with exact clips, nothing spoken twice.

`narrate` speaks a whole book, a process a core. Where chapters are spoken apart, by several machines even, each speaks
its own with `speak_chapter` into a cache that all share, and `join` makes the narration from what lies there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from pathlib import Path

from access.book.model import Book
from access.errors import VoiceFailedError
from access.language.reading import Reader
from access.processes import available_cores, worker_pool
from access.storage.files import written_aside
from audio.cache import SpeechCache
from audio.encode import DECODER_DELAY
from audio.narration import Narration, Part, Phrase
from audio.script import LeafScript, PartScript, script
from audio.speak import Speaker, SpeechSettings, SpokenLeaf, begin_speaking, speak_batch

_BATCH_CHARACTERS = 1500
"""Text handed to a worker at once: some tenths of a second of work, so that progress moves and little is lost."""
_CHAPTER_CHARACTERS = 2500
"""Sections are put together until there is this much to speak: a second of work, to which handing it out is little."""
_STARTS = 2
"""A speech engine that takes its process down is tried once more: finished blocks are kept."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a narration is: characters of the book's text, and blocks spoken now or found in the cache."""

    characters: int
    of_characters: int
    spoken_blocks: int
    kept_blocks: int


def narrate(
    book: Book,
    settings: SpeechSettings,
    make_reader: Callable[[], Reader],
    *,
    cache_folder: Path,
    work_folder: Path,
    jobs: int | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> Narration:
    """Speak a book.

    `make_reader` is called in every worker process and must be picklable (a class is). Finished blocks lie in
    `cache_folder` from then on; the parts' MP3 files are joined in `work_folder`, which the caller makes and removes.
    Raises VoiceFailedError, MissingVoiceError, CacheError, OutputError or DiskFullError.
    """
    parts = script(book)
    keys = _speak_all(parts, settings, make_reader, cache_folder, jobs or available_cores(), progress)
    return join(parts, keys, settings, cache_folder=cache_folder, work_folder=work_folder)


def chapters(parts: Sequence[PartScript]) -> tuple[tuple[LeafScript, ...], ...]:
    """Divide a book into what is worth being spoken apart: sections, short ones together.

    Leaves that sound the same are in the first chapter only, so that no two chapters speak the same at once.
    """
    found: list[tuple[LeafScript, ...]] = []
    chapter: list[LeafScript] = []
    heard: set[LeafScript] = set()
    for part in parts:
        for leaf in part.leaves:
            sound = replace(leaf, leaf_id="")
            if sound not in heard:
                heard.add(sound)
                chapter.append(leaf)
        if sum(len(leaf.flat.text) for leaf in chapter) >= _CHAPTER_CHARACTERS:
            found.append(tuple(chapter))
            chapter = []
    return (*found, tuple(chapter)) if chapter else tuple(found)


def speak_chapter(
    leaves: Sequence[LeafScript], speaker: Speaker, progress: Callable[[Progress], None] | None = None
) -> tuple[SpokenLeaf, ...]:
    """Speak leaves in this process, which is best one of its own; finished blocks lie in the speaker's cache from then.

    Raises what the speaker raises.
    """
    total = sum(len(leaf.flat.text) for leaf in leaves)
    spoken: list[SpokenLeaf] = []
    characters = 0
    for batch in _batches(leaves):
        spoken.extend(speaker.blocks(batch))
        characters += sum(len(leaf.flat.text) for leaf in batch)
        if progress is not None:
            fresh = sum(leaf.fresh for leaf in spoken)
            progress(Progress(characters, total, fresh, len(spoken) - fresh))
    return tuple(spoken)


def keys_of_all(parts: Sequence[PartScript], keys: Mapping[str, str]) -> dict[str, str]:
    """Complete cache keys by leaf id with those of the leaves that sound the same as one that has a key."""
    return {
        each.leaf_id: key
        for leaves in _alike(parts).values()
        for key in {keys[leaf.leaf_id] for leaf in leaves if leaf.leaf_id in keys}
        for each in leaves
    }


def join(
    parts: Sequence[PartScript],
    keys: Mapping[str, str],
    settings: SpeechSettings,
    *,
    cache_folder: Path,
    work_folder: Path,
) -> Narration:
    """Make a narration of blocks in the cache; `keys` has each leaf's by its id. Nothing is spoken.

    Raises VoiceFailedError when the voices do not fit together, CacheError when a block is not there any more,
    OutputError or DiskFullError.
    """
    cache = SpeechCache(cache_folder)
    rates: set[int] = set()
    joined = tuple(
        _join(part, keys, cache, work_folder / f"part-{number:05d}.mp3", rates) for number, part in enumerate(parts, 1)
    )
    if len(rates) > 1:
        raise VoiceFailedError("The chosen voices do not fit together: {rates} samples a second.", rates=sorted(rates))
    used = sorted(voice.name for voice in settings.voices.values())
    return Narration(rates.pop() if rates else 22_050, joined, tuple(used))


def _speak_all(
    parts: Sequence[PartScript],
    settings: SpeechSettings,
    make_reader: Callable[[], Reader],
    cache_folder: Path,
    jobs: int,
    progress: Callable[[Progress], None] | None,
) -> dict[str, str]:
    total = sum(len(leaf.flat.text) for part in parts for leaf in part.leaves)
    alike = _alike(parts)
    waiting = {leaves[0].leaf_id: leaves[0] for leaves in alike.values()}
    keys: dict[str, str] = {}
    counted = [0, 0, 0]

    def take(spoken: SpokenLeaf) -> None:
        leaf = waiting.pop(spoken.leaf_id)
        same = alike[replace(leaf, leaf_id="")]
        keys.update((each.leaf_id, spoken.block.key) for each in same)
        counted[0] += len(leaf.flat.text) * len(same)
        counted[1] += spoken.fresh
        counted[2] += not spoken.fresh

    for attempt in range(_STARTS):
        try:
            with worker_pool(
                min(jobs, len(waiting)) or 1, begin_speaking, (settings, make_reader, cache_folder)
            ) as pool:
                futures: list[Future[list[SpokenLeaf]]] = [
                    pool.submit(speak_batch, batch) for batch in _batches(waiting.values())
                ]
                for future in as_completed(futures):
                    for spoken in future.result():
                        take(spoken)
                    if progress is not None:
                        progress(Progress(counted[0], total, counted[1], counted[2]))
        except BrokenProcessPool as error:
            if attempt + 1 == _STARTS:
                names = ", ".join(voice.name for voice in settings.voices.values())
                raise VoiceFailedError(name=names, reason="its process ended unexpectedly") from error
        else:
            break
    return keys


def _alike(parts: Sequence[PartScript]) -> dict[LeafScript, list[LeafScript]]:
    """Group leaves that sound the same, so that two workers never speak the same at once."""
    alike: dict[LeafScript, list[LeafScript]] = {}
    for part in parts:
        for leaf in part.leaves:
            alike.setdefault(replace(leaf, leaf_id=""), []).append(leaf)
    return alike


def _batches(leaves: Iterable[LeafScript]) -> Iterator[list[LeafScript]]:
    batch: list[LeafScript] = []
    size = 0
    for leaf in list(leaves):
        batch.append(leaf)
        size += len(leaf.flat.text)
        if size >= _BATCH_CHARACTERS:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _join(part: PartScript, keys: Mapping[str, str], cache: SpeechCache, target: Path, rates: set[int]) -> Part:
    """Put a part's blocks end to end and move their phrases to their places in the whole; note their sample rates."""
    phrases: list[Phrase] = []
    offset = 0
    with written_aside(target, durable=False) as aside, aside.open("wb") as file:
        for leaf in part.leaves:
            # No voice speaks twice alike, so phrases and sound must come from one and the same reading of the entry.
            block, mp3 = cache.sound(keys[leaf.leaf_id])
            rates.add(block.sample_rate)
            file.write(mp3)
            begin = offset + DECODER_DELAY
            phrases.extend(
                Phrase(
                    leaf.leaf_id,
                    leaf.flat.text[spoken.text_start : spoken.text_end],
                    spoken.text_start,
                    spoken.text_end,
                    begin + spoken.start,
                    begin + spoken.end,
                    spoken.page_id,
                )
                for spoken in block.phrases
            )
            offset += block.samples
    ends = [*(phrase.start for phrase in phrases[1:]), offset]
    closed = tuple(
        Phrase(p.block_id, p.text, p.text_start, p.text_end, p.start, end, p.page_id)
        for p, end in zip(phrases, ends, strict=True)
    )
    return Part(part.section_id, target, offset, closed)
