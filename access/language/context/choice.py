"""Which reading a polyphone has, and how sure that is: two small models whose weights lie readable in `model.json`.

The choice is a softmax over the readings of a character; each has a score, the sum of what speaks for it: the network's
judgement, the phrase dictionary's, and a leaning of the character. The doubt is a logistic regression over what the
choice was like. `bench/fit_readings.py` makes both on one half of the test sentences.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from access.language.context.evidence import (
    ALONE,
    CHOICE,
    DECIDED,
    LEFT_INSIDE,
    LENGTH,
    LONGEST_PHRASE,
    PLACE,
    RIGHT_INSIDE,
    WHOLE,
    Counts,
    beside,
)
from access.language.context.weights import Floats, Weights, Whole

_FLOOR = -4.0
_SURE = 8.0
LEAST, MOST = 0.01, 0.999
"""What a confidence of a choice lies between: nothing that was weighed is certain."""


@dataclass(frozen=True, slots=True)
class Polyphones:
    """The polyphones of a text, one line each: row, code points beside it, the network's scores, evidence."""

    rows: Whole
    left: Whole
    right: Whole
    scores: Floats
    evidence: NDArray[np.int8]
    lonely: NDArray[np.bool_]
    """Whether the character and both neighbours are words of one character: names and old texts look so."""


@dataclass(frozen=True, slots=True)
class Model:
    """Weights by the names of `choice_features` and `doubt_features`, leanings by row and choice, and a version."""

    choice: Mapping[str, float]
    leaning: Floats
    doubt: Mapping[str, float]
    intercept: float
    version: str


def load_model(weights: Weights) -> Model:
    """Load `model.json`."""
    told: dict[str, Any] = json.loads(files(__package__).joinpath("model.json").read_text(encoding="utf-8"))
    leaning = np.zeros(weights.classes.shape)
    for character, leanings in told["leaning"].items():
        row = int(weights.rows[ord(character)])
        for reading, value in leanings.items():
            leaning[row, weights.readings[row].index(reading)] = value
    return Model(told["choice"], leaning, told["doubt"], told["intercept"], told["version"])


def log_softmax(scores: Floats, chosen_from: NDArray[np.bool_]) -> Floats:
    """Logarithms of the shares of the choices that are there; a very low number for the others."""
    allowed = np.where(chosen_from, scores, -1e9)
    allowed -= allowed.max(axis=1)[:, None]
    logarithms: Floats = allowed - np.log(np.exp(allowed).sum(axis=1))[:, None]
    return logarithms


def network_shares(found: Polyphones, weights: Weights) -> Floats:
    """The network's own softmax over the readings each character can have, as logarithms."""
    return log_softmax(found.scores, weights.chosen_from[found.rows])


def choice_features(found: Polyphones, counts: Counts, network: Floats) -> Iterator[tuple[str, Floats]]:
    """Yield what speaks for each reading, by name: arrays of lines x choices."""
    choices = np.arange(network.shape[1])
    evidence, rows = found.evidence, found.rows
    by_phrase = (choices == evidence[:, CHOICE, None]).astype(np.float64)
    first = (choices == counts.first[rows][:, None]).astype(np.float64)
    has_phrase = evidence[:, LENGTH] > 0
    prior = counts.prior[rows]
    yield "network", np.maximum(network, -30.0)
    yield "network, floored", np.maximum(network, _FLOOR)
    for length in range(2, LONGEST_PHRASE + 1):
        yield f"phrase of {length}", by_phrase * (evidence[:, LENGTH] == length)[:, None]
    yield "phrase is the word", by_phrase * evidence[:, WHOLE, None]
    yield "phrase, neutral", by_phrase * counts.neutral[rows]
    yield "first in the dictionary", first
    yield "first, no phrase", first * ~has_phrase[:, None]
    yield "first, word of one", first * (evidence[:, PLACE] == ALONE)[:, None]
    yield "share in phrases", prior
    yield "share in phrases, in a phrase", prior * has_phrase[:, None]
    yield "share by place", counts.places[rows, evidence[:, PLACE]]
    yield "left neighbour", _left(found, counts)
    yield "right neighbour", _right(found, counts)


