"""A short training: it learns, it can be killed and resumed to the bit, and what it exports can be opened."""

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
import pytest
import torch
from transformers import AutoModelForMaskedLM, AutoTokenizer, pipeline

from bertplay.errors import CannotResume, LossNotFinite, PretrainingError
from bertplay.pretraining import checkpoints, early, light
from bertplay.pretraining.__main__ import main, texts_of
from bertplay.pretraining.averaging import average_with
from bertplay.pretraining.baselines import FrequencyGuesser, NeighbourGuesser, top1
from bertplay.pretraining.cards import with_section
from bertplay.pretraining.checkpoints import FILE
from bertplay.pretraining.config import PretrainConfig, learning_rate
from bertplay.pretraining.continuation import adopt_vocabulary, continue_exported
from bertplay.pretraining.corpus import is_held_out, read_documents
from bertplay.pretraining.counts import PIECES_FILE, read_counts, spelled_counts
from bertplay.pretraining.early import export_milestone
from bertplay.pretraining.encoded import EncodedText
from bertplay.pretraining.export import export, in_words, machines, open_model, save_weights
from bertplay.pretraining.families import TRAINED_BY_THE_LOOP, family_file
from bertplay.pretraining.loop import BEFORE_THE_FALL, LOG, MILESTONE_SHARES, Pretraining, is_milestone
from bertplay.pretraining.model import build_model, losses
from bertplay.pretraining.positions import OFFSETS, sinusoids
from bertplay.pretraining.prepare import HELD_OUT_SHARE, open_tokenizer
from bertplay.pretraining.vocabularies import Vocabulary
from bertplay.pretraining.vocabularies.wordpiece import spell
from tests.unit.pretraining.conftest import Prepared

Split = Mapping[str, EncodedText]
TINY = PretrainConfig(
    layers=1,
    hidden=32,
    heads=2,
    max_tokens=32,
    vocabulary=120,
    tokens_per_step=512,
    lengths=(16, 32),
    length_shares=(0.5, 0.5),
    tokens=20_000,
    learning_rate=5e-3,
)


def changed(config: PretrainConfig, **changes: object) -> PretrainConfig:
    return PretrainConfig.from_json(config.as_json() | changes)


@pytest.fixture
def training(prepared: Callable[[str], Prepared], tmp_path: Path):
    def make(folder: str = "run", **changes: object) -> Pretraining:
        name = str(changes.get("family", "bert"))
        vocabulary, train, held_out = prepared(name)
        config = changed(TINY, vocabulary=vocabulary.size, **changes)
        return Pretraining(config, train, held_out, vocabulary, None, tmp_path / folder, torch.device("cpu"))

    return make


def weights(training: Pretraining) -> dict[str, torch.Tensor]:
    return {name: tensor.clone() for name, tensor in training.model.state_dict().items()}


def test_it_learns_the_small_text(training, train: Split) -> None:
    run = training(tokens=150_000, evaluate_every=100)
    before = run.examine(0.0)
    after = run.run()
    assert after["one"].loss < before["one"].loss - 1.2
    batches = run.examinations["one"]
    assert after["one"].top1 > top1(FrequencyGuesser(list(train.values())), batches) + 0.02
    log = [json.loads(line) for line in (run.folder / LOG).read_text().splitlines()]
    assert [entry["step"] for entry in log] == sorted(entry["step"] for entry in log)
    assert log[-1]["tokens"] >= 150_000


@pytest.mark.parametrize("family", TRAINED_BY_THE_LOOP)
def test_resumed_in_the_middle_it_ends_with_the_same_weights(training, family: str) -> None:
    whole = training("whole", family=family)
    whole.run()
    first = training("parts", family=family)
    while first.counters.step < 15:
        first._step()
    first.save()
    second = training("parts", family=family)
    assert second.counters.step == 15
    assert all(torch.equal(a, b) for a, b in zip(weights(first).values(), weights(second).values(), strict=True))
    second.run()
    assert second.counters.tokens == whole.counters.tokens
    for name, tensor in weights(whole).items():
        assert torch.equal(tensor, weights(second)[name]), name


