"""Words with tags, as CoNLL and its descendants, tables and JSON lines have them."""

import pytest

from bertplay.errors import BadInput
from bertplay.files.tables import read_table
from bertplay.files.tagged import as_bio, split_words, tagged_text
from bertplay.files.tagged_tables import tagged_table

SENTENCE = ("Anna", "Berg", "visits", "Bonn")
TAGS = ("B-PER", "I-PER", "O", "B-LOC")


@pytest.mark.parametrize(
    "line",
    ["{word}\t{tag}", "{word} {tag}", "{i}\t{word}\t{tag}", "{word} NN B-NP {tag}", "{i}\t{word}\t{tag}\tO", "{word} _ _ {tag}"],
    ids=["tabs", "blanks", "index", "conll-2003", "germeval", "multiconer"],
)
def test_the_columns_of_words_and_tags_are_found(line: str) -> None:
    block = "\n".join(line.format(i=i + 1, word=word, tag=tag) for i, (word, tag) in enumerate(zip(SENTENCE, TAGS, strict=True)))
    sentences, problems = tagged_text(f"# id 1\tdomain=en\n{block}\n\n-DOCSTART- O\n\n{block}\n", "a.conll")
    assert [(one.words, one.tags) for one in sentences] == [(SENTENCE, TAGS)] * 2
    assert problems == []


def test_a_second_column_of_entities_is_said() -> None:
    text = "1\tBonn\tB-LOC\tO\n2\tUniversity\tI-ORG\tB-ORG\n" * 2
    sentences, (note,) = tagged_text(text.replace("\n1", "\n\n1"), "a.tsv")
    assert sentences[0].tags == ("B-LOC", "B-ORG")
    assert "column 4 has tags too" in note.text


def test_a_hash_with_a_tag_is_a_word() -> None:
    sentences, _ = tagged_text("# a comment\n#\tO\n#Bonn\tB-LOC\n", "a.conll")
    assert sentences[0].words == ("#", "#Bonn")


def test_a_no_break_space_is_part_of_a_word() -> None:
    assert tagged_text("10\u00a0000 B-NUM\nmarks O\n", "a.conll")[0][0].words == ("10\u00a0000", "marks")


def test_an_empty_word_is_said_with_its_line() -> None:
    text = "".join("Bonn\tB-LOC\n\n" for _ in range(10)) + "The\tO\n\tO\n"
    sentences, problems = tagged_text(text, "a.conll")
    assert len(sentences) == 10
    assert [(problem.line, problem.text) for problem in problems] == [(22, "The word is empty; the sentence is left out.")]


def test_other_schemes_are_bio() -> None:
    assert as_bio(["I-PER", "I-PER", "O", "I-LOC", "I-PER"]) == ("B-PER", "I-PER", "O", "B-LOC", "B-PER")
    assert as_bio(["S-PER", "B-LOC", "E-LOC", "U-ORG", "L-ORG"]) == ("B-PER", "B-LOC", "I-LOC", "B-ORG", "I-ORG")


def test_a_table_with_a_row_for_each_word() -> None:
    text = "Sentence #,Word,POS,Tag\nSentence: 1,Anna,NN,B-PER\n,left,VB,O\nSentence: 2,Bonn,NN,B-LOC\n,slept,VB,O\n"
    sentences, _ = tagged_table(read_table(text, "a.csv"), "a.csv")
    assert [one.words for one in sentences] == [("Anna", "left"), ("Bonn", "slept")]
    with pytest.raises(BadInput, match="where a sentence ends"):
        tagged_table(read_table("Word,Tag\nAnna,B-PER\nleft,O\n", "a.csv"), "a.csv")


def test_json_lines_with_two_lists() -> None:
    text = '{"tokens": ["Bonn", "slept"], "ner_tags": ["B-LOC", "O"]}\n' * 12
    assert len(tagged_table(read_table(text, "a.jsonl"), "a.jsonl")[0]) == 12
    sentences, problems = tagged_table(read_table(text + '{"tokens": ["a"], "ner_tags": [1]}', "a.jsonl"), "a.jsonl")
    assert len(sentences) == 12
    assert "their names are not in the file" in problems[0].text


def test_words_are_split_as_tagged_files_have_them() -> None:
    assert split_words("Anna left Bonn.") == ("Anna", "left", "Bonn", ".")
    assert split_words("The nai\u0308ve cafe\u0301 isn't 3.5 km off.") == (
        "The",
        "nai\u0308ve",
        "cafe\u0301",
        "isn't",
        "3.5",
        "km",
        "off",
        ".",
    )
    assert split_words("नमस्ते दुनिया") == ("नमस्ते", "दुनिया")
    assert split_words("\u200b Anna") == ("\u200b", "Anna")
