"""A stored question: a teacher's sentence stays as it is, a text of the catalogue is translated, answers are read by their kind."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bertplay.classroom.question import (
    MAX_ANSWER_CHARACTERS,
    MAX_TITLE_CHARACTERS,
    ClassQuestion,
    StoredContent,
    model_from_json,
    model_to_json,
    normalized,
)
from bertplay.errors import BadInput
from bertplay.i18n import LazyString, joined, lazy, localized, using_language
from bertplay.results.classroom import ModelAnswer

MASKED = "Which word is masked?"
YES_NO = {"yes": "It continues", "no": "It does not continue"}


def stored(question: ClassQuestion) -> StoredContent:
    return StoredContent.from_json(question.to_json())


@given(st.text(max_size=MAX_TITLE_CHARACTERS))
def test_a_sentence_comes_back_as_it_was_written(title: str) -> None:
    found = stored(ClassQuestion("masked_word", (), title, MASKED)).title
    assert found == title
    assert not isinstance(found, LazyString)


def test_what_is_ours_is_translated_for_each_reader_and_what_somebody_wrote_is_not() -> None:
    with using_language("fr"):  # who asks first is French
        asked = stored(ClassQuestion("next_sentence", (), "Send", MASKED, YES_NO))
        own = stored(ClassQuestion("next_sentence", (), "", MASKED, {"1": joined(["Send"])}))
    assert asked.prompt == MASKED
    with using_language("fr"):
        assert [" ".join(localized(text).split()) for text in (asked.prompt, asked.title, asked.choices["yes"], own.choices["1"])] == [
            "Quel mot est masqué ?",
            "Send",
            "C’est la suite",
            "Send",
        ]


def test_long_texts_are_cut() -> None:
    assert stored(ClassQuestion("masked_word", (), "é" * 600, MASKED)).title == "é" * MAX_TITLE_CHARACTERS
    told = stored(ClassQuestion("masked_word", (), lazy("Where would you split “{word}”?", word="x" * 600), MASKED)).title
    assert told == f"Where would you split “{'x' * MAX_TITLE_CHARACTERS}”?"
    many = {str(number): "x" * 600 for number in range(1000)}
    assert len(ClassQuestion("next_sentence", (), "", MASKED, many).to_json()) < 50_000


@pytest.mark.parametrize(
    ("question", "given", "counted"),
    [
        (ClassQuestion("p", (), "", MASKED), [" Hot\n"], ("hot",)),
        (ClassQuestion("p", (), "", MASKED, boxes=("1", "2")), ["the ", ""], ("the", "")),
        (ClassQuestion("p", (), "", MASKED), ["tear+ful"], ("tear + ful",)),
        (ClassQuestion("p", (), "", MASKED, YES_NO), ["yes"], ("yes",)),
        (ClassQuestion("p", (), "", MASKED, {"0": "none", "1": "one"}, is_number=True), [" 1 "], ("1",)),
    ],
)
def test_an_answer_is_read_by_the_kind_of_its_question(question: ClassQuestion, given: list[str], counted: tuple[str, ...]) -> None:
    assert stored(question).read_answer(given) == counted


@pytest.mark.parametrize(
    ("question", "given", "problem"),
    [
        (ClassQuestion("p", (), "", MASKED), ["  "], "empty"),
        (ClassQuestion("p", (), "", MASKED), ["a", "b"], "does not fit"),
        (ClassQuestion("p", (), "", MASKED, YES_NO), ["maybe"], "not one of the answers"),
        (ClassQuestion("p", (), "", MASKED, {"0": "none", "12": "last"}, is_number=True), ["13"], "from 0 to 12"),
    ],
)
def test_an_answer_that_does_not_fit_is_refused(question: ClassQuestion, given: list[str], problem: str) -> None:
    with pytest.raises(BadInput, match=problem):
        stored(question).read_answer(given)


def test_the_answers_of_the_model_are_written_as_those_of_a_class_are_counted() -> None:
    model = (ModelAnswer((("Paris", 0.5), ("paris", 0.25)), "Paris"), ModelAnswer(()))
    assert model_from_json(model_to_json(model)) == (ModelAnswer((("paris", 0.75),), "Paris"), ModelAnswer(()))


@given(st.text(alphabet=st.characters(), max_size=200))
def test_any_answer_becomes_one_short_line(answer: str) -> None:
    line = normalized(answer)
    assert len(line) <= MAX_ANSWER_CHARACTERS
    assert line == line.strip()
    assert "\n" not in line
    assert "\0" not in line
    json.dumps(line).encode("utf-8")


def test_composed_and_decomposed_letters_are_the_same_answer() -> None:
    assert normalized("cafe\u0301") == normalized("CAF\u00c9") == "caf\u00e9"
    assert normalized("\ud800x") == "\ufffdx"
    assert normalized("\u202edoor\u2066") == "door"
    assert normalized("d" + "\u0337" * 30 + "oor") == "d" + "\u0337" * 3 + "oor"
    assert normalized("नमस्ते") == "नमस्ते"


def test_the_same_link_is_the_same_question(soup: ClassQuestion) -> None:
    assert ClassQuestion(soup.page, soup.about, "in other words", "").id == soup.id
    assert len({soup.id, ClassQuestion("other", soup.about, "", "").id, ClassQuestion(soup.page, (*soup.about, ""), "", "").id}) == 3
