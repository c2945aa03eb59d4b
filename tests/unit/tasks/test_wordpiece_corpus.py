"""Counts, word tables, vocabularies and tokenizers side by side, on the bundled model."""

from collections import Counter
from pathlib import Path

import pytest
from tokenizers import ByteLevelBPETokenizer, Tokenizer
from transformers import PreTrainedTokenizerFast

from bertplay.errors import BadInput, MissingAbility, UnsafeModel
from bertplay.models.spec import ModelSpec
from bertplay.models.tokenizer_file import open_tokenizer, opened
from bertplay.tasks.tokenization_steps import trace_tokenization
from bertplay.tasks.wordpiece import tokenize_word
from bertplay.tasks.wordpiece_compare import compare_tokenizers, tokenize_sample
from bertplay.tasks.wordpiece_counts import count_words, find_missing, is_word, ranks_of, read_counts, token_counts, words_file
from bertplay.tasks.wordpiece_vocabulary import HOW, describe_vocabulary, script_of, search_vocabulary
from tests.tiny import save_encoder

BERT = open_tokenizer("bert-scratch")


def test_the_counts_of_tokens_follow_from_the_counts_of_words() -> None:
    """Tokenizing every listed word yields no token more often than its stored count, and most almost as often."""
    tokens: Counter[str] = Counter()
    for word, count in read_counts(words_file(BERT)).items():
        for token in tokenize_word(word, BERT.ids):
            tokens[token] += count
    counted = token_counts(BERT)
    assert list(counted) == list(BERT.vocabulary)
    share = sum(min(tokens[token], count) for token, count in counted.items()) / sum(counted.values())
    assert share > 0.95  # the rest are words that are not listed: seen fewer than six times, or very long


def test_a_rare_word_is_made_of_frequent_tokens() -> None:
    [rare, common] = count_words(BERT, "unconstitutionally, Constitution!").words
    assert (rare.word, rare.count, rare.rank) == ("unconstitutionally", None, None)
    assert [token.token for token in rare.tokens] == ["uncon", "##stit", "##ution", "##ally"]
    assert all(token.count and token.count > 100 for token in rare.tokens)
    assert common.count == read_counts(words_file(BERT))["constitution"] > 1_000
    assert common.rank == ranks_of(words_file(BERT))["constitution"]


def test_the_most_frequent_word_has_rank_one_and_punctuation_none() -> None:
    assert list(ranks_of(words_file(BERT)))[:3] == ["the", "of", "and"]
    assert not any(map(is_word, ".,-!¿。"))
    assert all(map(is_word, ("a", "東", "7")))


@pytest.mark.parametrize("text", ["", " , . ", " ".join(f"word{i}" for i in range(21))])
def test_no_word_and_too_many_are_refused(text: str) -> None:
    with pytest.raises(BadInput, match="1 to 20 words"):
        count_words(BERT, text)


def test_what_a_word_table_misses_and_wordpiece_does_not() -> None:
    found = find_missing(BERT, "The the selfies smartphoned a 東.", 30_000)
    by_word = {word.word: word for word in found.words}
    assert (found.total, found.missing, found.unknown) == (6, 3, 1)
    assert by_word["the"].count == 2
    assert by_word["the"].rank == 1
    assert by_word["selfies"].rank is None
    assert by_word["selfies"].is_known
    assert not by_word["東"].is_known  # a character that is in no token: WordPiece misses it too
    assert [word.rank is None for word in found.words] == [True, True, True, False, False]
    assert find_missing(BERT, "the king", 1).missing == 1
    assert find_missing(BERT, "", 1).total == 0


@pytest.mark.parametrize("size", [0, 10_000_000])
def test_a_table_of_no_size_is_refused(size: int) -> None:
    with pytest.raises(BadInput, match="out of range"):
        find_missing(BERT, "the", size)


