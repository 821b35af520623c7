"""`/desk/readers`: the register of readers. Whoever is looked at is told to the audit."""

from __future__ import annotations

from fastapi import Response

from access.errors import ConflictError, SecretRefusedError, UnknownNumberError, UsageError
from access.patrons.accounts import LANGUAGES, AccountView
from access.patrons.pins import new_pin
from access.patrons.roles import Right, Role
from api.language import _
from api.web.forms import Form
from api.web.routing import PageRouter
from api.web.visit import Visit, Visiting

router = PageRouter("/desk/readers")
_LANGUAGE_WORDS = {"": "As the browser asks", "zh": "Chinese", "en": "English"}


@router.show("", Right.MANAGE_READERS)
def ask(visit: Visiting) -> Response:
    """Ask for a card."""
    return visit.page("desk/readers.html")


@router.take("", Right.MANAGE_READERS)
def find(visit: Visiting) -> Response:
    """Find a reader by the card. Its number stands in no address."""
    card = visit.form.text("card", needed=_("Enter the number of the card."))
    found = visit.house.accounts.find(card, actor=visit.actor) if card and not visit.form.errors else None
    if found is not None and found.role.is_reader:
        return visit.go(f"/desk/readers/{found.id}")
    if card:
        visit.form.wrong("card", _("No reader has this card. Check the number, or add the reader."))
    return visit.again("desk/readers.html")


@router.show("/add", Right.MANAGE_READERS)
def ask_for_reader(visit: Visiting) -> Response:
    """Ask who the reader is."""
    return visit.page("desk/add_reader.html", form=Form(values={"language": ""}), languages=_languages())


@router.take("/add", Right.MANAGE_READERS)
def add(visit: Visiting) -> Response:
    """Add a reader and show the PIN: this answer alone has it, so it leads nowhere else."""
    form = visit.form
    card = form.text("login", needed=_("Enter the number of the card."))
    name = form.text("name", needed=_("Enter the reader's name."))
    language = form.choice("language", LANGUAGES)
    if not form.errors:
        pin = new_pin(card)
        try:
            reader = visit.house.accounts.add(Role.READER, card, pin, name, language, actor=visit.actor)
        except (ConflictError, SecretRefusedError, UsageError) as error:
            form.refused(error, "login")
        else:
            return visit.page("desk/reader_pin.html", reader=reader, pin=pin, is_new=True)
    return visit.again("desk/add_reader.html", languages=_languages())


@router.show("/{account_id}", Right.MANAGE_READERS)
def show(visit: Visiting, account_id: str) -> Response:
    """Show a reader."""
    done = {
        "closed": _("The reader's account is closed: nobody signs in with this card any more."),
        "opened": _("The reader's account is open again."),
    }
    return visit.page("desk/reader.html", reader=_reader(visit, account_id), done=done, languages=dict(_languages()))


@router.show("/{account_id}/pin", Right.MANAGE_READERS)
def ask_for_pin(visit: Visiting, account_id: str) -> Response:
    """Ask whether a reader is to be given a new PIN."""
    return visit.page("desk/new_pin.html", reader=_reader(visit, account_id))


@router.take("/{account_id}/pin", Right.MANAGE_READERS)
def reset_pin(visit: Visiting, account_id: str) -> Response:
    """Give a reader a new PIN and show it once; the old one is worth nothing from now on."""
    reader = _reader(visit, account_id)
    pin = new_pin(reader.login)
    visit.house.accounts.change_secret(account_id, pin, actor=visit.actor)
    return visit.page("desk/reader_pin.html", reader=reader, pin=pin, is_new=False)


@router.show("/{account_id}/close", Right.MANAGE_READERS)
def ask_to_close(visit: Visiting, account_id: str) -> Response:
    """Ask whether a reader's account is to be closed."""
    return visit.page("desk/close_reader.html", reader=_reader(visit, account_id))


@router.take("/{account_id}/close", Right.MANAGE_READERS)
def close(visit: Visiting, account_id: str) -> Response:
    """Close a reader's account."""
    _reader(visit, account_id)
    visit.house.accounts.close(account_id, actor=visit.actor)
    return visit.go(f"/desk/readers/{account_id}", done="closed")


@router.take("/{account_id}/open", Right.MANAGE_READERS)
def reopen(visit: Visiting, account_id: str) -> Response:
    """Open a reader's account again."""
    _reader(visit, account_id)
    visit.house.accounts.reopen(account_id, actor=visit.actor)
    return visit.go(f"/desk/readers/{account_id}", done="opened")


def _reader(visit: Visit, account_id: str) -> AccountView:
    """Return a reader, told to the audit. Raises UnknownNumberError for nobody and for who is no reader."""
    found = visit.house.accounts.get(account_id, actor=visit.actor)
    if not found.role.is_reader:
        raise UnknownNumberError("There is no such reader.", advice="Look for the card again.")
    return found


def _languages() -> list[tuple[str, str]]:
    return [(tag, _(words)) for tag, words in _LANGUAGE_WORDS.items()]
