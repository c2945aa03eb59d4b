"""The next-sentence page: its parts, its link, its examples, guessing first, and whatever a person may type."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from bertplay.backends.local import LocalBackend, make_cache
from bertplay.lessons.next_sentence import pair_examples, rank_examples, samples
from bertplay.settings import get_settings
from bertplay.tasks.next_sentence import judge_pair
from bertplay.ui.parts.next_sentence import PARTS
from tests.pages.conftest import written_as_markup
from tests.programs import printed_here

ROOT = Path(__file__).resolve().parents[2]
BAD = {
    "empty": "",
    "one character": "a",
    "5,000 words": "word " * 5_000,
    "emoji": "👩‍👩‍👧‍👦 likes 🍕. And 🇫🇷!",
    "right to left": "עיר הבירה של צרפת. \u202egnp.exe",
    "NUL": "a\0b. \0",
    "an image tag": "<img src=x onerror=alert(1)>. <b>x</b>.",
    "markdown": "![](http://x). :red[x] $x$. [CLS] [SEP] [MASK].",
    "braces and quotes": '{0!r} \'""" \\ {text}. {x}.',
}
MARKUP = ("<img", "![](", "$x$", ":red[", "onerror", "{0!r}", "<b>")


def open_page(**link: str) -> AppTest:
    """The page with these names in its link, run once."""
    page = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120)
    page.switch_page("pages/next_sentence.py")
    page.query_params.update(link)
    return page.run()


def charts(page: AppTest) -> int:
    return len(page.get("vega_lite_chart"))


def link_of(page: AppTest) -> dict[str, str]:
    return {name: values[0] if isinstance(values, list) else values for name, values in page.query_params.items()}


def said(page: AppTest) -> str:
    return "\n".join(element.value for kind in (page.text, page.subheader, page.markdown, page.caption) for element in kind)


def test_a_newcomer_sees_a_verdict() -> None:
    page = open_page()
    assert page.title[0].value == "Is it the next sentence?"
    assert page.subheader[0].value == "The second continues the first: 99.6%"
    assert charts(page) == 2  # the verdict, and both ways round
    assert "our ALBERT is right about 57" in said(page)
    assert "Label 0 means “is next”" in said(page)
    assert not page.exception
    assert not page.query_params


@pytest.mark.parametrize("part", PARTS)
def test_each_part_draws_its_figure(part: str) -> None:
    page = open_page(view=part, pick_first="false")
    assert not page.exception
    assert charts(page) == (2 if part == "pair" else 1)
    assert [button.label for button in page.get("download_button")] == ["Table as CSV"]
    compile(page.code[0].value, "program", "exec")


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("name", BAD)
def test_whatever_is_typed_gets_an_answer_or_a_sentence(part: str, name: str) -> None:
    text = BAD[name]
    page = open_page(view=part, pick_first="false", first=text, next=text, start=text, candidates=f"{text}\nb", paragraphs=text)
    assert not page.exception
    assert charts(page) or page.info or page.code
    assert not [markup for markup in MARKUP if markup in written_as_markup(page)]
    assert "Something went wrong" not in said(page)


@pytest.mark.parametrize("index", range(len(pair_examples())))
def test_an_example_says_whether_the_model_is_right(index: int) -> None:
    page = open_page()
    page.button_group("next_example_pair").set_value(index).run()
    example = pair_examples()[index]
    assert (page.text_input("first").value, page.text_input("next").value) == (example.first, example.second)
    says_next = page.subheader[0].value.startswith("The second continues")
    assert ("It is wrong here." in said(page)) == (says_next != example.follows)


def test_turning_round() -> None:
    page = open_page(first="One.", next="Two.")
    next(button for button in page.button if button.label == "Turn them round").click().run()
    assert (page.text_input("first").value, page.text_input("next").value) == ("Two.", "One.")
    assert link_of(page) == {"first": "Two.", "next": "One."}


def test_guess_first_hides_the_verdict_and_scores_both() -> None:
    wrong = pair_examples()[2]
    page = open_page(first=wrong.first, next=wrong.second, guess_first="true")
    assert charts(page) == 0
    assert not page.subheader
    next(button for button in page.button if button.label == "It does not").click().run()
    assert charts(page) == 2
    assert "You: it does not continue. The model: it continues." in said(page)
    assert "So far: you 1 of 1, the model 0 of 1." in said(page)
    page.run()
    assert "So far: you 1 of 1, the model 0 of 1." in said(page)  # a round counts once


def test_the_reader_picks_before_the_candidates_are_ranked() -> None:
    page = open_page(view="rank")
    assert charts(page) == 0
    example = rank_examples()[0]
    assert [button.label for button in page.button if button.key and button.key.startswith("pick_")] == list("ABCDE")
    page.button(f"pick_{example.answer}").click().run()
    assert charts(page) == 1
    assert f"You: {example.candidates[example.answer]}" in said(page)
    assert "So far: you 1 of 1, the model 1 of 1." in said(page)


def test_the_reader_names_the_hardest_pairs_first() -> None:
    page = open_page(view="bench", guess_first="true")
    assert charts(page) == 0
    next(button for button in page.button if button.label == "Swapped").click().run()
    assert charts(page) == 1
    assert "You: Swapped. Most often wrong: Swapped" in said(page)


def test_the_bench_and_every_order_speak_of_the_same_text() -> None:
    page = open_page(view="bench")
    page.button_group("next_example_bench").set_value(2).run()
    assert "6 sentences in 1 paragraph" in said(page)
    page.button_group("view").set_value("matrix").run()
    assert page.text_area("paragraphs").value == samples()[2].text
    assert charts(page) == 1
    assert "steps of the text" in said(page)
    assert link_of(page) == {"view": "matrix", "paragraphs": samples()[2].text}


def test_a_link_holds_what_is_shown_and_nothing_else() -> None:
    page = open_page(first="One.", next="Two.")
    page.button_group("view").set_value("rank").run()
    assert set(page.query_params) == {"view"}
    page.text_area("candidates").set_value("yes\nno\nyes").run()
    link = link_of(page)
    assert link == {"view": "rank", "candidates": "yes\nno\nyes"}
    again = open_page(**link)
    assert again.text_area("candidates").value == "yes\nno\nyes"
    assert [button.key for button in again.button if button.key and button.key.startswith("pick_")] == ["pick_0", "pick_1"]


def test_models_without_the_head_are_greyed_with_the_reason() -> None:
    page = open_page()
    greyed = {button.label: button.disabled for button in page.sidebar.button}
    assert greyed["DistilBERT, uncased"] is True
    assert greyed["RoBERTa-base"] is True
    reasons = "\n".join(caption.value for caption in page.sidebar.caption)
    assert "Sanh et al. 2019" in reasons
    assert "Liu et al. 2019" in reasons
    assert "distilbert-base-uncased" not in page.selectbox("model").options


@pytest.mark.parametrize(("first", "second"), [("It rained.", "The streets were wet."), ("It's \"so\" '''{0}''' \\n", '"""{text!r}')])
def test_the_program_gives_the_same_probability(first: str, second: str) -> None:
    program = open_page(first=first, next=second).code[0].value
    printed = printed_here(program)
    verdict = LocalBackend(make_cache(get_settings())).call("bert", judge_pair, first, second)
    assert float(printed.split()[-1]) == pytest.approx(verdict.probability_next, abs=0.02)  # of the page maybe in bfloat16


def test_the_program_of_the_bench_runs() -> None:
    program = open_page(view="bench", paragraphs="One is here. Two is there.").code[0].value
    assert printed_here(program).startswith("NextSentenceBench(model='bert'")
