"""What templates of the desk call things by, one mapping for all of them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from access.production.states import Event
from access.production.tables import OrderState
from api.language import _
from api.web.form_names import form_name, person_role_name
from api.works.names import part_name, state_name, time_left_name

_GROUP_WORDS = {
    OrderState.FAILED: "Orders that failed",
    OrderState.RUNNING: "Orders that run",
    OrderState.WAITING: "Orders that wait",
    OrderState.PAUSED: "Orders that are paused",
}
_STEP_WORDS = {
    Event.PAUSE: "Pause",
    Event.RESUME: "Go on",
    Event.CANCEL: "Cancel",
    Event.RETRY: "Do the failed part again",
}
_STATE_COLOURS = {
    OrderState.WAITING: "govuk-tag--grey",
    OrderState.RUNNING: "govuk-tag--blue",
    OrderState.PAUSED: "govuk-tag--yellow",
    OrderState.CANCELLED: "govuk-tag--grey",
    OrderState.FAILED: "govuk-tag--red",
    OrderState.DONE: "govuk-tag--green",
}
STEPS = tuple(_STEP_WORDS)
"""What a person may do with an order."""


def group_name(state: OrderState) -> str:
    """Return what the orders in a state are called."""
    return _(_GROUP_WORDS[state])


def step_name(event: Event) -> str:
    """Return what a button says that steers an order."""
    return _(_STEP_WORDS[event])


def state_colour(state: OrderState) -> str:
    """Return the class of a state's tag; its words say the same."""
    return _STATE_COLOURS[state]


WORDS: Mapping[str, Any] = MappingProxyType(
    {
        "form_name": form_name,
        "group_name": group_name,
        "order_state": state_name,
        "part_name": part_name,
        "person_role_name": person_role_name,
        "time_left_name": time_left_name,
        "state_colour": state_colour,
        "step_name": step_name,
    }
)
