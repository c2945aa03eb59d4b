"""Dynamic batching: the same answers in fewer passes, and one faulty request does not affect the others."""

import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pytest

from bertplay.models.batching import Batcher
from bertplay.models.loaded import LoadedModel, Wanted
from bertplay.models.making_way import interrupted_by, make_way
from bertplay.models.wanted import Outputs, Row
from tests.waiting import SECONDS, until

SCORES = Wanted(scores=True)


def rows_of(model: LoadedModel, *texts: str) -> list[Row]:
    encodings = [model.encode(text) for text in texts]
    return [Row(encoding, SCORES, encoding.masks) for encoding in encodings]


def scores_of(outputs: Sequence[Outputs]) -> list[list[float]]:
    return [output.scores[0].tolist() for output in outputs if output.scores is not None]


class Gate:
    """A pass that waits until it is let through, so that others pile up behind it; then the model's own."""

    def __init__(self, model: LoadedModel) -> None:
        self.model, self.open, self.entered = model, threading.Event(), threading.Event()
        self.sizes: list[int] = []

    def __call__(self, rows: Sequence[Row]) -> list[Outputs]:
        self.sizes.append(len(rows))
        self.entered.set()
        assert self.open.wait(SECONDS)
        if any("poison" in row.encoding.text for row in rows):
            raise ZeroDivisionError("poison")
        return self.model._run_pass(rows)


def pile_up(batcher: Batcher, gate: Gate, requests: Sequence[Sequence[Row]]) -> list[list[Outputs] | Exception]:
    """The first request enters, the others queue behind it, then the gate opens."""

    def ask(rows: Sequence[Row]) -> list[Outputs] | Exception:
        try:
            return batcher.ask(rows)
        except ZeroDivisionError as error:
            return error

    with ThreadPoolExecutor(len(requests)) as pool:
        first = pool.submit(ask, requests[0])
        assert gate.entered.wait(SECONDS)
        others = [pool.submit(ask, rows) for rows in requests[1:]]
        until(lambda: len(batcher._waiting) == len(requests))
        gate.open.set()
        return [future.result(SECONDS) for future in (first, *others)]


def test_32_threads_get_what_they_would_get_alone(tiny_model: LoadedModel) -> None:
    texts = ["a " * (7 * i % 50) + f"[MASK] {i}" for i in range(32)]
    alone = [scores_of(tiny_model.forward([tiny_model.encode(text)], SCORES))[0] for text in texts]
    with ThreadPoolExecutor(32) as pool:
        for _ in range(3):
            merged = list(pool.map(lambda text: scores_of(tiny_model.forward([tiny_model.encode(text)], SCORES))[0], texts))
            np.testing.assert_allclose(merged, alone, atol=1e-4)


def test_what_waits_is_one_pass(tiny_model: LoadedModel) -> None:
    gate = Gate(tiny_model)
    requests = [rows_of(tiny_model, f"The [MASK] {i}.") for i in range(20)]
    answers = pile_up(Batcher(gate), gate, requests)
    assert gate.sizes == [1, 19]
    alone = [scores_of(tiny_model._run_pass(rows))[0] for rows in requests]
    np.testing.assert_allclose([scores_of(answer)[0] for answer in answers], alone, atol=1e-4)


def test_a_failing_request_fails_alone(tiny_model: LoadedModel) -> None:
    gate = Gate(tiny_model)
    texts = ["[MASK]", "a [MASK]", "poison [MASK]", "b [MASK]"]
    answers = pile_up(Batcher(gate), gate, [rows_of(tiny_model, text) for text in texts])
    assert [isinstance(answer, ZeroDivisionError) for answer in answers] == [False, False, True, False]


def test_a_pass_is_capped_in_tokens(tiny_model: LoadedModel) -> None:
    gate = Gate(tiny_model)
    gate.open.set()
    outputs = Batcher(gate, token_limit=60).ask(rows_of(tiny_model, *["the [MASK] was red"] * 25))  # 6 tokens each
    assert gate.sizes == [10, 10, 5]
    assert len(outputs) == 25


