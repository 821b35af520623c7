from __future__ import annotations

import io
import pickle

import numpy as np
import pytest

from access.language.context import weights as weights_module
from access.language.context.network import network_scores, sentence_stretches
from access.language.context.weights import load_weights, notation, on_grid

WEIGHTS = load_weights()


def scores(text: str) -> np.ndarray:
    points = np.array([ord(character) for character in text])
    return network_scores(WEIGHTS, points, list(sentence_stretches(text)), WEIGHTS.rows[points].astype(np.int64))


def plain_scores(sentence: str) -> list[np.ndarray]:
    """The network written out as its authors describe it, one sentence and one step at a time, unrounded."""
    arrays = weights_module._load("np_ckpt.pkl")
    vocabulary, labels = weights_module._load("char2idx.pkl"), weights_module._load("class2idx.pkl")
    numbers = [2, *(vocabulary.get(character, 1) for character in sentence), 3]

    def sigmoid(values: np.ndarray) -> np.ndarray:
        return 1 / (1 + np.exp(-values))

    def run(order: list[int], suffix: str) -> list[np.ndarray]:
        hidden, cell, found = np.zeros(32), np.zeros(32), []
        for number in order:
            gates = arrays[f"lstm.weight_ih_l0{suffix}"] @ arrays["embedding.weight"][number].astype(float)
            gates = gates + arrays[f"lstm.weight_hh_l0{suffix}"] @ hidden
            gates = gates + arrays[f"lstm.bias_ih_l0{suffix}"] + arrays[f"lstm.bias_hh_l0{suffix}"]
            into, forget, new, out = gates[:32], gates[32:64], gates[64:96], gates[96:]
            cell = sigmoid(forget) * cell + sigmoid(into) * np.tanh(new)
            hidden = sigmoid(out) * np.tanh(cell)
            found.append(hidden)
        return found

    ahead, behind = run(numbers, ""), run(numbers[::-1], "_reverse")[::-1]
    found = []
    for place, character in enumerate(sentence, 1):
        row = WEIGHTS.rows[ord(character)]
        if row >= 0:
            state = np.concatenate((ahead[place], behind[place]))
            middle = np.maximum(arrays["logit_layer.0.weight"] @ state + arrays["logit_layer.0.bias"], 0)
            every = arrays["logit_layer.2.weight"] @ middle + arrays["logit_layer.2.bias"]
            spelt = {notation(label): number for label, number in labels.items()}
            found.append(np.array([every[spelt[reading]] for reading in WEIGHTS.readings[row]]))
    return found


@pytest.mark.parametrize("sentence", ["银行行长长大了。", "他还得重新数一数，行李都长得差不多", "x 着"])
def test_scores_are_those_of_the_network_as_described(sentence: str) -> None:
    got, wanted = scores(sentence), plain_scores(sentence)
    assert len(got) == len(wanted) > 0
    for line, expected in zip(got, wanted, strict=True):
        np.testing.assert_allclose(line[: len(expected)], expected, atol=2e-3)


def test_every_choice_has_its_class() -> None:
    for row, character in enumerate(WEIGHTS.characters):
        assert WEIGHTS.rows[ord(character)] == row
        assert WEIGHTS.chosen_from[row].sum() == len(WEIGHTS.readings[row]) == len(set(WEIGHTS.readings[row])) > 1
    assert "儿" not in WEIGHTS.characters
    assert set(WEIGHTS.readings[WEIGHTS.characters.index("行")]) >= {"xing2", "hang2"}


def test_labels_become_our_notation() -> None:
    assert [notation(label) for label in ("lu:4", "r5", "zhong1")] == ["lv4", "er5", "zhong1"]


def test_sums_on_the_grid_do_not_depend_on_their_order() -> None:
    random = np.random.default_rng(5)
    states, columns = on_grid(random.uniform(-1, 1, (50, 32))), WEIGHTS.forward.recurrence
    product = states @ columns
    order = random.permutation(32)
    assert (states[:, order] @ columns[order] == product).all()
    assert all((states[line : line + 1] @ columns == product[line]).all() for line in range(50))


@pytest.mark.parametrize("text", ["", "\n\n", "好。坏！", "长" * 1000, "一，" * 300 + "。", "“走！”他说。\n\n走\n"])
def test_sentences_cover_what_is_not_blank(text: str) -> None:
    covered = [place for start, end in sentence_stretches(text) for place in range(start, end)]
    assert covered == sorted(set(covered))
    assert not {place for place, character in enumerate(text) if not character.isspace()} - set(covered)
    assert all(end - start <= 240 for start, end in sentence_stretches(text))


def test_a_file_of_weights_that_would_run_something_is_refused() -> None:
    told = pickle.dumps(print)
    with pytest.raises(pickle.UnpicklingError):
        weights_module._ArraysOnly(io.BytesIO(told)).load()
