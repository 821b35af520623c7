"""The table of roles says what the library means, and nobody has a right by chance."""

import pytest

from access.patrons.roles import RIGHTS, STAFF, Right, Role, may

PERSONS = {Right.MANAGE_READERS, Right.SEE_VOLUNTEERS, Right.SEE_HOURS, Right.SEE_AUDIT, Right.INVITE}
"""Rights by which one learns who somebody is."""


def test_every_role_has_its_line() -> None:
    assert set(RIGHTS) == set(Role)
    assert set(Role) - {Role.READER} == STAFF


def test_an_administrator_may_everything_and_a_stranger_nothing() -> None:
    for right in Right:
        assert may(Role.ADMINISTRATOR, right)
        assert not may(None, right)


@pytest.mark.parametrize("role", [Role.READER, Role.VOLUNTEER, Role.PROOFREADER])
def test_who_does_not_look_after_people_learns_of_none(role: Role) -> None:
    assert not RIGHTS[role] & PERSONS


def test_only_administrators_decide_who_may_what() -> None:
    for right in (Right.INVITE, Right.CHANGE_ROLES, Right.SEE_AUDIT, Right.SEE_SETTINGS):
        assert [role for role in Role if may(role, right)] == [Role.ADMINISTRATOR]


def test_what_is_made_for_who_cannot_read_print_is_not_for_volunteers() -> None:
    assert not may(Role.VOLUNTEER, Right.LISTEN)
    assert RIGHTS[Role.VOLUNTEER] - RIGHTS[Role.PROOFREADER] == set()
    assert RIGHTS[Role.READER] == {Right.READ_CATALOGUE, Right.LISTEN, Right.ORDER_FORMS, Right.OWN_SETTINGS}


def test_everybody_has_settings_of_their_own() -> None:
    assert all(may(role, Right.OWN_SETTINGS) for role in Role)


def test_the_table_cannot_be_changed_by_who_reads_it() -> None:
    with pytest.raises(TypeError):
        RIGHTS[Role.READER] = frozenset(Right)  # type: ignore[index]
