"""`/desk/proofreading` and `/desk/hours`: titles given to proofreaders and volunteers, and what they did."""

from __future__ import annotations

from collections.abc import Sequence

from fastapi import Response

from access.clock import now
from access.errors import ConflictError, UnknownNumberError
from access.patrons.accounts import AccountView
from access.patrons.proofreading import Proofreading
from access.patrons.roles import RIGHTS, Right
from access.patrons.tables import TaskState
from api.language import _
from api.serving.doors import MOST_NUMBER, Number
from api.web.desk.titles import title_name
from api.web.desk.words import WORDS
from api.web.forms import Form
from api.web.months import latest_months, month_of
from api.web.names import role_name
from api.web.numbering import cut
from api.web.reading.words import length_name
from api.web.routing import PageRouter
from api.web.visit import Visit, Visiting

router = PageRouter("/desk")
_TASK_WORDS = {TaskState.GIVEN: "Given now", TaskState.DONE: "Done", TaskState.RETURNED: "Given back"}


@router.show("/proofreading", Right.GIVE_PROOFREADING)
def show_given(visit: Visiting, state: str = str(TaskState.GIVEN), page: int = 1) -> Response:
    """List what was given to whom."""
    chosen = TaskState(state) if state in list(TaskState) else TaskState.GIVEN
    tasks, pages = cut(Proofreading(visit.service.database).list(state=chosen), page)
    names = {one.id: one.name for one in visit.house.accounts.list(actor=visit.actor, closed=True)} if tasks else {}
    done = {"given": _("The title is given to be proofread."), "taken": _("The title is taken back.")}
    return visit.page(
        "desk/given.html",
        tasks=tasks,
        pages=pages,
        names=names,
        state=str(chosen),
        states=[(str(one), _(words)) for one, words in _TASK_WORDS.items()],
        is_open=chosen is TaskState.GIVEN,
        done=done,
    )


@router.show("/proofreading/give", Right.GIVE_PROOFREADING)
def ask_to_give(visit: Visiting, title: int = 0) -> Response:
    """Ask which title is given to whom."""
    values: dict[str, object] = {"title": title} if 0 < title <= MOST_NUMBER else {}
    return _shown(visit, 200, Form(values=values))


@router.take("/proofreading/give", Right.GIVE_PROOFREADING)
def give(visit: Visiting) -> Response:
    """Give a title to somebody."""
    form = visit.form
    number = form.number("title", 1, MOST_NUMBER, needed=_("Enter the number of the title."))
    whom = form.choice("account", [one.id for one in _proofreaders(visit)], needed=_("Choose who is to proofread it."))
    if not form.errors and number is not None:
        try:
            Proofreading(visit.service.database).give(number, whom, actor=visit.actor)
        except (ConflictError, UnknownNumberError) as error:
            form.refused(error, "title")
    if form.errors:
        return _shown(visit, 422, form)
    return visit.go("/desk/proofreading", done="given")


@router.take("/proofreading/{number}/take-back", Right.GIVE_PROOFREADING)
def take_back(visit: Visiting, number: Number) -> Response:
    """Take a title back from whoever has it."""
    Proofreading(visit.service.database).take_back(number, actor=visit.actor)
    return visit.go("/desk/proofreading", done="taken")


@router.show("/hours", Right.SEE_HOURS)
def hours(visit: Visiting, month: str = "") -> Response:
    """Show what everybody did in a month."""
    today = now().astimezone().date()
    first, last = month_of(month, today)
    work = Proofreading(visit.service.database).work(first, last, actor=visit.actor)
    return visit.page(
        "desk/hours.html",
        work=work,
        month=f"{first:%Y-%m}",
        months=latest_months(today),
        length_name=length_name,
    )


def _proofreaders(visit: Visit) -> Sequence[AccountView]:
    """Those who may be given a title, volunteers first."""
    roles = [role for role in RIGHTS if Right.PROOFREAD_GIVEN in RIGHTS[role]]
    return [one for role in roles for one in visit.house.accounts.list(role, actor=visit.actor)]


def _shown(visit: Visit, status: int, form: Form) -> Response:
    number = form.shown("title")
    name, language = "", ""
    if isinstance(number, int):
        name, language = title_name(visit.service.database, number)
    people = [
        ("", _("Choose somebody")),
        *((one.id, f"{one.name} ({role_name(one.role)})") for one in _proofreaders(visit)),
    ]
    return visit.page(
        "desk/give.html", status=status, form=form, people=people, name=name, name_language=language, **WORDS
    )