def _left(found: Polyphones, counts: Counts) -> Floats:
    """What the left neighbour says, where it is not in the same phrase: then the phrase has said it."""
    shares = beside(counts.left_keys, counts.left, found.rows, found.left)
    shares[found.evidence[:, LEFT_INSIDE] == 1] = 0.0
    return shares


def _right(found: Polyphones, counts: Counts) -> Floats:
    shares = beside(counts.right_keys, counts.right, found.rows, found.right)
    shares[found.evidence[:, RIGHT_INSIDE] == 1] = 0.0
    return shares


def choose(found: Polyphones, weights: Weights, counts: Counts, model: Model) -> tuple[Floats, Floats]:
    """Return the shares of the choices, as logarithms, by the model and by the network alone.

    Features are added one after the other, so that a line does not depend on the others beside it.
    """
    network = network_shares(found, weights)
    scores = model.leaning[found.rows]
    for name, values in choice_features(found, counts, network):
        scores += model.choice[name] * values
    return log_softmax(scores, weights.chosen_from[found.rows]), network


def decide(found: Polyphones, shares: Floats) -> Whole:
    """Return the choice of each line: what its phrase says where a phrase decides, else the one with the largest share.

    The network learnt from an encyclopaedia. In stories it reads 短发 and 高兴 as nobody does, and is sure of it.
    """
    by_phrase = found.evidence[:, CHOICE].astype(np.int64)
    return np.where(found.evidence[:, DECIDED] == 1, by_phrase, shares.argmax(axis=1))


def doubt_features(
    found: Polyphones, weights: Weights, counts: Counts, shares: Floats, network: Floats
) -> Iterator[tuple[str, Floats]]:
    """Yield what tells a doubtful choice from a sure one, by name: one number a line."""
    lines = np.arange(len(shares))
    chosen = decide(found, shares)
    others = shares.copy()
    others[lines, chosen] = -np.inf
    second = others.argmax(axis=1)
    by_network, network_second = _best_two(network)
    evidence, rows = found.evidence, found.rows
    prior, right = counts.prior[rows], _right(found, counts)
    sureness = np.clip(shares[lines, chosen] - shares[lines, second], -_SURE, _SURE)
    margin = np.minimum(network[lines, by_network] - network[lines, network_second], _SURE)
    in_phrase = evidence[:, CHOICE] >= 0
    yield "margin squared", sureness * np.abs(sureness)
    yield "margin of the network squared", margin**2
    yield "share by the network", np.maximum(network[lines, chosen], -6.0)
    yield "phrase agrees", (in_phrase & (evidence[:, CHOICE] == chosen)).astype(np.float64)
    yield "phrase disagrees", (in_phrase & (evidence[:, CHOICE] != chosen)).astype(np.float64)
    yield "margin without a phrase", sureness * ~in_phrase
    yield "rarity", -prior[lines, chosen]
    yield "rarity against the second", prior[lines, second] - prior[lines, chosen]
    yield "right neighbour", right[lines, chosen]
    yield "right neighbour against the second", right[lines, chosen] - right[lines, second]
    yield "phrases with the character", np.log1p(counts.phrases[rows])
    yield "choices", weights.chosen_from[rows].sum(axis=1).astype(np.float64)
    yield "among words of one", found.lonely.astype(np.float64)


def _best_two(shares: Floats) -> tuple[Whole, Whole]:
    order = np.argsort(-shares, axis=1, kind="stable")
    return order[:, 0], order[:, 1]


def confidences(
    found: Polyphones, weights: Weights, counts: Counts, model: Model, shares: Floats, network: Floats
) -> Floats:
    """Return how likely each choice is to be right, 0 to 1, to four decimals."""
    doubt = np.full(len(shares), model.intercept)
    for name, values in doubt_features(found, weights, counts, shares, network):
        doubt += model.doubt[name] * values
    sure: Floats = np.round(np.clip(1.0 / (1.0 + np.exp(doubt)), LEAST, MOST), 4)
    return sure
