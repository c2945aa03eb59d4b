"""The worksheet: what is kept, what is escaped, and that a notebook asks the very same again."""

import html
import json
import re
import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from bertplay.cli import app
from bertplay.errors import BadInput
from bertplay.lessons.claims import claims
from bertplay.models.catalog import find_model
from bertplay.models.loaded import LoadedModel
from bertplay.models.loading import load_model
from bertplay.results.compare import Item
from bertplay.results.layers import Switches
from bertplay.results.worksheet import Entry, Told
from bertplay.tasks.attention import map_attention
from bertplay.tasks.claims import check_claim
from bertplay.tasks.compare import compare_likeness, compare_one_word, compare_pair, compare_pieces, compare_words
from bertplay.tasks.compare_items import score_items
from bertplay.tasks.context_sides import compare_sides
from bertplay.tasks.embeddings import compare_sentences
from bertplay.tasks.followed_word import follow_word
from bertplay.tasks.joint_words import guess_jointly
from bertplay.tasks.layer_walk import walk_layers
from bertplay.tasks.ledger import count_weights
from bertplay.tasks.masked_word import guess_masked_words
from bertplay.tasks.masking_game import play_masking
from bertplay.tasks.named_words import score_words
from bertplay.tasks.next_sentence import judge_both_ways, judge_pair, rank_candidates
from bertplay.tasks.next_sentence_bench import bench_pairs
from bertplay.tasks.next_sentence_matrix import judge_every_order
from bertplay.tasks.recurrence import race_layers
from bertplay.tasks.sentence_contrast import contrast_sentences
from bertplay.tasks.surprise import score_surprise
from bertplay.tasks.switches import compare_orders, flip_switches
from bertplay.tasks.word_in_context import Asked
from bertplay.tasks.word_senses import separate_senses
from bertplay.tasks.word_table import nearest_words
from bertplay.training.config import DataSource, FineTuneConfig, Method
from bertplay.training.events import Finished, Wish
from bertplay.training.train import train
from bertplay.wording import FRENCH, speaking
from bertplay.worksheet.again import told_again
from bertplay.worksheet.asking import asked_of, command_of, program_of
from bertplay.worksheet.file import as_record, make_worksheet, read_record
from bertplay.worksheet.notebook import as_notebook
from bertplay.worksheet.page import as_page
from bertplay.worksheet.record import MOST_CHARACTERS, MOST_ENTRIES, Question, Record, kept
from bertplay.worksheet.tellings import TELLINGS
from bertplay.worksheet.tellings.training import TASK, tell_training

ROOT = Path(__file__).parents[3]
DOOR = "She opened the [MASK] and went inside."
STORY = "The ship left the harbour. By noon the land was gone. The captain went below. He read a letter there."
SENSES = Asked("bank", ("The bank lent money.", "We sat on the bank.", "The bank paid.", "The bank was muddy."), ("m", "r", "m", "r"))
UNRELATED = [f"Sentence number {i} is about {word}." for i, word in enumerate("abcdefghijklmnopqrstuvwxyz")]
NASTY = "<img src=x onerror=alert(1)> $x$ ![](http://x) [x](http://x) [MASK] `__import__('os')`\n# x"

