"""The next-sentence page: its examples, swapping, guess first, arbitrary input."""

import pytest

from bertplay.backends.local import LocalBackend, make_cache
from bertplay.lessons.next_sentence import pair_examples, rank_examples, samples
from bertplay.settings import get_settings
from bertplay.tasks.next_sentence import predict_next_sentence
from tests.pages.conftest import ANY_TEXT, Open, assert_answered, link_of, page_text, takeaways
from tests.programs import printed_here

FIRST, SECOND = "next_sentence.two_sentences.text", "next_sentence.two_sentences.second"


def test_an_example_says_whether_the_model_is_right(open_at: Open) -> None:
    page = open_at("next_sentence")
    assert not page.query_params
    for index, example in enumerate(pair_examples()):
        page.button_group("next_sentence.two_sentences.example").set_value(index).run()
        assert (page.text_input(FIRST).value, page.text_input(SECOND).value) == (example.first, example.second)
        is_next = "does not continue" not in takeaways(page)[0]
        verdict = "**Correct.**" if is_next == example.follows else "**Not what a reader would say.**"
        assert [text.value for text in page.markdown if text.value.startswith(verdict)], example.title


def test_two_sentences_are_swapped(open_at: Open) -> None:
    page = open_at("next_sentence", text="One.", second="Two.")
    page.button("next_sentence.two_sentences.swap").click().run()
    assert (page.text_input(FIRST).value, page.text_input(SECOND).value) == ("Two.", "One.")
    assert link_of(page) == {"text": "Two.", "second": "One."}


def test_guess_first_hides_the_prediction_and_scores_both(open_at: Open) -> None:
    wrong = pair_examples()[2]
    page = open_at("next_sentence", text=wrong.first, second=wrong.second, guess_first="true")
    assert not takeaways(page)
    page.button_group("next_sentence.two_sentences.guess").set_value("no")
    page.button("next_sentence.two_sentences.guess_form_send").click().run()
    assert takeaways(page)
    assert "You: It does not continue. The model: It continues." in page_text(page)
    assert "So far: you 1 of 1, the model 0 of 1." in page_text(page)


def test_the_reader_chooses_a_candidate_first(open_at: Open) -> None:
    example = rank_examples()[0]
    page = open_at("next_sentence", tab="candidates", guess_first="true")
    assert not takeaways(page)
    page.button_group("next_sentence.candidates.guess").set_value(example.answer + 1)
    page.button("next_sentence.candidates.guess_form_send").click().run()
    assert f"You: “{example.candidates[example.answer]}”" in page_text(page)
    assert "So far: you 1 of 1, the model 1 of 1." in page_text(page)
    page.text_area("next_sentence.candidates.candidates").set_value("yes\nno\nyes").run()
    assert not takeaways(page)
    assert link_of(page) == {"tab": "candidates", "candidates": "yes\nno\nyes", "guess_first": "1"}


def test_the_reader_names_the_hardest_pairs_first(open_at: Open) -> None:
    page = open_at("next_sentence", tab="test", guess_first="true")
    assert not takeaways(page)
    page.button_group("next_sentence.test.guess").set_value("swapped")
    page.button("next_sentence.test.guess_form_send").click().run()
    assert "You: swapped pairs. Most often wrong: swapped pairs." in page_text(page)


def test_every_sample_is_tested(open_at: Open) -> None:
    page = open_at("next_sentence", tab="test")
    for index, sample in enumerate(samples()):
        page.button_group("next_sentence.test.example").set_value(index).run()
        assert page.text_area("next_sentence.test.text").value == sample.text
        assert "classified correctly" in takeaways(page)[0]


def test_whatever_is_typed_gets_an_answer_or_a_sentence(open_at: Open) -> None:
    page = open_at("next_sentence")
    for name, text in ANY_TEXT.items():
        page.text_input(FIRST).set_value(text)
        page.text_input(SECOND).set_value(text).run()
        assert_answered(page, name)


@pytest.mark.parametrize("tab", ["test", "all_orders"])
def test_any_text_gets_an_answer_or_a_sentence(open_at: Open, tab: str) -> None:
    page = open_at("next_sentence", tab=tab)
    for name in ("empty", "one character", "NUL", "only signs", "an image tag", "a markdown image", "braces and quotes"):
        page.text_area(f"next_sentence.{tab}.text").set_value(ANY_TEXT[name]).run()
        assert_answered(page, name)


def test_any_candidates_get_an_answer_or_a_sentence(open_at: Open) -> None:
    page = open_at("next_sentence", tab="candidates")
    for name in ("empty", "NUL", "an image tag", "a colour", "braces and quotes"):
        page.text_area("next_sentence.candidates.candidates").set_value(f"{ANY_TEXT[name]}\nb\nc").run()
        assert_answered(page, name)


def test_models_without_the_head_are_greyed_with_the_reason(open_at: Open) -> None:
    page = open_at("next_sentence")
    greyed = {button.label: button.disabled for button in page.sidebar.button}
    assert greyed["DistilBERT, uncased"] is True
    assert greyed["RoBERTa-base"] is True
    reasons = "\n".join(caption.value for caption in page.sidebar.caption)
    assert "Sanh et al. 2019" in reasons
    assert "Liu et al. 2019" in reasons
    assert "distilbert-base-uncased" not in page.selectbox[0].options


@pytest.mark.slow
@pytest.mark.parametrize(("first", "second"), [("It rained.", "The streets were wet."), ("It's \"so\" '''{0}''' \\n", '"""{text!r}')])
def test_the_program_gives_the_same_probability(open_at: Open, first: str, second: str) -> None:
    program = open_at("next_sentence", text=first, second=second).code[0].value
    found = LocalBackend(make_cache(get_settings())).call("bert", predict_next_sentence, first, second)
    assert float(printed_here(program).split()[-1]) == pytest.approx(found.probability_next, abs=0.02)  # of the page maybe in bfloat16
