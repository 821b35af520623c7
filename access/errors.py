"""Every error a person may see, as one tree.

::

    TongduError                 exit 1   anything else that failed
    ├── UsageError              exit 2   the command was used wrongly
    │   ├── OutputExistsError            something we did not make stands where the output goes
    │   ├── SettingsError                a setting is wrong
    │   ├── UnknownNumberError           nothing here has that number
    │   ├── SecretRefusedError           a pass phrase or PIN that is no good
    │   └── ConflictError                it cannot be done as things stand
    │       ├── PromisesOpenError        something that was promised is open still
    │       └── UnplayableBookError      a talking book that cannot be listened to in the page
    ├── InputError              exit 3   an input cannot be read
    │   ├── UnreadableError              missing, not a file, no permission
    │   ├── UnknownFormatError           not a kind of file we read
    │   ├── DamagedBookError             broken beyond repair
    │   ├── UnsafeBookError              a bomb, a path out of the archive, a link
    │   ├── EncryptedBookError           protected
    │   ├── NoTextError                  nothing to read in it
    │   ├── RefusedRecordError           a record that cannot be taken into the catalogue
    │   └── TooLargeError                more than is taken at once
    ├── MissingResourceError    exit 4   a voice, table or program is not on this machine
    │   ├── MissingVoiceError
    │   ├── MissingTableError
    │   └── MissingPagesError            the files of the web pages were not built
    ├── OutputError             exit 1   an output cannot be written
    │   ├── DiskFullError
    │   └── CacheError                   what is kept between runs cannot be written
    ├── StorageError            exit 1   what the library keeps cannot be used
    │   ├── DatabaseAwayError            nobody answers, or somebody else writes for too long
    │   ├── DatabaseVersionError         made by an older or newer Tongdu
    │   ├── ContentMissingError          a file that the database speaks of is gone
    │   ├── SearchIndexError             the folder of the search index cannot be written
    │   └── BackupError                  a backup is damaged, or there is no place to restore it to
    ├── AccessError             exit 1   whoever asks may not
    │   ├── KeyRefusedError              no key, or one that is not valid
    │   ├── ScopeMissingError            a key that is not for this
    │   ├── SignInRefusedError           name and secret do not belong together
    │   ├── InvitationRefusedError       an invitation that is not valid, or not any more
    │   ├── RightMissingError            an account that is not for this
    │   └── FormRefusedError             a form that did not come from a page of ours
    ├── BusyError               exit 1   too much at once
    │   └── TooManyTriesError            too many wrong secrets
    ├── VoiceFailedError        exit 1   a voice gave no or bad sound
    ├── TranslationFailedError  exit 1   braille translation gave nothing
    └── InvalidOutputError      exit 1   what we made does not pass our own checks

An error says what happened, where, and what to do. The three are message ids (English) with named places for `details`;
`api.locale` turns them into the reader's language. `str(error)` is the English.
"""

from __future__ import annotations

from typing import ClassVar


class TongduError(Exception):
    """The root. Subclasses set the three sentences; an instance may replace `what` or `advice` with its own."""

    exit_code: ClassVar[int] = 1
    default_what: ClassVar[str] = "Something went wrong: {reason}."
    default_advice: ClassVar[str] = ""

    def __init__(
        self, what: str | None = None, *, advice: str | None = None, where: str = "", **details: object
    ) -> None:
        self.what = what if what is not None else self.default_what
        self.advice = advice if advice is not None else self.default_advice
        self.where = where
        self.details = details
        super().__init__(self.english())

    def english(self) -> str:
        """What, where and advice as English sentences."""
        what = self.what.format_map(_Forgiving(self.details))
        advice = self.advice.format_map(_Forgiving(self.details))
        head = f"{self.where}: {what}" if self.where else what
        return f"{head} {advice}".strip()

    def __reduce__(self) -> tuple[object, ...]:
        """Cross process borders whole."""
        return _rebuild, (type(self), self.what, self.advice, self.where, self.details)


class _Forgiving(dict[str, object]):
    """An error message must never fail itself: an unknown place stays as it is written."""

    def __missing__(self, key: str) -> str:
        return "{" + key + "}"


