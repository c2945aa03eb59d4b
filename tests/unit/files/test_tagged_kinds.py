"""Tagged words of many kinds, small, with what they say, as programs and people save them."""

import json

import pytest

from bertplay.errors import BadInput
from bertplay.files.labelled import read_labelled
from bertplay.files.sheets import read_sheet
from bertplay.files.tagged_tables import read_tagged

WORDS = ("Anna", "Berg", "left", "Bonn", ".")
TAGS = ("B-PER", "I-PER", "O", "B-LOC", "O")
KINDS = ("PER", "PER", "O", "LOC", "O")
SENTENCE = " ".join(WORDS)
TEXT = "Anna Berg left Bonn."
SPANS_OF = [(0, 9, "PER"), (15, 19, "LOC")]
WORDS_OF = [(0, 2, "PER"), (3, 4, "LOC")]
SPANS = [{"start": 0, "end": 9, "label": "PER"}, {"start": 15, "end": 19, "label": "LOC"}]
PLACES = [{"type": "labels", "value": {"start": one["start"], "end": one["end"], "labels": [one["label"]]}} for one in SPANS]


def conll(line: str = "{word}\t{tag}", tags: tuple[str, ...] = TAGS, head: str = "") -> str:
    block = "".join(line.format(i=i, word=word, tag=tag) + "\n" for i, (word, tag) in enumerate(zip(WORDS, tags, strict=True), 1))
    return head + "\n".join([block] * 3)


