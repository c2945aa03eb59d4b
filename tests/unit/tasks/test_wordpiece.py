"""WordPiece: our greedy search against the tokenizers library, and the steps of a tokenization against the model itself."""

import json
import random
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tokenizers import Tokenizer
from tokenizers.models import WordPiece
from transformers import AutoTokenizer, BertTokenizer

from bertplay.errors import BadInput, MissingAbility
from bertplay.models.loaded import LoadedModel
from bertplay.models.spec import ModelSpec
from bertplay.models.tokenizer_file import TokenizerFile, open_tokenizer, opened
from bertplay.tasks.tokenization_steps import JOINERS, tokenize, trace_tokenization, words_of
from bertplay.tasks.wordpiece import UNKNOWN, look_ups, search_word, tokenize_word
from tests.tiny import save_encoder

REFERENCE = Path(__file__).resolve().parents[4] / "shared" / "reference" / "vocab"
BERT = open_tokenizer("bert-scratch")
# One letter of each script that Unicode names, as far as this Python knows them.
SCRIPTS: dict[str, list[str]] = {}
for code in range(0x20, 0x2FA20):
    if chr(code).isalpha():
        SCRIPTS.setdefault(unicodedata.name(chr(code), "unknown").split()[0], []).append(chr(code))
LETTERS = st.sampled_from(sorted(SCRIPTS)).flatmap(lambda name: st.sampled_from(SCRIPTS[name]))
WORDS = st.text(LETTERS, min_size=1, max_size=20)
TEXTS = st.lists(st.one_of(WORDS, st.sampled_from([*" .,!-\n\t'", "\u0301", "\ufe0f", "[MASK]", "👩‍👩‍👧", "🇫🇷", "東"])), max_size=20).map(
    "".join
)


@pytest.fixture(scope="module")
def base_uncased() -> Tokenizer:
    if not REFERENCE.is_dir():
        pytest.skip("the published vocabulary is not at hand")
    return Tokenizer.from_file(str(REFERENCE / "bert-base-uncased" / "tokenizer.json"))


def by_library(tokenizer: Tokenizer, word: str) -> list[str]:
    return [token.value for token in tokenizer.model.tokenize(word)]


def random_words(tokens: list[str], number: int) -> list[str]:
    """Words made of tokens, some with a letter changed, so that most need several lookups and some are unknown."""
    dice = random.Random(0)
    alphabet = "abcdefghijklmnopqrstuvwxyz0123456789äöß東한"
    words = []
    for _ in range(number):
        word = "".join(dice.choice(tokens).removeprefix("##") for _ in range(dice.randint(1, 4)))
        if dice.random() < 0.5:
            place = dice.randrange(len(word))
            word = word[:place] + dice.choice(alphabet) + word[place + 1 :]
        words.append(word)
    return words


def test_the_search_asks_longest_first_and_never_takes_a_token_back() -> None:
    vocabulary = {"un", "una", "##ble", "##able"}
    assert [(asked.token, asked.is_found) for asked in look_ups("unable", vocabulary)] == [
        ("unable", False),
        ("unabl", False),
        ("unab", False),
        ("una", True),
        ("##ble", True),
    ]
    assert tokenize_word("unable", vocabulary) == ["una", "##ble"]  # un ##able would fit, and is never tried
    assert tokenize_word("unabl", vocabulary) == [UNKNOWN]
    assert tokenize_word("a" * 101, {"a", "##a"}) == [UNKNOWN]
    assert tokenize_word("a" * 100, {"a", "##a"}) == ["a", *["##a"] * 99]


def test_ten_thousand_random_words_are_cut_as_the_library_cuts_them() -> None:
    words = random_words(list(BERT.vocabulary[5:]), 10_000)
    assert [tokenize_word(word, BERT.ids) for word in words] == [by_library(BERT.tokenizer, word) for word in words]


def test_ten_thousand_random_words_over_the_published_vocabulary(base_uncased: Tokenizer) -> None:
    vocabulary = base_uncased.get_vocab()
    words = random_words(sorted(token for token in vocabulary if not token.startswith("[")), 10_000)
    assert [tokenize_word(word, vocabulary) for word in words] == [by_library(base_uncased, word) for word in words]