def _rebuild(kind: type[TongduError], what: str, advice: str, where: str, details: dict[str, object]) -> TongduError:
    return kind(what, advice=advice, where=where, **details)


class UsageError(TongduError):
    """The command was used wrongly."""

    exit_code = 2


class OutputExistsError(UsageError):
    """Something Tongdu did not make stands where an output should go."""

    default_what = "“{path}” exists and was not made by Tongdu, so it was left alone."
    default_advice = "Choose another folder with --out, or move it away."


class SettingsError(UsageError):
    """A setting is wrong. `where` is the variable or file that gives it; its value may be secret and is not told."""

    default_what = "The setting “{name}” is wrong ({reason})."
    default_advice = "Correct it and try again."


class UnknownNumberError(UsageError):
    """Nothing here has the number that was given."""

    default_what = "There is nothing with the number {number}."
    default_advice = "Look the number up again."


class SecretRefusedError(UsageError):
    """A pass phrase or PIN that cannot be taken; what it is is not told."""

    default_what = "This secret cannot be taken: {reason}."
    default_advice = "Choose another."


class ConflictError(UsageError):
    """What was asked for is right in itself, but cannot be done as things stand."""


class PromisesOpenError(ConflictError):
    """An account cannot be erased while something promised to it is open; `orders` are the numbers."""

    default_what = "The account has orders that have not ended: {orders}."
    default_advice = "Wait for them or have them cancelled; then it can be erased."


class UnplayableBookError(ConflictError):
    """A talking book on the shelf that cannot be taken apart to be listened to."""

    default_what = "This talking book cannot be played here: {reason}."
    default_advice = "Download it, or tell the library, which can make it again."


class InputError(TongduError):
    """An input cannot be read."""

    exit_code = 3


class UnreadableError(InputError):
    """The file is missing, is not a file or may not be read."""

    default_what = "The file cannot be opened ({reason})."
    default_advice = "Check the name and the permissions."


class UnknownFormatError(InputError):
    """Not a kind of file Tongdu reads."""

    default_what = "This is not a kind of book that Tongdu reads ({reason})."
    default_advice = "Give it an EPUB or a plain text file."


class DamagedBookError(InputError):
    """Broken beyond repair."""

    default_what = "The book is damaged: {reason}."
    default_advice = "Get a fresh copy of it."


class UnsafeBookError(InputError):
    """Made, or looks made, to harm the machine that opens it."""

    default_what = "The book was refused because it is not safe to open: {reason}."
    default_advice = "Get it from another source."


class EncryptedBookError(InputError):
    """Protected against reading."""

    default_what = "The book is encrypted ({reason})."
    default_advice = "Ask the publisher for an accessible copy without protection."


class NoTextError(InputError):
    """There is nothing to read in it."""

    default_what = "There is no readable text in this book."
    default_advice = "If its pages are pictures, have them recognised (OCR) first."


class RefusedRecordError(InputError):
    """A record of titles that cannot be taken into the catalogue."""

    default_what = "The record was refused: {reason}."
    default_advice = ""


class TooLargeError(InputError):
    """More than the service takes at once."""

    default_what = "This is larger than the {limit} that are taken at once."
    default_advice = "Send it in parts, or import it with `tongdu catalog import` on the machine itself."


class MissingResourceError(TongduError):
    """Something that is chosen by name is not on this machine."""

    exit_code = 4


class MissingVoiceError(MissingResourceError):
    """No such voice here."""

    default_what = "There is no voice “{name}” on this machine."
    default_advice = "`tongdu voices` lists the voices that can be chosen."


class MissingTableError(MissingResourceError):
    """No such braille code, or liblouis or its table is not here."""

    default_what = "The braille code “{name}” cannot be used on this machine ({reason})."
    default_advice = "`tongdu codes` lists the codes, `tongdu doctor` says how to get what is missing."


class MissingPagesError(MissingResourceError):
    """The styles and scripts of the web pages were not built here; everything else works."""

    default_what = "The web pages cannot be shown: their files were not built ({names})."
    default_advice = "Run scripts/setup on this machine, then start the service again. Programs are served as before."


class OutputError(TongduError):
    """An output cannot be written."""

    default_what = "“{path}” cannot be written ({reason})."
    default_advice = "Check the permissions of the folder."


