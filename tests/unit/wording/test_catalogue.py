"""The catalogue has what the sources show, all of it and no more."""

import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Message

from bertplay.wording.catalogue import FILES, read
from tests.prose import prose_in, to_be_told
from tests.wording import Found, entries, everything_found, forms_of, id_of, many_of, missing, places, unused


@pytest.fixture(scope="module")
def shown() -> list[Found]:
    """All texts of all sources, read once."""
    return everything_found()


def test_every_text_is_translated(shown: list[Found]) -> None:
    assert [str(one) for one in missing(shown)] == []


def test_every_translation_is_used(shown: list[Found]) -> None:
    assert unused(shown) == []


def test_every_text_has_one_translation() -> None:
    found = Counter(id_of(message) for _, message in entries())
    assert [key for key, times in found.items() if times > 1] == []


def test_english_writes_a_percent_sign_without_a_space() -> None:
    """French has its space in the translation."""
    texts = [part for _, message in entries() for part in (id_of(message)[1], many_of(message) or "")]
    assert [text for text in texts if re.search(r"[\d}]\s%", text)] == []


def faults(message: Any) -> list[str]:
    """What is wrong with a translation as such, whether or not its words are the right ones."""
    (_, text), of_many = id_of(message), many_of(message)
    filled = [places(text), places(of_many)] if of_many else [places(text)]
    rules = {
        "it fills in the same": lambda form: places(form) in filled,
        "the apostrophe is ’": lambda form: not re.search(r"[A-Za-zÀ-ÿ]'[A-Za-zÀ-ÿ]", form),
        "quotes are « », with spaces; so are ! ? ;": lambda form: not re.search(r"[“”]|[\w)][!?;»]|«\w", re.sub(r"\{[^}]*\}", "x", form)),
        "bold stays bold": lambda form: form.count("**") == text.count("**"),
        "code stays as it is": lambda form: re.findall(r"`[^`]+`", form) == re.findall(r"`[^`]+`", text),
    }
    return [f"{rule}: {form!r}" for form in forms_of(message) for rule, holds in rules.items() if not holds(form)]


@pytest.mark.parametrize("file", sorted(FILES.glob("*.po")), ids=lambda file: file.stem)
def test_translations_fill_in_the_same_and_are_set_in_french(file: Path) -> None:
    assert [f"{file.name}:{message.lineno}: {fault}" for message in read(file) if message.id for fault in faults(message)] == []


@pytest.mark.parametrize(
    ("english", "french"),
    [
        ("{n} words", "{m} mots"),
        ("It is {n:,}.", "C'est {n:,}."),
        ("It is so", "C’est “ainsi”"),
        ("Why?", "Pourquoi?"),
        ("**bold**", "gras"),
        ("`code`", "code"),
        (("{n} word", "{n} words"), ("{n} mot", "mots")),
    ],
)
def test_a_translation_at_fault_is_found(english: Any, french: Any) -> None:
    assert len(faults(Message(english, french))) == 1


def test_no_prose_goes_untold() -> None:
    """Give it to `t` where it is shown, to `mark` or `later` where it is made, or to `english` when it is no reader's language."""
    assert [found for file in to_be_told() for found in prose_in(file)] == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('st.text("Two words")', 1),
        ('st.button("Leave")', 1),
        ('st.text(f"{n} words")', 1),
        ('st.text(t("Two words"))', 0),
        ('st.text(t("Two {what}", what="other words"))', 1),
        ('"""Some documentation."""', 0),
        ("st.text(f\"{t('Two words')}: {n}\")", 0),
        ('logger.info("Two words")', 0),
        ('key = f"csv_{name}"', 0),
        ('x: "Desk"', 0),
        ('st.text(english("In Maine they"))', 0),
    ],
)
def test_the_rule_finds_what_it_is_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, source: str, found: int) -> None:
    folder = tmp_path / "pages"
    folder.mkdir()
    (folder / "x.py").write_text(source, "utf-8")
    monkeypatch.setattr("tests.wording.ROOT", tmp_path)
    assert len(prose_in(folder / "x.py")) == found
