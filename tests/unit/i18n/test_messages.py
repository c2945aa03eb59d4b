import json
import pickle
from collections.abc import Callable, Iterator
from datetime import datetime
from gettext import NullTranslations
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po

from bertplay.errors import BadInput
from bertplay.i18n import (
    ENGLISH,
    N_,
    _,
    cached_by_language,
    error_text,
    language,
    languages,
    lazy,
    localized,
    match_language,
    messages,
    ngettext,
    number,
    offered_languages,
    percent,
    pgettext,
    plain_form,
    set_language_lookup,
    using_language,
)
from bertplay.i18n.dates import day_and_time
from bertplay.i18n.lazy_string import lazy_from_json, lazy_to_json
from bertplay.i18n.numbers import number_locale, symbols

NARROW, NO_BREAK = "\u202f", "\u00a0"
"""Between thousands, and before a percent sign."""


def french() -> Catalog:
    """A catalogue of six entries."""
    catalogue = Catalog("fr")
    catalogue.add("{n:,} words", "{n:,} mots")
    catalogue.add(("{n} mask", "{n} masks"), ("{n} masque", "{n} masques"))
    catalogue.add("Leave", "Quitter")
    catalogue.add("First", "Première", context="a sentence")
    catalogue.add("{share:.1%} of {what}", "{share:.1%} de {what}")
    catalogue.add("the text", "du texte")
    return catalogue