class DiskFullError(OutputError):
    """No space left."""

    default_what = "The disk is full; nothing half-made was left behind."
    default_advice = "Make room and run the same command again: what was finished is kept."


class CacheError(OutputError):
    """The cache folder cannot be written; `path` is that folder."""

    default_what = "The cache folder “{path}” cannot be written ({reason})."
    default_advice = "Set TONGDU_CACHE to a folder with room that may be written."


class StorageError(TongduError):
    """What the library keeps cannot be used."""


class DatabaseAwayError(StorageError):
    """The database does not answer, or others hold it for too long."""

    default_what = "The database cannot be used now ({reason})."
    default_advice = "Nothing that was finished is lost: try again. `tongdu settings` shows where it should be."


class DatabaseVersionError(StorageError):
    """The tables of the database are not those of this release."""

    default_what = "The database was made by an older Tongdu ({found}; this one needs {expected})."
    default_advice = "Make a backup, then run `tongdu migrate`."


class ContentMissingError(StorageError):
    """A file that the database speaks of is not in the contents' folder."""

    default_what = "The file with the content hash {hash} is missing."
    default_advice = "Bring it back from a backup; `tongdu check-library` lists everything that is missing."


class SearchIndexError(StorageError):
    """The folder of the search index cannot be written; `path` is that folder."""

    default_what = "The search index in “{path}” cannot be written ({reason})."
    default_advice = (
        "Make room or correct the permissions; it is brought up to date by itself, and nothing else depends on it."
    )


class BackupError(StorageError):
    """A backup is damaged or unknown, or the place to restore it to is taken."""

    default_what = "“{path}” cannot be restored ({reason})."
    default_advice = "Take another backup."


class AccessError(TongduError):
    """Whoever asks may not have it."""


class KeyRefusedError(AccessError):
    """No key was shown, or one that is unknown, was taken back or ran out."""

    default_what = "This needs a key, and none that is valid was given."
    default_advice = "Ask the library for one; whoever runs the service makes it with `tongdu keys add`."


class ScopeMissingError(AccessError):
    """The key is valid, but not for this."""

    default_what = "This key may not do that: it lacks the scope {scope}."
    default_advice = "Ask for a key with that scope."


class SignInRefusedError(AccessError):
    """Nobody has this login with this secret; which of the two is wrong is not told."""

    default_what = "The name or number and the secret do not belong together."
    default_advice = "Check both and try again; the library can give you a new secret."


class InvitationRefusedError(AccessError):
    """No such invitation, or one that was used, was withdrawn or ran out."""

    default_what = "This invitation is not valid, or not any more."
    default_advice = "Ask the library for a new one."


class RightMissingError(AccessError):
    """Whoever is signed in may not do that."""

    default_what = "Your account is not for this page."
    default_advice = "If you need it for your work, ask an administrator of the library."


class FormRefusedError(AccessError):
    """A form that did not come from a page of ours, or from one that was open for too long."""

    default_what = "This form could not be taken: its page was open for too long, or it came from another place."
    default_advice = "Go back, load the page again, and send it once more."


class BusyError(TongduError):
    """Too much is asked for at once."""

    default_what = "The service has too much to do at the moment."
    default_advice = "Try again in a little while."


class TooManyTriesError(BusyError):
    """Wrong secrets were tried too often. `details` have `seconds` until the next try is taken, and `minutes`."""

    default_what = "There were too many tries."
    default_advice = "Wait {minutes} min and try again."


class VoiceFailedError(TongduError):
    """A voice gave no sound or broken sound, more than once."""

    default_what = "The voice “{name}” gave no usable sound for this passage ({reason})."
    default_advice = "Try again, or choose another voice with --voice."


class TranslationFailedError(TongduError):
    """A braille translator died or gave nothing."""

    default_what = "The braille code “{name}” could not translate this passage ({reason})."
    default_advice = "Try another code with --code, and report the passage."


class InvalidOutputError(TongduError):
    """What was made does not pass our own checks, so it was not put in place."""

    default_what = "The finished {format} did not pass its checks: {reason}."
    default_advice = "Please report this together with the book."
