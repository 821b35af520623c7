"""Make the models of readings in context from the making half of the labelled sentences, and write them as JSON.

`scripts/bench fit_readings` writes access/language/context/model.json and prints what cross-validation inside the
making half says of it. The judged half is not opened.
"""

from __future__ import annotations

import json
from dataclasses import fields
from hashlib import blake2b
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from access.language.context import choice
from access.language.context.choice import Polyphones
from access.language.context.evidence import Counts
from access.language.context.reader import ContextReader
from access.language.context.weights import Weights, load_weights
from bench.cpp import labelled_halves

MODEL = Path(choice.__file__).with_name("model.json")
STEPS = 300
FOLDS = 8
SEEDS = (0, 1, 2)
HOLD_WEIGHTS, HOLD_LEANINGS, HOLD_DOUBT = 1.0, 5.0, 5.0
"""How strongly each kind of weight is held at nought: half its square, beside the sum of log-likelihoods."""

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]


class Making:
    """The labelled polyphones of the making half and all their features."""

    def __init__(self) -> None:
        making, _ = labelled_halves()
        reader = ContextReader()
        self.weights: Weights = load_weights()
        found, places = reader.polyphones([each.text for each in making])
        at = {int(place): line for line, place in enumerate(places)}
        starts = np.cumsum([0] + [len(each.text) + 1 for each in making])
        marked = [(int(start) + each.place, each) for start, each in zip(starts, making, strict=False)]
        lines = [(at[place], each) for place, each in marked if place in at]
        kept = np.array([line for line, _ in lines])
        self.found = Polyphones(**{field.name: getattr(found, field.name)[kept] for field in fields(Polyphones)})
        readings = [self.weights.readings[row] for row in self.found.rows]
        self.right: Whole = np.array(
            [
                known.index(each.reading) if each.reading in known else -1
                for known, (_, each) in zip(readings, lines, strict=True)
            ]
        )
        self.counts: Counts = reader._counts
        self.network = choice.network_shares(self.found, self.weights)
        features = dict(choice.choice_features(self.found, self.counts, self.network))
        self.names = list(features)
        self.features = np.stack(list(features.values()), axis=2)
        self.allowed = self.weights.chosen_from[self.found.rows]

    def fit_choice(self, lines: Whole) -> tuple[Floats, Floats]:
        """Fit weights and leanings on some lines by gradient descent (Adam)."""
        lines = lines[self.right[lines] >= 0]
        features, rows, allowed = self.features[lines], self.found.rows[lines], self.allowed[lines]
        truth = np.eye(features.shape[1])[self.right[lines]]
        weights = np.zeros(len(self.names) + self.weights.classes.size)
        weights[0] = 1.0
        mean, square = np.zeros_like(weights), np.zeros_like(weights)
        hold = np.full(len(weights), HOLD_LEANINGS)
        hold[: len(self.names)] = HOLD_WEIGHTS
        for step in range(1, STEPS + 1):
            leaning = weights[len(self.names) :].reshape(self.weights.classes.shape)
            shares = np.exp(choice.log_softmax(features @ weights[: len(self.names)] + leaning[rows], allowed))
            error = (shares - truth) * allowed
            slope_leaning = np.zeros_like(leaning)
            np.add.at(slope_leaning, rows, error)
            slope = np.concatenate((np.einsum("nk,nkf->f", error, features), slope_leaning.ravel())) + hold * weights
            mean, square = 0.9 * mean + 0.1 * slope, 0.99 * square + 0.01 * slope**2
            pace = 0.05 * (1 - step / STEPS) + 0.002
            weights -= pace * (mean / (1 - 0.9**step)) / np.sqrt(square / (1 - 0.99**step) + 1e-8)
        return weights[: len(self.names)], weights[len(self.names) :].reshape(self.weights.classes.shape)

    def shares(self, lines: Whole, weights: Floats, leaning: Floats) -> Floats:
        """What a fitted choice says of some lines."""
        return choice.log_softmax(self.features[lines] @ weights + leaning[self.found.rows[lines]], self.allowed[lines])

    def held_out(self, seed: int) -> Floats:
        """Shares of every line by a choice that was fitted without it."""
        fold = np.random.default_rng(seed).permutation(np.arange(len(self.right)) % FOLDS)
        shares = np.zeros_like(self.network)
        for number in range(FOLDS):
            out = np.flatnonzero(fold == number)
            shares[out] = self.shares(out, *self.fit_choice(np.flatnonzero(fold != number)))
        return shares


