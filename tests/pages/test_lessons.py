"""A lesson is played, uploaded, made; without a browser."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from bertplay.lessons.files import lesson_text
from bertplay.lessons.ready import ready_lessons
from bertplay.settings import get_settings
from bertplay.ui.runtime import get_classrooms
from tests.pages.conftest import Open, page_text, written_as_markup
from tests.pages.nasty_lesson import BARK, LESSON, NASTY


@pytest.fixture
def open_lesson(open_at: Open) -> Open:
    """open_lesson(): the page of lessons with the lesson above uploaded."""

    def open_() -> AppTest:
        page = open_at("lesson", tab="file")
        page.file_uploader("lesson.file.file").upload("dogs.toml", lesson_text(LESSON).encode(), "application/toml").run()
        assert not page.exception
        return page

    return open_


@pytest.fixture
def given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The file of a lesson that comes with the server."""
    file = tmp_path / "dogs.toml"
    file.write_text(lesson_text(LESSON), "utf-8")
    monkeypatch.setenv("BERTPLAY_LESSON", str(file))
    get_settings.cache_clear()
    yield file
    monkeypatch.undo()
    get_settings.cache_clear()


def test_an_uploaded_lesson_is_played_to_its_end(open_lesson: Open) -> None:
    page = open_lesson()
    page.button("lesson.file.play_own").click().run()
    assert f"{LESSON.title} · step 1 of 3" in page_text(page)
    assert page.text_input("masked_word.text").value == BARK
    assert {name: page.query_params[name] for name in ("lesson", "step", "tab")} == {
        "lesson": "own",
        "step": "1",
        "tab": "left_right_context",
    }
    assert page.button("lesson_before").disabled
    page.button("lesson_next").click().run()
    assert page.text_input("masked_word.text").value == "A [MASK] is [MASK]."
    assert "tab" not in page.query_params
    assert page.slider("masked_word.predictions.top_k").value == 3
    page.button("lesson_next").click().run()
    assert page.title[0].value == "WordPiece"
    assert "lesson_next" not in [button.key for button in page.button]
    assert any("This is the last step." in caption.value for caption in page.caption)
    assert not page.selectbox
    page.button("lesson_before").click().run()
    assert page.selectbox
    assert "And now?" in page_text(page)
    assert "onerror" not in written_as_markup(page)


def test_the_answer_is_shown_beside_ones_own(open_lesson: Open) -> None:
    page = open_lesson()
    page.button("lesson.file.play_own").click().run()
    assert "A dog." not in page_text(page)
    page.text_area("lesson.own.1.answer").set_value("a cat").run()
    page.button("lesson_compare").click().run()
    assert f"A dog. {NASTY}" in page_text(page)
    page.button("lesson_next").click().run()
    page.button("lesson_before").click().run()
    assert page.text_area("lesson.own.1.answer").value == "a cat"
    assert "A dog." in page_text(page)


@pytest.mark.parametrize(("key", "title"), [("lesson_worksheet", "Worksheet"), ("lesson_others", "Lessons")])
def test_the_last_step_leads_on_and_ends_the_lesson(open_lesson: Open, key: str, title: str) -> None:
    page = open_lesson()
    page.button("lesson.file.play_own").click().run()
    assert key not in [button.key for button in page.button]
    page.button("lesson_next").click().run()
    page.button("lesson_next").click().run()
    page.button(key).click().run()
    assert page.title[0].value == title
    assert "lesson" not in page.query_params
    assert "lesson_leave" not in [button.key for button in page.button]


def test_a_step_starts_from_its_link_again(open_lesson: Open) -> None:
    page = open_lesson()
    page.button("lesson.file.play_own").click().run()
    page.text_input("masked_word.text").set_value("Something [MASK] else.").run()
    assert (page.query_params["lesson"], page.query_params["text"]) == ("own", "Something [MASK] else.")
    page.button("lesson_again").click().run()
    assert page.text_input("masked_word.text").value == BARK