@pytest.mark.parametrize("family", TRAINED_BY_THE_LOOP)
def test_muon_turns_the_matrices_of_the_layers_and_adamw_all_else(training, family: str) -> None:
    run = training(family=family, optimizer="muon", hidden=48)
    muon, adamw = ([p for group in part.param_groups for p in group["params"]] for part in run.optimizer.parts)
    assert isinstance(run.optimizer.parts[0], torch.optim.Muon)
    assert sorted(map(id, [*muon, *adamw])) == sorted(map(id, run.model.parameters())), "each belongs to exactly one"
    assert all(run.vocabulary.size not in p.shape for p in muon), "word tables and heads are not turned"
    assert len(muon) >= 2
    before = [p.clone() for p in muon]
    run._step()
    run._step()  # the rate of the very first step is zero
    still = [p.shape for p, old in zip(muon, before, strict=True) if torch.equal(p, old)]
    assert len(still) <= 1, "a pooler stays where no row has a pair"


def test_a_training_with_muon_learns_and_resumes_to_the_bit(training) -> None:
    whole = training("whole", optimizer="muon")
    before = whole.examine(0.0)["one"].loss
    assert whole.run()["one"].loss < before - 0.5
    first = training("parts", optimizer="muon")
    while first.counters.step < 15:
        first._step()
    first.save()
    second = training("parts", optimizer="muon")
    second.run()
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


@pytest.mark.parametrize("family", TRAINED_BY_THE_LOOP)
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
    assert "The moments of the optimiser were lost" in in_words(second.stages)
    assert len((tmp_path / "second" / LOG).read_text().splitlines()) > len((tmp_path / "first" / LOG).read_text().splitlines())


def test_the_mean_of_two_points_of_a_training(training, tmp_path: Path) -> None:
    """Equal to the mean worked out by hand, recorded, and told in the card; of another shape it is refused."""
    first = training("first")
    first.run()
    export(first, tmp_path / "exported", "")
    continue_exported(tmp_path / "exported", first.vocabulary, changed(first.config, tokens=30_000), tmp_path / "second")
    second = training("second", tokens=30_000)
    second.run()
    before = open_model(first.family, tmp_path / "exported").state_dict()
    after = weights(second)
    average_with(second, tmp_path / "exported", 0.25)
    for name, weight in weights(second).items():
        torch.testing.assert_close(weight, 0.25 * after[name] + 0.75 * before[name])
    assert second.stages[-1]["averaged"] == {"with_tokens": first.counters.tokens, "share": 0.25}
    assert f"a mean: 25% of those at the end, 75% of those that were exported after {first.counters.tokens:,}" in in_words(second.stages)
    with pytest.raises(PretrainingError, match="is no share"):
        average_with(second, tmp_path / "exported", 1.0)
    with pytest.raises(CannotResume):
        average_with(training("third", layers=TINY.layers + 1), tmp_path / "exported", 0.5)


def test_what_cannot_be_trained_further_is_refused(prepared: Callable[[str], Prepared], training, tmp_path: Path) -> None:
    with pytest.raises(CannotResume, match="no exported pretraining"):
        adopt_vocabulary(tmp_path, tmp_path / "work")
    first = training("first")
    first.examine(0.0)
    export(first, tmp_path / "exported", "")
    with pytest.raises(CannotResume, match="another vocabulary"):
        continue_exported(tmp_path / "exported", prepared("roberta").vocabulary, TINY, tmp_path / "second")


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


def test_a_loss_that_is_not_finite_is_an_error(training) -> None:
    run = training()
    with torch.no_grad():
        run.model.bert.embeddings.word_embeddings.weight.fill_(float("nan"))
    with pytest.raises(LossNotFinite, match="step 1"):
        run.run()
    assert not (run.folder / FILE).exists(), "weights that are no numbers are not kept"


def test_the_loss_is_that_of_the_class_itself(training) -> None:
    """Our loss at the chosen places equals the one of BertForPreTraining with labels everywhere."""
    run = training()
    batch = run.batches.training(3)
    labels = torch.full(batch.ids.shape, -100)
    labels.view(-1)[batch.chosen] = batch.targets
    run.model.eval()
    with torch.no_grad():
        words, pairs = losses(run.family, run.model, batch)
        theirs = run.model(
            input_ids=batch.ids,
            attention_mask=batch.attention,
            token_type_ids=batch.segments,
            labels=labels,
            next_sentence_label=batch.next_labels,
        )
    assert (words + pairs).item() == pytest.approx(theirs.loss.item(), abs=1e-5)


