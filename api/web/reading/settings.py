"""`/account/reading`: how somebody likes to read and to listen."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from fastapi import Response

from access.errors import UsageError
from access.patrons.preferences import Preferences
from access.patrons.roles import Right
from api.language import LANGUAGES, _, chosen_language
from api.targets import FORMATS
from api.web.cookies import Cookie, keep
from api.web.form_names import form_name
from api.web.forms import Form
from api.web.reading.words import TEXT_SIZES, speeds
from api.web.routing import PageRouter
from api.web.visit import Visiting

router = PageRouter("/account/reading")
_PAGE = "reading/settings.html"
_CODE_WORDS = {"zh": "Braille code for Chinese", "en": "Braille code for English"}


@router.show("", Right.LISTEN)
def show(visit: Visiting) -> Response:
    """Show the settings."""
    account = visit.house.accounts.get(visit.account_id)
    liked, codes = account.preferences, _codes()
    chosen = {f"code_{tag}": _first(liked.codes, names) for tag, names in codes.items()}
    values = {
        "language": account.language,
        "formats": list(liked.formats),
        "speed": str(liked.speed),
        "text_size": str(liked.text_size),
        **chosen,
    }
    return visit.page(_PAGE, form=Form(values=values), done={"saved": _("Your settings are saved.")}, **_facts(liked))


@router.take("", Right.LISTEN)
def save(visit: Visiting) -> Response:
    """Change the settings."""
    account, form = visit.house.accounts.get(visit.account_id), visit.form
    liked, codes = account.preferences, _codes()
    language = form.choice("language", LANGUAGES)
    known = {name for names in codes.values() for name in names}
    chosen = [form.choice(f"code_{tag}", names) for tag, names in codes.items()]
    speed = form.choice("speed", [name for name, _words in speeds(liked.speed)])
    size = form.choice("text_size", list(map(str, TEXT_SIZES)))
    changed = replace(
        liked,
        formats=tuple(form.choices("formats", FORMATS)) + tuple(name for name in liked.formats if name not in FORMATS),
        codes=tuple(filter(None, chosen)) + tuple(name for name in liked.codes if name not in known),
        speed=int(speed or liked.speed),
        text_size=int(size or liked.text_size),
    )
    try:
        visit.house.accounts.update_settings(
            visit.account_id, language=language, preferences=changed, actor=visit.actor
        )
    except UsageError as error:
        form.refused(error, "language")
        return visit.again(_PAGE, **_facts(liked))
    response = visit.go("/account/reading", done="saved")
    if language:
        keep(visit.request, response, Cookie.LANGUAGE, language)
    return response


def _facts(liked: Preferences) -> dict[str, Any]:
    return {
        "languages": [("", _("As the browser asks for it")), ("zh", "中文"), ("en", "English")],
        "formats": [(name, form_name(name)) for name in FORMATS],
        "speeds": speeds(liked.speed),
        "text_sizes": [(str(size), _("{number} percent").format(number=size)) for size in TEXT_SIZES],
        "codes": [
            (f"code_{tag}", _(_CODE_WORDS[tag]), [("", _("The usual one")), *names.items()])
            for tag, names in _codes().items()
        ],
    }


def _codes() -> dict[str, dict[str, str]]:
    """The braille codes that a whole book can be written in here, by language, with what they are called."""
    from braille.translate.codes import CHOSEN_CODES, codes_here  # asks which tables are there

    chinese = chosen_language() == "zh"
    found: dict[str, dict[str, str]] = {tag: {} for tag in _CODE_WORDS}
    for code in codes_here():
        if code.name in CHOSEN_CODES:
            found[code.language][code.name] = code.description_zh if chinese else code.description
    return found


def _first(chosen: tuple[str, ...], names: dict[str, str]) -> str:
    return next((name for name in chosen if name in names), "")
