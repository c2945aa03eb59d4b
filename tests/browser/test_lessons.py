"""A lesson in a browser: its steps fill in the page, its address brings one back, the model stays the reader's."""

from urllib.parse import urlencode

import pytest
from playwright.sync_api import Page, expect

from benchmarks.serving import Server
from bertplay.lessons.ready import ready_lessons
from tests.browser.pages import TAKEAWAY, expect_link
from tests.browser.rest import expect_rest

SECOND = ready_lessons()["demonstration"].steps[1]


def test_a_lesson_is_played_left_and_found_again(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/lesson")
    page.get_by_role("button", name="Play").first.click()
    expect(page.get_by_text("step 1 of 6")).to_be_visible()
    page.get_by_role("button", name="Next").click()
    expect(page.get_by_text("step 2 of 6")).to_be_visible()
    expect_rest(page)
    expect(page.get_by_label("Sentence", exact=True)).to_have_value(SECOND.inputs["text"])
    page.get_by_label("Your answer").fill("Paris")
    page.get_by_role("button", name="Reveal").click()
    expect(page.get_by_text(SECOND.answer[-40:])).to_be_visible()
    expect(page.get_by_label("Your answer")).to_have_value("Paris")
    expect_rest(page)
    page.get_by_label("Sentence", exact=True).fill("My own [MASK].")
    page.wait_for_url(lambda url: "My+own" in url)
    expect_rest(page)
    page.reload()
    expect(page.get_by_text("step 2 of 6")).to_be_visible()
    expect_rest(page)
    expect(page.get_by_label("Sentence", exact=True)).to_have_value("My own [MASK].")
    expect_rest(page)
    page.get_by_role("link", name="RNN vs Transformer").click()
    expect(page.get_by_text("This step is on the page")).to_be_visible()
    page.get_by_role("button", name="Back to the step").click()
    expect(page.get_by_text("This step is on the page")).to_be_hidden()
    expect_rest(page)
    expect(page.get_by_label("Sentence", exact=True)).to_have_value(SECOND.inputs["text"])


def test_a_fixed_link_stays_fixed(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/masked_word?text=The+[MASK]+barked.&ask=Who+barks?&fix=1&top_k=3")
    expect(page.get_by_text("Who barks?")).to_be_visible()
    expect(page.get_by_test_id("stSidebarNav")).to_have_count(0)
    expect_rest(page)
    page.get_by_label("Sentence", exact=True).fill("The [MASK] barked at me.")
    expect_link(page, text="The [MASK] barked at me.", ask="Who barks?", fix="1", top_k="3")
    expect(page.get_by_text("Who barks?")).to_be_visible()


@pytest.mark.parametrize("link", [{}, {"model": "roberta"}], ids=["the first", "another"])
def test_the_model_stays_when_another_page_is_opened(page: Page, server: Server, link: dict[str, str]) -> None:
    page.goto(f"{server.url}/masked_word?{urlencode(link)}")
    expect(page.locator(TAKEAWAY)).to_be_visible()
    expect_rest(page)
    page.get_by_role("link", name="Embeddings").click()
    expect(page.get_by_role("heading", name="Embeddings")).to_be_visible()
    expect(page.get_by_test_id("stSidebar").get_by_text("million parameters").first).to_be_visible()
    expect(page.get_by_role("button", name="Code", exact=True)).to_be_visible()
    page.wait_for_url(lambda url: "embeddings" in url)
    expect_link(page, **link)