def test_the_rate_goes_up_stays_and_comes_down() -> None:
    config = PretrainConfig(tokens=100, learning_rate=1.0, warmup_share=0.1, decay_share=0.5)
    rates = [learning_rate(config, share) for share in (0.0, 0.05, 0.1, 0.4, 0.5, 0.75, 1.0)]
    assert rates == pytest.approx([0.0, 0.5, 1.0, 1.0, 1.0, 0.5, 0.0])


@pytest.mark.parametrize("spent", [{"tokens": 20_000, "seconds": 1e9}, {"tokens": 10**12, "seconds": 1.0}])
def test_of_two_budgets_the_one_that_is_used_up_first_counts(training, spent: dict[str, float]) -> None:
    run = training(**spent)
    run.run()
    assert run.progress == 1.0
    assert (run.counters.tokens >= 20_000) == (spent["tokens"] == 20_000) or run.counters.seconds >= spent["seconds"]
    with pytest.raises(PretrainingError, match="needs a budget"):
        training(tokens=0)


def test_a_training_is_prolonged_from_before_its_fall(training) -> None:
    """To the bit what it would have become, had the larger budget been known from the start."""
    whole = training("whole", tokens=40_000, warmup_share=0.0)
    whole.run()
    run = training("prolonged", tokens=20_000, warmup_share=0.0)
    run.run()
    (run.folder / BEFORE_THE_FALL).replace(run.folder / FILE)
    prolonged = training("prolonged", tokens=40_000, warmup_share=0.0)
    assert prolonged.counters.step < run.counters.step
    prolonged.run()
    for name, tensor in weights(whole).items():
        assert torch.equal(tensor, weights(prolonged)[name]), name


