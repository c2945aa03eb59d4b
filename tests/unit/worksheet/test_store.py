"""The stored worksheet of a browser: after a restart, by owner, by language, and its size limit."""

import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bertplay.backends.local import local_backend
from bertplay.calls import Call
from bertplay.calls.embeddings import SEPARATE_SENSES
from bertplay.calls.layers import ABLATE
from bertplay.calls.masked_word import COMPARE_CONTEXTS, PREDICT_MASKED_WORDS
from bertplay.calls.next_sentence import PREDICT_NEXT_SENTENCE
from bertplay.calls.wordpiece import TRACE_TOKENIZATION
from bertplay.errors import LimitReached, StoreUnavailable
from bertplay.i18n import lazy, localized, using_language
from bertplay.results.ablations import Ablation
from bertplay.settings import Settings
from bertplay.summaries import Summary
from bertplay.tasks.word_in_context import WordQuery
from bertplay.worksheet import store as store_module
from bertplay.worksheet.entry import Answer, ClassAnswer, Entry, LessonAnswer
from bertplay.worksheet.record import MAX_ENTRIES, MAX_ROWS, Record, SavedEntry
from bertplay.worksheet.store import DAY, MAX_CHARACTERS, MAX_DAYS, WorksheetStore

NOON = "2026-05-04T12:00:00+00:00"
SENSES = WordQuery("bank", ("The bank lent money.", "We sat on the bank.", "The bank paid.", "The bank was muddy."), ("m", "r", "m", "r"))
LESSON = LessonAnswer("Dogs", 2, "Who barks? <b>", "a cat", "A dog.", "Masked word", NOON)


def answer(text: str) -> Answer:
    """An invented answer."""
    return Answer(PREDICT_MASKED_WORDS("bert", text=text), Summary("Said."), "Masked word", NOON)


@pytest.fixture
def settings(tmp_path: Path, database: str) -> Settings:
    return Settings(runs_dir=tmp_path, database=database)


@pytest.fixture
def store(settings: Settings) -> Iterator[WorksheetStore]:
    store = WorksheetStore(settings)
    yield store
    store.close()


@pytest.fixture
def record(store: WorksheetStore) -> Record:
    return Record(lambda: store, "ada")


def entries(record: Record) -> list[Entry]:
    return [saved.entry for saved in record.entries.values()]


@pytest.mark.parametrize(
    "call",
    [
        PREDICT_MASKED_WORDS("bert", text="She opened the [MASK].", top_k=20, hidden=("door",)),
        COMPARE_CONTEXTS("bert", text="She opened the [MASK].", top_k=3),
        PREDICT_NEXT_SENTENCE("bert", first="It rained.", second="We got wet."),
        TRACE_TOKENIZATION("bert", text="Unconstitutionally"),
        ABLATE("bert", text="The dog barked.", ablation=Ablation(attention="left", ablated_layer=1, ablated_head=0)),
        SEPARATE_SENSES("bert", query=SENSES),
    ],
    ids=lambda call: call.task.name,
)
def test_an_answer_is_the_same_after_a_restart_and_in_the_readers_language(call: Call[object], record: Record, settings: Settings) -> None:
    summary = call.task.summarize(call.run(local_backend()))
    given = Answer(call, summary, "Masked word", NOON, "0123", lazy("Your guess: {guess}", guess="<b>"))
    record.add(given)
    restarted = WorksheetStore(settings)
    again = Record(lambda: restarted, "ada")
    assert again.has(call)
    [found] = entries(again)
    restarted.close()
    assert isinstance(found, Answer)
    assert (found.call.key, found.asked, found.weights, found.guess) == (call.key, NOON, "0123", "Your guess: <b>")
    rows = summary.table.cells(MAX_ROWS) if summary.table else []
    for language in ("en", "fr"):
        with using_language(language):
            assert localized(found.summary.sentence) == localized(summary.sentence)
            assert localized(found.guess) == localized(given.guess)
    assert (found.summary.table.cells() if found.summary.table else []) == rows


def test_every_browser_has_its_own(record: Record, store: WorksheetStore) -> None:
    record.add(answer("A [MASK]."))
    record.write_head(title="Dogs", name="Ada <b>", introduction="About dogs.")
    other = Record(lambda: store, "eve")
    assert not other.has(answer("A [MASK].").call)
    assert (entries(other), other.head.name) == ([], "")
    assert (record.head.title, record.head.name, record.head.introduction) == ("Dogs", "Ada <b>", "About dogs.")


def test_two_tabs_see_what_the_other_has_added(record: Record, store: WorksheetStore) -> None:
    other = Record(lambda: store, "ada")
    assert not other.has(answer("A [MASK].").call)
    record.add(answer("A [MASK]."))
    other.add(answer("The [MASK]."))
    assert len(entries(other)) == len(entries(record)) == 2
    assert other.has(answer("A [MASK].").call)


def test_an_entry_has_a_note_and_is_left_out(record: Record) -> None:
    record.add(answer("A [MASK]."))
    [key] = record.entries
    record.annotate(key, "as I thought <b>", is_left_out=True)
    assert record.entries[key] == SavedEntry(replace(entries(record)[0], note="as I thought <b>"), is_left_out=True)


