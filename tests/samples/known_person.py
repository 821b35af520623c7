"""Somebody who has left a trace in every table that knows people."""

from collections.abc import Callable
from datetime import datetime

from access.clock import now
from access.lending.positions import Positions
from access.notices.tables import Notice
from access.patrons.accounts import Accounts
from access.patrons.applications import Applications, Offer
from access.patrons.invitations import Invitations
from access.patrons.preferences import Preferences
from access.patrons.proofreading import Proofreading
from access.patrons.roles import Role
from access.patrons.sessions import Sessions
from access.production.orders import Orders
from access.production.tables import Order, OrderState
from access.storage.database import Database
from tests.samples.people import PHRASE, QUICK, add_plain_title

HERE = "198.51.100.7"
LIBRARIAN = "account:0123456789abcdef0123"


class KnownPerson:
    """A library in which somebody has left a trace in every table that knows people."""

    def __init__(self, database: Database, clock: Callable[[], datetime] = now) -> None:
        self.database = database
        self.clock = clock
        self.accounts = Accounts(database, clock, QUICK)
        self.proofreading = Proofreading(database, clock)
        offer = Applications(database, clock).send("Xu Xiake", "xu@example.org", [Offer.PROOFREAD], network=HERE)
        invitations = Invitations(database, clock, QUICK)
        _invited, token = invitations.invite(Role.VOLUNTEER, actor=LIBRARIAN, application_id=offer)
        self.somebody = invitations.accept(token, "xuxiake", PHRASE, "Xu Xiake", "zh")
        self.accounts.authenticate("xuxiake", PHRASE, HERE)
        self.accounts.remember_browser(self.somebody.id)
        self.token = Sessions(database, clock).begin(self.somebody.id, HERE)
        self.accounts.update_settings(self.somebody.id, preferences=Preferences(rate=140), actor=self.somebody.actor)
        self.title = add_plain_title(database, "徐霞客游记")
        Positions(database, clock).keep(self.somebody.id, self.title, None, 2, 30.5)
        self.task = self.proofreading.give(self.title, self.somebody.id, actor=LIBRARIAN)
        self.proofreading.note_answer(self.somebody.id)
        with database.writing() as session:
            order = Order(
                title_id=self.title,
                formats=["brf"],
                asked_by=self.somebody.actor,
                state=OrderState.FAILED,
                created=now(),
            )
            session.add(order)
            session.flush()
            session.add(Notice(kind="order-failed", order_id=order.id, recipient=self.somebody.actor, made=now()))
            self.order = order.id

    def end_promises(self) -> None:
        Orders(self.database, LIBRARIAN).cancel(self.order)
        self.proofreading.finish(self.task.id, self.somebody.id)
