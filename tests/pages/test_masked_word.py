"""The masked-word page: its parts, its link, its examples, and whatever a person may type."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from bertplay.backends.local import LocalBackend, make_cache
from bertplay.lessons.examples import masked_word_examples
from bertplay.settings import get_settings
from bertplay.tasks.masked_word import guess_masked_words
from bertplay.ui.parts.masked_word import PARTS
from bertplay.ui.parts.masked_word.guess_first import Score
from tests.pages.conftest import Open, written_as_markup
from tests.programs import printed_alone, printed_here
from tests.tiny_families import save_family

ROOT = Path(__file__).resolve().parents[2]
PART_LINKS = {
    "guesses": {"text": "The capital of France is Paris.", "hide": "5"},
    "joint": {"text": "He was born in New York.", "hide": "4.5"},
    "words": {"text": "The soup is too [MASK].", "words": "hot, unaffordable, 🦜"},
    "contrast": {"text": "In summer it is [MASK].", "second": "In winter it is [MASK]."},
    "sides": {"text": "The doctor told the [MASK] to rest."},
    "surprise": {"text": "The cat sat on the constitution."},
}
BAD = {
    "empty": "",
    "one character": "a",
    "10,000 words": "word " * 10_000 + "[MASK]",
    "only masks": "[MASK] " * 300,
    "emoji": "👩‍👩‍👧‍👦 likes 🍕 and [MASK] 🇫🇷",
    "combining marks": "e\u0301\u0302\u0303\u0304 Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚a [MASK]",
    "right to left": "עיר הבירה של צרפת היא [MASK] \u202egnp.exe",
    "NUL": "a\0b [MASK] \0",
    "a long word": "a" * 99_000 + " [MASK]",
    "an image tag": "<img src=x onerror=alert(1)> [MASK]",
    "a markdown image": "![](http://x) [MASK]",
    "mathematics": "$x$ [MASK] $$y$$",
    "a colour": ":red[x] [MASK] :material/home:",
    "braces and quotes": '{0!r} \'""" \\ [MASK] {text}',
}
MARKUP = ("<img", "![](", "$x$", ":red[", "onerror", "{0!r}", "constitution", "unaffordable")


def charts(page: AppTest) -> int:
    return len(page.get("vega_lite_chart"))


def said(page: AppTest) -> str:
    return "\n".join(element.value for element in page.text)


def test_a_newcomer_sees_an_answer(open_page: Open) -> None:
    page = open_page()
    assert page.title[0].value == "Guess the masked word"
    assert page.text_input("text").value == masked_word_examples()[0].text
    assert charts(page) == 1
    assert "equally probable words" in said(page)
    assert not page.exception
    assert not page.query_params  # the link of the first view is the plain address


@pytest.mark.parametrize("part", PART_LINKS)
def test_each_part_draws_its_figures(open_page: Open, part: str) -> None:
    page = open_page(part=part, **PART_LINKS[part])
    assert not page.exception
    assert charts(page) == {"sides": 3}.get(part, 1)
    assert [button.label for button in page.get("download_button")] == ["Table as CSV"]
    assert page.code[0].value.strip()
    assert not [markup for markup in MARKUP if markup in written_as_markup(page)]


@pytest.mark.parametrize("part", PARTS)
def test_a_part_without_what_it_needs_says_so(open_page: Open, part: str) -> None:
    page = open_page(part=part, text="")
    assert not page.exception
    assert "Type a sentence" in page.info[0].value
    assert charts(page) == 0


@pytest.mark.parametrize("part", sorted(set(PARTS) - {"surprise", "false"}))
def test_a_sentence_with_nothing_hidden_asks_for_a_click(open_page: Open, part: str) -> None:
    page = open_page(part=part, text="She opened the door.")
    assert "Click a word" in page.info[0].value
    assert charts(page) == 0


@pytest.mark.parametrize("name", BAD)
@pytest.mark.parametrize("part", ["guesses", "surprise", "contrast", "words"])
def test_whatever_is_typed_gets_an_answer_or_a_sentence(open_page: Open, part: str, name: str) -> None:
    page = open_page(part=part, second=BAD[name][:2_000], words=BAD[name][:1_000])
    page.text_input("text").set_value(BAD[name]).run()
    assert not page.exception
    assert charts(page) or page.info or said(page) or page.caption
    assert not [markup for markup in MARKUP if markup in written_as_markup(page)]
    assert "Something went wrong" not in said(page)


def test_half_a_surrogate_pair_is_replaced() -> None:
    """No browser sends one, but nothing keeps it out of a session."""
    page = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120)
    page.switch_page("pages/masked_word.py")
    page.session_state["text"] = "a\ud800 [MASK]"
    page.run()
    assert page.text_input("text").value == "a\ufffd [MASK]"
    assert charts(page) == 1


