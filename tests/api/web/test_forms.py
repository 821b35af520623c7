"""Fields of forms: what is taken, tidied and told."""

import pytest
from starlette.datastructures import FormData

from access.errors import ConflictError, UsageError
from api.language import speaking
from api.web.forms import Form


def form(**fields: str) -> Form:
    return Form(FormData(list(fields.items())))


def test_a_text_is_tidied_and_kept() -> None:
    found = form(name="  e\u0301 \t b ", long="长" * 11, control="a\x07b")
    assert found.text("name") == "é b"
    assert found.values["name"] == "é b"
    with speaking("en"):
        found.text("long", most=10)
        found.text("control")
        found.text("none", needed="Say it.")
        found.text("none", needed="Never told: the first stands.")
    assert found.errors == {
        "long": "Use 10 characters or fewer.",
        "control": "Take out the control characters.",
        "none": "Say it.",
    }


def test_lines_stay_where_they_are_asked_for() -> None:
    assert form(x=" a\r\n b ").text("x", lines=True) == "a\n b"
    assert form(x="a\nb").text("x") == "a b"


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("7", 7),
        (" ７ ", 7),
        ("-1", -1),
        ("8", None),
        ("-2", None),
        ("x", None),
        ("1.0", None),
        ("9" * 50, None),
    ],
)
def test_a_number_is_between_two_others(typed: str, number: int | None) -> None:
    found = form(x=typed)
    assert found.number("x", -1, 7) == number
    assert bool(found.errors) == (number is None)


def test_only_what_was_offered_is_chosen() -> None:
    found = Form(FormData([("one", "b"), ("other", "z"), ("many", "c"), ("many", "a"), ("many", "c"), ("many", "z")]))
    assert found.choice("one", ["a", "b"]) == "b"
    assert found.choice("other", ["a", "b"], needed="Choose.") == ""
    assert found.choices("many", ["a", "b", "c"]) == ["a", "c"]
    assert found.errors == {"other": "Choose."}


def test_a_secret_is_not_kept() -> None:
    found = form(secret=" two  blanks ")
    assert found.secret("secret") == " two  blanks "
    assert found.shown("secret") == ""


def test_an_error_is_told_at_the_field_that_it_names_or_the_one_given() -> None:
    found = form(name="x", login="y")
    found.text("name")
    found.text("login")
    with speaking("en"):
        found.refused(UsageError("Wrong {part}.", advice="", part="name", field="name"), "login")
        found.refused(ConflictError("Taken.", advice="Choose another."), "login")
    assert found.errors == {"name": "Wrong name.", "login": "Taken. Choose another."}
