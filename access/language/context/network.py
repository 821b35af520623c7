"""The network run over many sentences at once, the longest first, so that no step computes what is beyond an end."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np

from access.language.context.weights import Direction, Floats, Singles, Weights, Whole, on_grid

_AT_ONCE = 384
"""Sentences in one batch: the arrays of a step still fit the processor's cache."""
_LONGEST = 240
"""Characters of a sentence at most; what is longer is cut behind a clause mark where there is one."""
_SENTENCE = re.compile(r"[^\n。！？!?]*[。！？!?]*[”’」』）》…]*\n?")
_CLAUSE = re.compile(r"[，；：、,;:\s]")

Stretch = tuple[int, int]


def sentence_stretches(text: str) -> Iterator[Stretch]:
    """Divide `text` into sentences as the network learnt them; half-open code points in order that cover all of it."""
    for match in _SENTENCE.finditer(text):
        start, end = match.span()
        while end - start > _LONGEST:
            marks = [mark.end() for mark in _CLAUSE.finditer(text, start + _LONGEST // 2, start + _LONGEST)]
            cut = marks[-1] if marks else start + _LONGEST
            yield start, cut
            start = cut
        while end > start and text[end - 1].isspace():
            end -= 1
        if end > start:
            yield start, end


def network_scores(weights: Weights, points: Whole, stretches: list[Stretch], rows: Whole) -> Floats:
    """Score the choices of every polyphone of a text: a line for each place where `rows` is not negative, in order.

    `points` are the code points of the text, `stretches` its sentences and `rows` (as long as `points`) the rows of its
    polyphones. The scores are the network's own, before any softmax; where a row has fewer choices they mean nothing.
    """
    places = np.flatnonzero(rows >= 0)
    states = np.zeros((len(places), 64), np.float32)
    # Only sentences with a polyphone are run.
    waiting = [stretch for stretch in stretches if _between(places, stretch)]
    waiting.sort(key=lambda stretch: stretch[0] - stretch[1])
    for at in range(0, len(waiting), _AT_ONCE):
        _fill_states(weights, points, waiting[at : at + _AT_ONCE], places, states)
    hidden = on_grid(np.maximum(states.astype(np.float64) @ weights.hidden + weights.hidden_bias, 0.0))
    classes = weights.classes[rows[places]]
    scores = np.empty(classes.shape)
    for choice in range(classes.shape[1]):
        chosen = classes[:, choice]
        scores[:, choice] = (hidden * weights.output[chosen]).sum(axis=1) + weights.output_bias[chosen]
    return scores


def _between(places: Whole, stretch: Stretch) -> bool:
    first, last = np.searchsorted(places, stretch)
    return bool(first < last)


def _fill_states(weights: Weights, points: Whole, stretches: list[Stretch], places: Whole, states: Singles) -> None:
    """Write the states of both directions for the polyphones of sentences that are sorted from long to short."""
    lengths = np.array([end - start + 2 for start, end in stretches])
    identifiers = np.zeros((len(stretches), lengths[0]), np.int16)
    line_of = np.empty(len(stretches), np.int64)
    for line, (start, end) in enumerate(stretches):
        identifiers[line, 0] = weights.begin
        identifiers[line, 1 : end - start + 1] = weights.identifiers[points[start:end]]
        identifiers[line, end - start + 1] = weights.end
        line_of[line] = start
    backward = np.zeros_like(identifiers)
    for line, length in enumerate(lengths):
        backward[line, :length] = identifiers[line, :length][::-1]
    counts = (lengths[None, :] > np.arange(lengths[0])[:, None]).sum(axis=1)
    ahead = _run(weights.forward, identifiers, counts)
    behind = _run(weights.backward, backward, counts)
    for line, (start, end) in enumerate(stretches):
        first, last = np.searchsorted(places, (start, end))
        steps = places[first:last] - start + 1
        states[first:last, :32] = ahead[steps, line]
        states[first:last, 32:] = behind[lengths[line] - 1 - steps, line]


def _run(direction: Direction, identifiers: np.ndarray[tuple[int, int], np.dtype[np.int16]], counts: Whole) -> Singles:
    """Run one direction of the LSTM; states by step and line. At a step the first `counts[step]` lines are alive."""
    lines, steps = identifiers.shape
    states = np.zeros((steps, lines, 32), np.float32)
    cells: Singles = np.zeros((lines, 32), np.float32)
    by_step = np.ascontiguousarray(identifiers.T)
    before = np.zeros((lines, 32))
    for step in range(steps):
        alive = int(counts[step])
        gates = (before[:alive] @ direction.recurrence).astype(np.float32)
        gates += direction.inputs[by_step[step, :alive]]
        # The sigmoid by the tangent: one function for all four gates, and no overflow.
        gates[:, :64] *= 0.5
        gates[:, 96:] *= 0.5
        np.tanh(gates, out=gates)
        kept = cells[:alive]
        kept *= 0.5 * gates[:, 32:64] + 0.5
        kept += (0.5 * gates[:, :32] + 0.5) * gates[:, 64:96]
        before = on_grid((0.5 * gates[:, 96:] + 0.5) * np.tanh(kept))
        states[step, :alive] = before
    return states
