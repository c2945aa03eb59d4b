"""A training resumes exactly where it stopped: after a pause, a kill, an export, with other settings."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import torch

from bertplay.errors import CannotResume, PretrainingError
from bertplay.pretraining import checkpoints
from bertplay.pretraining.__main__ import main, texts_of
from bertplay.pretraining.checkpoints import FILE
from bertplay.pretraining.continuation import adopt_vocabulary, continue_exported
from bertplay.pretraining.export import export, in_words, machines
from bertplay.pretraining.families import FILL_MASKS, TRAINED_BY_THE_LOOP
from bertplay.pretraining.loop import BEFORE_THE_DECAY, LOG
from bertplay.pretraining.prepare import open_tokenizer
from tests.unit.pretraining.conftest import TINY, Prepared, changed, resumed, weights
from tests.waiting import until


@pytest.mark.parametrize("family", TRAINED_BY_THE_LOOP)
def test_resumed_in_the_middle_it_ends_with_the_same_weights(training, family: str) -> None:
    whole = training("whole", family=family)
    whole.run()
    second = resumed(training, family=family)
    assert second.counters.tokens == whole.counters.tokens
    for name, tensor in weights(whole).items():
        assert torch.equal(tensor, weights(second)[name]), name


def test_a_checkpoint_of_another_shape_or_a_broken_one_is_refused(training) -> None:
    run = training()
    run.save()
    with pytest.raises(CannotResume, match="mask_rate"):
        training(mask_rate=0.3)
    (run.folder / FILE).write_bytes(b"not a checkpoint")
    with pytest.raises(CannotResume, match="Delete it"):
        training()


@pytest.mark.parametrize("family", FILL_MASKS)
def test_an_exported_model_is_trained_further(training, family: str, tmp_path: Path) -> None:
    first = training("first", family=family)
    first.run()
    export(first, tmp_path / "exported", "")
    adopt_vocabulary(tmp_path / "exported", tmp_path / "work")
    assert open_tokenizer(tmp_path / "work").get_vocab() == first.vocabulary.tokenizer.get_vocab()
    prolonged = changed(first.config, tokens=30_000)
    continue_exported(tmp_path / "exported", first.vocabulary, prolonged, tmp_path / "second")
    second = training("second", family=family, tokens=30_000)
    assert second.counters == first.counters
    for name, tensor in weights(first).items():
        torch.testing.assert_close(weights(second)[name], tensor, atol=1e-3, rtol=1e-3)  # stored in float16
    assert second._second_warmup() < 0.01  # the optimiser starts anew, gently
    second.run()
    assert second.counters.tokens >= 30_000
    assert "The state of the optimiser was lost" in in_words(second.stages)
    assert len((tmp_path / "second" / LOG).read_text().splitlines()) > len((tmp_path / "first" / LOG).read_text().splitlines())


def test_what_cannot_be_trained_further_is_refused(prepared: Callable[[str], Prepared], training, tmp_path: Path) -> None:
    with pytest.raises(CannotResume, match="no exported pretraining"):
        adopt_vocabulary(tmp_path, tmp_path / "work")
    first = training("first")
    first.evaluate()
    export(first, tmp_path / "exported", "")
    with pytest.raises(CannotResume, match="another vocabulary"):
        continue_exported(tmp_path / "exported", prepared("roberta").vocabulary, TINY, tmp_path / "second")
    with pytest.raises(CannotResume, match="no generator"):
        continue_exported(tmp_path / "exported", first.vocabulary, changed(TINY, family="electra"), tmp_path / "third")


def test_a_change_of_settings_on_the_way_is_recorded(training) -> None:
    training().save()
    assert [stage["from_step"] for stage in training().stages] == [0]
    second = training(single_share=0.5, tokens=40_000)
    while second.counters.step < 3:
        second._step()
    second.save()
    third = training(single_share=0.4, tokens=40_000)
    assert [(stage["from_step"], stage["config"]["single_share"]) for stage in third.stages] == [(0, 0.15), (0, 0.5), (3, 0.4)]
    assert "From step 3 on: `single_share` 0.4 (was 0.5)." in in_words(third.stages)


def test_a_training_that_moved_says_where_it_ran(training, monkeypatch: pytest.MonkeyPatch) -> None:
    first = training()
    first._step()
    first.save()
    here = first.stages[0]["machine"]
    assert machines(training().stages) == here
    monkeypatch.setattr(checkpoints, "machine", lambda: "an abacus")
    assert machines(training().stages) == f"{here}, from step 1 on an abacus"


def test_a_training_is_prolonged_from_before_its_fall(training) -> None:
    """To the bit what it would have become, had the larger budget been known from the start."""
    whole = training("whole", tokens=40_000, warmup_share=0.0)
    whole.run()
    run = training("prolonged", tokens=20_000, warmup_share=0.0)
    run.run()
    (run.folder / BEFORE_THE_DECAY).replace(run.folder / FILE)
    prolonged = training("prolonged", tokens=40_000, warmup_share=0.0)
    assert prolonged.counters.step < run.counters.step
    prolonged.run()
    for name, tensor in weights(whole).items():
        assert torch.equal(tensor, weights(prolonged)[name]), name


def command(texts: dict[str, list[Path]], work: Path, *more: str) -> list[str]:
    shape = ["--layers=1", "--hidden=32", "--heads=2", "--vocabulary=120", "--tokens-per-step=512", "--threads=1", "--no-word-vectors"]
    return [*(f"--text={domain}={files[0]}" for domain, files in texts.items()), f"--work={work}", *shape, *more]


@pytest.mark.slow
def test_killed_at_any_moment_it_loses_at_most_one_checkpoint(texts: dict[str, list[Path]], work: Path) -> None:
    """The process is killed with SIGKILL while it trains and saves without pause; the next one resumes from a whole checkpoint."""
    arguments = command(texts, work, "--name=killed", "--tokens=100000000", "--checkpoint-seconds=0", "--evaluate-every=100000")
    process = subprocess.Popen([sys.executable, "-m", "bertplay.pretraining", *arguments], stdout=subprocess.DEVNULL)
    file = work / "killed" / FILE
    until(file.exists)
    time.sleep(0.5)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    steps = torch.load(file, weights_only=True)["counters"]["step"]
    assert steps > 0
    assert main([*arguments[:-3], "--tokens=1", "--name=killed"]) == 0
    assert torch.load(file, weights_only=True)["counters"]["step"] >= steps


def test_the_command_says_in_a_sentence_what_is_wrong(
    texts: dict[str, list[Path]], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(command({"one": [tmp_path / "gone.txt"]}, tmp_path, "--tokens=1000")) == 2
    assert "gone.txt" in capsys.readouterr().err
    assert main(command(texts, tmp_path)) == 2
    assert "--tokens or --seconds" in capsys.readouterr().err
    with pytest.raises(PretrainingError, match="domain"):
        texts_of(["wiki.txt"])