@pytest.mark.parametrize(
    ("word", "tokens"),
    [
        ("unconstitutionally", ["unconstitutional", "##ly"]),
        ("unaffable", ["una", "##ffa", "##ble"]),
        ("embeddings", ["em", "##bed", "##ding", "##s"]),
    ],
)
def test_what_the_published_vocabulary_makes_of_the_well_known_words(base_uncased: Tokenizer, word: str, tokens: list[str]) -> None:
    assert tokenize_word(word, base_uncased.get_vocab()) == by_library(base_uncased, word) == tokens


def test_a_letter_of_every_script_is_cut_as_the_library_cuts_it() -> None:
    assert len(SCRIPTS) > 150
    for letters in SCRIPTS.values():
        word = "".join(letters[:3])
        assert tokenize_word(word, BERT.ids) == by_library(BERT.tokenizer, word)


@given(WORDS)
def test_words_of_all_scripts_are_cut_as_the_library_cuts_them(word: str) -> None:
    assert tokenize_word(word, BERT.ids) == by_library(BERT.tokenizer, word)


@given(WORDS, st.sets(st.text("ab\u0628\u4e2d", min_size=1, max_size=3)))
def test_any_vocabulary_gives_what_the_library_gives(word: str, tokens: set[str]) -> None:
    vocabulary = {UNKNOWN: 0, **{token: i for i, token in enumerate([*tokens, *(f"##{token}" for token in tokens)], start=1)}}
    library = Tokenizer(WordPiece(vocabulary, unk_token=UNKNOWN))
    for asked in (word, "".join(tokens), "abba"):
        if asked:
            assert tokenize_word(asked, vocabulary) == by_library(library, asked)


@given(TEXTS)
def test_tokens_are_the_librarys_and_cover_the_characters_they_cover(text: str) -> None:
    tokens = tokenize(BERT, text)
    encoding = BERT.tokenizer.encode(text, add_special_tokens=False)
    assert [(token.text, token.id, token.start) for token in tokens] == [
        (token, id_, start) for token, id_, (start, _) in zip(encoding.tokens, encoding.ids, encoding.offsets, strict=True)
    ]
    for token, (_, end) in zip(tokens, encoding.offsets, strict=True):
        added = text[end : token.end]
        assert all(unicodedata.category(character)[0] == "M" or character in JOINERS for character in added)
    covered = {place for token in tokens for place in range(token.start, token.end)}
    for place, character in enumerate(text):
        if place and place - 1 in covered and unicodedata.category(character) == "Mn":
            assert place in covered  # an accent goes with its letter


@given(TEXTS)
def test_the_way_of_a_text_ends_where_our_own_search_ends(text: str) -> None:
    way = trace_tokenization(BERT, text)
    ours = [token for word in way.words for token in ([word] if word in BERT.special else tokenize_word(word, BERT.ids))]
    assert ours == [token.text for token in way.tokens]
    assert [BERT.ids[token.text] for token in way.tokens] == [token.id for token in way.tokens]


@pytest.mark.parametrize(
    ("text", "covered"),
    [
        ("Café", [("caf", "Caf"), ("##e", "é")]),
        ("Cafe\u0301 s", [("caf", "Caf"), ("##e", "e\u0301"), ("s", "s")]),
        ("a👩‍👩‍👧b c", [("[UNK]", "a👩‍👩‍👧b"), ("c", "c")]),
        ("❤️ x", [("[UNK]", "❤️"), ("x", "x")]),
        ("東京", [("[UNK]", "東"), ("[UNK]", "京")]),
        ("한", [("ᄒ", "한"), ("##ᅡ", "한"), ("##ᆫ", "한")]),
        ("مر", [("م", "م"), ("##ر", "ر")]),
        ("a\0b", [("ab", "a\0b")]),
        ("x <mask>!", [("x", "x"), ("[MASK]", "<mask>"), ("!", "!")]),
    ],
    ids=ascii,
)
def test_which_characters_a_token_covers(text: str, covered: list[tuple[str, str]]) -> None:
    assert [(token.text, text[token.start : token.end]) for token in tokenize(BERT, text)] == covered