Call = tuple[Callable[..., Any], tuple[Any, ...], dict[str, Any]]
CALLS: list[Call] = [
    (guess_masked_words, (DOOR,), {"top_k": 3, "hidden": ("door",)}),
    (guess_jointly, ("The [MASK] [MASK] barked.",), {"top_k": 3}),
    (score_words, (DOOR, ["door", "unfathomable"]), {"mask_index": 0}),
    (contrast_sentences, (DOOR, "He closed the [MASK] and left."), {}),
    (compare_sides, (DOOR,), {"top_k": 3}),
    (score_surprise, ("The dog barked at night.",), {}),
    (judge_pair, ("It rained.", "We got wet."), {}),
    (rank_candidates, ("It rained.", ["We got wet.", "- Iron melts."]), {}),
    (bench_pairs, (STORY,), {}),
    (judge_every_order, (STORY,), {}),
    (walk_layers, (DOOR,), {"top_k": 5}),
    (walk_layers, ("The dog barked.",), {}),
    (map_attention, (DOOR,), {}),
    (flip_switches, (DOOR, Switches(positions=False)), {"top_k": 5}),
    (flip_switches, ("The dog barked.", Switches(looks="left", silent_layer=1, silent_head=0)), {}),
    (compare_orders, ("dog bites man", "man bites dog"), {}),
    (count_weights, (), {}),
    (race_layers, (), {}),
    (nearest_words, ("king - man + woman",), {"top_k": 5}),
    (compare_sentences, (["It rained.", "We got wet.", "Iron melts."], "It snowed.", UNRELATED), {"pooling": "mean", "layer": 2}),
    (separate_senses, (SENSES,), {}),
    (follow_word, ("bank", ["The bank lent money.", "We sat on the bank.", "The bank paid."]), {}),
    (play_masking, (STORY,), {"seed": 3}),
    (check_claim, ("no_recurrence", claims()["no_recurrence"].samples), {}),
    (score_items, ((Item("The [MASK] barked.", "dog", "stone"), Item(DOOR, "door")),), {}),
    (compare_words, (DOOR,), {"top_k": 3}),
    (compare_pieces, (DOOR,), {}),
    (compare_pair, ("It rained.", "We got wet."), {}),
    (compare_likeness, ("It rained.", "We got wet."), {}),
    (compare_one_word, ("bank", ["The bank lent money.", "We sat on the bank."]), {}),
    (judge_both_ways, ("It rained.", "We got wet."), {}),
]


def question(task: Callable[..., Any], *args: Any, **named: Any) -> Question:
    return Question("bert", task, args, named, lambda model: f"weights of {model}")


def entry_of(model: LoadedModel, call: Call) -> Entry:
    task, args, named = call
    return question(task, *args, **named).entry("A page", task(model, *args, **named))


@pytest.fixture(scope="module")
def entries(bundled_model: LoadedModel) -> list[Entry]:
    return [entry_of(bundled_model, call) for call in CALLS]


def test_every_task_that_is_told_exists_and_is_told_here() -> None:
    told = {f"{task.__module__}.{task.__qualname__}" for task, _, _ in CALLS}
    assert set(TELLINGS) - told == {"bertplay.tasks.compare.compare_false_words", TASK}  # the first needs an ELECTRA
    assert told <= set(TELLINGS)


def test_an_entry_is_small_and_its_table_fits(entries: list[Entry]) -> None:
    for entry in entries:
        assert entry.told.says.endswith(".")
        assert len(json.dumps(entry.told.rows)) < 4_000
        assert {len(row) for row in entry.told.rows} <= {len(entry.told.columns)}
        assert len(entry.told.bars) in (0, len(entry.told.rows))
        assert all(0 <= bar <= 1 for bar in entry.told.bars)
        assert (entry.told.figure is None) == (entry.task == "bertplay.tasks.recurrence.race_layers")


def test_a_record_is_read_as_it_was_written(entries: list[Entry], tmp_path: Path) -> None:
    sheet = make_worksheet("Title", "Words", entries)
    (tmp_path / "record.json").write_bytes(as_record(sheet))
    again = read_record(tmp_path / "record.json")
    assert as_record(again) == as_record(sheet)
    assert as_page(again) == as_page(sheet)
    assert as_notebook(again) == as_notebook(sheet)


def test_a_page_is_french_and_a_record_english(bundled_model: LoadedModel) -> None:
    """What is kept is told when it is shown; words of the models and the sentences stay as they are."""
    with speaking(FRENCH):
        sheet = make_worksheet("", "", [entry_of(bundled_model, (compare_sides, ("She opened the [MASK] and went inside.",), {}))])
        page, notebook, record = as_page(sheet).decode(), as_notebook(sheet).decode(), as_record(sheet).decode()
    assert '<html lang="fr">' in page
    for french in ("Côté gauche, côté droit, les deux", "La première proposition", "<th>probabilité</th>", "<td>les deux côtés</td>"):
        assert french in page
    assert "She opened the [MASK] and went inside." in page
    assert "Lancez ce notebook" in notebook
    assert "The first guess: left side only" in record
    assert re.search(r"\d,\d+ %", page.replace("\u00a0", " "))
    assert not re.search(r"\d,\d+ %", record)


