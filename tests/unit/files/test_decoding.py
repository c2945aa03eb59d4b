"""The bytes of a file as text."""

import pytest

from bertplay.files.decoding import decode

TEXT = "text,label\ncafé,yes\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_unicode_is_read_with_and_without_a_byte_order_mark(encoding: str) -> None:
    assert decode(TEXT.encode(encoding), "a.csv") == (TEXT, [])


OLD = {
    "cp1252": ("Windows-1252", "La soupe était chaude, très bien.,oui\nDas Zimmer war groß und übel.,nein\n"),
    "gbk": ("GBK", "这家餐厅的汤很好喝，服务也很周到。,好评\n房间又小又吵，早餐是冷的。,差评\n"),
    "big5": ("Big5", "這家餐廳的湯很好喝，服務也很周到。,好評\n房間又小又吵，早餐是冷的。,差評\n"),
    "shift_jis": ("Shift JIS", "このレストランのスープはとても美味しかった。,良い\n部屋は狭くてうるさかった。,悪い\n"),
    "euc-jp": ("EUC-JP", "このレストランのスープはとても美味しかった。,良い\n部屋は狭くてうるさかった。,悪い\n"),
    "euc-kr": ("EUC-KR", "이 식당의 수프는 정말 맛있었고 직원도 친절했다.,좋음\n방은 좁고 시끄러웠다.,나쁨\n"),
    "cp1251": ("Windows-1251", "Суп был тёплым и вкусным, персонал вежливый.;да\nКомната маленькая и шумная.;нет\n"),
    "koi8-r": ("KOI8-R", "Суп был тёплым и вкусным, персонал вежливый.;да\nКомната маленькая и шумная.;нет\n"),
    "cp1250": ("Windows-1250", "Zupa była ciepła i pyszna, obsługa też świetna.;tak\nPokój mały i głośny.;nie\n"),
    "iso8859-2": ("ISO-8859-2", "Zupa była ciepła i pyszna, obsługa też świetna.;tak\nPokój mały i głośny.;nie\n"),
    "cp1253": ("Windows-1253", "Η σούπα ήταν ζεστή και νόστιμη.,ναι\nΤο δωμάτιο ήταν μικρό.,όχι\n"),
    "cp1254": ("Windows-1254", "Çorba sıcak ve lezzetliydi, çalışanlar güler yüzlüydü.;iyi\nOda küçük ve gürültülüydü.;kötü\n"),
}


@pytest.mark.parametrize("encoding", OLD)
def test_an_older_encoding_is_found_and_said(encoding: str) -> None:
    name, text = OLD[encoding]
    read, (problem,) = decode(text.encode(encoding), "a.csv")
    assert read == text
    assert problem.line == 1
    assert f"The file was read as {name}" in problem.text


@pytest.mark.parametrize(
    "words",
    ["café", "It costs £5 — don’t go; that’s £2 more", "Björk, José, Zoë and Ångström at Olé", "5 € and 20°C", "naïve façade Bjørk"],
)
def test_english_with_a_few_other_letters_is_windows_1252(words: str) -> None:
    text = "text,label\n" + "The soup was warm and the staff smiled.,good\n" * 20 + f"{words}.,bad\n"
    read, (problem,) = decode(text.encode("cp1252"), "a.csv")
    assert (read, problem.line) == (text, 22)
    assert "Windows-1252" in problem.text


def test_lines_of_two_encodings_are_each_read_in_theirs() -> None:
    read, (problem,) = decode("café\nnaïve\nüber\n".encode() + "Málaga\n".encode("cp1252"), "a.txt")
    assert read == "café\nnaïve\nüber\nMálaga\n"
    assert problem.line == 4


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_of_another_script_needs_no_mark(encoding: str) -> None:
    assert decode(OLD["gbk"][1].encode(encoding), "a.csv") == (OLD["gbk"][1], [])


def test_line_ends_are_alike() -> None:
    assert decode(b"a\r\nb\rc\n", "a.txt")[0] == "a\nb\nc\n"
