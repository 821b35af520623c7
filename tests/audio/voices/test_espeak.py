"""The bundled voice, really speaking."""

import pytest

from access.errors import MissingVoiceError
from access.language.phrase_reader import PhraseReader
from audio.voices.catalogue import all_voices, choose_voices, find_voice, open_voice
from audio.voices.espeak import EspeakDriver
from audio.voices.port import Voice


@pytest.fixture(scope="module")
def english() -> Voice:
    return open_voice(find_voice("en-gb"), rate=100)


@pytest.fixture(scope="module")
def mandarin() -> Voice:
    return open_voice(choose_voices(["zh-CN"])["zh"], rate=100)


def seconds(pcm: bytes, voice: Voice) -> float:
    return len(pcm) / 2 / voice.sample_rate


def loudness(pcm: bytes) -> int:
    return max(abs(int.from_bytes(pcm[i : i + 2], "little", signed=True)) for i in range(0, len(pcm), 2))


def test_the_driver_works() -> None:
    assert EspeakDriver().check() is None
    assert len(EspeakDriver().voices()) > 100


def test_a_sentence_has_a_sensible_length(english: Voice) -> None:
    pcm = english.speak("The library lends books to everybody who lives in the town.")
    assert 2 < seconds(pcm, english) < 6
    assert loudness(pcm) > 3000


def test_voices_do_not_change_each_other(english: Voice, mandarin: Voice) -> None:
    reading = PhraseReader().read("图书馆在九点钟开门。")
    alone = seconds(english.speak("Good morning to everybody."), english)
    mandarin.speak(reading.text, reading)
    again = seconds(english.speak("Good morning to everybody."), english)
    # English read by the Mandarin voice would be spelt out and take twice as long.
    assert again == pytest.approx(alone, rel=0.1)


def test_mandarin_speaks_every_syllable(mandarin: Voice) -> None:
    short, long = (PhraseReader().read(text) for text in ("银行", "银行行长长大了银行行长长大了"))
    ratio = seconds(mandarin.speak(long.text, long), mandarin) / seconds(mandarin.speak(short.text, short), mandarin)
    assert 4 < ratio < 10


def test_rate(english: Voice) -> None:
    fast = open_voice(find_voice("espeak:en-gb"), rate=200)
    text = "This sentence is spoken twice, once at the usual speed and once at twice the speed."
    assert seconds(fast.speak(text), fast) < 0.7 * seconds(english.speak(text), english)


def test_nothing_to_say_is_silence(english: Voice, mandarin: Voice) -> None:
    assert english.speak("* * *") == b""
    assert english.speak("…") == b""
    assert mandarin.speak("——", PhraseReader().read("——")) == b""


def test_a_nul_does_not_swallow_the_rest(english: Voice) -> None:
    assert seconds(english.speak("one\0two three four five"), english) > 0.9


def test_region_of_the_book_chooses_the_voice() -> None:
    assert choose_voices(["en-US"])["en"].name == "espeak:en-us"
    assert choose_voices(["en"])["en"].name == "espeak:en-gb"
    assert choose_voices(["fr"])["fr"].language.startswith("fr")


def test_a_chosen_voice_speaks_its_language() -> None:
    scottish = find_voice("espeak:en-gb-scotland")
    assert choose_voices(["en-US", "zh"], [scottish])["en"] == scottish


def test_an_unknown_voice_is_an_error() -> None:
    with pytest.raises(MissingVoiceError, match="nobody"):
        find_voice("nobody")


def test_names_are_unique() -> None:
    names = [voice.name for voice in all_voices()]
    assert len(names) == len(set(names))
