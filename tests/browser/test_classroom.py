"""A class in real browsers: a teacher, students on phones in two languages, answers that look like markup, a server that goes down."""

import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import urlencode, urlparse

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from benchmarks.serving import ROOT, Server, streamlit_server
from bertplay.classroom.question import ClassQuestion
from bertplay.classroom.store import ClassroomStore
from bertplay.results.classroom import ModelAnswer
from bertplay.settings import Settings
from tests.browser.conftest import MILLISECONDS, fresh_profile, watched_tab
from tests.browser.pages import CHART, IMAGES, expect_nothing_serious, link_in
from tests.waiting import until

QUESTION = {"text": "The capital of France is Paris.", "hide": "5"}
EVIL = "<img src=x onerror=alert(1)>"
PHONE = {"width": 360, "height": 640}


@contextmanager
def phone(browser: Browser, locale: str) -> Iterator[BrowserContext]:
    """A student's phone."""
    context = browser.new_context(viewport=PHONE, has_touch=True, is_mobile=True, locale=locale)
    context.set_default_timeout(MILLISECONDS)
    yield context
    context.close()


@pytest.fixture
def tabs(browser: Browser, server: Server) -> Iterator[list[Page]]:
    """The teacher's browser, and the phones of two students."""
    with ExitStack() as stack:
        people = [stack.enter_context(fresh_profile(browser))]
        people += [stack.enter_context(phone(browser, locale)) for locale in ("en-GB", "fr-FR")]
        yield [stack.enter_context(watched_tab(person, server)) for person in people]


def open_class(teacher: Page, server: Server) -> str:
    """Open a class by its button; the link then has its code, and not the teacher's key, which the class would see."""
    teacher.goto(f"{server.url}/classroom")
    teacher.get_by_role("button", name="Open a class").click()
    expect(teacher.locator(".card .code")).to_have_text(re.compile(r"^[0-9A-Z]{4}-[0-9A-Z]{4}$"))
    teacher.wait_for_function("location.search.includes('class=')")
    link = link_in(teacher.url)
    assert set(link) == {"class"}
    return link["class"]


FITS = f"""(place) => {{
  const box = document.querySelector(place).getBoundingClientRect()
  return box.width > 0 && box.left >= 0 && box.right <= {PHONE["width"]} && box.bottom <= {PHONE["height"]}
}}"""


def expect_on_the_first_screen(student: Page) -> None:
    """The question, the box and the button, without scrolling in any direction."""
    for place in ("#prompt", "#title", "#boxes", "#form button"):
        student.wait_for_function(FITS, arg=place)
    student.wait_for_function(f"document.documentElement.scrollWidth <= {PHONE['width']}")


def test_a_class_guesses_and_everybody_sees_what_is_revealed(tabs: list[Page], server: Server) -> None:
    teacher, english, french = tabs
    code = open_class(teacher, server)
    expect(teacher.locator(".card .code")).to_have_css("font-size", "120px")
    english.goto(f"{server.url}/join")
    english.get_by_label("Class code").fill(f"{code[:4]}-{code[4:]}".upper())
    english.keyboard.press("Enter")
    french.goto(f"{server.url}/join/{code}")
    expect(english.locator("#status")).to_contain_text("The first question will appear here")
    expect(french.locator("#status")).to_contain_text("La première question")
    teacher.goto(f"{server.url}/masked_word?{urlencode(QUESTION | {'class': code})}")
    expect(teacher.get_by_role("button", name="Reveal the model's answer")).to_have_count(0)
    teacher.get_by_role("button", name="Ask the class").click()
    for student in (english, french):
        expect(student.locator("#title mark")).to_have_text("[MASK]")
        expect_on_the_first_screen(student)
        expect_nothing_serious(student)
    for page in tabs:  # the hidden word appears nowhere, and nothing is drawn
        expect(page.locator("body")).not_to_contain_text("Paris", use_inner_text=True)
    expect(teacher.locator(CHART)).to_have_count(0)
    english.get_by_label("Your word").fill("Lyon")
    english.keyboard.press("Enter")
    expect(english.locator("#mine")).to_have_text("Your answer: lyon")
    french.locator("#box0").fill(EVIL)
    french.get_by_role("button", name="Envoyer").click()
    expect(french.locator("#mine strong")).to_have_text(EVIL)
    expect(teacher.get_by_text("2 students here, 2 answered")).to_be_visible()
    english.locator("#box0").fill("Paris")  # in place of the word before
    english.get_by_role("button", name="Send").click()
    expect(english.locator("#mine")).to_have_text("Your answer: paris")
    teacher.get_by_role("button", name="Reveal the model's answer").click()
    expect(teacher.locator(CHART)).to_have_count(2)  # the class beside the model, and the model
    expect(english.locator("#results .sentence")).to_contain_text("The masked word: Paris.")
    expect(english.locator("#results .mine")).to_have_text("paris")
    expect(french.locator("#results .mine")).to_have_text(EVIL)
    teacher.locator("button.part", has_text=EVIL).click()  # off all screens
    for student in (english, french):
        expect(student.locator("#results .word", has_text=EVIL)).to_have_count(0)
        expect(student.locator("img")).to_have_count(1)  # the mark of the app
        student.emulate_media(color_scheme="dark")
        expect_nothing_serious(student)
    expect(teacher.locator(IMAGES)).to_have_count(0)
    english.reload()
    expect(english.locator("#results .mine")).to_have_text("paris")


