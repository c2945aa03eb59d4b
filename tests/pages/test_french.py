"""Every page in French: it runs, and no English sentence of the catalogue is left on it."""

import re
from functools import cache

import pytest
from google.protobuf.json_format import MessageToDict
from google.protobuf.message import Message
from streamlit.testing.v1 import AppTest

from bertplay.charts.plotly_theme import BUTTONS
from bertplay.i18n import using_language
from bertplay.lessons.lesson import Lesson, Step
from bertplay.models.catalog import TITLES
from bertplay.ui.lesson.play import OWN_LESSON
from tests.pages.conftest import Open
from tests.pages.pages_of_app import tabs_of_app
from tests.translations import ROOT, english_of, entries, forms_of

WITHOUT_TABS = sorted({file.stem for file in (ROOT / "pages").glob("*.py")} - {page for page, _ in tabs_of_app()})
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
    for _, message in entries("fr"):
        for text in english_of(message):
            part = max(re.split(r"\{[^}]*\}", text), key=len).strip()
            if len(part.split()) >= 3 and not any(part in form for form in forms_of(message)):
                sentences.append(part)
    return tuple(sentence for sentence in sentences if sentence not in BUTTONS)


def left_in_english(page: AppTest) -> list[str]:
    text = "\n".join(one for one in shown(page) if not one.startswith("$$ID-"))  # the identity of a widget is read by nobody
    found = [sentence for sentence in english_sentences() if sentence in text]  # a search by words takes a thousand times as long
    return [sentence for sentence in found if re.search(rf"(?<!\w){re.escape(sentence)}(?!\w)", text)] + ours_in_english(page)


def ours_in_english(page: AppTest) -> list[str]:
    """The English titles of the bundled models, wherever they are sent: rows of tables and figures are bytes, which hold their words."""
    elements = [element for element in (*page.main, *page.sidebar) if element.type != "code"]
    sent = b"\n".join(element.proto.SerializeToString() for element in elements if isinstance(element.proto, Message))
    return [title for title in TITLES.values() if title.encode() in sent]


@pytest.mark.parametrize(("name", "tab"), [*((page, "") for page in WITHOUT_TABS), *tabs_of_app()], ids=lambda value: value)
def test_every_tab_in_french(open_at: Open, name: str, tab: str) -> None:
    page = open_at(name, lang="fr", tab=tab)
    assert not page.exception
    assert left_in_english(page) == []


@pytest.mark.parametrize(
    ("name", "link"),
    [
        *(("compare", {"tab": tab, "models": "bert,bilstm"}) for tab in ("words", "test")),
        ("rnn", {"tab": "left_right_context", "text": "He sat on the [MASK] and slept."}),
        ("models", {}),
    ],
    ids=lambda value: "-".join(value.values())[:20] if isinstance(value, dict) else value,
)
def test_our_models_have_french_names(open_at: Open, name: str, link: dict[str, str]) -> None:
    page = open_at(name, lang="fr", **link)
    assert not page.exception
    assert ours_in_english(page) == []
    assert "Notre " in repr([element.proto for element in (*page.main, *page.sidebar)])


def test_a_ready_lesson_is_played_in_french(open_at: Open) -> None:
    page = open_at("masked_word", lang="fr", lesson="demonstration", step="5")
    assert "Le modèle connaît-il la réponse\u00a0?" in [text.value for text in page.text]


def test_what_a_teacher_wrote_is_never_looked_up(open_at: Open) -> None:
    """Also where it is a text of the catalogue."""
    page = open_at("lesson", lang="fr", tab="file")
    page.session_state[OWN_LESSON] = Lesson(title="Three tutorials", steps=(Step(page="runs", question="What is BERT?"),))
    assert "Three tutorials (1 étape)" in [text.value for text in page.run().text]


def test_a_word_for_the_model_is_not_translated(open_at: Open) -> None:
    page = open_at("wordpiece", lang="fr", tab="one_word")
    [examples] = [group for group in page.button_group if "unaffable" in group.options]
    assert "embeddings" in examples.options


def test_two_readers_are_answered_each_in_their_language(open_at: Open) -> None:
    french, english = open_at("masked_word", lang="fr"), open_at("masked_word")
    for _ in range(2):
        assert french.run().title[0].value == "Mot masqué"
        assert english.run().title[0].value == "Masked word"


def test_a_button_changes_the_language_and_keeps_the_sentence(open_at: Open) -> None:
    page = open_at("masked_word", text="The soup was too [MASK].", tab="left_right_context")
    page.button("language_fr").click().run()
    assert page.title[0].value == "Mot masqué"
    assert page.query_params["lang"] in ("fr", ["fr"])
    assert page.text_input("masked_word.text").value == "The soup was too [MASK]."
    assert page.session_state["masked_word.tab"] == "left_right_context"
    page.button("language_en").click().run()
    assert page.title[0].value == "Masked word"


@pytest.mark.parametrize(("locale", "title"), [("fr-CH", "Mot masqué"), ("de-DE", "Masked word")])
def test_the_language_of_the_browser_is_taken(open_at: Open, locale: str, title: str) -> None:
    page = open_at("masked_word")
    page.context = {"locale": locale}
    assert page.run().title[0].value == title
    assert "lang" not in page.query_params


def test_an_error_is_explained_in_french(open_at: Open) -> None:
    page = open_at("masked_word", lang="fr", tab="candidates", words=", ".join(f"w{i}" for i in range(51)))
    assert {"Il y a trop de mots candidats.", "Saisissez-en au plus 50."} <= {element.value for element in page.text}


def test_a_guess_about_the_layers_is_asked_and_compared_in_french(open_at: Open) -> None:
    page = open_at("layers", lang="fr", tab="parameters", guess_first="1")
    group = page.button_group("layers.parameters.guess")
    assert group.options == ["dans les plongements", "dans toutes les couches ensemble"]
    with using_language("fr"):  # in which the button that is pressed is found by its label
        group.set_value("embeddings")
        next(button for button in page.button if button.label == "Révéler").click().run()
    page.run()  # a fragment cannot be run alone here
    assert any(text.value.startswith("Vous\u00a0: dans les plongements.") for text in page.text)
