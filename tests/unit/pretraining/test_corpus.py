import lzma
from pathlib import Path

import pytest

from bertplay.errors import NoText
from bertplay.pretraining.corpus import is_held_out, read_documents, split_sentences
from bertplay.pretraining.encoded import EncodedText, encode_documents
from bertplay.pretraining.vocabularies import Vocabulary
from bertplay.pretraining.vocabularies.wordpiece import continues_word, spell, train_wordpiece, wordpiece_tokenizer


def test_blank_lines_separate_documents_also_compressed(tmp_path: Path) -> None:
    text = "a\nb\n\n\nc\n"
    plain, compressed = tmp_path / "a.txt", tmp_path / "a.txt.xz"
    plain.write_text(text, encoding="utf-8")
    compressed.write_bytes(lzma.compress(text.encode()))
    assert list(read_documents(plain)) == list(read_documents(compressed)) == [["a", "b"], ["c"]]


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(NoText, match=r"nowhere\.txt"):
        list(read_documents(tmp_path / "nowhere.txt"))


@pytest.mark.parametrize(
    ("paragraph", "sentences"),
    [
        ('Mr. Hale left. "Why?" she asked.', ["Mr. Hale left.", '"Why?" she asked.']),
        ("J. K. Rowling (b. 1965) wrote it. In 1950 he died.", ["J. K. Rowling (b. 1965) wrote it.", "In 1950 he died."]),
        ("“No.” Then he went.", ["“No.”", "Then he went."]),
        ("one line without an end", ["one line without an end"]),
        ("", []),
    ],
)
def test_sentences_end_where_a_reader_would_end_them(paragraph: str, sentences: list[str]) -> None:
    assert split_sentences(paragraph) == sentences


def test_splitting_loses_nothing_but_spaces() -> None:
    paragraph = "He came. She saw! Did they go? “Yes.” And 3 more."
    assert " ".join(split_sentences(paragraph)) == paragraph


def test_the_share_held_out_is_the_share_asked_for_and_stable() -> None:
    documents = [[f"document {n}"] for n in range(20_000)]
    out = [d for d in documents if is_held_out(d, 0.05)]
    assert 0.045 < len(out) / len(documents) < 0.055
    assert out == [d for d in documents if is_held_out(d, 0.05)]


def test_encoded_sentences_decode_to_the_text(tmp_path: Path) -> None:
    documents = [["the old man ran. The dog ran too.", "A man."], ["the end."]]
    vocabulary = train_wordpiece([p for d in documents for p in d] * 3, 38)
    tokenizer = wordpiece_tokenizer(vocabulary, 64).backend_tokenizer
    encode_documents(documents, tokenizer).save(tmp_path)
    text = EncodedText.load(tmp_path)
    assert text.documents.tolist() == [0, 3, 4]
    decoded = [tokenizer.decode(text.sentence(s).tolist()).replace(" .", ".") for s in range(text.sentence_count)]
    assert decoded == ["the old man ran.", "the dog ran too.", "a man.", "the end."]


def test_continuations_are_flagged_and_spelled() -> None:
    tokens = {"[PAD]": 0, "[UNK]": 1, "[CLS]": 2, "[SEP]": 3, "[MASK]": 4, "un": 5, "##ly": 6}
    vocabulary = Vocabulary.of(wordpiece_tokenizer(tokens, 8), continues_word)
    assert vocabulary.continues.tolist() == [False] * 6 + [True]
    assert (vocabulary.pad, vocabulary.cls, vocabulary.sep, vocabulary.mask, vocabulary.ordinary) == (0, 2, 3, 4, 5)
    assert spell(["un", "##ly"]) == "unly"
    assert spell(["[UNK]"]) == ""


def test_too_large_a_vocabulary_is_refused() -> None:
    with pytest.raises(NoText, match="smaller vocabulary"):
        train_wordpiece(["a b c"], 5000)
