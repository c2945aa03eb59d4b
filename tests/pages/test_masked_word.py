"""The masked-word page: its sentence, its examples, guess first, arbitrary input."""

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from bertplay.backends.local import LocalBackend, make_cache
from bertplay.lessons.examples import page_examples
from bertplay.settings import get_settings
from bertplay.tasks.masked_word import predict_masked_words
from bertplay.ui.kit.examples import FEW, MORE
from bertplay.ui.masked_word.sentence import written
from tests.pages.conftest import ANY_TEXT, ROOT, Open, assert_answered, link_of, page_text, takeaways, written_as_markup
from tests.programs import printed_alone, printed_here

EXAMPLES = page_examples("masked_word")
TEXT, HIDDEN = "masked_word.text", "masked_word.hide"
PARIS = {"text": "The capital of France is Paris.", "hide": "5"}


def test_a_newcomer_sees_an_answer_and_the_plain_address(open_at: Open) -> None:
    page = open_at("masked_word")
    assert page.text_input(TEXT).value == EXAMPLES[0].values["text"]
    assert "“door”" in takeaways(page)[0]
    assert not page.query_params


def examples_of(page: AppTest) -> Any:
    return next(group for group in page.button_group if group.key.endswith(".example"))


def test_examples_are_one_click_away(open_at: Open) -> None:
    """Each opens the tab that shows it; the last ones are unfolded first."""
    page = open_at("masked_word")
    assert len(examples_of(page).options) == FEW + 1 < len(EXAMPLES)
    examples_of(page).set_value(MORE).run()
    for index, example in enumerate(EXAMPLES):
        examples_of(page).set_value(index).run()
        assert not page.exception, example.title
        assert page.text_input(TEXT).value == example.values["text"]
        assert written(page.session_state[HIDDEN]) == example.values["hide"]
        assert page.session_state["masked_word.tab"] == example.tab
        assert takeaways(page) or page.info, example.title


def test_a_sentence_with_nothing_masked_asks_for_a_click(open_at: Open) -> None:
    page = open_at("masked_word", text="She opened the door.", hide="none")
    assert "Click a word" in page.info[0].value
    page = open_at("masked_word", tab="surprisal", text="She opened the door.", hide="none")
    assert takeaways(page)


def test_the_link_has_everything_and_opens_the_same_page(open_at: Open) -> None:
    page = open_at("masked_word", tab="candidates")
    page.text_input(TEXT).set_value("The soup was far too hot for me.").run()
    page.session_state[HIDDEN] = (5,)
    page.run()
    page.text_input("masked_word.candidates.words").set_value("cold, hot").run()
    link = {"tab": "candidates", "text": "The soup was far too hot for me.", "hide": "5", "words": "cold, hot"}
    assert link_of(page) == link
    again = open_at("masked_word", **link)
    assert again.session_state[HIDDEN] == (5,)
    assert takeaways(again) == takeaways(page) != []
    assert link_of(again) == link


def test_a_sentence_of_a_link_has_the_masks_of_the_link(open_at: Open) -> None:
    """Not those of the example, though it has the same word in the same place."""
    page = open_at("masked_word", text="She took the door and went away.")
    assert page.session_state[HIDDEN] == ()


def test_each_tab_has_its_own_example_until_the_reader_has_a_sentence(open_at: Open) -> None:
    def go_to(tab: str) -> str:
        page.query_params["tab"] = tab
        return str(page.run().text_input(TEXT).value)

    first, second = (one for one in EXAMPLES if one.tab == "two_sentences")
    page = open_at("masked_word")
    assert go_to("two_sentences") == first.values["text"]
    examples_of(page).set_value(MORE).run()
    examples_of(page).set_value(EXAMPLES.index(second)).run()
    assert page.run().text_input(TEXT).value == second.values["text"], "it stays, though it is not the one that the tab opens on"
    assert go_to("surprisal") == second.values["text"]
    assert page.text_input(TEXT).set_value(first.values["text"]).run().text_input(TEXT).value == first.values["text"]


def test_an_edit_keeps_what_is_masked(open_at: Open) -> None:
    page = open_at("masked_word", **PARIS)
    page.text_input(TEXT).set_value("Everybody knows that the capital of France is Paris.").run()
    assert page.session_state[HIDDEN] == (8,)
    assert "“Paris”" in takeaways(page)[0]


def test_a_full_stop_is_offered_where_the_sentence_lacks_one(open_at: Open) -> None:
    page = open_at("masked_word", text="The soup is too [MASK]", hide="none")
    next(button for button in page.button if button.label == "Add a full stop?").click().run()
    assert page.text_input(TEXT).value == link_of(page)["text"] == "The soup is too [MASK]."
    assert not [button for button in page.button if button.label == "Add a full stop?"]