@pytest.mark.parametrize(("model", "question"), [("bert", "Phrase suivante"), ("albert", "Ordre des phrases")])
def test_two_sentences_turned_round_are_told_by_the_models_question(model: str, question: str) -> None:
    answer = judge_both_ways(load_model(find_model(model)), "It rained.", "We got wet.")
    with speaking(FRENCH):
        entry = Question(model, judge_both_ways, ("It rained.", "We got wet."), {}, lambda model: "").entry("A page", answer)
        page, again = as_page(make_worksheet("", "", [entry])).decode(), told_again(entry.task, answer, recorded=answer.turned)
    assert re.search(rf"{question} : [\d,]+ % telles quelles, [\d,]+ % inversées\.", page.replace("\u00a0", " ").replace("\u202f", " "))
    assert "<h2>1. Deux phrases inversées</h2>" in page
    assert "dans la feuille" in again
    assert command_of(entry) == f"python -m bertplay next-turned --model {model} 'It rained.' 'We got wet.'"


def test_how_sentences_became_vectors_is_told_in_words(entries: list[Entry]) -> None:
    entry = next(one for one in entries if one.task.endswith("compare_sentences"))
    assert entry.told.says.endswith("Layer 2, mean of all pieces.")
    with speaking(FRENCH):
        assert "Couche 2, moyenne de tous les tokens." in as_page(make_worksheet("", "", [entry])).decode()


def test_a_notebook_finds_the_same_figures(entries: list[Entry], tmp_path: Path) -> None:
    """Its cells, one after the other, in a process of their own; the figures are those of float32, so they agree nearly."""
    file = tmp_path / "sheet.ipynb"
    file.write_bytes(as_notebook(make_worksheet("Title", "", entries)))
    program = (
        "import json, sys; cells = [c['source'] for c in json.load(open(sys.argv[1]))['cells'] if c['cell_type'] == 'code']\n"
        "from bertplay.worksheet.tellings import TELLINGS\nspace, figures = {}, []\n"
        "exec(cells[0], space)\n"
        "for cell in cells[1:]:\n"
        "    exec(cell, space); figures.append(TELLINGS[cell.split(\"told_again('\")[1].split(\"'\")[0]].tell(space['answer']).figure)\n"
        "print('FIGURES', json.dumps(figures))"
    )
    done = subprocess.run([sys.executable, "-c", program, str(file)], cwd=ROOT, capture_output=True, text=True, check=True)
    figures = json.loads(done.stdout.split("FIGURES ")[1])
    assert len(figures) == len(entries)
    for entry, figure in zip(entries, figures, strict=True):
        if entry.told.figure is not None:
            assert figure == pytest.approx(entry.told.figure, rel=0.05, abs=0.02), entry.task
    assert f"now, {entries[0].told.figure:.6g} in the worksheet" in done.stdout


@pytest.mark.parametrize("number", [0, 1, 2, 3, 4, 5, 6, 7, 10, 12, 13, 14, 15, 16, 18, 21, 22, 30])
def test_a_command_asks_the_same(number: int, entries: list[Entry]) -> None:
    command = command_of(entries[number])
    assert command.startswith("python -m bertplay ")
    done = CliRunner().invoke(app, shlex.split(command)[3:])
    assert done.exit_code == 0, (command, done.output)