def fit_doubt(features: Floats, wrong: Floats) -> Floats:
    """Logistic regression by Newton's steps; the last weight is the intercept. Features are standardised already."""
    columns = np.c_[features, np.ones(len(features))]
    weights = np.zeros(columns.shape[1])
    hold = np.diag([HOLD_DOUBT] * features.shape[1] + [1e-6])
    for _ in range(25):
        likely = 1 / (1 + np.exp(-columns @ weights))
        slope = columns.T @ (likely - wrong) + hold @ weights
        curve = (columns * (likely * (1 - likely))[:, None]).T @ columns + hold
        weights -= np.linalg.solve(curve, slope)
    return weights


def coverage(doubt: Floats, wrong: NDArray[np.bool_], share: float = 0.05) -> float:
    """The share of the wrong ones among the most doubtful."""
    most = np.argsort(-doubt, kind="stable")[: int(len(doubt) * share)]
    return float(wrong[most].sum() / wrong.sum())


def main() -> None:
    """Fit, judge by cross-validation inside the half, write."""
    making = Making()
    all_lines = np.arange(len(making.right))
    held_out = [making.held_out(seed) for seed in SEEDS]
    tables, wrong = [], []
    for shares in held_out:
        told = dict(choice.doubt_features(making.found, making.weights, making.counts, shares, making.network))
        tables.append(np.stack(list(told.values()), axis=1))
        wrong.append(choice.decide(making.found, shares) != making.right)
    features, missed = np.concatenate(tables), np.concatenate(wrong)
    mean, scale = features.mean(axis=0), features.std(axis=0) + 1e-9
    covered = []
    for seed, (table, misses) in enumerate(zip(tables, wrong, strict=True)):
        fold = np.random.default_rng(100 + seed).permutation(all_lines % FOLDS)
        doubt = np.zeros(len(all_lines))
        for number in range(FOLDS):
            kept = fold != number
            fitted = fit_doubt((table[kept] - mean) / scale, misses[kept].astype(float))
            doubt[~kept] = (table[~kept] - mean) / scale @ fitted[:-1]
        covered.append(coverage(doubt, misses))
    print(f"making half, held out: {1 - missed.mean():.2%} right, the 5 % least sure hold {np.mean(covered):.1%}")

    weights, leaning = making.fit_choice(all_lines)
    # Each sentence counts once, though it was held out with every seed.
    fitted = fit_doubt((features - mean) / scale, missed.astype(float))
    raw = fitted[:-1] / scale
    write(making, weights, leaning, raw, float(fitted[-1] - raw @ mean), list(told))


def write(making: Making, weights: Floats, leaning: Floats, doubt: Floats, intercept: float, names: list[str]) -> None:
    """Write the model, weights to four decimals, leanings only where they are not nothing."""
    leanings: dict[str, dict[str, float]] = {}
    for row, readings in enumerate(making.weights.readings):
        kept = {reading: round(float(leaning[row, at]), 3) for at, reading in enumerate(readings)}
        kept = {reading: value for reading, value in kept.items() if abs(value) >= 0.01}
        if kept:
            leanings[making.weights.characters[row]] = kept
    model: dict[str, Any] = {
        "made by": "bench/fit_readings.py on the making half of the CPP development sentences",
        "choice": {name: round(float(weight), 4) for name, weight in zip(making.names, weights, strict=True)},
        "intercept": round(intercept, 4),
        "doubt": {name: round(float(weight), 4) for name, weight in zip(names, doubt, strict=True)},
        "leaning": leanings,
    }
    model = {"version": blake2b(json.dumps(model).encode(), digest_size=4).hexdigest(), **model}
    text = json.dumps(model, ensure_ascii=False, indent=1)
    # One line a character, so that the file can be read and compared.
    for character, told in leanings.items():
        inner = json.dumps(told, ensure_ascii=False)
        text = text.replace(
            f'"{character}": {json.dumps(told, ensure_ascii=False, indent=1)}', f'"{character}": {inner}'
        )
    MODEL.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