def test_the_teachers_page_shows_a_card_that_fills_the_wall(tabs: list[Page], server: Server) -> None:
    teacher = tabs[0]
    code = open_class(teacher, server)
    expect(teacher.get_by_text("Only this machine can open this address.")).to_be_visible()  # the server of the tests listens here alone
    expect(teacher.locator(".card .address")).to_have_text(f"{urlparse(server.url).netloc}/join")
    expect(teacher.locator(".card .qr path")).to_have_attribute("d", re.compile(".{1000}"))
    for width in (1280, 1920):
        teacher.set_viewport_size({"width": width, "height": 1080})
        expect(teacher.locator(".card .code")).to_be_in_viewport()
        until(lambda: bool(teacher.locator(".card .code").evaluate("node => node.scrollWidth <= node.clientWidth")))
    teacher.get_by_role("button", name="Full screen").click()
    teacher.wait_for_function("document.fullscreenElement !== null")
    teacher.evaluate("document.exitFullscreen()")
    teacher.reload()
    expect(teacher.locator(".card .code")).to_have_text(f"{code[:4]}-{code[4:]}".upper())


KINDS = {
    "several words": (ClassQuestion("p", ("1",), "A [MASK] [MASK].", "Which words are masked?", boxes=("First", "Second")), ["the", "dog"]),
    "one of several": (ClassQuestion("p", ("2",), "He slept.", "Which sentence comes next?", {"1": EVIL, "2": "He woke."}), ["2"]),
    "a number": (ClassQuestion("p", ("3",), "", "After which layer?", {str(n): f"layer {n}" for n in range(13)}, is_number=True), ["7"]),
}


@pytest.fixture
def own_store(tmp_path: Path) -> Iterator[ClassroomStore]:
    store = ClassroomStore(Settings(runs_dir=tmp_path))
    yield store
    store.close()


def environment_of(folder: Path) -> dict[str, str]:
    """A server whose classes are in this folder."""
    return {"BERTPLAY_HUB": "off", "BERTPLAY_WARM_WORKER": "0", "BERTPLAY_RUNS_DIR": str(folder)}


def give(student: Page, question: ClassQuestion, answers: list[str]) -> None:
    """Answer as a student does, by touch and with the phone's keyboard."""
    if question.choices and not question.is_number:
        student.get_by_role("radio", name=question.choices[answers[0]], exact=True).check()
    else:
        for number, answer in enumerate(answers):
            student.locator(f"#box{number}").fill(answer)
    student.get_by_role("button", name="Send").click()


def test_every_kind_of_question_and_a_server_that_goes_away(browser: Browser, own_store: ClassroomStore, tmp_path: Path) -> None:
    """The phone follows to each question by itself, and comes back by itself when the server does."""
    code, key = own_store.open()
    with phone(browser, "en-GB") as context:
        student = context.new_page()
        with streamlit_server(ROOT / "app.py", environment=environment_of(tmp_path)) as server:
            port = urlparse(server.url).port or 0
            student.goto(f"{server.url}/join/{code}")
            expect(student.locator("#status")).to_contain_text("You have joined.")
            for kind, (question, answers) in KINDS.items():
                own_store.ask(code, key, question, (), [ModelAnswer(((answer, 0.5),)) for answer in answers])
                expect(student.locator("#prompt")).to_have_text(question.prompt)
                give(student, question, answers)
                expect(student.locator("#status"), kind).to_contain_text("Your answer is counted.")
                own_store.reveal(code, key, question.id, is_revealed=True)
                expect(student.locator("#results .mine")).to_have_count(len(answers))
        expect(student.locator("#connection")).to_be_visible()
        again = ClassQuestion("p", ("4",), "Still there?", "Yes or no?", {"yes": "Yes", "no": "No"})
        own_store.ask(code, key, again, ())
        with streamlit_server(ROOT / "app.py", environment=environment_of(tmp_path), port=port):
            expect(student.locator("#prompt")).to_have_text("Yes or no?")
            expect(student.locator("#connection")).to_be_hidden()
            give(student, again, ["yes"])
            expect(student.locator("#status")).to_contain_text("Your answer is counted.")
    counts = {question.prompt: question.answered for question in own_store.counts(code).questions}
    assert counts == {**{question.prompt: 1 for question, _ in KINDS.values()}, "Yes or no?": 1}