@pytest.fixture
def speak(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """speak("fr"): from now on the reader wants French, of a catalogue of six entries."""
    before = list(languages._lookup)
    compiled = {"fr": messages.compiled(french()), ENGLISH: NullTranslations()}
    monkeypatch.setattr(messages, "translations", compiled.__getitem__)
    yield lambda code: set_language_lookup(lambda: code)
    languages._lookup[:] = before


def test_outside_of_a_page_everything_is_english() -> None:
    assert language() == ENGLISH
    assert _("Leave") == "Leave"
    assert _("{n:,} words", n=1234) == "1,234 words"


def test_a_text_is_translated_and_filled_in(speak: Callable[[str], None]) -> None:
    speak("fr")
    assert _("Leave") == "Quitter"
    assert _("{n:,} words", n=1234) == f"1{NARROW}234 mots"
    assert _("{share:.1%} of {what}", share=0.37, what="x.y") == f"37,0{NO_BREAK}% de x.y"
    speak(ENGLISH)
    assert _("{share:.1%} of {what}", share=0.37, what="x.y") == "37.0% of x.y"


def test_what_the_catalogue_lacks_stays_english(speak: Callable[[str], None]) -> None:
    speak("fr")
    assert _("No such {what}", what="entry") == "No such entry"


def test_braces_that_a_person_typed_are_not_filled_in(speak: Callable[[str], None]) -> None:
    speak("fr")
    assert _("{share:.1%} of {what}", share=1.0, what="{n} {0.__class__}") == f"100,0{NO_BREAK}% de {{n}} {{0.__class__}}"
    assert _("{n}") == "{n}"


@pytest.mark.parametrize(
    ("n", "in_english", "in_french"), [(0, "0 masks", "0 masque"), (1, "1 mask", "1 masque"), (2, "2 masks", "2 masques")]
)
def test_none_is_singular_in_french(speak: Callable[[str], None], n: int, in_english: str, in_french: str) -> None:
    assert ngettext("{n} mask", "{n} masks", n) == in_english
    speak("fr")
    assert ngettext("{n} mask", "{n} masks", n) == in_french


def test_one_word_has_two_senses(speak: Callable[[str], None]) -> None:
    speak("fr")
    assert pgettext("a sentence", "First") == "Première"
    assert pgettext("a mask", "First") == "First"


def test_a_lazy_text_is_translated_later(speak: Callable[[str], None]) -> None:
    made = lazy("{share:.1%} of {what}", share=0.5, what=lazy("the text"))
    assert made == "50.0% of the text"
    speak("fr")
    assert _(made) == _(pickle.loads(pickle.dumps(made))) == f"50,0{NO_BREAK}% de du texte"  # noqa: S301
    assert _(N_("Leave")) == "Quitter"
    assert [localized(made), localized("Leave"), localized(3)] == [_(made), "Leave", 3]


def test_a_text_for_later_is_english_itself(speak: Callable[[str], None]) -> None:
    speak("fr")
    made = lazy("{share:.1%} of {what}", share=0.375, what="x")
    assert (str(made), _(made)) == ("37.5% of x", f"37,5{NO_BREAK}% de x")


def test_a_block_is_in_one_language(speak: Callable[[str], None]) -> None:
    with using_language("fr"):
        assert _("Leave") == "Quitter"
    assert _("Leave") == "Leave"
    speak("fr")
    with pytest.raises(ValueError, match="Leave"), using_language(ENGLISH):
        raise ValueError(_("Leave"))
    assert _("Leave") == "Quitter"


def test_numbers(speak: Callable[[str], None]) -> None:
    assert (number(1234.5, ",.1f"), number(0.37, ".1%"), percent(0.041)) == ("1,234.5", "37.0%", "4.1%")
    speak("fr")
    assert (number(1234.5, ",.1f"), number(0.37, ".1%"), percent(0.041)) == (f"1{NARROW}234,5", f"37,0{NO_BREAK}%", f"4,1{NO_BREAK}%")


@pytest.mark.parametrize(
    ("value", "written"),
    [(0.0, "0"), (3.8e-6, "0.000004"), (1e-7, "0.0000001"), (0.0042, "0.004"), (0.05, "0.05"), (-0.0042, "-0.004"), (12.345, "12.35")],
)
def test_what_is_small_is_written_without_a_power_of_ten(value: float, written: str) -> None:
    assert number(value, plain_form(value)) == written


def test_dates(speak: Callable[[str], None]) -> None:
    moment = datetime(2026, 11, 26, 9, 18).timestamp()
    assert day_and_time(moment) == "26 Nov 09:18"
    speak("fr")
    assert day_and_time(moment) == "26 nov. 09:18"


def test_what_is_cached_is_cached_for_each_language(speak: Callable[[str], None]) -> None:
    made = []

    @cached_by_language
    def title(of: str) -> str:
        made.append(of)
        return _(of)

    speak("fr")
    assert [title("Leave"), title("Leave")] == ["Quitter", "Quitter"]
    speak(ENGLISH)
    assert title("Leave") == "Leave"
    assert made == ["Leave", "Leave"]


def test_a_lazy_string_is_saved_with_its_values(speak: Callable[[str], None]) -> None:
    made = {"a": [lazy("{share:.1%} of {what}", share=0.5, what=lazy("the text")), 1], "b": "{n} of 2"}
    saved = json.loads(json.dumps(lazy_to_json(made)))
    speak("fr")
    assert lazy_from_json(saved) == made
    assert localized(lazy_from_json(saved)["a"][0]) == f"50,0{NO_BREAK}% de du texte"


def test_an_error_is_one_text() -> None:
    assert error_text(BadInput("Too long.", remedy="Shorten it.")) == "Too long. Shorten it."
    error = BadInput("Too long.", value="x" * 3, remedy="Shorten it.")
    assert str(error_text(error)) == str(error)


def test_nothing_is_no_key_of_the_catalogue(speak: Callable[[str], None]) -> None:
    """gettext answers the empty text with the head of the catalogue."""
    speak("fr")
    assert _("") == ""


def test_the_languages_are_english_and_the_folders() -> None:
    assert offered_languages() == {"en": "English", "fr": "Français"}
    assert [match_language(locale) for locale in ("fr-CH", "FR", "en_GB", "de-DE", "", None)] == ["fr", "fr", "en", "en", "en", "en"]


def test_a_folder_of_translations_is_a_language(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the plural forms and the numbers of that language."""
    folder = tmp_path / "pl"
    folder.mkdir()
    first, second = Catalog("pl"), Catalog("pl")
    first.add(("{n} word", "{n} words"), ("{n} słowo", "{n} słowa", "{n} słów"))
    second.add("Leave", "Wyjdź")
    for name, part in (("a", first), ("b", second)):
        with (folder / f"{name}.po").open("wb") as file:
            write_po(file, part)
    monkeypatch.setattr(languages, "LOCALES", tmp_path)
    monkeypatch.setattr(messages, "LOCALES", tmp_path)
    assert languages.offered_languages.__wrapped__() == {"en": "English", "pl": "Polski"}
    with using_language("pl"):
        assert [ngettext("{n} word", "{n} words", n) for n in (1, 3, 5, 22)] == ["1 słowo", "3 słowa", "5 słów", "22 słowa"]
        assert (_("Leave"), number(0.5, ".1f"), percent(0.25)) == ("Wyjdź", "0,5", "25%")


def test_a_percent_sign_may_come_first() -> None:
    with using_language("tr"):
        assert (percent(0.25), number(1234.5, ",.1f"), number(0.25, ".0%")) == ("%25", "1.234,5", "%25")


def test_figures_write_numbers_as_the_language_does() -> None:
    assert number_locale() is None
    with using_language("fr"):
        assert number_locale() == {"decimal": ",", "thousands": NARROW, "grouping": [3], "currency": ["", ""], "percent": f"{NO_BREAK}%"}
    assert symbols("en") == (".", ",", "", "%")
