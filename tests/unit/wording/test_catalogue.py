"""The catalogue has what the sources show, all of it and no more."""

import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.prose import LISTS, not_yet, prose_in, to_be_told
from tests.wording import ROOT, entries, everything_found, forms_of, found_in, id_of, many_of, missing, name_of, places, prose_files, unused

NOT_YET = frozenset(not_yet())


def test_every_text_is_translated() -> None:
    assert [str(one) for one in missing(everything_found(without=NOT_YET))] == []


def test_every_translation_is_used() -> None:
    assert unused(everything_found()) == []


def test_every_text_has_one_translation() -> None:
    found = Counter(id_of(message) for _, message in entries())
    assert [key for key, times in found.items() if times > 1] == []


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


def test_a_list_names_what_is_there_and_still_to_be_translated() -> None:
    """A source that is translated leaves its list (tests/unit/wording/not_yet); the last one takes the lists with it."""
    lessons = [file for file in prose_files() if name_of(file) in NOT_YET]
    done = {name_of(file) for file in to_be_told() if not prose_in(file)} & NOT_YET
    have = {id_of(message)[1] for _, message in entries()}
    done |= {name_of(file) for file in lessons if all(one.text in have for one in found_in(file))}
    assert sorted(done) == []
    assert [name for name in NOT_YET if not (ROOT / name).exists()] == []


@pytest.mark.parametrize("file", [file for file in to_be_told() if name_of(file) not in NOT_YET], ids=name_of)
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


def test_the_lists_are_lists() -> None:
    assert len(NOT_YET) == len(not_yet()), f"a source stands twice below {LISTS}"
