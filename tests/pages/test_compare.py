import pyarrow as pa
import pytest

from bertplay.lessons.languages import language_examples
from bertplay.ui.compare.columns import MODELS
from bertplay.ui.kit.examples import MORE
from tests.pages.conftest import ANY_TEXT, Open, assert_answered, link_of, takeaways, written_as_markup


@pytest.mark.parametrize("tab", ["words", "pairs", "similarity", "one_word", "replaced_word"])
def test_each_model_answers_and_its_cost_is_stated(open_at: Open, tab: str) -> None:
    page = open_at("compare", tab=tab, models="bert,albert")
    assert not page.exception
    costs = [caption.value for caption in page.caption if "million parameters with heads" in caption.value]
    assert len(costs) == 2
    assert all("MB in float32" in cost and "ms (runs:" in cost for cost in costs)


def test_it_opens_where_the_models_differ_and_all_bars_have_one_scale(open_at: Open) -> None:
    page = open_at("compare")
    [sentence] = takeaways(page)
    assert sentence.startswith("The models predict different words: “island” (Our small BERT")
    tables = [pa.ipc.open_stream(chart.proto.data.data).read_pandas() for chart in page.get("vega_lite_chart")]
    assert len(tables) == len(MODELS.default)
    assert {longest for table in tables for longest in table["longest"]} == {1.0}


def test_who_was_not_trained_for_it_says_why(open_at: Open) -> None:
    page = open_at("compare", tab="pairs", models="bert,roberta")
    assert any("Liu et al. 2019" in text.value for text in page.text)
    alone = open_at("compare", tab="pairs", models="roberta")
    assert takeaways(alone) == ["None of these models was trained for this."]
    assert not alone.get("download_button")


def test_the_test_opens_on_a_sample_that_the_models_pass_and_has_every_sentence(open_at: Open) -> None:
    page = open_at("compare", tab="test", models="bert,xlnet")
    assert "chance would give 50%" in takeaways(page)[0]
    assert "What it does not measure" in written_as_markup(page)
    scores, sentences = (table.value for table in page.dataframe)
    assert list(scores["model"]) == ["Our small BERT", "Our small XLNet"]
    assert len(sentences) == 100
    assert page.button_group(key="compare.test.quality").value == "preferred"
    capitals = open_at("compare", tab="test", models="bert", test="capitals")
    assert "compare.test.quality" not in [group.key for group in capitals.button_group]
    assert takeaways(capitals)[0].startswith("Our small BERT predicts the answer first in")


def test_ones_own_file_is_asked_for(open_at: Open) -> None:
    page = open_at("compare", tab="test", test="own")
    assert not page.exception
    assert page.info[0].value.startswith("Choose a file")


@pytest.mark.parametrize("text", ANY_TEXT.values(), ids=ANY_TEXT.keys())
def test_whatever_is_typed_is_answered_and_never_markup(open_at: Open, text: str) -> None:
    for tab in ("words", "tokens"):
        assert_answered(open_at("compare", tab=tab, models="bert", text=text[:2_000]), f"{tab}: {text[:40]}")


def test_without_a_model_it_says_what_is_missing(open_at: Open) -> None:
    page = open_at("compare", models="bert")
    page.button_group(key="compare.models").set_value([]).run()
    assert page.info[0].value == "Choose at least one model."


def test_a_link_may_name_a_model_that_is_not_here(open_at: Open) -> None:
    page = open_at("compare", models="nobody,bert")
    assert any(text.value == "Not available here: nobody." for text in page.text)
    assert list(page.button_group(key="compare.models").value) == ["bert"]
    assert link_of(page)["models"] == "bert"


def test_of_five_models_the_last_four_stay(open_at: Open) -> None:
    page = open_at("compare", tab="tokens")
    page.button_group(key="compare.models").set_value([*MODELS.default, "bilstm"]).run()
    assert link_of(page)["models"] == ",".join([*MODELS.default[1:], "bilstm"])


def test_the_models_stay_from_tab_to_tab_and_a_tab_has_its_own_to_begin_with(open_at: Open) -> None:
    assert "models" not in link_of(open_at("compare", tab="pairs"))
    assert list(open_at("compare", tab="pairs").button_group(key="compare.models").value) == ["bert", "albert"]
    page = open_at("compare", tab="tokens", models="xlnet")
    page.session_state["compare.tab"] = "words"
    page.run()
    assert list(page.button_group(key="compare.models").value) == ["xlnet"]


def test_a_sentence_of_another_language_is_one_click_and_its_models_are_named(open_at: Open) -> None:
    page = open_at("compare", models="bert")
    [few] = [group for group in page.button_group if "More …" in group.options]
    few.set_value(MORE).run()
    [examples] = [group for group in page.button_group if "Deutsch" in group.options]
    assert {example.title for example in language_examples()} <= set(examples.options)
    examples.set_value(examples.options.index("Deutsch")).run()
    assert not page.exception
    assert page.text_input(key="compare.words.text").value == "Die Hauptstadt von Österreich ist [MASK]."
    assert any("XLM-R" in caption.value for caption in page.caption)
