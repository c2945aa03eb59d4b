"""Every page in French: it runs, and no English sentence of the catalogue is left on it."""

import re
from functools import cache

import pytest
from google.protobuf.json_format import MessageToDict
from google.protobuf.message import Message
from streamlit.testing.v1 import AppTest

from bertplay.lessons.files import Lesson, Step
from bertplay.models.catalog import TITLES
from bertplay.ui import state
from bertplay.ui.parts import next_sentence, wordpiece
from tests.pages.conftest import Open
from tests.pages.test_masked_word import PART_LINKS
from tests.wording import ROOT, entries, forms_of, id_of, many_of

PAGES = sorted(file.stem for file in (ROOT / "pages").glob("*.py"))
CODE = {"jsContent", "cssContent"}
"""What is sent of a component and not shown."""


def shown(page: AppTest) -> list[str]:
    """Every text that is sent to the browser, in whatever element: labels, notes and options included. Not code."""
    elements = [element for element in (*page.main, *page.sidebar) if element.type != "code"]
    return [text for element in elements if isinstance(element.proto, Message) for text in strings_in(MessageToDict(element.proto))]


def strings_in(value: object) -> list[str]:
    if isinstance(value, dict):
        return [text for key, item in value.items() if key not in CODE for text in strings_in(item)]
    if isinstance(value, list):
        return [text for item in value for text in strings_in(item)]
    return [value] if isinstance(value, str) else []


@cache
def english_sentences() -> tuple[str, ...]:
    """The longest part of each English text that holds no value, where it has three words and its French another."""
    sentences = []
    for _, message in entries():
        for text in filter(None, (id_of(message)[1], many_of(message))):
            part = max(re.split(r"\{[^}]*\}", text), key=len).strip()
            if len(part.split()) >= 3 and not any(part in form for form in forms_of(message)):
                sentences.append(part)
    return tuple(sentences)


def left_in_english(page: AppTest) -> list[str]:
    text = "\n".join(shown(page))
    return [sentence for sentence in english_sentences() if re.search(rf"(?<!\w){re.escape(sentence)}(?!\w)", text)] + ours_in_english(page)


def ours_in_english(page: AppTest) -> list[str]:
    """The English titles of the bundled models, wherever they are sent: rows of tables and figures are bytes, which hold their words."""
    elements = [element for element in (*page.main, *page.sidebar) if element.type != "code"]
    sent = b"\n".join(element.proto.SerializeToString() for element in elements if isinstance(element.proto, Message))
    return [title for title in TITLES.values() if title.encode() in sent]


@pytest.mark.parametrize("name", PAGES)
def test_a_page_in_french(open_at: Open, name: str) -> None:
    page = open_at(name, lang="fr")
    assert not page.exception
    assert left_in_english(page) == []


@pytest.mark.parametrize("part", sorted(PART_LINKS))
def test_the_parts_of_the_masked_word_page_in_french(open_at: Open, part: str) -> None:
    page = open_at("masked_word", lang="fr", part=part, **PART_LINKS[part])
    assert not page.exception
    assert page.title[0].value == "Devinez le mot masqué"
    assert left_in_english(page) == []


@pytest.mark.parametrize(
    ("name", "link"),
    [
        *(("next_sentence", {"view": part, "pick_first": "false"}) for part in next_sentence.PARTS),
        *(("wordpiece", {"cutting": part, "cut_first": "no", "cuts": "2"}) for part in wordpiece.PARTS),
    ],
    ids=lambda value: "-".join(value.values()) if isinstance(value, dict) else value,
)
def test_the_parts_of_other_pages_in_french(open_at: Open, name: str, link: dict[str, str]) -> None:
    page = open_at(name, lang="fr", **link)
    assert not page.exception
    assert left_in_english(page) == []


@pytest.mark.parametrize("number", range(1, 11))
def test_the_ten_questions_in_french(open_at: Open, number: int) -> None:
    page = open_at("ten_questions", lang="fr", q=str(number))
    assert not page.exception
    assert left_in_english(page) == []