def joined(mark: str, tags: tuple[str, ...] = TAGS) -> str:
    return " ".join(word + mark + tag for word, tag in zip(WORDS, tags, strict=True)) + "\n"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (conll("{word} NNP B-NP {tag}", head="-DOCSTART- -X- -X- O\n\n"), "a.conll"),
        (conll("{tag}\t{word}"), "a.conll"),
        (conll(head="word\ttag\n"), "a.tsv"),
        (conll("{word},{tag}"), "a.csv"),
        (conll("{word},{tag}", head="word,tag\n"), "a.csv"),
        (conll("{word} {tag}"), "a.csv"),
        (conll(tags=("PER", "PER", "O", "LOC", "O")), "a.conll"),
        (conll(tags=("b-PER", "i-PER", "o", "b-LOC", "o")), "a.conll"),
        (
            "sid,word,tag\n" + "".join(f"{n},{w},{t}\n" for n in "012" for w, t in zip(WORDS, TAGS, strict=True)),
            "a.csv",
        ),
        ("tokens,ner_tags\n" + f'"{list(WORDS)}","{list(TAGS)}"\n' * 3, "a.csv"),
        ("tokens,ner_tags\n" + f'"{list(WORDS)}","{list(TAGS)}"\n'.replace("', '", "' '") * 3, "a.csv"),
        ("text,labels\n" + f"{' '.join(WORDS)},{' '.join(TAGS)}\n" * 3, "a.csv"),
        ((json.dumps({"text": "Anna Berg left Bonn.", "label": [[0, 9, "PER"], [15, 19, "LOC"]]}) + "\n") * 3, "a.jsonl"),
        (json.dumps({"annotations": [["Anna Berg left Bonn.", {"entities": [[0, 9, "PER"], [15, 19, "LOC"]]}]] * 3}), "a.json"),
        (json.dumps([{"data": {"text": "Anna Berg left Bonn."}, "annotations": [{"result": PLACES}]}] * 3), "a.json"),
        (json.dumps([{"text": "Anna Berg left Bonn.", "tokens": [{"text": "Anna"}], "spans": SPANS}] * 3), "a.json"),
        ((json.dumps({"tokens": WORDS, "ner_tags": TAGS}) + "\n") * 3, "a.txt"),
        (json.dumps([[WORDS, TAGS]] * 3), "a.json"),
        ((json.dumps([WORDS, TAGS]) + "\n") * 3, "a.jsonl"),
        (json.dumps([{"text": TEXT, "entities": [{"name": "x", "span": [s, e], "type": kind} for s, e, kind in SPANS_OF]}] * 3), "a.json"),
        (json.dumps({"examples": [{"content": TEXT, "annotations": [dict(start=s, end=e, tag=k) for s, e, k in SPANS_OF]}] * 3}), "a.json"),
        (
            (json.dumps({"text": TEXT, "entities": [dict(category=k, offset=s, length=e - s) for s, e, k in SPANS_OF]}) + "\n") * 3,
            "a.jsonl",
        ),
        (
            (
                json.dumps(
                    {
                        "source": TEXT,
                        "job": {"annotations": {"entities": [dict(label=k, startOffset=s, endOffset=e) for s, e, k in SPANS_OF]}},
                    }
                )
                + "\n"
            )
            * 3,
            "a.manifest",
        ),
        (f"TRAIN_DATA = {[(TEXT, {'entities': SPANS_OF})] * 3}", "a.py"),
        ((json.dumps(["Anna Berg left Bonn.", [[0, 9, "PER"], [15, 19, "LOC"]]]) + "\n") * 3, "a.jsonl"),
        (json.dumps({"tokens": [WORDS] * 3, "ner_tags": [TAGS] * 3}), "a.json"),
        ("text,entities\n" + "\"Anna Berg left Bonn.\",\"[(0, 9, 'PER'), (15, 19, 'LOC')]\"\n" * 3, "a.csv"),
        (conll("{word} {word} NN I-NC {tag}"), "deu.train"),
        (conll("doc1\t{i}\t{word}\t{tag}"), "a.tsv"),
        (
            "Sentence #,Word,Tag\n"
            + "".join(f"{f'Sentence: {n}' if not i else 'nan'},{WORDS[i]},{TAGS[i]}\n" for n in range(3) for i in range(len(WORDS))),
            "a.csv",
        ),
        (conll("{word} NNP B-NP {tag}", head="-DOCSTART- -X- -X- O\n\n"), "eng.train"),
        (conll(tags=("I-PER", "I-PER", "O", "I-LOC", "O")), "a.txt"),
        (conll(tags=("B-PER", "E-PER", "O", "S-LOC", "O")), "a.txt"),
        (conll(tags=("B-PER", "L-PER", "O", "U-LOC", "O")), "a.txt"),
        (conll(tags=("B_PER", "I_PER", "O", "B_LOC", "O")), "a.conll"),
        (conll(tags=("PER-B", "PER-I", "O", "LOC-B", "O")), "a.conll"),
        (joined("/"), "a.txt"),
        (conll("{i}\t{word}\t_\tNOUN\t_\t_\t0\troot\t_\tSpaceAfter=No|NER={tag}"), "a.conllu"),
        (json.dumps([{"tokenized_text": WORDS, "ner": [[0, 1, "PER"], [3, 3, "LOC"]]}] * 3), "a.json"),
        (
            json.dumps([{"tokens": WORDS, "entities": [dict(type=k, start=s, end=e) for s, e, k in WORDS_OF], "relations": []}] * 3),
            "a.json",
        ),
        (
            json.dumps(
                {
                    "doc_key": "a",
                    "sentences": [WORDS] * 3,
                    "ner": [[[5 * i, 5 * i + 1, "PER"], [5 * i + 3, 5 * i + 3, "LOC"]] for i in range(3)],
                }
            ),
            "a.jsonl",
        ),
        (joined("|") * 3, "a.txt"),
        (joined("|", KINDS) * 3, "a.txt"),
        (joined("/", KINDS) * 3, "train"),
        (joined("|NN|") * 3, "a.txt"),
        (conll("{word}|{tag}"), "a.txt"),
        (f"{SENTENCE}\t{' '.join(TAGS)}\n" * 3, "a.txt"),
        (f"{' '.join(TAGS)}\t{SENTENCE}\n" * 3, "a.tsv"),
        ("sentence\ttags\n" + f"{SENTENCE}\t{' '.join(TAGS)}\n" * 3, "a.tsv"),
        ("sentence,tags\n" + f"{SENTENCE},{' '.join(KINDS)}\n" * 3, "a.csv"),
        (json.dumps([{"tokens": WORDS, "ner_tags": KINDS}] * 3), "a.json"),
    ],
    ids=[
        *(
            "docstart",
            "tag-first",
            "names",
            "commas",
            "named-commas",
            "blanks-csv",
            "kinds",
            "lower",
            "numbered",
            "python",
            "numpy",
            "rows",
        ),
        *(
            "places",
            "spacy",
            "label-studio",
            "prodigy",
            "jsonl-txt",
            "two-lists",
            "two-lists-a-line",
            "spans",
            "lighttag",
            "azure",
            "sagemaker",
            "spacy-python",
            "text-and-places",
            "lists",
            "tuples",
            "deu.train",
            "document",
            "nan",
            "eng.train",
            "iob1",
            "bioes",
            "bilou",
            "underscore",
            "suffix",
        ),
        *("slashes", "conllu", "gliner", "spert", "dygie", "bars", "bars-kinds", "slashes-kinds", "bars-pos", "bars-one"),
        *("sentence-tags", "tags-sentence", "named-sentence-tags", "sentence-kinds", "list-kinds"),
    ],
)
def test_every_kind_of_tagged_words_has_the_same_sentences(text: str, name: str) -> None:
    sentences, problems = read_tagged(text, name)
    assert [(one.words, one.tags) for one in sentences] == [(WORDS, TAGS)] * (1 if text == joined("/") else 3)
    assert not any(problem.line for problem in problems)