def test_a_lesson_answer_takes_the_place_of_the_one_before(record: Record) -> None:
    record.answer_question(LESSON)
    [key] = record.entries
    record.annotate(key, "my note", is_left_out=False)
    record.add(answer("A [MASK]."))
    record.answer_question(replace(LESSON, own="a dog", asked="2026-05-04T13:00:00+00:00"))
    record.answer_question(replace(LESSON, step=3))
    own = [(entry.own, entry.asked, entry.note) for entry in entries(record) if isinstance(entry, LessonAnswer)]
    assert own == [("a dog", NOON, "my note"), ("a cat", NOON, "")]


def test_an_answer_to_a_class_includes_what_was_revealed(record: Record) -> None:
    given = ClassAnswer("AB12-CD34", "1", lazy("Which word is masked?"), "The [MASK] <b>.", "cat", (), "", "Masked word", NOON)
    revealed = lazy("The model: {answer} ({share:percent}).", answer="dog", share=0.4)
    record.answer_question(given)
    record.answer_question(replace(given, revealed=(revealed,)))
    [found] = entries(record)
    assert found == replace(given, revealed=(revealed,))
    assert [str(text) for _, text in found.texts] == [
        "AB12-CD34",
        "Which word is masked?",
        "The [MASK] <b>.",
        "cat",
        "The model: dog (40%).",
    ]
    with using_language("fr"):
        assert localized(found.texts[4][1]) == localized(revealed) != revealed


def test_the_same_lesson_answer_is_written_once(record: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page with a lesson runs at every click."""
    written = []
    put = WorksheetStore.put
    monkeypatch.setattr(WorksheetStore, "put", lambda *values: (written.append(values[2]), put(*values)))
    for minute in range(3):
        record.answer_question(replace(LESSON, asked=f"2026-05-04T12:0{minute}:00+00:00"))
    assert len(written) == 1


def test_an_answer_is_there_once_and_the_last_hundred(record: Record) -> None:
    for turn in range(MAX_ENTRIES + 20):
        for _ in range(2):
            record.add(answer(f"It has {turn} [MASK]."))
    texts = [entry.texts[0][1] for entry in entries(record)]
    assert texts == [f"It has {turn} [MASK]." for turn in range(20, MAX_ENTRIES + 20)]
    assert not record.has(answer("It has 3 [MASK].").call)


def test_a_server_remembers_no_novels(record: Record) -> None:
    for turn in range(30):
        record.add(answer(f"{turn} " + "word " * 20_000))
    assert sum(len(entry.texts[0][1]) for entry in entries(record)) <= MAX_CHARACTERS
    assert entries(record)[-1].texts[0][1].startswith("29 ")


def test_what_was_found_elsewhere_takes_no_room_from_what_was_added(record: Record) -> None:
    record.add_found("run1", lambda: answer("found"))
    record.add_found("run1", lambda: answer("found again"))
    for turn in range(MAX_ENTRIES):
        record.add(answer(f"It has {turn} [MASK]."))
    assert len(entries(record)) == MAX_ENTRIES
    record.add_found("run1", lambda: answer("found"))
    assert "found" not in [entry.texts[0][1] for entry in entries(record)]


def test_it_is_deleted_as_a_whole(record: Record, store: WorksheetStore) -> None:
    record.add(answer("A [MASK]."))
    record.write_head(title="Dogs", name="Ada", introduction="")
    begun = time.time()
    record.clear()
    assert not record.has(answer("A [MASK].").call)
    assert (entries(record), record.head.name) == ([], "")
    assert store.head("ada").began >= begun
    record.add(answer("A [MASK]."))
    assert len(entries(record)) == 1


def test_an_unchanged_worksheet_is_deleted_after_half_a_year(
    record: Record, store: WorksheetStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = time.time()
    record.add(answer("A [MASK]."))
    monkeypatch.setattr(time, "time", lambda: begun + (MAX_DAYS - 1) * DAY)
    assert store.delete_old() == 0
    monkeypatch.setattr(time, "time", lambda: begun + (MAX_DAYS + 1) * DAY)
    assert store.delete_old() == 1
    assert entries(record) == []


def test_a_server_keeps_so_many_and_no_more(store: WorksheetStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store_module, "MAX_WORKSHEETS", 2)
    for browser in ("a", "b"):
        Record(lambda: store, browser).add(answer("A [MASK]."))
    with pytest.raises(LimitReached, match="2 worksheets"):
        Record(lambda: store, "c").add(answer("A [MASK]."))
    Record(lambda: store, "a").add(answer("The [MASK]."))


def test_an_entry_of_another_version_hides_no_other(record: Record, store: WorksheetStore) -> None:
    record.add(answer("A [MASK]."))
    gone = answer("The [MASK].")
    store.put("ada", "gone", replace(gone, kind="a kind that is no more"))  # type: ignore[arg-type]
    assert [entry.texts[0][1] for entry in entries(record)] == ["A [MASK]."]


def test_without_a_store_nothing_is_known_and_adding_says_so() -> None:
    def no_store() -> WorksheetStore:
        raise StoreUnavailable("The disk is full.", remedy="Free some space.")

    record = Record(no_store, "ada")
    assert not record.has(answer("A [MASK].").call)
    with pytest.raises(StoreUnavailable):
        record.add(answer("A [MASK]."))
