"""What languages are called."""

from __future__ import annotations

from access.catalog.record import NO_LANGUAGE
from api.language import _, chosen_language


def language_name(tag: str) -> str:
    """Return what a language is called in the reader's, by its primary subtag (BCP 47)."""
    if tag == NO_LANGUAGE:
        return _("Language not known")
    from babel import Locale

    return str(Locale.parse(chosen_language()).languages.get(tag, tag))
