"""A class in real browsers: a teacher and two pupils in one room, and guesses that look like markup."""

from collections.abc import Iterator
from contextlib import ExitStack
from urllib.parse import parse_qs, urlencode, urlparse

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from benchmarks.serving import Server
from tests.browser.conftest import fresh_profile, watched_tab

CHART = "[data-testid=stMain] [data-testid=stVegaLiteChart] :is(canvas, svg.marks)"
IMAGES = "img:not([data-testid=stLogo], [data-testid=stHeaderLogo], [data-testid=stSidebarLogo])"
QUESTION = {"text": "The capital of France is Paris.", "hide": "5"}
EVIL = "<img src=x onerror=alert(1)>"
FORMULA = "$x$ :red[x]"


@pytest.fixture
def tabs(browser: Browser, server: Server) -> Iterator[list[Page]]:
    """The teacher's browser and those of two pupils."""
    with ExitStack() as stack:
        people = [stack.enter_context(fresh_profile(browser)) for _ in range(3)]
        yield [stack.enter_context(watched_tab(person, server)) for person in people]


def said(page: Page, text: str) -> Locator:
    """What is said somewhere on the page."""
    return page.locator("[data-testid=stMain] [data-testid=stText]").filter(has_text=text)


def link_of(page: Page) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlparse(page.url).query).items()}


def open_room(teacher: Page, server: Server) -> dict[str, str]:
    """Open a room by its button; what the link then holds: the room, and not the teacher's key, which the class would see."""
    teacher.goto(f"{server.url}/room")
    teacher.get_by_role("button", name="Open a room for a class").click()
    expect(teacher.get_by_text("For the blackboard:")).to_be_visible()
    teacher.wait_for_function("location.search.includes('room=')")
    assert set(link_of(teacher)) == {"room"}
    return link_of(teacher)


def send(pupil: Page, word: str) -> None:
    pupil.get_by_label("Your word").fill(word)
    pupil.get_by_role("button", name="Send").click()


def assert_is_plain(page: Page) -> None:
    """No guess became an image, a formula, a script or a colour."""
    assert page.locator(IMAGES).count() == 0
    assert page.locator(".katex, main script, [data-testid=stMarkdown] [style*=color]:not(.stMarkdownBadge)").count() == 0


def test_a_class_guesses_and_everybody_sees_the_answer_when_it_is_revealed(tabs: list[Page], server: Server) -> None:
    teacher, first, second = tabs
    mine = open_room(teacher, server)
    teacher.goto(f"{server.url}/masked_word?{urlencode(QUESTION | mine)}")
    teacher.get_by_role("button", name="Ask the class this").click()
    expect(teacher.locator(".stMarkdownBadge", has_text="asked now")).to_be_visible()
    first.goto(f"{server.url}/room?{urlencode(mine)}")
    first.get_by_role("button", name="To the question").click()
    second.goto(f"{server.url}/masked_word?{urlencode(QUESTION | mine)}")
    for page in tabs:  # the hidden word stands nowhere, and nothing is drawn
        expect(page.locator("button.word").nth(5)).to_have_text("[MASK]")
        assert "Paris" not in page.locator("[data-testid=stMain]").inner_text()
        expect(page.locator(CHART)).to_have_count(0)
    assert link_of(first) == link_of(teacher) == QUESTION | mine
    send(first, "Lyon")
    expect(said(first, "You said: lyon.")).to_be_visible()
    expect(said(teacher, "1 answer, 1 different.")).to_be_visible()
    send(second, EVIL)
    expect(said(second, f"You said: {EVIL}.")).to_be_visible()
    expect(said(teacher, "2 answers, 2 different.")).to_be_visible()
    send(first, FORMULA)  # in place of the word before
    expect(said(first, f"You said: {FORMULA}.")).to_be_visible()
    teacher.get_by_role("button", name="Reveal the model's answer").click()
    for page in tabs:
        expect(page.locator(CHART)).to_have_count(2)  # the class, and the model
        expect(said(page, "Hidden here: Paris")).to_be_visible()
        expect(said(page, "2 answers, 2 different.")).to_be_visible()
        assert_is_plain(page)
    expect(said(second, f"You: {EVIL}")).to_be_visible()
    for page, button in ((first, "On to the next question"), (teacher, "Hide the model's answer")):
        page.reload()
        expect(page.get_by_role("button", name=button)).to_be_visible()
        expect(said(page, "2 answers, 2 different.")).to_be_visible()
        assert_is_plain(page)
