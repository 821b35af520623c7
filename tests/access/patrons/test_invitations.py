"""An invitation makes one account, within some days, with the role it was made for."""

import threading

import pytest
from sqlalchemy import select

from access.errors import (
    ConflictError,
    InvitationRefusedError,
    SecretRefusedError,
    UnknownNumberError,
    UsageError,
)
from access.patrons.accounts import Accounts
from access.patrons.applications import Applications, Offer
from access.patrons.invitations import GOOD_FOR, KEPT, Invitations
from access.patrons.roles import Role
from access.patrons.tables import ApplicationState, Invitation
from access.storage.audit import entries
from access.storage.database import Database
from tests.samples.people import PHRASE, QUICK, HandClock, person

ADMINISTRATOR = "account:0123456789abcdef0123"


@pytest.fixture
def invitations(database: Database, clock: HandClock) -> Invitations:
    return Invitations(database, clock, QUICK)


def test_whoever_shows_the_token_gets_the_account(
    invitations: Invitations, accounts: Accounts, database: Database
) -> None:
    invited, token = invitations.invite(Role.VOLUNTEER, actor=ADMINISTRATOR)
    assert invitations.look(token) == invited
    assert list(invitations.list()) == [invited]
    made = invitations.accept(token, "Wang.Wu", PHRASE, "王五", "zh")
    assert (made.role, made.login, made.name, made.language) == (Role.VOLUNTEER, "wang.wu", "王五", "zh")
    assert accounts.authenticate("wang.wu", PHRASE, "198.51.100.7").id == made.id
    assert list(invitations.list()) == []
    with database.reading() as session:
        told = [(entry.actor, entry.action) for entry in entries(session)][::-1]
        row = session.scalars(select(Invitation)).one()
        assert row.account_id == made.id
        assert token not in " ".join(str(getattr(row, column.name)) for column in Invitation.__table__.columns)
    assert told[:3] == [
        (ADMINISTRATOR, "invitation.add"),
        (made.actor, "account.add"),
        (made.actor, "invitation.accept"),
    ]


def test_a_token_is_used_once(invitations: Invitations, accounts: Accounts) -> None:
    _invited, token = invitations.invite(Role.PROOFREADER, actor=ADMINISTRATOR)
    invitations.accept(token, "one", PHRASE, "One")
    with pytest.raises(InvitationRefusedError):
        invitations.look(token)
    with pytest.raises(InvitationRefusedError):
        invitations.accept(token, "two", PHRASE, "Two")
    assert [account.login for account in accounts.list(actor="x")] == ["one"]


def test_a_token_is_used_once_by_many_at_once(either_database: Database) -> None:
    invitations = Invitations(either_database, hasher=QUICK)
    _invited, token = invitations.invite(Role.VOLUNTEER, actor=ADMINISTRATOR)
    outcomes: list[str] = []

    def come(number: int) -> None:
        try:
            outcomes.append(invitations.accept(token, f"login{number}", PHRASE, "Somebody").role)
        except InvitationRefusedError:
            outcomes.append("refused")

    threads = [threading.Thread(target=come, args=[number]) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["refused", "refused", "refused", "volunteer"]


def test_what_went_wrong_uses_nothing_up(invitations: Invitations, accounts: Accounts) -> None:
    person(accounts, Role.LIBRARIAN, "taken")
    _invited, token = invitations.invite(Role.VOLUNTEER, actor=ADMINISTRATOR)
    with pytest.raises(ConflictError):
        invitations.accept(token, "taken", PHRASE, "Somebody")
    with pytest.raises(SecretRefusedError):
        invitations.accept(token, "free", "short", "Somebody")
    assert invitations.accept(token, "free", PHRASE, "Somebody").role is Role.VOLUNTEER


def test_invitations_run_out(
    invitations: Invitations, accounts: Accounts, clock: HandClock, database: Database
) -> None:
    _invited, token = invitations.invite(Role.VOLUNTEER, actor=ADMINISTRATOR)
    clock.moment += GOOD_FOR
    with pytest.raises(InvitationRefusedError):
        invitations.accept(token, "late", PHRASE, "Late")
    assert accounts.is_empty()
    assert list(invitations.list()) == []
    invitations.purge()
    clock.moment += KEPT
    clock.go_on(seconds=1)
    with database.reading() as session:
        assert session.scalars(select(Invitation)).all() != []
    invitations.purge()
    with database.reading() as session:
        assert session.scalars(select(Invitation)).all() == []


def test_invitations_are_taken_back(invitations: Invitations) -> None:
    invited, token = invitations.invite(Role.VOLUNTEER, actor=ADMINISTRATOR)
    invitations.withdraw(invited.id, actor=ADMINISTRATOR)
    invitations.withdraw(invited.id, actor=ADMINISTRATOR)
    with pytest.raises(InvitationRefusedError):
        invitations.look(token)
    for number in ("", "x", "0" * 20, "\0"):
        with pytest.raises(UnknownNumberError):
            invitations.withdraw(number, actor=ADMINISTRATOR)


@pytest.mark.parametrize("token", ["", "x", "\0", "\ud800", "A" * 43])
def test_what_is_no_token_is_refused(invitations: Invitations, token: str) -> None:
    invitations.invite(Role.VOLUNTEER, actor=ADMINISTRATOR)
    with pytest.raises(InvitationRefusedError):
        invitations.look(token)


def test_readers_are_not_invited(invitations: Invitations) -> None:
    with pytest.raises(UsageError):
        invitations.invite(Role.READER, actor=ADMINISTRATOR)


def test_an_offer_is_answered_by_an_invitation(invitations: Invitations, database: Database, clock: HandClock) -> None:
    applications = Applications(database, clock)
    offer = applications.send("王五", "13800000000", [Offer.PROOFREAD], network="198.51.100.7")
    invited, _token = invitations.invite(Role.VOLUNTEER, actor=ADMINISTRATOR, application_id=offer)
    assert invited.application_id == offer
    assert applications.get(offer, actor=ADMINISTRATOR).state is ApplicationState.INVITED
    with pytest.raises(UnknownNumberError):
        invitations.invite(Role.VOLUNTEER, actor=ADMINISTRATOR, application_id="0" * 20)
    assert list(invitations.list()) == [invited], "nobody is invited when something goes wrong"