def test_a_word_with_a_blank_costs_its_sentence_and_is_listed() -> None:
    sentences, (problem,) = read_tagged(conll("{word} {tag}") + "\nNew York B-LOC\nslept O\n", "a.conll")
    assert len(sentences) == 3
    assert (problem.line, problem.given) == (19, "New York\tB-LOC")


def test_places_within_words_are_listed() -> None:
    good = json.dumps({"text": "Anna left", "label": [[0, 4, "PER"]]}) + "\n"
    sentences, (problem,) = read_tagged(good * 10 + good.replace("[0, 4", "[0, 3"), "a.jsonl")
    assert (len(sentences), problem.line) == (10, 11)


def test_tagged_words_in_a_table_are_sentences_wherever_texts_are_read() -> None:
    table = read_sheet(conll("{word},{tag}"), "a.csv")
    assert table is not None
    assert [row.text("text") for row in table.rows] == [" ".join(WORDS)] * 3


@pytest.mark.parametrize("misc", ["_", "Entity=(e1-person-1-Anna)"])
def test_conllu_without_entity_tags_is_read_as_sentences_and_said(misc: str) -> None:
    text = conll("{i}\t{word}\t_\tNOUN\t_\t_\t0\troot\t_\t" + misc)
    sentences, (note,) = read_tagged(text, "a.conllu")
    assert (sentences[0].words, set(sentences[0].tags)) == (WORDS, {"O"})
    assert note.text.startswith("This CoNLL-U file has no entity tags such as NER=B-PER")


@pytest.mark.parametrize("tags", [[1, 2, 0, 5, 0], ["1", "2", "0", "5", "0"]])
def test_tags_that_are_numbers_are_refused(tags: list[object]) -> None:
    with pytest.raises(BadInput, match=r"The tags are numbers|is not O, B-KIND"):
        read_tagged((json.dumps({"tokens": WORDS, "ner_tags": tags}) + "\n") * 3, "a.jsonl")


@pytest.mark.parametrize("name", ["a.txt", "a.conll", "train"])
def test_tagged_words_between_blanks_are_sentences_whatever_their_name(name: str) -> None:
    assert read_labelled(conll("{word} NNP {tag}").encode(), name).texts == (" ".join(WORDS),) * 3


def test_prose_has_no_tags() -> None:
    text = "Anna left Bonn in May .\nShe said O no to I-95 traffic .\n\n" * 20
    assert read_labelled(text.encode(), "a.txt").texts[0] == "Anna left Bonn in May ."


def test_a_sentence_with_a_word_without_a_tag_is_listed_by_its_line() -> None:
    for good, bad in ((joined("|"), "Bonn|B-LOC slept\n"), (f"{SENTENCE}\t{' '.join(TAGS)}\n", "Bonn slept\tO\n")):
        sentences, (problem,) = read_tagged(good * 10 + bad, "a.txt")
        assert len(sentences) == 10
        assert (problem.line, problem.given) == (11, "slept ")


def test_an_entity_within_another_is_listed() -> None:
    good = {"tokenized_text": WORDS, "ner": [[0, 1, "PER"]]}
    sentences, (problem,) = read_tagged(json.dumps([*[good] * 10, {**good, "ner": [[0, 1, "PER"], [1, 1, "LOC"]]}]), "a.json")
    assert len(sentences) == 10
    assert problem.text == "The entity from 1 to 1 overlaps another one or is not made of whole words; the line is left out."


@pytest.mark.parametrize("text", ["The/at County/nn said/vbd\n", "and/or this\n", "snake_case other_name\n", "a|b c|d\n"])
def test_words_joined_to_something_else_are_no_tagged_words(text: str) -> None:
    assert read_sheet(text * 5, "a.txt") is None


WORD_ROWS = [("soup", "food"), ("bread", "food"), ("tram", "vehicle"), ("bus", "vehicle")]
TAG_ROWS = [("Anna", "B-PER"), ("Bonn", "B-LOC"), ("left", "O")]


@pytest.mark.parametrize(
    ("head", "rows"),
    [("word,label", WORD_ROWS), ("token,tag", WORD_ROWS), ("", WORD_ROWS), ("word,label", TAG_ROWS), ("word,tag", TAG_ROWS)],
)
def test_a_table_of_single_words_has_a_word_in_each_row(head: str, rows: list[tuple[str, str]]) -> None:
    text = head + "\n" + "".join(f"{word},{label}\n" for word, label in rows)
    found = read_labelled(text.encode(), "a.csv")
    assert list(zip(found.texts, found.labels, strict=True)) == rows