@pytest.mark.parametrize("family", TRAINED_BY_THE_LOOP)
def test_a_light_checkpoint_is_exported_elsewhere(training, family: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same weights as exported where it was trained, and no word of a machine that trained nothing."""
    run = training(family=family)
    run.run()
    save_weights(run.model, run.vocabulary, tmp_path / "there")
    light.main([str(run.folder), str(tmp_path / "light")])
    assert (tmp_path / "light" / FILE).stat().st_size < 0.4 * (run.folder / FILE).stat().st_size
    monkeypatch.setattr(checkpoints, "machine", lambda: "an abacus")
    here = training("light", family=family)
    assert (here.progress, here.stages, here.counters) == (1.0, run.stages, run.counters)
    save_weights(here.model, here.vocabulary, tmp_path / "here")
    name = "model.safetensors"
    assert (tmp_path / "here" / name).read_bytes() == (tmp_path / "there" / name).read_bytes()
    with pytest.raises(CannotResume, match="no checkpoint"):
        light.lighten(tmp_path, tmp_path / "light")


def test_milestones_lie_on_a_logarithmic_scale() -> None:
    assert [step for step in range(4000) if is_milestone(step)] == [0, 10, 32, 100, 316, 1000, 3162]


def test_milestones_are_kept_at_shares_of_the_budget(training) -> None:
    run = training(tokens=20_000)
    run.run()
    tokens = [json.loads(file.read_text())["counters"]["tokens"] for file in sorted(run.folder.glob("milestones/*/pretraining.json"))]
    for share in MILESTONE_SHARES:
        assert any(0 <= seen - share * 20_000 < 600 for seen in tokens), (share, tokens)  # within one step


def test_a_milestone_becomes_a_small_model(training, prepared: Callable[[str], Prepared], work: Path, tmp_path: Path) -> None:
    run = training()
    start = weights(run)
    run.run()
    prepared("bert")
    folder = export_milestone(run.folder, 0, work / "wordpiece", tmp_path / "checkpoints", "a note")
    assert folder.name == "0"
    model = open_model(run.family, folder)
    for name, tensor in start.items():
        assert torch.allclose(tensor, model.state_dict()[name], atol=1e-3, rtol=2**-4), name  # three bits of mantissa
    assert json.loads((folder / "pretraining.json").read_text())["note"] == "a note"
    with pytest.raises(CannotResume, match="It has"):
        export_milestone(run.folder, 7, work / "wordpiece", tmp_path / "checkpoints")


def test_early_checkpoints_travel_with_the_model_and_stand_in_its_card(
    training, prepared: Callable[[str], Prepared], work, tmp_path
) -> None:
    run = training(evaluate_every=10)
    run.run()
    export(run, tmp_path / "model", "")
    prepared("bert")
    arguments = [
        str(run.folder),
        "0",
        "10",
        "--tokenizer",
        str(work / "wordpiece"),
        "--model",
        str(tmp_path / "model"),
        "--note",
        "A rerun.",
    ]
    for _ in range(2):
        early.main(arguments)
    card = (tmp_path / "model" / "README.md").read_text(encoding="utf-8")
    assert card.count("## Early checkpoints") == 1
    assert "A rerun." in card
    tokens = sorted(int(folder.name) for folder in (tmp_path / "model" / "checkpoints").iterdir())
    assert tokens[0] == 0 < tokens[1]
    assert f"| `checkpoints/{tokens[1]}` | {tokens[1]:,} | 10 |" in card
    manifest = json.loads((tmp_path / "model" / "manifest.json").read_text())
    assert manifest["files"]["README.md"]["bytes"] == len(card.encode())


def test_a_section_of_a_card_is_written_once_and_where_it_was() -> None:
    card = "# A\n\ntext\n\n## B\n\nold\n\n## C\n\nc\n"
    assert with_section(card, "B", "new") == "# A\n\ntext\n\n## B\n\nnew\n\n## C\n\nc\n"
    assert with_section(card, "D", "d") == card + "\n## D\n\nd\n"
    assert with_section(with_section(card, "D", "d"), "D", "d") == with_section(card, "D", "d")


def test_sinusoids_by_hand() -> None:
    waves = sinusoids(3, 4)
    assert waves[0].tolist() == [0.0, 1.0, 0.0, 1.0]
    assert waves[2].tolist() == pytest.approx([np.sin(2), np.cos(2), np.sin(0.02), np.cos(0.02)], abs=1e-6)


@pytest.mark.parametrize("name", ["bert", "roberta"])
def test_neighbour_heads_look_where_they_should(name: str, prepared: Callable[[str], Prepared]) -> None:
    """The first layer's attention, averaged over a batch, is largest at the two places around each head's offset."""
    from tests.unit.pretraining.test_batches import maker

    given = prepared(name)
    shape = {"family": name, "hidden": 256, "heads": 4, "vocabulary": given.vocabulary.size, "max_tokens": 128}
    config = changed(TINY, **shape, position_deviation=0.2, neighbour_heads=True)
    vectors = np.random.default_rng(0).standard_normal((given.vocabulary.size, 256)).astype(np.float32)
    family, batch = family_file(name), maker(name, given).training(0)
    model = build_model(family, config, given.vocabulary, vectors)
    with torch.no_grad():
        (attention,) = model.base_model(batch.ids, attention_mask=batch.attention, output_attentions=True).attentions
    for head, offset in enumerate(OFFSETS):
        at = {d: float(attention[:, head].diagonal(offset=d, dim1=1, dim2=2).mean()) for d in range(-5, 6)}
        assert set(sorted(at, key=at.__getitem__)[-2:]) == {int(offset - 0.5), int(offset + 0.5)}, at
        assert sum(sorted(at.values())[-2:]) > 0.5


@pytest.mark.parametrize("name", ["albert", "xlnet", "bilstm"])
def test_families_whose_heads_cannot_start_so_say_it(training, name: str) -> None:
    with pytest.raises(PretrainingError, match="neighbours"):
        training(family=name, neighbour_heads=True)


@pytest.mark.parametrize("name", TRAINED_BY_THE_LOOP)
def test_word_vectors_become_the_word_table_that_guesses_are_scored_with(name: str, prepared: Callable[[str], Prepared]) -> None:
    family, vocabulary = family_file(name), prepared(name).vocabulary
    config = changed(TINY, vocabulary=vocabulary.size, family=name)
    shape = family.tables(family.build(config, vocabulary))[0].shape
    vectors = np.random.default_rng(0).standard_normal(shape).astype(np.float32)
    model = build_model(family, config, vocabulary, vectors)
    assert torch.allclose(family.tables(model)[0], torch.from_numpy(vectors) * TINY.word_deviation)
    assert sum(p.shape == shape for p in model.parameters()) == 1, "the head has no table of its own"


def test_neighbours_vote_by_hand() -> None:
    text = EncodedText(np.array([5, 6, 7, 5, 6, 7, 5, 8, 7, 9], np.uint16), np.array([0, 10]), np.array([0, 1]))
    guesser = NeighbourGuesser([text], 10)
    left, right = np.array([5, 5, 3]), np.array([7, 9, 3])
    assert guesser.guess(left, right).tolist() == [6, 6, 5]  # between 5 and 7; only after 5; never seen


@pytest.mark.parametrize(
    "wrong",
    [
        {"tokens": 0},
        {"seconds": -5.0},
        {"heads": 3},
        {"lengths": (4, 32)},
        {"mask_rate": 1.5},
        {"optimizer": "sgd"},
        {"domain_shares": (0.5, 0.6)},
    ],
)
def test_settings_that_cannot_be_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(PretrainingError):
        changed(TINY, **wrong)


@pytest.mark.parametrize("family", TRAINED_BY_THE_LOOP)
def test_the_exported_folder_opens_with_the_same_weights(training, family: str, tmp_path: Path) -> None:
    run = training(family=family)
    run.run()
    out = tmp_path / "out"
    export(run, out, "## Text\n\nmade for a test")
    model = open_model(run.family, out)
    for name, tensor in run.model.state_dict().items():
        assert torch.allclose(tensor, model.state_dict()[name], atol=1e-3, rtol=1e-3), name
    tokenizer = AutoTokenizer.from_pretrained(out)
    assert type(tokenizer) is type(run.vocabulary.tokenizer)
    assert tokenizer("the old man.")["input_ids"] == run.vocabulary.tokenizer("the old man.")["input_ids"]
    card = (out / "README.md").read_text(encoding="utf-8")
    assert "made for a test" in card
    assert f"{run.counters.tokens:,} tokens" in card
    assert "Undertrained" in card
    assert [task for task in ("next sentence", "sentence order") if f" {task} |" in card] == (
        [run.family.pair_task] if run.family.pair_task else []
    )
    manifest = json.loads((out / "manifest.json").read_text())
    assert manifest["files"]["model.safetensors"]["bytes"] == (out / "model.safetensors").stat().st_size
    counts = read_counts(out / PIECES_FILE)
    assert list(counts) == run.vocabulary.pieces
    assert sum(counts.values()) == sum(len(text.ids) for text in run.batches.texts)


@pytest.mark.parametrize("family", ["bert", "roberta", "albert"])
def test_the_stock_pipeline_guesses_with_an_export(training, family: str, tmp_path: Path) -> None:
    run = training(family=family, tokens=600)
    run.run()
    save_weights(run.model, run.vocabulary, tmp_path / "out")
    mask = run.vocabulary.tokenizer.mask_token
    model = AutoModelForMaskedLM.from_pretrained(tmp_path / "out")
    assert len(pipeline("fill-mask", model=model, tokenizer=AutoTokenizer.from_pretrained(tmp_path / "out"))(f"The old {mask}.")) == 5


def test_words_are_counted_as_a_reader_would(vocabulary: Vocabulary, train: Split, texts: dict[str, list[Path]]) -> None:
    words = spelled_counts(list(train.values()), vocabulary.pieces, vocabulary.continues.tolist(), spell)
    documents = [d for files in texts.values() for file in files for d in read_documents(file) if not is_held_out(d, HELD_OUT_SHARE)]
    by_hand = Counter(word for d in documents for paragraph in d for word in paragraph.lower().replace(".", " .").split())
    assert words == by_hand


def command(texts: dict[str, list[Path]], work: Path, *more: str) -> list[str]:
    shape = ["--layers=1", "--hidden=32", "--heads=2", "--vocabulary=120", "--tokens-per-step=512", "--threads=1", "--no-word-vectors"]
    return [*(f"--text={domain}={files[0]}" for domain, files in texts.items()), f"--work={work}", *shape, *more]


def test_killed_at_any_moment_it_loses_at_most_one_checkpoint(texts: dict[str, list[Path]], work: Path) -> None:
    """The process is killed with SIGKILL while it trains and saves without pause; the next one goes on from a whole checkpoint."""
    arguments = command(texts, work, "--name=killed", "--tokens=100000000", "--checkpoint-seconds=0", "--evaluate-every=100000")
    process = subprocess.Popen([sys.executable, "-m", "bertplay.pretraining", *arguments], stdout=subprocess.DEVNULL)
    file = work / "killed" / FILE
    deadline = time.monotonic() + 150
    while not file.exists() and time.monotonic() < deadline:
        time.sleep(0.05)
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