def test_leaving_a_lesson_leaves_the_page(open_lesson: Open) -> None:
    page = open_lesson()
    page.button("lesson.file.play_own").click().run()
    page.button("lesson_leave").click().run()
    assert "step 1 of 3" not in page_text(page)
    assert not {"lesson", "step"} & set(page.query_params)
    assert page.text_input("masked_word.text").value == BARK


def test_a_link_to_a_step_opens_it_on_its_page(open_at: Open) -> None:
    lesson = ready_lessons()["four_models"]
    code, key = get_classrooms().open()
    page = open_at("home", lesson="four_models", step="2", key=key, **{"class": code})
    assert not page.exception
    assert f"{lesson.title} · step 2 of {len(lesson.steps)}" in page_text(page)
    assert page.query_params["class"] == code
    assert lesson.steps[1].question in page_text(page)


def test_a_link_that_says_more_is_left_as_it_is(open_at: Open) -> None:
    page = open_at("masked_word", lesson="four_models", step="1", text="My own [MASK].")
    assert page.text_input("masked_word.text").value == "My own [MASK]."
    assert "step 1 of" in page_text(page)


@pytest.mark.parametrize(
    ("name", "number"), [(name, number) for name, lesson in ready_lessons().items() for number in range(1, len(lesson.steps) + 1)]
)
def test_every_step_of_a_ready_lesson_opens(open_at: Open, name: str, number: int) -> None:
    page = open_at("home", lesson=name, step=str(number))
    assert not page.exception
    step = ready_lessons()[name].steps[number - 1]
    assert step.question in page_text(page)
    assert "Something went wrong" not in page_text(page)
    assert page.query_params.get("lesson") == name


@pytest.mark.parametrize(
    ("link", "what"),
    [
        ({"lesson": "nowhere"}, "There is no lesson of this name."),
        ({"lesson": NASTY}, "There is no lesson of this name."),
        ({"lesson": "own"}, "This lesson was uploaded in another tab."),
        ({"lesson": "server"}, "There is no lesson of this name."),
        ({"lesson": "class", "step": "999"}, f"step {len(ready_lessons()['class'].steps)} of"),
        ({"lesson": "class", "step": "²"}, "step 1 of"),
        ({"lesson": "class", "step": "9" * 10_000}, "step 1 of"),
    ],
)
def test_links_to_no_step(open_at: Open, link: dict[str, str], what: str) -> None:
    page = open_at("masked_word", **link)
    assert not page.exception
    assert what in page_text(page)
    assert "onerror" not in written_as_markup(page)


def test_the_lesson_of_the_server_opens_by_itself_once(open_at: Open, given: Path) -> None:
    page = open_at("home")
    assert "Dogs" in page_text(page)
    assert page.text_input("masked_word.text").value == BARK
    page.button("lesson_leave").click().run()
    page.run()
    assert "step 1 of 3" not in page_text(page)


def test_a_link_to_a_page_is_stronger_than_the_lesson_of_the_server(open_at: Open, given: Path) -> None:
    assert "Dogs" not in page_text(open_at("ten_questions", tab="recurrence"))


def test_a_lesson_of_the_server_that_cannot_be_used_is_explained(open_at: Open, given: Path) -> None:
    given.write_text('title = "A"\n[[step]]\npage = "nowhere"\nquestion = "a"\n', "utf-8")
    page = open_at("home")
    assert not page.exception
    assert "Line 3: There is no page “nowhere”." in page_text(page)
    assert page.title[0].value == "Click a word. BERT predicts it."


def test_a_file_with_problems_shows_them_all(open_at: Open) -> None:
    page = open_at("lesson", tab="file")
    text = f'title = 3\n[[step]]\npage = "masked_word"\nquestion = "a"\ninputs = {{ tekst = "{NASTY}" }}\n'
    page.file_uploader("lesson.file.file").upload("a.toml", text.encode(), "application/toml").run()
    assert not page.exception
    assert "Line 1: “title” is not text." in page_text(page)
    assert "Line 5: This page has no input “tekst”. Did you mean “text”?" in page_text(page)
    assert "lesson.file.play_own" not in [button.key for button in page.button]
