"""One press of Back leads to what was open before, however many choices were made there."""

import re

from playwright.sync_api import Page, expect

from benchmarks.serving import Server
from bertplay.lessons.ready import ready_lessons
from tests.browser.rest import expect_rest

PRESS_BACK_ONCE = """(() => {
    const push = History.prototype.pushState
    let isPressed = false
    History.prototype.pushState = function (state, title, address) {
        push.call(this, state, title, address)
        if (isPressed || !String(address).includes("step=3")) return
        isPressed = true
        history.back()
    }
})()"""
"""Back is pressed in the instant in which the third step is written into the address, before its page is opened."""


def open_first(page: Page, address: str) -> None:
    """A page, with the script that all pages bring."""
    page.goto(address)
    page.wait_for_function("window.bertplayBackButton")


def ask(page: Page, sentence: str) -> None:
    """Type a sentence and wait for its answer and for the link."""
    expect_rest(page)
    page.get_by_label("Sentence", exact=True).fill(sentence)
    page.wait_for_url(lambda url: sentence.partition(" ")[0] in url)
    expect_rest(page)


def test_choices_make_no_entries_and_stand_in_the_address(page: Page, server: Server) -> None:
    open_first(page, f"{server.url}/ten_questions?tab=recurrence")
    page.get_by_role("link", name="Masked word").click()
    expect(page.get_by_role("heading", name="Masked word")).to_be_visible()  # the question before has a box of the same name
    ask(page, "Cats like [MASK].")
    ask(page, "Dogs like [MASK].")
    page.get_by_role("link", name="RNN vs Transformer").click()
    page.wait_for_url("**/rnn")
    page.go_back()
    expect_rest(page)
    expect(page.get_by_label("Sentence", exact=True)).to_have_value("Dogs like [MASK].")
    expect(page).to_have_url(re.compile("text=Dogs"))
    page.go_back()
    expect(page.get_by_text("Question 3 of 10")).to_be_visible()
    page.go_forward()
    expect(page.get_by_role("heading", name="Masked word")).to_be_visible()
    expect_rest(page)
    expect(page.get_by_label("Sentence", exact=True)).to_have_value("Dogs like [MASK].")
    page.go_back()
    page.go_back()
    expect(page).to_have_url("about:blank")


def test_back_goes_from_question_to_question_as_they_were_left(page: Page, server: Server) -> None:
    open_first(page, f"{server.url}/ten_questions?tab=tasks")
    expect_rest(page)
    page.get_by_label("Does this one continue it?").fill("We got wet.")
    page.get_by_label("Does this one continue it?").press("Enter")
    page.wait_for_url("**second=We**")
    for number in (8, 9):
        page.get_by_role("button", name="Next", exact=True).click()
        expect(page.get_by_text(f"Question {number} of 10")).to_be_visible()
    page.go_back()
    expect(page.get_by_text("Question 8 of 10")).to_be_visible()
    page.go_back()
    expect(page.get_by_text("Question 7 of 10")).to_be_visible()
    expect_rest(page)
    expect(page.get_by_label("Does this one continue it?")).to_have_value("We got wet.")
    page.go_forward()
    expect(page.get_by_text("Question 8 of 10")).to_be_visible()


def test_the_next_question_is_read_from_its_beginning(page: Page, server: Server) -> None:
    open_first(page, f"{server.url}/ten_questions?tab=recurrence")
    page.get_by_role("button", name="Next: RNN or Transformer?").click()
    expect(page.get_by_text("Question 4 of 10")).to_be_visible()
    expect(page.get_by_text("Question 4 of 10")).to_be_in_viewport()


def test_a_page_that_is_opened_by_a_card_leaves_the_address_of_the_card(page: Page, server: Server) -> None:
    open_first(page, f"{server.url}/ten_questions?tab=recurrence&lang=fr")
    page.get_by_role("button", name="En savoir plus").click()
    page.wait_for_url("**/layers?**")
    page.go_back()
    expect(page.get_by_text("Question 3 sur 10")).to_be_visible()
    expect(page).to_have_url(f"{server.url}/ten_questions?tab=recurrence&lang=fr")
    page.go_back()
    expect(page).to_have_url("about:blank")


def test_back_goes_through_the_steps_of_a_lesson_as_they_were_left(page: Page, server: Server) -> None:
    open_first(page, f"{server.url}/lesson")
    page.get_by_role("button", name="Play").first.click()
    page.wait_for_url("**/masked_word?**step=1")
    ask(page, "Cats like [MASK].")
    page.get_by_role("button", name="Next").click()
    expect_rest(page)
    expect(page.get_by_label("Sentence", exact=True)).to_have_value(ready_lessons()["demonstration"].steps[1].inputs["text"])
    ask(page, "Dogs like [MASK].")
    page.get_by_role("button", name="Next").click()
    page.wait_for_url("**/wordpiece?**step=3")  # the values of a step are in the address before its page is
    expect_rest(page)
    page.go_back()
    expect(page.get_by_text("step 2 of 6")).to_be_visible()
    expect_rest(page)
    expect(page.get_by_label("Sentence", exact=True)).to_have_value("Dogs like [MASK].")
    page.go_back()
    expect(page.get_by_text("step 1 of 6")).to_be_visible()
    expect_rest(page)
    expect(page.get_by_label("Sentence", exact=True)).to_have_value("Cats like [MASK].")
    page.go_back()
    page.wait_for_url("**/lesson**")


def test_back_while_the_next_step_is_opening_leads_to_the_step_that_was_open(page: Page, server: Server) -> None:
    page.add_init_script(PRESS_BACK_ONCE)
    open_first(page, f"{server.url}/lesson")
    page.get_by_role("button", name="Play").first.click()
    page.wait_for_url("**/masked_word?**step=1")
    for number in (1, 2):
        expect(page.get_by_text(f"step {number} of 6")).to_be_visible()
        expect_rest(page)
        address = page.url
        page.get_by_role("button", name="Next").click()
    expect(page.get_by_text("step 3 of 6")).to_be_hidden()
    expect_rest(page)
    expect(page.get_by_text("step 2 of 6")).to_be_visible()
    expect(page).to_have_url(address)
    page.go_back()
    expect(page.get_by_text("step 1 of 6")).to_be_visible()
