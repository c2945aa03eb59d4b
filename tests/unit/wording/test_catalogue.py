"""The catalogue has what the sources show, all of it and no more."""

import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.prose import prose_in, to_be_told
from tests.wording import entries, everything_found, forms_of, id_of, many_of, missing, name_of, places, unused


def test_every_text_is_translated() -> None:
    assert [str(one) for one in missing(everything_found())] == []


def test_every_translation_is_used() -> None:
    assert unused(everything_found()) == []


def test_every_text_has_one_translation() -> None:
    found = Counter(id_of(message) for _, message in entries())
    assert [key for key, times in found.items() if times > 1] == []


def test_english_writes_a_percent_sign_without_a_space() -> None:
    """French has its space in the translation."""
    texts = [part for _, message in entries() for part in (id_of(message)[1], many_of(message) or "")]
    assert [text for text in texts if re.search(r"[\d}]\s%", text)] == []


@pytest.mark.parametrize("message", [message for _, message in entries()], ids=lambda message: str(id_of(message)[1])[:60])
def test_a_translation_fills_in_the_same_and_is_set_in_french(message: Any) -> None:
    _, text = id_of(message)
    of_many = many_of(message)
    for form in forms_of(message):
        assert places(form) in ([places(text), places(of_many)] if of_many else [places(text)])
        assert re.findall(r"[A-Za-zÀ-ÿ]'[A-Za-zÀ-ÿ]", form) == [], "the apostrophe is ’"
        assert re.findall(r"[“”]|[\w)][!?;»]|«\w", re.sub(r"\{[^}]*\}", "x", form)) == [], "quotes are « », with spaces; so are ! ? ;"
        assert len(re.findall(r"\*\*", form)) == len(re.findall(r"\*\*", text)), "bold stays bold"
        assert re.findall(r"`[^`]+`", form) == re.findall(r"`[^`]+`", text), "code stays as it is"


@pytest.mark.parametrize("file", to_be_told(), ids=name_of)
def test_no_prose_goes_untold(file: Path) -> None:
    """Give it to `t` where it is shown, to `mark` or `later` where it is made, or to `english` when it is no reader's language."""
    assert prose_in(file) == []


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
