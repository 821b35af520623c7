"""The rules of orders, as a machine that is given anything that may happen in any order."""

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from access.errors import UsageError
from access.production.states import (
    ENDS,
    OPEN_STATES,
    ORDER_MOVES,
    PART_MOVES,
    Event,
    Step,
    moved,
    ready,
    verdict,
)
from access.production.tables import OrderState, PartKind

S, K = OrderState, PartKind


class OrderMachine(RuleBasedStateMachine):
    """An order with chapters and formats, begun, broken off, steered and retried at random."""

    @initialize(chapters=st.integers(0, 3), sound=st.integers(0, 2), cells=st.integers(0, 2))
    def place(self, chapters: int, sound: int, cells: int) -> None:
        self.order = S.WAITING
        self.layout = [(K.SPEAK, n + 1, None) for n in range(chapters if sound else 0)]
        self.layout += [(K.BRAILLE, 1, None)] * bool(cells)
        formats = [K.SPEAK] * sound + [K.BRAILLE] * cells
        self.layout += [(K.PUBLISH, n, needs) for n, needs in enumerate(formats, 1)]
        self.layout += [(K.CHECK, n, None) for n in range(1, len(formats) + 1)]
        self.layout += [(K.SHELVE, 1, None), (K.TELL, 1, None)]
        self.parts: dict[tuple[PartKind, int], OrderState] = {(K.OPEN, 0): S.WAITING}
        self.needs = {(kind, number): needs for kind, number, needs in self.layout}
        self.done_order: list[tuple[PartKind, int]] = []

    def steps(self) -> list[Step]:
        return [
            Step(kind, number, state, self.needs.get((kind, number))) for (kind, number), state in self.parts.items()
        ]

    def part_event(self, key: tuple[PartKind, int], event: Event) -> None:
        self.parts[key] = PART_MOVES[self.parts[key], event]

    def conclude(self) -> None:
        event = verdict(self.steps())
        if event is not None and self.order in OPEN_STATES:
            self.order = moved(self.order, event)

    def steer(self, event: Event) -> None:
        self.order = moved(self.order, event)
        for key in self.parts:
            if (self.parts[key], event) in PART_MOVES:
                self.part_event(key, event)

    @precondition(lambda self: self.order in OPEN_STATES and bool(ready(self.steps())))
    @rule(data=st.data())
    def begin(self, data: st.DataObject) -> None:
        step = data.draw(st.sampled_from(ready(self.steps())))
        if self.order is S.WAITING:
            self.order = moved(self.order, Event.BEGIN)
        self.part_event((step.kind, step.number), Event.BEGIN)

    @precondition(lambda self: S.RUNNING in self.parts.values())
    @rule(data=st.data(), event=st.sampled_from([Event.FINISH, Event.FINISH, Event.FAIL, Event.GIVE_BACK]))
    def end_a_part(self, data: st.DataObject, event: Event) -> None:
        key = data.draw(st.sampled_from([key for key, state in self.parts.items() if state is S.RUNNING]))
        self.part_event(key, event)
        if event is Event.FINISH:
            assert key not in self.done_order, "nothing is done twice"
            self.done_order.append(key)
            if key == (K.OPEN, 0):
                for kind, number, _ in self.layout:
                    self.parts.setdefault((kind, number), S.WAITING)
        self.conclude()

    @rule(event=st.sampled_from([Event.PAUSE, Event.RESUME, Event.CANCEL, Event.RETRY]))
    def be_steered(self, event: Event) -> None:
        if (self.order, event) in ORDER_MOVES:
            self.steer(event)
        else:
            with pytest.raises(UsageError):
                moved(self.order, event)

    @invariant()
    def an_end_is_an_end(self) -> None:
        if self.order is S.DONE:
            assert set(self.parts.values()) == {S.DONE}
        if self.order in {S.PAUSED, S.CANCELLED, S.FAILED}:
            assert S.RUNNING not in self.parts.values()
        if self.order is S.CANCELLED:
            assert set(self.parts.values()) <= {S.DONE, S.CANCELLED}

    @invariant()
    def there_is_always_a_way_on(self) -> None:
        if self.order in OPEN_STATES:
            assert ready(self.steps()) or S.RUNNING in self.parts.values()

    @invariant()
    def nothing_goes_before_what_it_needs(self) -> None:
        place = {key: number for number, key in enumerate(self.done_order)}
        for (kind, number), at in place.items():
            assert kind is K.OPEN or place[K.OPEN, 0] < at
            if kind is K.PUBLISH:
                assert all(place[key] < at for key in self.parts if key[0] is self.needs[kind, number])
            if kind is K.CHECK:
                assert place[K.PUBLISH, number] < at
            if kind is K.SHELVE:
                assert all(place[key] < at for key in self.parts if key[0] in {K.PUBLISH, K.CHECK})
            if kind is K.TELL:
                assert place[K.SHELVE, 1] < at


TestOrders = OrderMachine.TestCase


def test_nothing_leads_out_of_an_end() -> None:
    assert not [state for state, _ in ORDER_MOVES if state in ENDS]


def test_an_order_of_which_all_is_on_the_shelf_is_shelved_at_once() -> None:
    steps = [Step(K.OPEN, 0, S.DONE), Step(K.SHELVE, 1, S.WAITING), Step(K.TELL, 1, S.WAITING)]
    assert [step.kind for step in ready(steps)] == [K.SHELVE]


def test_what_failed_lets_the_rest_be_finished_first() -> None:
    steps = [Step(K.OPEN, 0, S.DONE), Step(K.SPEAK, 1, S.FAILED), Step(K.SPEAK, 2, S.RUNNING)]
    assert verdict(steps) is None
    assert verdict([*steps[:2], Step(K.SPEAK, 2, S.DONE), Step(K.PUBLISH, 1, S.WAITING, K.SPEAK)]) is Event.FAIL
