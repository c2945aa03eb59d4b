"""The catalogues have what the sources show, all of it and no more."""

import ast
import re
import string
from collections import Counter
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message

from bertplay.i18n.languages import LOCALES
from bertplay.i18n.messages import read
from tests.translations import ROOT, TRANSLATED, english_of, entries, forms_of, key_of, missing, unused

GETTEXT = {"_", "N_", "lazy", "ngettext", "pgettext"}
SOURCES = [ROOT / "app.py", *sorted((ROOT / "pages").glob("*.py")), *sorted((ROOT / "bertplay").rglob("*.py"))]
NOT_SHOWN = {"code", "html", "Page", "page_link"}
"""Of Streamlit: code, and the names of files."""


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_text_is_translated(language: str) -> None:
    assert missing(language) == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_translation_is_used(language: str) -> None:
    assert unused(language) == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_text_has_one_translation(language: str) -> None:
    found = Counter(key_of(message) for _, message in entries(language))
    assert [key for key, times in found.items() if times > 1] == []


@pytest.mark.parametrize("file", sorted(LOCALES.glob("*/*.po")), ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_every_file_has_the_plural_forms_of_its_language(file: Path) -> None:
    assert read(file).plural_forms == Catalog(file.parent.name).plural_forms


def test_english_writes_a_percent_sign_without_a_space() -> None:
    texts = [part for language in TRANSLATED for _, message in entries(language) for part in english_of(message)]
    assert [text for text in texts if re.search(r"[\d}]\s%", text)] == []


def fields(text: str) -> list[str]:
    """The names in braces with their formats, sorted: "{n:,} of {m}" -> ["m", "n:,"]."""
    return sorted(f"{name}:{form}" if form else name for _, name, form, _ in string.Formatter().parse(text) if name is not None)


def faults(message: Message) -> list[str]:
    """What is wrong with a translation as such, whether or not its words are the right ones."""
    english = english_of(message)
    rules = {
        "it fills in the same": lambda form: fields(form) in [fields(text) for text in english],
        "bold stays bold": lambda form: form.count("**") == english[0].count("**"),
        "code stays as it is": lambda form: re.findall(r"`[^`]+`", form) == re.findall(r"`[^`]+`", english[0]),
    }
    return [f"{rule}: {form!r}" for form in forms_of(message) for rule, holds in rules.items() if not holds(form)]


def french_faults(text: str) -> list[str]:
    """What breaks a rule of French typography."""
    filled = re.sub(r"\{[^}]*\}", "x", text)
    rules = {
        "the apostrophe is ’": r"[A-Za-zÀ-ÿ]'[A-Za-zÀ-ÿ]",
        "quotes are « »": r"[“”]",
        "a no-break space before ! ? ; » and after «": r"[\w)][!?;»]|«\w",
        "no ordinary space before : ; ! ? » % or after «": r" [:;!?%»](?:[\s.,)*_]|$)|« ",
    }
    return [f"{rule}: {text!r}" for rule, wrong in rules.items() if re.search(wrong, filled)]


@pytest.mark.parametrize("language", TRANSLATED)
def test_translations_keep_values_and_markup(language: str) -> None:
    assert [f"{file.name}:{message.lineno}: {fault}" for file, message in entries(language) for fault in faults(message)] == []


def test_french_is_set_in_french() -> None:
    found = [(file.name, fault) for file, message in entries("fr") for form in forms_of(message) for fault in french_faults(form)]
    assert found == []


def test_no_text_is_inside_an_f_string() -> None:
    """Babel does not extract it there on Python 3.11."""
    strings = [(file, node) for file in SOURCES for node in ast.walk(ast.parse(file.read_text("utf-8"))) if isinstance(node, ast.JoinedStr)]
    calls = [(file, node) for file, text in strings for node in ast.walk(text) if isinstance(node, ast.Call)]
    found = [
        f"{file.relative_to(ROOT)}:{node.lineno}"
        for file, node in calls
        if isinstance(node.func, ast.Name) and node.func.id in GETTEXT and isinstance(node.args[0], ast.Constant)
    ]
    assert found == []


def untranslated(source: str) -> list[str]:
    """The English that Streamlit is given as it is: labels, captions, help."""
    shown: list[ast.expr] = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr not in NOT_SHOWN:
            of = node.func.value
            if isinstance(of, ast.Name) and of.id == "st":
                shown += [*node.args[:1], *(keyword.value for keyword in node.keywords if keyword.arg in {"label", "help", "alt", "body"})]
    texts = [
        part.value
        for text in shown
        for part in (text.values if isinstance(text, ast.JoinedStr) else [text])
        if isinstance(part, ast.Constant) and isinstance(part.value, str)
    ]
    return [text for text in texts if re.search(r"\b[A-Z][a-z]+|[a-z]{2,} [a-z]|^ [a-z]{2,}", text)]


def test_streamlit_is_given_no_english_as_it_is() -> None:
    pages = [file for file in SOURCES if file.relative_to(ROOT).parts[0] in {"app.py", "pages"} or "ui" in file.relative_to(ROOT).parts]
    assert {file.name: found for file in pages if (found := untranslated(file.read_text("utf-8")))} == {}