def test_what_was_typed_is_no_markup_anywhere(tiny_model: LoadedModel) -> None:
    entry = entry_of(tiny_model, (guess_masked_words, (NASTY,), {"top_k": 2}))
    sheet = make_worksheet(NASTY, NASTY, [Entry(NASTY, *[getattr(entry, name) for name in list(Entry.__dataclass_fields__)[1:-1]], NASTY)])
    page = as_page(sheet).decode()
    assert "<img" not in page
    assert page.count(html.escape(NASTY)) >= 4
    notebook = json.loads(as_notebook(sheet))
    prose = "".join(cell["source"] for cell in notebook["cells"] if cell["cell_type"] == "markdown")
    assert "<img" not in prose.replace("\\<", "")
    assert not any(bare in prose.replace("\\]\\(", "").replace("\\$", "") for bare in ("](", "$x"))
    assert repr(NASTY) in notebook["cells"][-1]["source"]
    compile(notebook["cells"][-1]["source"], "cell", "exec")


def test_a_question_is_kept_once_and_the_last_hundred(tiny_model: LoadedModel) -> None:
    record = Record()
    for turn in range(MOST_ENTRIES + 20):
        text = f"It has {turn} [MASK]."
        for _ in range(2):
            answer = guess_masked_words(tiny_model, text)
            record.note("A page", question(guess_masked_words, text), answer, run=object(), now=10.0 * turn)
    assert len(record.entries) == MOST_ENTRIES
    assert [entry.arguments[0] for entry in record.entries.values()][-1] == f"It has {MOST_ENTRIES + 19} [MASK]."
    assert next(iter(record.entries)) == 21


def test_what_is_typed_on_takes_the_place_of_what_it_was(tiny_model: LoadedModel) -> None:
    """Two boxes ask in one run; one of them is typed into while the other stays."""
    record, when = Record(), 100.0
    for typed in ("A d [MASK].", "A do [MASK].", "A dog [MASK]."):
        run = object()
        for text in (typed, "A cat [MASK]."):
            record.note("Home", question(guess_masked_words, text), guess_masked_words(tiny_model, text), run=run, now=when)
        when += 0.4
    assert {entry.arguments[0] for entry in record.entries.values()} == {"A dog [MASK].", "A cat [MASK]."}
    record.note("Home", question(guess_masked_words, DOOR), guess_masked_words(tiny_model, DOOR), run=object(), now=when + 60)
    assert len(record.entries) == 3


def test_who_comes_back_for_a_moment_takes_nothing_away(tiny_model: LoadedModel) -> None:
    record = Record()
    for now, text in ((100.0, "A cat [MASK]."), (110.0, "A dog [MASK]."), (120.0, "A cat [MASK]."), (121.0, "A king [MASK].")):
        record.note("Home", question(guess_masked_words, text), guess_masked_words(tiny_model, text), run=object(), now=now)
    assert [entry.arguments[0] for entry in record.entries.values()] == ["A cat [MASK].", "A dog [MASK].", "A king [MASK]."]


def test_two_cards_that_ask_the_same_task_leave_two_entries(tiny_model: LoadedModel) -> None:
    """The second is opened a second after the first, and typed into in the next."""
    record = Record()
    for now, part, text in ((1.0, "1", "A cat [MASK]."), (2.0, "5", "A d [MASK]."), (3.0, "5", "A dog [MASK].")):
        answer = guess_masked_words(tiny_model, text)
        record.note("Home", question(guess_masked_words, text), answer, run=object(), now=now, part=part)
    assert [entry.arguments[0] for entry in record.entries.values()] == ["A cat [MASK].", "A dog [MASK]."]


def test_claims_asked_one_after_the_other_all_stay(tiny_model: LoadedModel) -> None:
    """Nobody types a claim: the next card asks its own a second later, and takes nothing away."""
    record = Record()
    for second, name in enumerate(("cut", "no_recurrence", "cut")):
        samples = claims()[name].samples
        answer = check_claim(tiny_model, name, samples)
        record.note("Home", question(check_claim, name, samples), answer, run=object(), now=float(second))
    assert [entry.arguments[0] for entry in record.entries.values()] == ["cut", "no_recurrence"]


