"""`/proofreading/titles/N`: the doubtful readings of a title as short questions, one a page or in a list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from fastapi import Response
from starlette.responses import FileResponse

from access.errors import TongduError, UnknownNumberError
from access.language.title_lexicon import TitleLexicon
from access.patrons.proofreading import Proofreading
from access.patrons.roles import Right
from access.storage.audit import record as audit
from api.language import _, told
from api.serving.doors import Number
from api.web.forms import Form
from api.web.numbering import cut
from api.web.proofreading.access import ProofreadTitle, proofread_title
from api.web.proofreading.pinyin import toned
from api.web.proofreading.preparing import Prepared
from api.web.proofreading.questions import Asking, Standing, following
from api.web.routing import PageRouter
from api.web.visit import Visit, Visiting

router = PageRouter("/proofreading/titles")
LATER, TYPED = "later", "typed"
"""Answers that are no syllables: leave it for now, and what is typed."""
_IN_A_LIST = 10
_STANDING_WORDS = {
    Standing.OPEN: "Not answered yet",
    Standing.LATER: "Left for later",
    Standing.ANSWERED: "Answered",
}


@router.show("/{number}", Right.PROOFREAD_GIVEN)
def show(visit: Visiting, number: Number) -> Response:
    """Show how far a title is, and lead on to its questions."""
    title = proofread_title(visit, number)
    done = {
        "answered": _("Your answer is kept. There is no open question left."),
        "list": _("Your answers are kept."),
        "again": _("The book is made again with the answers. What they do not change is not made again."),
        "nothing": _("Nothing was made of this title yet, so there is nothing to make again."),
    }
    try:
        prepared = visit.house.doubts.find(title.source)
    except TongduError as error:
        return visit.page("proofreading/failed.html", title=title, failure=told(error))
    if prepared is None:
        return visit.page("proofreading/preparing.html", title=title)
    counts = Counter(one.standing for one in prepared.questions)
    first = next((one for one in prepared.questions if one.standing is Standing.OPEN), None)
    return visit.page(
        "proofreading/title.html",
        title=title,
        left_out=prepared.left_out,
        counts=[(str(one), _(words), counts[one]) for one, words in _STANDING_WORDS.items()],
        first=first,
        is_answered=counts[Standing.ANSWERED] > 0,
        done=done,
    )


@router.show("/{number}/state", Right.PROOFREAD_GIVEN)
def state(visit: Visiting, number: Number) -> Response:
    """Give what the page says of the preparation, for the script that follows it."""
    title = proofread_title(visit, number)
    try:
        prepared = visit.house.doubts.find(title.source)
    except TongduError:
        return visit.page("proofreading/preparing_state.html", title=title, is_ready=True)
    return visit.page("proofreading/preparing_state.html", title=title, is_ready=prepared is not None)


@router.take("/{number}/prepare", Right.PROOFREAD_GIVEN)
def prepare(visit: Visiting, number: Number) -> Response:
    """Try again to find the doubts of a title, after that failed."""
    visit.house.doubts.again(proofread_title(visit, number).source)
    return visit.go(f"/proofreading/titles/{number}")


@router.show("/{number}/questions/{key}", Right.PROOFREAD_GIVEN)
def ask(visit: Visiting, number: Number, key: str) -> Response:
    """Ask one question."""
    title, prepared = _prepared(visit, number)
    asking = _one(prepared, key)
    return _question(visit, title, prepared, asking, Form(values=_shown(asking, "answer", "typed")), 200)


@router.take("/{number}/questions/{key}", Right.PROOFREAD_GIVEN)
def take(visit: Visiting, number: Number, key: str) -> Response:
    """Keep the answer to one question, and ask the next."""
    title, prepared = _prepared(visit, number)
    asking = _one(prepared, key)
    answer = _answer(visit.form, asking, "answer", "typed", needed=_("Choose a reading, or leave it for later."))
    if visit.form.errors:
        return _question(visit, title, prepared, asking, visit.form, 422)
    _keep(visit, title, prepared, [(asking, answer)])
    after = following(prepared.questions, key)
    if after is None:
        return visit.go(f"/proofreading/titles/{number}", done="answered")
    return visit.go(f"/proofreading/titles/{number}/questions/{after.key}", done="kept")


@router.show("/{number}/list", Right.PROOFREAD_GIVEN)
def ask_many(visit: Visiting, number: Number, show: str = str(Standing.OPEN), page: int = 1) -> Response:
    """Ask several questions on a page: those that are open, were left for later or were answered."""
    title, prepared = _prepared(visit, number)
    return _list(visit, title, prepared, show, page, 200)


@router.take("/{number}/list", Right.PROOFREAD_GIVEN)
def take_many(visit: Visiting, number: Number, show: str = str(Standing.OPEN), page: int = 1) -> Response:
    """Keep the answers that were given; questions without one stay open."""
    title, prepared = _prepared(visit, number)
    answers = [(one, _answer(visit.form, one, f"answer-{one.key}", f"typed-{one.key}")) for one in prepared.questions]
    given = [(one, answer) for one, answer in answers if answer]
    if visit.form.errors:
        return _list(visit, title, prepared, show, page, 422)
    _keep(visit, title, prepared, given)
    return visit.go(f"/proofreading/titles/{number}/list?show={_standing(show)}", done="list")


@router.show("/{number}/questions/{key}/sound/{place}", Right.PROOFREAD_GIVEN)
def sound(visit: Visiting, number: Number, key: str, place: Number) -> Response:
    """Give the words around a character as they sound when it is read as one of its choices, counted from 1."""
    _title, prepared = _prepared(visit, number)
    asking = _one(prepared, key)
    if place > len(asking.choices):
        raise UnknownNumberError(number=place)
    path = visit.house.heard.sound(asking.heard, asking.choices[place - 1], visit.account_id)
    return FileResponse(path, media_type="audio/mpeg", headers={"Cache-Control": "private, max-age=86400"})


@router.take("/{number}/again", Right.PROOFREAD_GIVEN)
def make_again(visit: Visiting, number: Number) -> Response:
    """Have made again what was made of a title, with the answers."""
    proofread_title(visit, number)
    placed = visit.service.orders(visit.actor).reorder(number, asked_by=visit.actor)
    if placed and visit.may(Right.SEE_PRODUCTION):
        return visit.go(f"/desk/orders/{placed[0]}", done="placed")
    return visit.go(f"/proofreading/titles/{number}", done="again" if placed else "nothing")


def _prepared(visit: Visit, number: int) -> tuple[ProofreadTitle, Prepared]:
    title = proofread_title(visit, number)
    prepared = visit.house.doubts.find(title.source)
    if prepared is None:
        raise UnknownNumberError(
            "The questions of this title are being prepared.", advice="Look again at its page in a little while."
        )
    return title, prepared


def _one(prepared: Prepared, key: str) -> Asking:
    found = next((one for one in prepared.questions if one.key == key), None)
    if found is None:
        raise UnknownNumberError("This question is not asked any more.", advice="Go back to the page of the title.")
    return found


def _answer(form: Form, asking: Asking, name: str, typed_name: str, *, needed: str = "") -> str:
    """Return a syllable, `later`, or nothing where no answer was given."""
    chosen = form.choice(name, [*asking.choices, TYPED, LATER], needed=needed)
    typed = form.text(typed_name, most=20)
    if chosen != TYPED:
        return chosen
    from api.proofreading import typed_syllable  # braille loads with it, which takes a while

    syllable = typed_syllable(typed) if typed else None
    if syllable is None:
        form.wrong(typed_name, _("Type one syllable with its tone, such as hang2."))
    return syllable or ""


def _keep(visit: Visit, title: ProofreadTitle, prepared: Prepared, answers: Sequence[tuple[Asking, str]]) -> None:
    """Keep answers in the title's lexicon, and count them for who gave them."""

    def change(lexicon: TitleLexicon) -> TitleLexicon:
        for asking, answer in answers:
            if answer == LATER:
                lexicon = lexicon.with_skipped(asking.question)
            else:
                lexicon = lexicon.with_answer(asking.question, answer)
        return lexicon

    if not answers:
        return
    visit.house.doubts.answer(prepared, change)
    work = Proofreading(visit.service.database)
    for _answer in answers:
        work.note_answer(visit.account_id)
    with visit.service.database.writing() as session:
        audit(session, visit.actor, "proofreading.answer", "title", title.id, count=len(answers))