@pytest.mark.parametrize(
    ("name", "link"),
    [
        *(("compare", {"compare": part, "models": "bert,bilstm"}) for part in ("words", "items")),
        ("recurrence", {"side_by_side": "sides", "one_gap": "He sat on the [MASK] and slept."}),
        ("model_cache", {}),
    ],
    ids=lambda value: "-".join(value.values())[:20] if isinstance(value, dict) else value,
)
def test_our_models_have_french_names(open_at: Open, name: str, link: dict[str, str]) -> None:
    page = open_at(name, lang="fr", **link)
    assert not page.exception
    assert ours_in_english(page) == []
    assert "Notre " in repr([element.proto for element in (*page.main, *page.sidebar)])


def test_their_english_names_are_found_in_rows_and_boxes(open_at: Open) -> None:
    assert {"Our small BERT", "Our BiLSTM"} <= set(ours_in_english(open_at("wordpiece", lang="en", cutting="side")))


def test_a_ready_lesson_is_played_in_french(open_at: Open) -> None:
    page = open_at("masked_word", lang="fr", lesson="demonstration", step="2")
    assert "Le modèle connaît-il la réponse\u00a0?" in [text.value for text in page.text]


def test_what_a_teacher_wrote_is_never_looked_up(open_at: Open) -> None:
    """Also where it is a text of the catalogue."""
    page = open_at("lesson", lang="fr")
    page.session_state[state.LESSON_OWN] = Lesson("Three tutorials", (Step("runs", "What is BERT?"),))
    assert "Three tutorials (1 étape)" in [text.value for text in page.run().text]


def test_a_word_for_the_model_is_not_translated(open_at: Open) -> None:
    page = open_at("wordpiece", lang="fr", cutting="word")
    [examples] = [group for group in page.button_group if "unaffable" in group.options]
    assert "embeddings" in examples.options


def test_english_is_found_where_it_is_left(open_at: Open) -> None:
    assert len(left_in_english(open_at("masked_word", lang="en"))) > 10


def test_two_readers_are_answered_each_in_their_language(open_at: Open) -> None:
    french, english = open_at("masked_word", lang="fr"), open_at("masked_word")
    for _ in range(2):
        assert french.run().title[0].value == "Devinez le mot masqué"
        assert english.run().title[0].value == "Guess the masked word"


def test_a_button_changes_the_language_and_keeps_the_sentence(open_at: Open) -> None:
    page = open_at("masked_word", text="The soup is too [MASK].", part="sides")
    page.button("language_fr").click().run()
    assert page.title[0].value == "Devinez le mot masqué"
    assert page.query_params["lang"] in ("fr", ["fr"])
    assert page.text_input("text").value == "The soup is too [MASK]."
    assert page.session_state["part"] == "sides"
    page.button("language_en").click().run()
    assert page.title[0].value == "Guess the masked word"


@pytest.mark.parametrize(("locale", "title"), [("fr-CH", "Devinez le mot masqué"), ("de-DE", "Guess the masked word")])
def test_the_language_of_the_browser_is_taken(open_at: Open, locale: str, title: str) -> None:
    page = open_at("masked_word")
    page.context = {"locale": locale}
    assert page.run().title[0].value == title
    assert "lang" not in page.query_params


def test_an_error_is_explained_in_french(open_at: Open) -> None:
    page = open_at("masked_word", lang="fr", part="words", text="The soup is too [MASK].", words=", ".join(f"w{i}" for i in range(51)))
    assert {"Cela fait trop de mots.", "Donnez-en 50 au plus."} <= {element.value for element in page.text}


@pytest.mark.parametrize("part", ["map", "senses", "sentences", "words"])
def test_the_parts_of_the_embeddings_page_in_french(open_at: Open, part: str) -> None:
    page = open_at("embeddings", lang="fr", meaning=part)
    assert not page.exception
    assert left_in_english(page) == []


@pytest.mark.parametrize("part", ["walk", "attention", "switches", "order", "ledger"])
def test_the_parts_of_the_layers_page_in_french(open_at: Open, part: str) -> None:
    page = open_at("layers", lang="fr", inside=part)
    assert not page.exception
    assert left_in_english(page) == []


def test_a_guess_about_the_layers_is_asked_and_judged_in_french(open_at: Open) -> None:
    page = open_at("layers", lang="fr", inside="ledger", guess_first="true")
    assert page.button_group("inside_guess_pills").options == ["les plongements", "toutes les couches ensemble"]
    page.button_group("inside_guess_pills").set_value("les plongements").run()
    assert "Vous avez dit : les plongements. La bonne réponse : toutes les couches ensemble." in {
        text.value.replace("\u00a0", " ") for text in page.text
    }
