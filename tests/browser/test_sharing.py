"""A lesson that is shared, a worksheet that stays, and a class that is asked the steps of a lesson, each in real browsers."""

import re
from pathlib import Path
from urllib.parse import urlparse

from playwright.sync_api import Browser, BrowserContext, Page, expect

from benchmarks.serving import ROOT, Server, streamlit_server
from tests.browser.conftest import fresh_profile
from tests.browser.test_classroom import environment_of, open_class, phone

PHONE = {"width": 390, "height": 844}


def share(teacher: Page, server: Server) -> str:
    """Share a copy of a ready lesson; its code."""
    teacher.goto(f"{server.url}/lesson")
    teacher.get_by_role("button", name="Change a copy").first.click()
    teacher.get_by_role("button", name="Share it with students").click()
    teacher.get_by_role("button", name="Copy link for students").click()
    link = teacher.get_by_test_id("stCode").locator("code")
    expect(link).to_have_text(re.compile(r"\?lesson=[0-9a-z]{8}$"))
    return link.inner_text().partition("=")[2]


def answer(student: Page, text: str) -> None:
    student.get_by_label("Your answer").fill(text)
    student.get_by_label("Your answer").blur()


def assert_worksheet_has(context: BrowserContext, server: Server, *texts: str) -> None:
    """In a new tab of this browser."""
    tab = context.new_page()
    tab.set_default_timeout(60_000)
    tab.goto(f"{server.url}/worksheet")
    for text in texts:
        expect(tab.get_by_text(text)).to_be_visible()
    assert tab.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    tab.close()


def test_a_shared_lesson_is_answered_on_a_phone_and_is_on_the_worksheet_after_a_restart(browser: Browser, tmp_path: Path) -> None:
    said = ("your answer: a door, I think", "the teacher’s answer: Door, by far")
    with fresh_profile(browser) as desk, browser.new_context(viewport=PHONE, has_touch=True, is_mobile=True) as pocket:  # type: ignore[arg-type]
        teacher, student = desk.new_page(), pocket.new_page()
        for tab in (teacher, student):
            tab.set_default_timeout(60_000)
        with streamlit_server(ROOT / "app.py", environment=environment_of(tmp_path)) as server:
            port = urlparse(server.url).port or 0
            code = share(teacher, server)
            student.goto(f"{server.url}/?lesson={code}")
            expect(student.get_by_text("step 1 of 6")).to_be_visible()
            answer(student, "a door, I think")
            student.get_by_role("button", name="Reveal").first.click()
            expect(student.get_by_text("Door, by far")).to_be_visible()
            assert student.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
            student.reload()
            expect(student.get_by_text("step 1 of 6")).to_be_visible()
            assert_worksheet_has(pocket, server, *said)
        with streamlit_server(ROOT / "app.py", environment=environment_of(tmp_path), port=port) as server:
            assert_worksheet_has(pocket, server, *said)
            student.goto(f"{server.url}/?lesson={code}")
            expect(student.get_by_text("step 1 of 6")).to_be_visible()
            teacher.goto(f"{server.url}/lesson?tab=shared")
            expect(teacher.get_by_role("button", name="Change", exact=True)).to_be_visible()
            teacher.goto(f"{server.url}/worksheet")
            expect(teacher.get_by_text("Nothing is on your worksheet yet.")).to_be_visible()


def test_a_phone_follows_the_steps_of_a_lesson(browser: Browser, server: Server) -> None:
    with fresh_profile(browser) as desk, phone(browser, "fr-FR") as pocket:
        teacher, student = desk.new_page(), pocket.new_page()
        teacher.set_default_timeout(60_000)
        code = open_class(teacher, server)
        student.goto(f"{server.url}/join/{code}")
        teacher.goto(f"{server.url}/?class={code}&lesson=demonstration&step=1")
        teacher.get_by_role("button", name="Ask the class").click()
        expect(student.locator("#lesson")).to_have_text(re.compile("étape 1 sur 6$"))
        expect(student.locator("#title mark")).to_have_text("[MASK]")
        teacher.get_by_role("button", name="Ask the next step").click()
        expect(student.locator("#lesson")).to_have_text(re.compile("étape 2 sur 6$"))
        expect(student.locator("#prompt")).to_have_text(re.compile("la moitié droite"))
        student.locator("#box0").fill("aucune")
        student.get_by_role("button", name="Envoyer").click()
        expect(student.locator("#mine")).to_contain_text("aucune")
        expect(teacher.get_by_text("1 student here, 1 answered")).to_be_visible()
        teacher.get_by_role("button", name="Reveal the answers").click()
        expect(student.locator("#results")).to_contain_text("La réponse de l’enseignant")
        teacher.get_by_role("button", name="Ask the next step").click()
        expect(student.locator("#lesson")).to_have_text(re.compile("étape 3 sur 6$"))
        expect(student.locator("#lead")).to_be_visible()
