"""A teacher's own lessons: made from pages, changed, shared, opened by a code."""

from collections.abc import Callable

from bertplay.codes import written_code
from bertplay.lessons.files import lesson_text, parse_lesson
from bertplay.lessons.lesson import Lesson, Step
from bertplay.lessons.ready import ready_lessons
from bertplay.ui.runtime import get_lessons
from tests.pages.conftest import Open, page_text, written_as_markup
from tests.pages.nasty_lesson import BARK, LESSON, NASTY


def test_pages_become_a_lesson(open_at: Open) -> None:
    page = open_at("masked_word", text=BARK, tab="left_right_context")
    page.button("lesson.step.add").click().run()
    assert "There is no question yet." in page_text(page)
    page.text_area("lesson.step.question").set_value(f"Who barks? {NASTY}").run()
    page.text_area("lesson.step.answer").set_value("A dog.").run()
    page.button("lesson.step.add").click().run()
    page.text_input("masked_word.text").set_value("A [MASK].").run()
    page.text_area("lesson.step.question").set_value("Second?").run()
    page.toggle("lesson.step.fixed").set_value(True).run()
    page.button("lesson.step.add").click().run()
    page.switch_page("pages/lesson.py")
    page.query_params["tab"] = "my_lesson"
    page.run()
    page.text_input("lesson.my_lesson.title").set_value("Dogs").run()
    page.button("lesson.my_lesson.arrow_downward_0").click().run()
    first = Step(page="masked_word", question=f"Who barks? {NASTY}", inputs={"text": BARK, "tab": "left_right_context"}, answer="A dog.")
    second = Step(
        page="masked_word", question="Second?", inputs={"text": "A [MASK].", "tab": "left_right_context", "hide": "none"}, fixed=True
    )
    saved = page.get("download_button")[0]
    assert saved.proto.id
    assert parse_lesson(lesson_text(Lesson(title="Dogs", steps=tuple(page.session_state["lesson.draft"]))).encode()).steps[1] == first
    assert page.session_state["lesson.draft"][0].question == second.question
    assert "onerror" not in written_as_markup(page)
    page.button("lesson.my_lesson.delete_0").click().run()
    assert page.session_state["lesson.draft"] == (first,)
    page.button("lesson.my_lesson.play").click().run()
    assert "Dogs · step 1 of 1" in page_text(page)
    assert page.text_input("masked_word.text").value == BARK


def test_a_step_whose_file_could_not_be_read_is_refused(open_at: Open) -> None:
    """6,000 letters, each of which takes six characters in an address: the same bound as in a file."""
    page = open_at("masked_word", text="é" * 4_000, tab="two_sentences", second="é" * 2_000)
    page.text_area("lesson.step.question").set_value("Why?").run()
    page.button("lesson.step.add").click().run()
    assert "The inputs are too long for an address." in page_text(page)
    assert "lesson.draft" not in page.session_state


def test_a_question_by_the_link_alone(open_at: Open) -> None:
    page = open_at("layers", tab="word_order")
    page.text_area("lesson.step.question").set_value("Does order matter?").run()
    page.button("lesson.step.ask").click().run()
    assert page.query_params["ask"] == "Does order matter?"
    assert page_text(page).startswith("Does order matter?")


def test_a_copy_of_a_ready_lesson_can_be_changed(open_at: Open) -> None:
    page = open_at("lesson")
    page.button("lesson.ready.copy_class").click().run()
    assert page.text_input("lesson.my_lesson.title").value == ready_lessons()["class"].title
    page.text_area("lesson.my_lesson.question_0").set_value("Another question?").run()
    assert page.session_state["lesson.draft"][0].question == "Another question?"
    assert page.session_state["lesson.draft"][1:] == ready_lessons()["class"].steps[1:]


def test_a_lesson_is_shared_and_opened_by_another_browser(open_at: Open, visitor: Callable[[str], None]) -> None:
    visitor("teacher")
    page = open_at("lesson", tab="file")
    page.file_uploader("lesson.file.file").upload("dogs.toml", lesson_text(LESSON).encode(), "application/toml").run()
    page.button("lesson.file.copy_own").click().run()
    assert "This lesson exists only in this browser tab" in written_as_markup(page)
    page.button("lesson.my_lesson.share").click().run()
    [shared] = get_lessons().of_owner("teacher")
    assert shared.lesson == LESSON
    assert f"Shared under the code {written_code(shared.code)}" in written_as_markup(page)
    assert page.code[0].value.endswith(f"/?lesson={shared.code}")
    visitor("student")
    for link in (shared.code, written_code(shared.code)):
        student = open_at("home", lesson=link)
        assert f"{LESSON.title} · step 1 of 3" in page_text(student)
        assert student.text_input("masked_word.text").value == BARK
        assert student.query_params["lesson"] == shared.code
        assert "onerror" not in written_as_markup(student)


def test_a_shared_lesson_is_changed_after_a_reload_and_deleted(open_at: Open, visitor: Callable[[str], None]) -> None:
    visitor("teacher of cats")
    code = get_lessons().share(LESSON, "teacher of cats")
    page = open_at("lesson", tab="shared")
    page.button(f"lesson.shared.edit_{code}").click().run()
    assert "lesson.my_lesson.change" not in [button.key for button in page.button]
    page.text_input("lesson.my_lesson.title").set_value("Cats").run()
    page.button("lesson.my_lesson.change").click().run()
    assert "lesson.my_lesson.change" not in [button.key for button in page.button]
    assert get_lessons().lesson(code).lesson.title == "Cats"
    student = open_at("home", lesson=code)
    page = open_at("lesson", tab="shared")
    page.button(f"lesson.shared.delete_{code}").click().run()
    assert "You have shared no lesson yet." in written_as_markup(page)
    student.run()
    assert "There is no lesson with this code." in page_text(student)
    assert "There is no lesson with this code." not in page_text(student.run())
    assert "lesson" not in student.query_params


def test_a_lesson_is_opened_by_its_code(open_at: Open) -> None:
    code = get_lessons().share(LESSON, "somebody else")
    page = open_at("lesson", tab="shared")
    assert f"lesson.shared.edit_{code}" not in [button.key for button in page.button]
    page.text_input("lesson.shared.code").set_value("7K2M-QX9R").run()
    assert "There is no lesson with this code." in page_text(page)
    page.text_input("lesson.shared.code").set_value(written_code(code)).run()
    assert f"{LESSON.title} · step 1 of 3" in page_text(page)