def test_guess_first_asks_reveals_and_scores(open_at: Open) -> None:
    page = open_at("masked_word", guess_first="true", **PARIS)
    assert not takeaways(page)
    assert not page.get("download_button")
    assert "Paris" not in page_text(page)
    page.button("masked_word.predictions.guess_form_send").click().run()
    assert "Your guess is incomplete." in [caption.value for caption in page.caption]
    page.text_input("masked_word.predictions.guess_0").set_value("paris")
    page.button("masked_word.predictions.guess_form_send").click().run()
    assert takeaways(page)
    assert "You: paris (" in page_text(page)
    assert "The masked word: Paris." in page_text(page)
    assert "So far: you 1 of 1, the model 0 of 1." in page_text(page)
    page.run()
    assert "So far: you 1 of 1" in page_text(page), "a round counts once"
    page.session_state[HIDDEN] = (1,)
    page.run()
    assert not takeaways(page), "another word, another round"


@pytest.mark.parametrize("tab", ["predictions", "surprisal"])
def test_whatever_is_typed_gets_an_answer_or_a_sentence(open_at: Open, tab: str) -> None:
    page = open_at("masked_word", tab=tab)
    for name, text in ANY_TEXT.items():
        page.text_input(TEXT).set_value(text).run()
        assert_answered(page, name)


def test_any_second_sentence_and_any_words_get_an_answer_or_a_sentence(open_at: Open) -> None:
    pages = {
        "masked_word.two_sentences.second": open_at("masked_word", tab="two_sentences"),
        "masked_word.candidates.words": open_at("masked_word", tab="candidates"),
    }
    for key, page in pages.items():
        for name in ("empty", "emoji", "a colour", "braces and quotes", "an image tag"):
            page.text_input(key).set_value(ANY_TEXT[name]).run()
            assert_answered(page, name)


def test_too_many_candidate_words_say_so(open_at: Open) -> None:
    page = open_at("masked_word", tab="candidates", words=", ".join(f"w{i}" for i in range(51)))
    assert "There are too many candidate words." in page_text(page)
    assert "Type at most 50." in page_text(page)


def test_half_a_surrogate_pair_is_replaced(open_at: Open) -> None:
    """No browser sends one, but nothing keeps it out of a session."""
    page = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120)
    page.switch_page("pages/masked_word.py")
    page.session_state[TEXT] = "a\ud800 [MASK]"
    page.run()
    assert page.text_input(TEXT).value == "a\ufffd [MASK]"
    assert takeaways(page)


def test_a_model_that_cannot_be_used_is_named_as_plain_text(open_at: Open) -> None:
    page = open_at("masked_word", model="../../etc/:red[x]")
    assert page.selectbox[0].value == "bert"
    assert "../../etc/:red[x] cannot be used here" in page_text(page)
    assert ":red[" not in written_as_markup(page)


@pytest.mark.slow
@pytest.mark.parametrize("text", ["The capital of France is [MASK].", "It's \"so\" '''{0}''' \\n [MASK] [MASK] \"\"\" {text!r}"])
def test_the_program_gives_the_same_predictions(open_at: Open, text: str) -> None:
    program = open_at("masked_word", text=text, hide="none", top_k="5").code[0].value
    result = LocalBackend(make_cache(get_settings())).call("bert", predict_masked_words, text, top_k=5)
    words = [guess.word for mask in result.masks for guess in mask.guesses]
    assert [line.split()[0] for line in printed_here(program).splitlines()] == words


@pytest.mark.slow
def test_the_program_of_another_tab_runs_alone(open_at: Open) -> None:
    program = open_at("masked_word", tab="left_right_context").code[0].value
    assert printed_alone(program).startswith("LeftRightContext(model='bert'")


def test_replaced_words_need_a_whole_sentence(open_at: Open) -> None:
    page = open_at("masked_word", tab="replaced_word", text="The [MASK] ate.")
    assert "whole sentences" in page.info[0].value


def test_the_most_suspicious_word_is_named_above_the_colours(open_at: Open) -> None:
    page = open_at("masked_word", tab="replaced_word")
    assert not page.exception
    assert takeaways(page)[0].startswith("“constitution” was probably replaced")
    assert page.get("download_button")


def test_a_projector_shows_no_introduction(open_at: Open) -> None:
    """It would push the answer off the screen."""
    introduction = "BERT learned language by filling gaps"
    assert any(one.value.startswith(introduction) for one in open_at("masked_word").markdown)
    assert not any(one.value.startswith(introduction) for one in open_at("masked_word", present="1").markdown)