def test_a_claim_is_told_by_its_sentence(tiny_model: LoadedModel) -> None:
    """And asked by its name: the program and the record keep that."""
    entry = entry_of(tiny_model, (check_claim, ("cut",), {}))
    assert asked_of(entry) == [("claim", claims()["cut"].says)]
    assert claims()["cut"].says.encode() in as_page(make_worksheet("", "", [entry]))
    assert "check_claim, 'cut')" in program_of(entry)
    with speaking(FRENCH):
        ((_, told),) = asked_of(entry)
    assert told.startswith("WordPiece découpe")


def test_a_long_question_is_kept_by_its_beginning(tiny_model: LoadedModel) -> None:
    long = "word " * MOST_CHARACTERS + "[MASK]."
    entry = entry_of(tiny_model, (guess_masked_words, (long,), {}))
    assert not entry.is_whole
    assert len(str(entry)) < 3_000
    assert program_of(entry) == command_of(entry) == ""
    assert b"too long to be kept" in as_page(make_worksheet("", "", [entry]))
    assert b"too long to be kept" in as_notebook(make_worksheet("", "", [entry]))


def test_an_unknown_task_is_not_kept() -> None:
    record = Record()
    record.note("A page", question(len, "abc"), 3, run=object(), now=0.0)
    assert record.entries == {}


def test_what_watches_a_task_is_no_argument() -> None:
    assert question(separate_senses, SENSES, watch=print).named == {}


def test_a_training_is_run_again(tmp_path: Path) -> None:
    """The program and the command of a run without a network, which is the same to the last digit."""
    config = FineTuneConfig(DataSource("sample:reviews"), method=Method.TFIDF, seed=3, train_examples=32)
    ended = train(config, tmp_path, report=lambda event: None, wish=lambda: Wish.GO)
    assert isinstance(ended, Finished)
    entry = kept("Fine-tuning", "", "bert", "", TASK, ((config.as_json(),), {}), tell_training(ended))
    space: dict[str, Any] = {}
    exec(program_of(entry), space)  # noqa: S102
    assert told_again(TASK, space["answer"], recorded=entry.told.figure).endswith(f"{entry.told.figure:.6g} in the worksheet")
    assert tell_training(space["answer"]).figure == entry.told.figure
    command = shlex.split(command_of(entry))
    assert command[3] == "finetune"
    assert {"--train": "sample:reviews", "--method": "tfidf", "--seed": "3", "--examples": "32"}.items() <= dict(
        zip(command[4::2], command[5::2], strict=True)
    ).items()


def test_an_argument_that_is_a_program_is_refused() -> None:
    entry = Entry("", "", "bert", "", "bertplay.tasks.switches.flip_switches", ("a", {"x);import os;(": 1}), {}, Told("x."))
    with pytest.raises(BadInput, match="no task can have"):
        program_of(entry)
    assert dict(asked_of(entry))["text"] == "a"


@pytest.mark.parametrize("content", [b"", b"{}", b"[1]", b'{"title": 1}', b"\xff\xfe", b'{"title":"a","note":"","made":"","entries":[{}]}'])
def test_a_file_that_is_no_record_is_refused(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "record.json").write_bytes(content)
    with pytest.raises(BadInput, match="no record of a worksheet"):
        read_record(tmp_path / "record.json")
    done = CliRunner().invoke(app, ["worksheet", str(tmp_path / "record.json")])
    assert done.exit_code == 2


def test_the_command_writes_both_files(entries: list[Entry], tmp_path: Path) -> None:
    sheet = make_worksheet("Title", "", entries[:2])
    (tmp_path / "record.json").write_bytes(as_record(sheet))
    out, notebook = tmp_path / "sheet.html", tmp_path / "sheet.ipynb"
    done = CliRunner().invoke(app, ["worksheet", str(tmp_path / "record.json"), "--html", str(out), "--notebook", str(notebook)])
    assert done.exit_code == 0
    assert out.read_bytes() == as_page(sheet)
    assert notebook.read_bytes() == as_notebook(sheet)
    listed = CliRunner().invoke(app, ["worksheet", str(tmp_path / "record.json")])
    assert entries[0].told.says in listed.stdout
