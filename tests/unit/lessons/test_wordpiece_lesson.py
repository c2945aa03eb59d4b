"""What the WordPiece page claims of its words and texts is true: for the bundled model, and for the published vocabulary."""

from pathlib import Path

import pytest
from tokenizers import Tokenizer

from bertplay.lessons.wordpiece import claims, samples, words
from bertplay.models.tokenizer_file import open_tokenizer
from bertplay.tasks.tokenization_steps import tokenize, trace_tokenization
from bertplay.tasks.wordpiece import tokenize_word
from bertplay.tasks.wordpiece_compare import compare_tokenizers
from bertplay.tasks.wordpiece_counts import count_words, find_missing
from bertplay.tasks.wordpiece_differences import compare_trainings
from bertplay.tasks.wordpiece_training import train_wordpiece

BERT = open_tokenizer("bert")
BASE = Path(__file__).resolve().parents[4] / "shared" / "reference" / "vocab" / "bert-base-uncased" / "tokenizer.json"


@pytest.mark.skipif(not BASE.is_file(), reason="the published vocabulary is not at hand")
@pytest.mark.parametrize("claim", claims(), ids=lambda claim: claim.word)
def test_bert_base_uncased_does_what_the_page_says(claim) -> None:  # type: ignore[no-untyped-def]
    vocabulary = Tokenizer.from_file(str(BASE)).get_vocab()
    assert tuple(tokenize_word(claim.word, vocabulary)) == claim.base


def test_ours_is_berts_own_vocabulary_and_only_the_tutorials_are_right_about_it() -> None:
    assert all(tuple(tokenize_word(claim.word, BERT.ids)) == claim.base for claim in claims())
    book, code, tutorial = claims()
    assert [piece for piece in book.says if piece not in BERT.ids] == ["##constitution"]
    assert (book.says == book.base, code.says == code.base, tutorial.says == tutorial.base) == (False, False, True)


def test_every_word_offered_is_cut() -> None:
    assert len(set(words())) == len(words())
    assert all(len(tokenize_word(word, BERT.ids)) > 1 for word in words())


def test_the_first_text_shows_every_stage() -> None:
    text = samples("text")[0].text
    way = trace_tokenization(BERT, text)
    assert way.dropped == 2  # the joiners of the family
    assert len({way.text, way.cleaned, way.normalized}) == 3
    assert sum(piece.text == BERT.unknown for piece in way.tokens) == 1
    assert any(piece.continues_word for piece in way.tokens)


def test_a_longer_word_is_rarer_as_a_whole_and_has_frequent_tokens() -> None:
    [word] = count_words(BERT, claims()[0].word).words
    assert word.count is None
    assert min(piece.count or 0 for piece in word.tokens) > 100


@pytest.mark.parametrize("sample", samples("reading"), ids=lambda sample: sample.title)
def test_a_table_of_30_000_words_misses_some_and_wordpiece_none(sample) -> None:  # type: ignore[no-untyped-def]
    found = find_missing(BERT, sample.text)
    assert found.missing / found.total > 0.2
    assert found.unknown == 0


def test_foreign_and_learned_texts_take_more_tokens_than_everyday_english() -> None:
    found = {row.sample: row for row in compare_tokenizers(["bert"], {s.title: s.text for s in samples("sample")}).samples}
    everyday = found.pop("Everyday English")
    assert len(found) == 9
    assert everyday.tokens_per_word < 1.3
    assert all(row.tokens_per_word > 1.5 for row in found.values() if row.words)
    assert found["Chinese"].unknown / found["Chinese"].tokens > 0.5


@pytest.mark.parametrize("sample", samples("training"), ids=lambda sample: sample.title)
def test_on_our_samples_frequency_and_likelihood_part_ways(sample) -> None:  # type: ignore[no-untyped-def]
    one, other = train_wordpiece(sample.text), train_wordpiece(sample.text, rule="likelihood")
    size = (2 * len(one.alphabet) + len(one.tokens(2_000))) // 3
    difference = compare_trainings(one, other, size)
    assert difference.step is not None
    assert len(difference.words) > 10


def test_texts_are_where_they_belong() -> None:
    assert samples("text")[0].title == "A bit of everything"
    assert "\u0301" in next(sample.text for sample in samples("text") if sample.title == "Accents")
    assert all(tokenize(BERT, sample.text) for sample in samples("text"))
