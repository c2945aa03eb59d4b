import pytest

from bertplay.i18n import localized
from bertplay.models.tokenizer_file import open_tokenizer
from bertplay.results.wordpiece import MissingWords, TableWord, TokenCount, VocabularyMatches, WordCount, WordCounts
from bertplay.summaries import wordpiece as summaries
from bertplay.tasks.tokenization_steps import trace_tokenization
from bertplay.tasks.wordpiece import search_word
from bertplay.tasks.wordpiece_compare import compare_tokenizers
from bertplay.tasks.wordpiece_training import train_wordpiece

BERT = open_tokenizer("bert-scratch")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("the door.", "3 words and punctuation marks become 3 tokens: the vocabulary has every word as a whole."),
        ("unaffable", "This word becomes 3 tokens: the vocabulary does not have it as a whole."),
        ("door", "This word is one token: the vocabulary has it as a whole."),
        ("👩", "This word becomes [UNK]: the vocabulary cannot write it."),
        ("the 👩", "2 words and punctuation marks become 2 tokens; 1 of them unknown: [UNK]."),
    ],
)
def test_a_text(text: str, sentence: str) -> None:
    assert summaries.summarize_steps(trace_tokenization(BERT, text)).sentence == sentence


@pytest.mark.parametrize(
    ("word", "sentence"),
    [
        ("door", "“door” is in the vocabulary as a whole: one token."),
        ("unaffable", "“unaffable” becomes un ##aff ##able: 14 look-ups, of which 11 found nothing."),
        ("a👩b", "“a👩b” cannot be written with this vocabulary: after 5 look-ups it is [UNK]."),
    ],
)
def test_a_search(word: str, sentence: str) -> None:
    found = search_word(BERT, word)
    summary = summaries.summarize_search(found)
    assert summary.sentence == sentence
    assert summary.table is not None
    assert len(summary.table.rows) == len(found.look_ups)


def test_a_rare_word_and_its_rarest_token() -> None:
    tokens = (TokenCount("un", 9_000), TokenCount("##affable", 120))
    found = WordCounts("bert", (WordCount("unaffable", None, None, tokens),), 1_000_000, 5)
    assert summaries.summarize_counts(found).sentence == (
        "“unaffable” occurs at most 5 times in the training text; even the rarest of its tokens, ##affable, occurs 120 times."
    )
    whole = WordCounts("bert", (WordCount("the", 70_000, 1, (TokenCount("the", 70_000),)),), 1_000_000, 5)
    assert summaries.summarize_counts(whole).sentence == "“the” occurs 70,000 times among 1,000,000 words of the training text."


def test_what_a_vocabulary_of_whole_words_misses() -> None:
    words = (TableWord("selfies", 1, None, ("self", "##ies"), True), TableWord("the", 3, 1, ("the",), True))
    summary = summaries.summarize_missing(MissingWords("bert", 30_000, words, 4, 1, 0, 8_000))
    assert summary.sentence == "A vocabulary of 30,000 whole words misses 25% of this text; WordPiece, with 8,000 tokens, 0%."


def test_a_search_of_the_vocabulary() -> None:
    none = VocabularyMatches("bert", "qqq", "prefix", (), (), ())
    assert summaries.summarize_matches(none).sentence == "No token matches."
    two = VocabularyMatches("bert", "play", "prefix", ("play", "player"), (7, 9), (120, None))
    summary = summaries.summarize_matches(two)
    assert summary.sentence == "2 tokens match; the first is play."
    assert summary.table is not None
    assert summary.table.rows == (("play", 7, 120), ("player", 9, None))


def test_a_training() -> None:
    """ab ab ac: a + ##b occurs twice and is merged first."""
    summary = summaries.summarize_training(train_wordpiece("ab ab ac", 10, "frequency"))
    assert summary.sentence.endswith("the first joins a and ##b.")
    assert summary.table is not None
    assert summary.table.rows[0][:5] == (1, "a", "##b", "ab", 2)
    assert summaries.summarize_training(train_wordpiece("a b c", 10, "frequency")).sentence.startswith(
        "No word of this text has two characters"
    )


def test_a_tokenizer_of_whole_words_is_not_the_one_with_the_fewest_tokens() -> None:
    text = "The café sells postcards."
    summary = summaries.summarize_comparison(compare_tokenizers(["bert-scratch", "roberta", "word2vec"], {"text": text}))
    bert, roberta = (len(open_tokenizer(name).tokens(text)) for name in ("bert-scratch", "roberta"))
    assert bert != roberta
    assert f"({min(bert, roberta)}), and the most with" in localized(summary.sentence)
    assert "word2vec" not in localized(summary.sentence)
    assert localized(summary.details[-1]) == "Our word2vec splits no word: 5 words and signs, 1 of them unknown."
