"""A narration: exact clips, nothing spoken twice."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from access.book.model import Book, Text
from access.book.walk import leaves
from access.language.phrase_reader import PhraseReader
from audio.cache import SpeechCache
from audio.encode import DECODER_DELAY, decoded_samples, encode
from audio.narrate import Progress, narrate
from audio.narration import Narration
from audio.speak import Speaker, SpeechSettings
from audio.voices.catalogue import choose_voices
from tests.audio.decoding import decode, lag_and_likeness
from tests.audio.leaves import leaf_script, small_book

BOOK = small_book(
    {
        "One 一": ["The first paragraph. It has two sentences.", "他说：“银行行长长大了。” Then he said OK.", "* * *"],
        "Two": ["第二章。", (Text("Only this."),)],
    }
)
SETTINGS = SpeechSettings(choose_voices(["en", "zh"]), "en")

Run = Callable[[Book], tuple[Narration, Progress]]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    cache = tmp_path_factory.mktemp("cache")

    def convert(book: Book) -> tuple[Narration, Progress]:
        told: list[Progress] = []
        work = tmp_path_factory.mktemp("work")
        narration = narrate(
            book, SETTINGS, PhraseReader, cache_folder=cache, work_folder=work, jobs=2, progress=told.append
        )
        return narration, told[-1]

    return convert


def test_every_leaf_is_spoken_once_in_order(run: Run) -> None:
    narration, progress = run(BOOK)
    spoken = "".join(phrase.text for part in narration.parts for phrase in part.phrases)
    text = "".join(leaf.text for leaf in leaves(BOOK))
    assert "".join(spoken.split()) == "".join(text.split())
    assert progress.characters == progress.of_characters == len(text)


def test_clips_fill_their_audio_without_gap(run: Run) -> None:
    narration, _ = run(BOOK)
    for part in narration.parts:
        assert part.samples == decoded_samples(part.audio.read_bytes()) == len(decode(part.audio))
        assert part.phrases[0].start == DECODER_DELAY
        assert part.phrases[-1].end == part.samples
        for before, after in zip(part.phrases, part.phrases[1:], strict=False):
            assert before.end == after.start
        assert all(phrase.end > phrase.start for phrase in part.phrases)


def test_a_second_run_speaks_nothing_again_and_an_edit_only_its_block(run: Run) -> None:
    run(BOOK)
    narration, again = run(BOOK)
    assert (again.spoken_blocks, again.kept_blocks) == (0, 7)
    edited = small_book(
        {
            "One 一": [
                "The first paragraph. It has two sentences.",
                "他说：“银行行长长大了。” Then he said OK.",
                "* * *",
            ],
            "Two": ["第三章。", (Text("Only this."),)],
        }
    )
    other, progress = run(edited)
    assert (progress.spoken_blocks, progress.kept_blocks) == (1, 6)
    assert other.parts[0].audio.read_bytes() == narration.parts[0].audio.read_bytes()


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The first sentence is here. And a second one, rather longer, follows it.", "en"),
        ("我在年青时候也曾经做过许多梦。后来大半忘却了，但自己也并不以为可惜。", "zh"),
    ],
)
def test_a_decoded_clip_is_the_pcm_that_was_spoken(tmp_path: Path, text: str, language: str) -> None:
    settings = SpeechSettings(SETTINGS.voices, language)
    speaker = Speaker(settings, PhraseReader(), SpeechCache(tmp_path))
    leaf = leaf_script(text, language)
    reading = PhraseReader().read(text) if language == "zh" else None
    pcm, rate, phrases = speaker.render(leaf, reading)
    path = tmp_path / "clip.mp3"
    path.write_bytes(encode(pcm, rate) * 2)
    heard, samples = decode(path), decoded_samples(encode(pcm, rate))
    spoken = np.frombuffer(pcm, dtype="<i2").astype(np.float64)
    assert len(phrases) == 2
    for offset in (0, samples):
        for phrase in phrases:
            place = offset + DECODER_DELAY
            lag, likeness = lag_and_likeness(
                heard[place + phrase.start : place + phrase.end], spoken[phrase.start : phrase.end]
            )
            assert abs(lag) / rate < 0.005
            assert likeness > 0.9


def test_an_entry_of_another_run_is_taken_whole(tmp_path: Path) -> None:
    """Two runs may speak the same block at once; the sound that is joined and its clips are of the same one."""
    book = small_book({"One": ["A sentence that two runs speak at the same time. And a second one."]})
    first, second = (tmp_path / name for name in ("first", "second"))
    for folder in (first, second):
        folder.mkdir()
    cache = tmp_path / "cache"
    narrate(book, SETTINGS, PhraseReader, cache_folder=cache, work_folder=first, jobs=1)
    kept = {path: path.read_bytes() for path in cache.rglob("*.speech")}
    for path in kept:
        path.unlink()
    narrate(book, SETTINGS, PhraseReader, cache_folder=cache, work_folder=second, jobs=1)

    def put_back(progress: Progress) -> None:
        """The other run's entries come between speaking and joining."""
        for path, entry in kept.items():
            path.write_bytes(entry)

    narration = narrate(book, SETTINGS, PhraseReader, cache_folder=cache, work_folder=second, jobs=1, progress=put_back)
    for part in narration.parts:
        assert part.audio.read_bytes() == (first / part.audio.name).read_bytes()
        assert part.samples == decoded_samples(part.audio.read_bytes())
        assert part.phrases[-1].end == part.samples
    again = narrate(book, SETTINGS, PhraseReader, cache_folder=cache, work_folder=first, jobs=1)
    assert [part.phrases for part in again.parts] == [part.phrases for part in narration.parts]
