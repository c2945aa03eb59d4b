"""A page and its address: a link fills the page in, the page repeats what was typed, and a stale address undoes nothing."""

import pytest
from streamlit.testing.v1 import AppTest

KEY, SIZE = "page.tab.text", "page.tab.size"


def page() -> None:
    from bertplay.lessons.examples import Example
    from bertplay.ui.kit import link
    from bertplay.ui.kit.examples import offer_examples
    from bertplay.ui.kit.inputs import Number, Text
    from bertplay.ui.kit.view import View

    link.arrive("page")
    view = View("page", "tab")
    offer_examples(view, [Example("One", {"text": "an example", "size": "9"})])
    Text("text", "Text", default="default").draw(view)
    Number("size", "Size", default=5, low=1, high=10).draw(view)


def opened(**names: str) -> AppTest:
    shown = AppTest.from_function(page)
    shown.query_params.update(names)
    return shown.run()


def go_to(shown: AppTest, **names: str) -> AppTest:
    """Change the address while the page is open: Back, another step of a lesson, or a browser that lags behind."""
    shown.query_params.clear()
    shown.query_params.update(names)
    return shown.run()


def state_of(shown: AppTest) -> tuple[str, int, dict[str, str]]:
    assert not shown.exception
    address = {name: "".join(values) for name, values in shown.query_params.items()}
    return shown.text_input(KEY).value, shown.slider(SIZE).value, address


def test_defaults_are_not_in_the_address() -> None:
    assert state_of(opened()) == ("default", 5, {})


def test_a_link_fills_the_page_in() -> None:
    assert state_of(opened(text="from a link", size="7")) == ("from a link", 7, {"text": "from a link", "size": "7"})


def test_what_a_link_cannot_say_is_taken_out_of_the_address() -> None:
    assert state_of(opened(size="many")) == ("default", 5, {})
    assert state_of(opened(size="99")) == ("default", 10, {"size": "10"})


def test_the_address_repeats_what_was_typed() -> None:
    shown = opened(text="from a link")
    shown.text_input(KEY).set_value("typed").run()
    assert state_of(shown) == ("typed", 5, {"text": "typed"})
    shown.text_input(KEY).set_value("default").run()
    assert state_of(shown) == ("default", 5, {})


def test_a_browser_that_is_behind_does_not_undo_typing() -> None:
    shown = opened(text="from a link")
    shown.text_input(KEY).set_value("typed").run()
    assert state_of(go_to(shown, text="from a link")) == ("typed", 5, {"text": "typed"})


def test_an_address_from_outside_is_taken_up() -> None:
    shown = opened(text="a step")
    assert state_of(go_to(shown, text="the step before", size="3")) == ("the step before", 3, {"text": "the step before", "size": "3"})
    shown = opened(text="a step", size="3")
    assert state_of(go_to(shown)) == ("default", 5, {}), "what is no longer in the address is the default again"


def test_an_example_arrives_at_its_inputs() -> None:
    shown = opened(text="from a link")
    shown.button_group("page.tab.example").set_value(0).run()
    assert state_of(shown) == ("an example", 9, {"text": "an example", "size": "9"})
    assert shown.button_group("page.tab.example").value is None, "it can be taken again"


def test_names_that_surround_a_page_stay() -> None:
    address = state_of(opened(lang="fr", ask="Why?", text="a"))[2]
    assert address == {"lang": "fr", "ask": "Why?", "text": "a"}


@pytest.mark.parametrize(("text", "is_kept"), [("a" * 1_000, True), ("é" * 20_000, False), ("a" * 40_000, False)])
def test_a_text_that_is_too_long_for_a_link_is_not_in_it_and_the_page_says_so(text: str, is_kept: bool) -> None:
    shown = opened()
    shown.text_input(KEY).set_value(text).run()
    assert state_of(shown)[0] == text
    assert ("text" in shown.query_params) is is_kept
    assert bool(shown.caption) is not is_kept


def test_a_fixed_link_leaves_the_text_and_takes_the_settings() -> None:
    shown = opened(fix="1", text="a", size="3")
    assert shown.text_input(KEY).value == "a"
    assert not shown.slider
    assert not shown.button_group