def test_a_long_request_does_not_keep_a_short_one_waiting(tiny_model: LoadedModel) -> None:
    gate = Gate(tiny_model)
    finished: list[str] = []
    batcher = Batcher(gate, token_limit=30)

    def ask(name: str, rows: Sequence[Row]) -> None:
        batcher.ask(rows)
        finished.append(name)

    long, short = rows_of(tiny_model, *["[MASK] a"] * 200), rows_of(tiny_model, "[MASK] " + "b " * 60)  # too long to share a pass
    threads = [threading.Thread(target=ask, args=pair) for pair in (("long", long), ("short", short))]
    threads[0].start()
    assert gate.entered.wait(SECONDS)
    threads[1].start()
    until(lambda: len(batcher._waiting) == 2)
    gate.open.set()
    for thread in threads:
        thread.join()
    assert finished == ["short", "long"]
    assert 1 in gate.sizes[1:3]


def test_every_other_pass_is_for_the_short_ones_alone(tiny_model: LoadedModel) -> None:
    gate = Gate(tiny_model)
    long = rows_of(tiny_model, *["the [MASK] was red"] * 100)  # 6 tokens each
    short = rows_of(tiny_model, "the [MASK] was red")
    pile_up(Batcher(gate, token_limit=120), gate, [long, short, short])
    assert gate.sizes == [20, 2, 20, 20, 20, 20]


def test_a_long_pass_makes_way_once_for_short_ones(tiny_model: LoadedModel) -> None:
    long, short = rows_of(tiny_model, *["the [MASK] was red"] * 30), rows_of(tiny_model, "the [MASK] was red")
    sizes: list[int] = []
    finished: list[int] = []

    def run(rows: Sequence[Row]) -> list[Outputs]:
        sizes.append(len(rows))
        if len(rows) == 20:
            for most in (1, 2):  # between two layers another short request waits
                until(lambda most=most: len(batcher._waiting) + len(finished) >= 1 + most)  # type: ignore[misc]
                make_way()
                until(lambda: len(finished) == 1)
                threads[2].start() if most == 1 else None
        return tiny_model._run_pass(rows)

    def ask(rows: Sequence[Row]) -> None:
        answers = batcher.ask(rows)
        finished.append(len(sizes))
        assert scores_of(answers) == scores_of(tiny_model._run_pass(rows))

    batcher = Batcher(run, token_limit=120)
    threads = [threading.Thread(target=ask, args=[rows]) for rows in (long, short, short)]
    threads[0].start()
    until(lambda: sizes == [20])
    threads[1].start()
    threads[0].join()
    for thread in threads[1:]:
        thread.join()
    assert (sizes, finished[0]) == ([20, 1, 1, 10], 2)


@pytest.mark.parametrize("name", ["bert", "roberta", "electra", "albert"])
def test_a_pass_that_made_way_gives_the_same(name: str, tiny_family: Any) -> None:
    model, _ = tiny_family(name)
    long, short = rows_of(model, *[f"the {model.mask_text} was red"] * 9), rows_of(model, f"a {model.mask_text}")
    expected = [scores_of(model._run_pass(rows)) for rows in (long, short)]
    between: list[list[list[float]]] = []
    with interrupted_by(lambda: between.append(scores_of(model._run_pass(short)))):
        assert scores_of(model._run_pass(long)) == expected[0]
    assert between
    assert all(scores == expected[1] for scores in between)


def test_rows_that_want_hidden_states_have_a_pass_of_their_own(tiny_model: LoadedModel) -> None:
    gate = Gate(tiny_model)
    plain = rows_of(tiny_model, "[MASK]")
    states = [Row(plain[0].encoding, Wanted(hidden_states=True), ())]
    answers = pile_up(Batcher(gate), gate, [plain, states, plain])
    assert gate.sizes == [1, 1, 1]
    assert [answer[0].hidden_states is not None for answer in answers] == [False, True, False]


def test_an_interrupt_frees_the_lead(tiny_model: LoadedModel) -> None:
    def interrupted(rows: Sequence[Row]) -> list[Outputs]:
        raise KeyboardInterrupt

    batcher = Batcher(interrupted)
    with pytest.raises(KeyboardInterrupt):
        batcher.ask(rows_of(tiny_model, "[MASK]"))
    batcher._run = tiny_model._run_pass
    assert len(batcher.ask(rows_of(tiny_model, "[MASK]"))) == 1
