"""The network of g2pM 0.1.2.5 (Park and Lee, Interspeech 2020; Apache-2.0), read from its installed files.

An embedding of 64, one LSTM of 32 in each direction, two full layers. It was trained on the sentences of CPP, in which
one character each was labelled. We read its arrays and its lists and leave its program alone, which reads one sentence
at a time.
"""

from __future__ import annotations

import pickle
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from access.errors import MissingResourceError
from access.language.pinyin import SYLLABLES

_UNKNOWN, _BEGIN, _END = "<UNK>", "시", "끝"
_LEFT_TO_RULES = frozenset("儿")
"""Whether 儿 is a suffix is decided by the word it ends, which the network does not see."""
_GRID = 65536.0
_PLACES = 0x110000
_ALLOWED = frozenset({
    ("numpy.core.multiarray", "_reconstruct"),
    ("numpy", "ndarray"),
    ("numpy", "dtype"),
    ("collections", "OrderedDict"),
})  # fmt: skip

Floats = NDArray[np.float64]
Singles = NDArray[np.float32]
Whole = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Direction:
    """One direction of the LSTM: what each character adds to the gates (V x 128), and the recurrence (32 x 128)."""

    inputs: Singles
    recurrence: Floats


@dataclass(frozen=True, slots=True)
class Weights:
    """The network, its vocabulary and, for each of its polyphones, the readings it chooses from.

    `identifiers` gives each code point its number in the vocabulary, `rows` its row among the polyphones or -1.
    `readings` has the readings of each row in our notation, `classes` (rows x choices) their numbers among the outputs,
    0 where a row has fewer; `chosen_from` (rows x choices) says which are there. `single` has the characters with one
    reading only. `begin` and `end` are the marks around a sentence.
    """

    forward: Direction
    backward: Direction
    hidden: Floats
    hidden_bias: Floats
    output: Floats
    output_bias: Floats
    identifiers: NDArray[np.int16]
    rows: NDArray[np.int16]
    characters: str
    readings: tuple[tuple[str, ...], ...]
    classes: Whole
    chosen_from: NDArray[np.bool_]
    single: dict[str, str]
    begin: int
    end: int


class _ArraysOnly(pickle.Unpickler):
    """Reads arrays, lists and dictionaries and nothing that could run."""

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) not in _ALLOWED:
            raise pickle.UnpicklingError(f"{module}.{name} has no place in a file of weights")
        # NumPy 2 has this function under another name, and warns at the old one.
        return super().find_class("numpy._core.multiarray" if module == "numpy.core.multiarray" else module, name)


def _folder() -> Path:
    found = find_spec("g2pM")
    if found is None or not found.submodule_search_locations:
        raise MissingResourceError(
            "The network that reads Chinese in context is not installed: the package {package} is missing.",
            advice="Run scripts/setup again.",
            package="g2pM",
        )
    return Path(found.submodule_search_locations[0])


def _load(name: str) -> Any:
    with (_folder() / name).open("rb") as file:
        return _ArraysOnly(file).load()


def on_grid(numbers: NDArray[Any]) -> Floats:
    """Round to multiples of 2⁻¹⁶, so that sums of products of two such are exact in whatever order they are added.

    So a sentence has the same result beside any others, and on any processor's matrix routines. With 32 terms below
    2²¹ a product sum needs 53 bits at most, which is what a double has.
    """
    rounded: Floats = np.rint(np.asarray(numbers, np.float64) * _GRID) / _GRID
    return rounded


def notation(label: str) -> str:
    """Turn a label of CPP (`lu:4`, `r5`) into ours (`lv4`, `er5`)."""
    return "er5" if label == "r5" else label.replace("u:", "v")


def _direction(arrays: dict[str, Singles], suffix: str) -> Direction:
    inputs = np.asarray(arrays["embedding.weight"], np.float64) @ arrays[f"lstm.weight_ih_l0{suffix}"].T
    inputs = inputs + arrays[f"lstm.bias_ih_l0{suffix}"] + arrays[f"lstm.bias_hh_l0{suffix}"]
    # Rounded, since the product's last bits may differ from machine to machine.
    return Direction(on_grid(inputs).astype(np.float32), on_grid(arrays[f"lstm.weight_hh_l0{suffix}"].T))


@cache
def load_weights() -> Weights:
    """Load the network from the installed package (25 ms), once for a process.

    Raises `MissingResourceError` when it is not there.
    """
    arrays: dict[str, Singles] = _load("np_ckpt.pkl")
    vocabulary: dict[str, int] = _load("char2idx.pkl")
    labels: dict[str, int] = _load("class2idx.pkl")
    dictionary: dict[str, list[str]] = _load("digest_cedict.pkl")

    identifiers = np.full(_PLACES, vocabulary[_UNKNOWN], np.int16)
    for character, number in vocabulary.items():
        if len(character) == 1 and character not in (_BEGIN, _END):
            identifiers[ord(character)] = number
    single, choices = {}, {}
    for character, spelt in dictionary.items():
        readings = {notation(label): labels.get(label, -1) for label in spelt if notation(label)[:-1] in SYLLABLES}
        if len(readings) == 1:
            single[character] = next(iter(readings))
        elif readings and min(readings.values()) >= 0 and character not in _LEFT_TO_RULES:
            choices[character] = readings
    rows = np.full(_PLACES, -1, np.int16)
    widest = max(len(readings) for readings in choices.values())
    classes = np.zeros((len(choices), widest), np.int64)
    chosen_from = np.zeros((len(choices), widest), np.bool_)
    for row, (character, readings) in enumerate(choices.items()):
        rows[ord(character)] = row
        classes[row, : len(readings)] = list(readings.values())
        chosen_from[row, : len(readings)] = True
    return Weights(
        forward=_direction(arrays, ""),
        backward=_direction(arrays, "_reverse"),
        hidden=on_grid(arrays["logit_layer.0.weight"].T),
        hidden_bias=on_grid(arrays["logit_layer.0.bias"]),
        output=on_grid(arrays["logit_layer.2.weight"]),
        output_bias=on_grid(arrays["logit_layer.2.bias"]),
        identifiers=identifiers,
        rows=rows,
        characters="".join(choices),
        readings=tuple(tuple(readings) for readings in choices.values()),
        classes=classes,
        chosen_from=chosen_from,
        single=single,
        begin=vocabulary[_BEGIN],
        end=vocabulary[_END],
    )