def test_the_stages_of_a_text() -> None:
    way = trace_tokenization(BERT, "Ünder\u200b\tDon't [MASK] 東京")
    assert way.cleaned == "Ünder Don't [MASK]  東  京 "
    assert way.normalized == "under don't [MASK]  東  京 "
    assert way.words == ("under", "don", "'", "t", "[MASK]", "東", "京")
    assert (way.lower_cases, way.strips_accents, way.is_wordpiece) == (True, True, True)


def test_the_file_cuts_as_the_loaded_model_does(tiny_model: LoadedModel, tiny_spec: ModelSpec, tiny_folder: Path) -> None:
    tiny = opened(tiny_spec, tiny_folder, 0)
    for text in ("The unaffable king, walking!", "a [MASK] of <mask>", "中 é \ud800 x"):
        theirs = [token for token in tiny_model.encode(text).tokens if not token.is_special or token.end]
        ours = list(tokenize(tiny, text))
        assert [(p.text, p.id, p.start, p.end, p.continues_word) for p in ours] == [
            (p.text, p.id, p.start, p.end, p.continues_word) for p in theirs
        ]


SETTINGS = [{}, {"do_lower_case": False}, {"strip_accents": False}, {"tokenize_chinese_chars": False}]


@pytest.mark.parametrize("has_both", [False, True], ids=["vocab.txt", "both files"])
@pytest.mark.parametrize("changed", SETTINGS, ids=str)
def test_a_folders_settings_hold_for_the_trace_as_for_the_model(
    changed: dict[str, object], has_both: bool, tiny_spec: ModelSpec, tmp_path: Path
) -> None:
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "<mask>", "É", "é", "e", "##a", "東京", "東", "京", "##京", "king", "K", "##ing"]
    (tmp_path / "vocab.txt").write_text("".join(f"{word}\n" for word in words), "utf-8")
    save_encoder(tmp_path, len(words))
    if has_both:
        BertTokenizer(vocab={word: i for i, word in enumerate(words)}).save_pretrained(tmp_path)
    (tmp_path / "tokenizer_config.json").write_text(json.dumps({"tokenizer_class": "BertTokenizer", **changed}), "utf-8")
    expected = AutoTokenizer.from_pretrained(tmp_path)
    text = f"Éa éa King 東京 {expected.mask_token}"
    found = trace_tokenization(opened(tiny_spec, tmp_path, 0), text)
    assert [token.text for token in found.tokens] == expected.tokenize(text)
    assert [token for word in found.words for token in expected.tokenize(word)] == expected.tokenize(text)
    assert found.lower_cases == changed.get("do_lower_case", True)
    assert found.strips_accents == ("strip_accents" not in changed and found.lower_cases)
    assert found.tokens[-1].is_special


def test_one_words_search_from_first_look_up_to_last() -> None:
    found = search_word(BERT, "Unconstitutionally")
    assert found.tokens == ("uncon", "##stit", "##ution", "##ally")
    assert found.cuts == (5, 9, 14)
    assert found.look_ups[0].token == found.word == "unconstitutionally"
    assert [asked.token for asked in found.look_ups if asked.is_found] == list(found.tokens)
    assert len(found.look_ups) == (18 - 5 + 1) + (13 - 4 + 1) + (9 - 5 + 1) + 1
    unknown = search_word(BERT, "ab東c") if len(words_of(BERT, "ab東c")) == 1 else search_word(BERT, "ab😀c")
    assert (unknown.is_known, unknown.tokens, unknown.cuts) == (False, (UNKNOWN,), ())


@pytest.mark.parametrize(("word", "problem"), [("", "no word"), (" \0 ", "no word"), ("two words", "two | words"), ("b" * 101, "too long")])
def test_what_is_no_word_is_refused(word: str, problem: str) -> None:
    with pytest.raises(BadInput, match=problem.replace("|", r"\|")):
        search_word(BERT, word)


def test_a_text_beyond_measure_is_refused() -> None:
    with pytest.raises(BadInput, match="too long"):
        tokenize(BERT, "a" * 100_001)


def test_another_rule_of_cutting_is_named(tiny_spec: ModelSpec) -> None:
    from tokenizers.models import BPE

    other = TokenizerFile(tiny_spec, Path(), Tokenizer(BPE()), "", "", frozenset(), (), {})
    with pytest.raises(MissingAbility, match="BPE"):
        search_word(other, "a")