def test_searching_the_vocabulary() -> None:
    prefix, contains, inside = (search_vocabulary(BERT, " ING ", how) for how in HOW)
    assert all(token.startswith("ing") for token in prefix.tokens)
    assert {"##ing", "king"} <= set(contains.tokens)
    assert all(token.startswith("##ing") for token in inside.tokens)
    assert inside.tokens[0] == BERT.vocabulary[inside.ids[0]]
    assert search_vocabulary(BERT, "##ing", "continuation").tokens == inside.tokens
    assert search_vocabulary(BERT, "").tokens == BERT.vocabulary
    assert search_vocabulary(BERT, "[MA").tokens == ("[MASK]",)
    assert search_vocabulary(BERT, "\ud800").tokens == ()
    with pytest.raises(BadInput, match="no such search"):
        search_vocabulary(BERT, "a", "regex")


def test_the_makeup_adds_up() -> None:
    makeup = describe_vocabulary(BERT)
    assert makeup.size == 12_000
    assert sum(share.count for share in makeup.kinds) == sum(share.count for share in makeup.scripts) == makeup.size
    special = next(share for share in makeup.kinds if share.name == "special and unused")
    assert special.count == 5
    assert sum(begins + goes_on for _, begins, goes_on in makeup.lengths) == makeup.size - special.count
    assert makeup.scripts[0].name == "Latin"
    assert all(len(share.examples) <= 12 for share in makeup.kinds)


@pytest.mark.parametrize(
    ("text", "script"),
    [("é", "Latin"), ("1a", "Latin"), ("42", "digits"), ("?", "signs"), ("東", "Chinese characters"), ("ш", "Cyrillic"), ("ب", "Arabic")],
)
def test_scripts(text: str, script: str) -> None:
    assert script_of(text) == script


def test_side_by_side_counts_every_token_and_names_who_is_absent() -> None:
    long = "walking " * 1_000
    found = compare_tokenizers(["bert-scratch", "nobody"], {"short": "Unaffable kings.", "long": long, "empty": " "})
    assert [(row.sample, row.words, row.tokens, row.unknown, row.unknown_token) for row in found.samples] == [
        ("short", 2, 5, 0, "[UNK]"),
        ("long", 1_000, 1_000 * len(tokenize_word("walking", BERT.ids)), 0, "[UNK]"),
    ]
    assert found.samples[0].tokens_per_word == 2.5
    assert len(found.samples[1].first_tokens) == 400
    assert [model for model, _ in found.absent] == ["nobody"]
    [chinese] = compare_tokenizers(["bert-scratch"], {"Chinese": "孩子们很晚才回家。"}).samples
    assert (chinese.words, chinese.tokens_per_word, chinese.characters) == (0, 0.0, 9)
    with pytest.raises(BadInput, match="no text"):
        compare_tokenizers(["bert-scratch"], {"empty": "\n"})


def test_a_byte_level_tokenizer_is_compared_too_and_has_no_unknown(tmp_path: Path, tiny_spec: ModelSpec) -> None:
    trained = ByteLevelBPETokenizer()
    trained.train_from_iterator(["the king walked and the queen walked"], vocab_size=300, show_progress=False)
    save_encoder(tmp_path, 300)
    PreTrainedTokenizerFast(tokenizer_object=Tokenizer.from_str(trained.to_str())).save_pretrained(tmp_path)
    other = opened(tiny_spec, tmp_path, 0)
    row = tokenize_sample(other, "mixed", "the king, 東京 👩‍👩‍👧")
    assert (row.words, row.unknown, row.unknown_token) == (4, 0, "")
    assert row.tokens == len(row.first_tokens) > 10
    way = trace_tokenization(other, "the king")
    assert (way.cleaned, way.normalized, way.lower_cases, way.is_wordpiece) == ("the king", "the king", False, False)
    assert [token.continues_word for token in way.tokens if token.start == 0] == [False]
    for ask in (lambda: search_vocabulary(other, "a"), lambda: describe_vocabulary(other), lambda: count_words(other, "a")):
        with pytest.raises(MissingAbility, match="BPE"):
            ask()


def test_a_damaged_tokenizer_is_reported_in_words(tmp_path: Path, tiny_spec: ModelSpec) -> None:
    save_encoder(tmp_path, 300)
    (tmp_path / "tokenizer.json").write_text('{"version": "1.0", "model": ', "utf-8")
    with pytest.raises(UnsafeModel, match=r"tokenizer\.json"):
        opened(tiny_spec, tmp_path, 0)