def test_the_link_has_everything_and_opens_the_same_page(open_page: Open) -> None:
    """What Streamlit binds itself (k, the named words, the switch) only a browser writes; see tests/browser."""
    page = open_page()
    page.text_input("text").set_value("The soup was far too hot for me.").run()
    page.session_state["hide"] = (5,)
    page.button_group("part").set_value("words").run()
    link = {name: values[0] if isinstance(values, list) else values for name, values in page.query_params.items()}
    assert link == {"text": "The soup was far too hot for me.", "hide": "5", "part": "words"}
    again = open_page(**link, words="cold, hot")
    assert again.text_input("text").value == link["text"]
    assert again.text_input("words").value == "cold, hot"
    assert (again.session_state["hide"], again.session_state["part"]) == ((5,), "words")
    assert charts(again) == 1


def test_k_is_in_the_link_and_bounded(open_page: Open) -> None:
    assert open_page(k="3").slider("k").value == 3
    assert open_page(k="5000").slider("k").value in {10, 50}


def test_an_edit_keeps_what_is_hidden(open_page: Open) -> None:
    page = open_page(**PART_LINKS["guesses"])
    page.text_input("text").set_value("Everybody knows that the capital of France is Paris.").run()
    assert page.session_state["hide"] == (8,)
    assert "Paris" in said(page)


@pytest.mark.parametrize("index", range(len(masked_word_examples())))
def test_examples_are_one_click_away(open_page: Open, index: int) -> None:
    example = masked_word_examples()[index]
    page = open_page()
    page.button_group("example_chosen").set_value(index).run()
    assert page.text_input("text").value == example.text
    assert page.session_state["part"] == example.part
    assert charts(page) >= 1
    assert not page.exception


def test_guess_first_hides_the_answer_and_scores_both(open_page: Open) -> None:
    page = open_page(guess_first="true", **PART_LINKS["guesses"])
    assert charts(page) == 0
    assert "Paris" not in said(page)
    assert not page.get("download_button")
    assert not [box for box in page.text_input if "Paris" in box.value]  # the hidden word stands in it
    page.text_input("guess_round_0").set_value("paris")
    page.button("FormSubmitter:guess_first_form-Reveal").click().run()
    assert charts(page) == 1
    assert "You: paris" in said(page)
    assert "Right: you" in said(page)
    score = page.session_state["guess_score"]
    assert (score.rounds, score.reader) == (1, 1)
    assert isinstance(score, Score)
    page.session_state["hide"] = (1,)
    page.run()
    assert charts(page) == 0  # another word, another round


def test_a_model_that_cannot_be_used_is_named_as_plain_text(open_page: Open) -> None:
    page = open_page(model="../../etc/:red[x]")
    assert page.selectbox("model").value == "bert"
    assert "../../etc/:red[x] cannot be used here" in "\n".join(text.value for text in page.sidebar.text)
    assert ":red[" not in written_as_markup(page)


@pytest.mark.parametrize("text", ["The capital of France is [MASK].", "It's \"so\" '''{0}''' \\n [MASK] [MASK] \"\"\" {text!r}"])
def test_the_program_gives_the_same_guesses(open_page: Open, text: str) -> None:
    program = open_page(text=text, k="5").code[0].value
    printed = printed_here(program)
    result = LocalBackend(make_cache(get_settings())).call("bert", guess_masked_words, text, top_k=5)
    assert [line.split()[0] for line in printed.splitlines()] == [guess.word for mask in result.masks for guess in mask.guesses]


def test_the_programs_of_the_other_parts_run(open_page: Open) -> None:
    program = open_page(part="sides", **PART_LINKS["sides"]).code[0].value
    assert printed_alone(program).startswith("SidedGuesses(model='bert'")


def test_which_word_is_false_says_what_it_needs(open_page: Open) -> None:
    page = open_page(part="false", text="The chef ate the meal for his guests.", hide="none")
    assert not page.exception
    assert "ELECTRA-small, discriminator" in page.info[0].value
    page = open_page(part="false", text="The [MASK] ate.")
    assert "whole sentences" in page.info[0].value


@pytest.fixture
def discriminator_at_hand(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A tiny ELECTRA, with random weights, among the reader's own models."""
    save_family("discriminator", tmp_path / "judge")
    monkeypatch.setenv("BERTPLAY_MODELS_DIR", str(tmp_path))
    get_settings.cache_clear()
    yield
    get_settings.cache_clear()


@pytest.mark.usefixtures("discriminator_at_hand")
def test_how_false_each_word_is_can_be_read_without_pointing(open_page: Open, open_at: Open) -> None:
    page = open_page(part="false", text="The chef ate the meal.", hide="none")
    assert not page.exception
    table = page.dataframe[0].value
    assert [word.lower() for word in table["word"]] == ["the", "chef", "ate", "the", "meal", "."]
    [line] = [text.value for text in page.text if text.value.startswith("Most likely false: ")]
    named = re.findall("“(.+?)” ([^,]+)", line)
    assert len(named) == 3
    assert all((word, share) in set(zip(table["word"], table["how likely false"], strict=True)) for word, share in named)
    french = open_at("masked_word", part="false", text="The chef ate the meal.", hide="none", lang="fr")
    assert any(text.value.startswith("Les plus suspects") for text in french.text)
