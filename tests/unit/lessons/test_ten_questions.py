"""The ten questions: what they point to exists, and the claims of textbooks are all tested."""

import re

from bertplay.i18n import _, offered_languages, using_language
from bertplay.lessons.claims import claims
from bertplay.lessons.pages import lesson_pages
from bertplay.lessons.papers import papers
from bertplay.lessons.ten_questions import ten_questions
from bertplay.lessons.tutorials import tutorials
from bertplay.training.data.samples import samples
from bertplay.training.jobs import METHODS_OF, Method, Task
from bertplay.ui.ten_questions.cards import CARDS


def test_there_are_ten_with_a_card_each_and_all_they_name_exists() -> None:
    assert [card.name for card in CARDS] == [q.id for q in ten_questions()]
    assert len({q.id for q in ten_questions()}) == 10
    for question, card in zip(ten_questions(), CARDS, strict=True):
        page = lesson_pages()[question.page]
        assert set(question.link) <= page.names
        assert not card.more or card.more in page.choices["tab"]


def test_every_claim_of_a_textbook_is_tested_on_a_card() -> None:
    assert sorted(name for q in ten_questions() for name in q.claims) == sorted(claims())


def test_every_card_names_its_sources_and_every_source_is_named() -> None:
    assert all(q.papers for q in ten_questions())
    assert {key for q in ten_questions() for key in q.papers} == set(papers())
    for key, paper in papers().items():
        assert paper.who.endswith(key[-4:]), "the year of the key"
        assert re.fullmatch(r"https://arxiv\.org/abs/\d{4}\.\d{4,5}", paper.address)


def test_every_card_can_be_guessed_first() -> None:
    assert [card.name for card in CARDS if not (card.guess and card.guess.prompt)] == []


def test_all_tabs_fit_a_row_of_a_laptop() -> None:
    """In French, too, which is longer; on a phone the row scrolls."""
    for language in offered_languages():
        with using_language(language):
            assert sum(len(_(q.short)) for q in ten_questions()) <= 85


def test_claims_are_short() -> None:
    for q in ten_questions():
        assert 2 <= len(re.findall(r"[.!?](?:\s|$)", q.claim)) <= 4, q.id


def test_the_tutorials_set_what_exists() -> None:
    known = {sample.name: sample.task for sample in samples()}
    assert [tutorial.id for tutorial in tutorials()] == ["classification", "entities", "corpus"]
    assert [known[tutorial.link["data"]] for tutorial in tutorials()] == [Task.CLASSIFICATION, Task.ENTITIES, Task.MASKED_WORDS]
    for tutorial in tutorials():
        assert set(tutorial.link) <= lesson_pages()["fine_tuning"].names
        assert {Method(name) for name in tutorial.link["methods"].split(".")} <= set(METHODS_OF[known[tutorial.link["data"]]])
        assert 1 <= int(tutorial.link["epochs"]) <= 10