def _question(
    visit: Visit, title: ProofreadTitle, prepared: Prepared, asking: Asking, form: Form, status: int
) -> Response:
    open_ones = [one for one in prepared.questions if one.standing is Standing.OPEN]
    return visit.page(
        "proofreading/question.html",
        status=status,
        form=form,
        title=title,
        asking=asking,
        left=len(open_ones),
        toned=toned,
        done={"kept": _("Your answer is kept. Here is the next question.")},
    )


def _list(visit: Visit, title: ProofreadTitle, prepared: Prepared, show: str, page: int, status: int) -> Response:
    standing = _standing(show)
    found = [one for one in prepared.questions if one.standing is standing]
    shown, pages = cut(found, page, on_a_page=_IN_A_LIST)
    if status == 200:
        values: dict[str, object] = {}
        for one in shown:
            values |= _shown(one, f"answer-{one.key}", f"typed-{one.key}")
        visit.form = Form(values=values)
    return visit.page(
        "proofreading/list.html",
        status=status,
        title=title,
        askings=shown,
        pages=pages,
        standing=str(standing),
        standings=[(str(one), _(words)) for one, words in _STANDING_WORDS.items()],
        toned=toned,
        done={"list": _("Your answers are kept.")},
    )


def _shown(asking: Asking, name: str, typed_name: str) -> dict[str, object]:
    """What stands in the fields of a question before anything is changed."""
    if asking.standing is Standing.LATER:
        return {name: LATER}
    if asking.answer and asking.answer not in asking.choices:
        return {name: TYPED, typed_name: asking.answer}
    return {name: asking.answer}


def _standing(show: str) -> Standing:
    return Standing(show) if show in list(Standing) else Standing.OPEN
