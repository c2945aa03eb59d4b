"""A text in the reader's language."""

import pickle
from collections.abc import Callable, Iterator
from datetime import datetime

import pytest

from bertplay.wording import (
    ENGLISH,
    FRENCH,
    ask_language_with,
    cached_by_language,
    english,
    language,
    languages,
    later,
    mark,
    number,
    percent,
    plain_form,
    speaking,
    t,
    t_as,
    t_n,
    telling,
)
from bertplay.wording.catalogue import typeset
from bertplay.wording.dates import day_and_time

WORDS = {
    (None, "{n:,} words"): ("{n:,} mots",),
    (None, "{n} mask"): ("{n} masque", "{n} masques"),
    (None, "Leave"): ("Quitter",),
    ("a sentence", "First"): ("Première",),
    (None, "{share:.1%} of {what}"): ("{share:.1%} de {what}",),
    (None, "the text"): ("du texte",),
}
NARROW = "\u202f"


@pytest.fixture
def speak(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """speak("fr"): from now on the reader wants French, of a catalogue of six entries."""
    before = list(languages._asked)
    monkeypatch.setattr(telling, "french", lambda: WORDS)
    yield lambda code: ask_language_with(lambda: code)
    languages._asked[:] = before


def test_outside_of_a_page_everything_is_english() -> None:
    assert language() == ENGLISH
    assert t("Leave") == "Leave"
    assert t("{n:,} words", n=1234) == "1,234 words"


def test_a_text_is_told_and_filled_in(speak: Callable[[str], None]) -> None:
    speak(FRENCH)
    assert t("Leave") == "Quitter"
    assert t("{n:,} words", n=1234) == f"1{NARROW}234 mots"
    assert t("{share:.1%} of {what}", share=0.37, what="x.y") == f"37,0{NARROW}% de x.y"
    speak(ENGLISH)
    assert t("{share:.1%} of {what}", share=0.37, what="x.y") == "37.0% of x.y"


def test_what_the_catalogue_lacks_stays_english(speak: Callable[[str], None]) -> None:
    speak(FRENCH)
    assert t("No such {what}", what="entry") == "No such entry"


def test_braces_that_a_person_typed_are_not_filled_in(speak: Callable[[str], None]) -> None:
    speak(FRENCH)
    assert t("{share:.1%} of {what}", share=1.0, what="{n} {0.__class__}") == f"100,0{NARROW}% de {{n}} {{0.__class__}}"
    assert t("{n}") == "{n}"


@pytest.mark.parametrize(
    ("n", "in_english", "in_french"), [(0, "0 masks", "0 masque"), (1, "1 mask", "1 masque"), (2, "2 masks", "2 masques")]
)
def test_none_is_singular_in_french(speak: Callable[[str], None], n: int, in_english: str, in_french: str) -> None:
    assert t_n("{n} mask", "{n} masks", n) == in_english
    speak(FRENCH)
    assert t_n("{n} mask", "{n} masks", n) == in_french


def test_one_word_has_two_senses(speak: Callable[[str], None]) -> None:
    speak(FRENCH)
    assert t_as("a sentence", "First") == "Première"
    assert t_as("a mask", "First") == "First"


def test_what_is_made_for_nobody_is_told_later(speak: Callable[[str], None]) -> None:
    made = later("{share:.1%} of {what}", share=0.5, what=later("the text"))
    assert made == "50.0% of the text"
    speak(FRENCH)
    assert t(made) == t(pickle.loads(pickle.dumps(made))) == f"50,0{NARROW}% de du texte"  # noqa: S301
    assert t(mark("Leave")) == "Quitter"
    assert english("Leave") == "Leave"


def test_a_text_for_later_is_english_itself(speak: Callable[[str], None]) -> None:
    speak(FRENCH)
    made = later("{share:.1%} of {what}", share=0.375, what="x")
    assert (str(made), t(made)) == ("37.5% of x", f"37,5{NARROW}% de x")


def test_a_block_is_told_in_one_language(speak: Callable[[str], None]) -> None:
    with speaking(FRENCH):
        assert t("Leave") == "Quitter"
    assert t("Leave") == "Leave"
    speak(FRENCH)
    with pytest.raises(ValueError, match="Leave"), speaking(ENGLISH):
        raise ValueError(t("Leave"))
    assert t("Leave") == "Quitter"


def test_numbers(speak: Callable[[str], None]) -> None:
    assert (number(1234.5, ",.1f"), number(0.37, ".1%"), percent(0.041)) == ("1,234.5", "37.0%", "4.1%")
    speak(FRENCH)
    assert (number(1234.5, ",.1f"), number(0.37, ".1%"), percent(0.041)) == (f"1{NARROW}234,5", f"37,0{NARROW}%", f"4,1{NARROW}%")


@pytest.mark.parametrize(
    ("value", "written"),
    [(0.0, "0"), (3.8e-6, "0.000004"), (1e-7, "0.0000001"), (0.0042, "0.004"), (0.05, "0.05"), (-0.0042, "-0.004"), (12.345, "12.35")],
)
def test_what_is_small_is_written_without_a_power_of_ten(value: float, written: str) -> None:
    assert number(value, plain_form(value)) == written


def test_dates(speak: Callable[[str], None]) -> None:
    moment = datetime(2026, 11, 26, 9, 18).timestamp()
    assert day_and_time(moment) == "26 Nov 09:18"
    speak(FRENCH)
    assert day_and_time(moment) == "26 nov. 09:18"


def test_what_is_kept_is_kept_for_each_language(speak: Callable[[str], None]) -> None:
    made = []

    @cached_by_language
    def title(of: str) -> str:
        made.append(of)
        return t(of)

    speak(FRENCH)
    assert [title("Leave"), title("Leave")] == ["Quitter", "Quitter"]
    speak(ENGLISH)
    assert title("Leave") == "Leave"
    assert made == ["Leave", "Leave"]


@pytest.mark.parametrize(
    ("written", "set_"),
    [
        ("Vrai : oui !", "Vrai\u00a0: oui\u00a0!"),
        ("« mot » ; 15 % des mots (15 %)", "«\u00a0mot\u00a0»\u00a0; 15\u00a0% des mots (15\u00a0%)"),
        ("voir :material/home: ici", "voir :material/home: ici"),
        ("**Quoi ?** Rien.", "**Quoi\u00a0?** Rien."),
    ],
)
def test_spaces_that_do_not_break(written: str, set_: str) -> None:
    assert typeset(written) == set_
