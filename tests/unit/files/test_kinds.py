"""Files of many kinds, small, with what they say: tables, JSON and tagged words as programs and people save them."""

import json

import pytest

from bertplay.errors import BadInput
from bertplay.files.decoding import decode
from bertplay.files.labelled import read_labelled
from bertplay.files.sheets import read_sheet
from bertplay.files.tables import Table, read_table
from bertplay.files.tagged_tables import read_tagged

TEXTS = ("Fine soup, and warm.", "Cold soup again.", "Good bread, and a view.", "Rude waiter today.")
LABELS = ("good", "bad", "good", "bad")
ROWS = tuple(zip(TEXTS, LABELS, strict=True))
WORDS = ("Anna", "Berg", "left", "Bonn", ".")
TAGS = ("B-PER", "I-PER", "O", "B-LOC", "O")
QUOTED = "".join(f'"{text}",{label}\n' for text, label in ROWS)
OBJECTS = [{"text": text, "label": label} for text, label in ROWS]


def table_of(raw: str | bytes, name: str = "a.csv") -> Table:
    return read_table(decode(raw if isinstance(raw, bytes) else raw.encode(), name)[0], name, None)


def pairs_in(table: Table) -> list[tuple[str, str]]:
    text, label = table.find(("text",)) or "1", table.find(("label",)) or "2"
    return [(row.text(text), row.text(label)) for row in table.rows]


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ("text,label\n" + QUOTED, "a.csv"),
        (QUOTED, "a.csv"),
        ('"sep=,"\ntext,label\n' + QUOTED, "a.csv"),
        ("Reviews of May,\n,\ntext,label\n" + QUOTED, "a.csv"),
        ("# written by a program\ntext,label\n" + QUOTED, "a.csv"),
        ('"text","label"\n' + "".join(f'"{i}","{text}","{label}"\n' for i, (text, label) in enumerate(ROWS, 1)), "a.csv"),
        ('"text" "label"\n' + "".join(f'"{i}" "{text}" "{label}"\n' for i, (text, label) in enumerate(ROWS, 1)), "a.txt"),
        ("Unnamed: 0,text,label\n" + "".join(f'{i},"{text}",{label}\n' for i, (text, label) in enumerate(ROWS)), "a.csv"),
        ("\u00a0Text,Label\u200b\n" + "".join(f'"{text}",{label}\u200b\n' for text, label in ROWS), "a.csv"),
        ("text,label\n" + QUOTED + "\x1a", "a.csv"),
        (("text,label\n" + QUOTED).replace("\n", "\r"), "a.csv"),
        (("text,label\n" + QUOTED).encode("utf-32"), "a.csv"),
        (b"\xef\xbb\xbf\xef\xbb\xbf" + ("text,label\n" + QUOTED).encode(), "a.csv"),
        ("text|label\n" + "".join(f"{text}|{label}\n" for text, label in ROWS), "a.txt"),
        ("text,label\n" + "".join(f"'{text}','{label}'\n" for text, label in ROWS * 2), "a.csv"),
        (json.dumps(OBJECTS), "a.json"),
        (json.dumps({"data": OBJECTS}), "a.json"),
        (json.dumps({"columns": ["text", "label"], "data": ROWS}), "a.json"),
        (json.dumps({name: {str(i): one[name] for i, one in enumerate(OBJECTS)} for name in ("text", "label")}), "a.json"),
        ("".join(json.dumps(one, indent=1) + "\n" for one in OBJECTS), "a.jsonl"),
        ("".join(json.dumps(one) + ",\n" for one in OBJECTS), "a.jsonl"),
        ("".join(json.dumps({"id": 1, "data": one}) + "\n" for one in OBJECTS), "a.jsonl"),
    ],
    ids=[
        *(
            "names",
            "no-names",
            "sep",
            "title",
            "comment",
            "row-names",
            "write.table",
            "unnamed",
            "zero-width",
            "dos",
            "mac",
            "utf-32",
            "marks",
        ),
        *("bars", "apostrophes", "list", "data", "split", "columns", "indented", "commas", "nested"),
    ],
)
def test_every_kind_of_table_has_the_same_rows(raw: str | bytes, name: str) -> None:
    found = pairs_in(table_of(raw, name))
    assert found[: len(ROWS)] == list(ROWS)
    assert len(found) % len(ROWS) == 0


def test_marks_escaped_by_programs_are_read() -> None:
    assert table_of('text,label\n"He said \\"wow\\", and left",good\n' + QUOTED).rows[0].text("text") == 'He said "wow", and left'


def test_a_second_column_of_a_name_is_kept_and_said() -> None:
    table = table_of("text,note,note,label\na b,1,2,good\n")
    assert table.rows[0].cells == {"text": "a b", "note": "1", "note 2": "2", "label": "good"}
    assert table.problems[0].text == "Two columns are called 'note'; the second one is read as 'note 2'."


def test_what_is_above_the_names_is_listed() -> None:
    (note,) = table_of("# written by a program\ntext,label\n" + QUOTED).problems
    assert (note.line, note.given) == (1, "# written by a program")


def test_lists_without_names_are_refused_and_break_nothing() -> None:
    raw = "".join(json.dumps(list(row)) + "\n" for row in ROWS).encode()
    with pytest.raises(BadInput, match=r"4 of 4 lines cannot be read\. Line 1: This is not a JSON object"):
        read_labelled(raw, "a.jsonl")


def test_a_cell_longer_than_the_library_takes_is_named_as_what_it_is() -> None:
    (problem,) = table_of(f"text,label\n{'word ' * 30_000},good\n" + QUOTED).problems
    assert problem.text == "A cell has more than 100,000 characters; the line is left out."


def conll(line: str = "{word}\t{tag}", tags: tuple[str, ...] = TAGS, head: str = "") -> str:
    block = "".join(line.format(i=i, word=word, tag=tag) + "\n" for i, (word, tag) in enumerate(zip(WORDS, tags, strict=True), 1))
    return head + "\n".join([block] * 3)


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
            "id,word,tag\n".replace("id", "sent_id") + "".join(f"{n},{w},{t}\n" for n in "012" for w, t in zip(WORDS, TAGS, strict=True)),
            "a.csv",
        ),
        ("tokens,ner_tags\n" + f'"{list(WORDS)}","{list(TAGS)}"\n' * 3, "a.csv"),
        ("tokens,ner_tags\n" + f'"{list(WORDS)}","{list(TAGS)}"\n'.replace("', '", "' '") * 3, "a.csv"),
        ("text,labels\n" + f"{' '.join(WORDS)},{' '.join(TAGS)}\n" * 3, "a.csv"),
        ((json.dumps({"text": "Anna Berg left Bonn.", "label": [[0, 9, "PER"], [15, 19, "LOC"]]}) + "\n") * 3, "a.jsonl"),
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
        "places",
    ],
)
def test_every_kind_of_tagged_words_has_the_same_sentences(text: str, name: str) -> None:
    sentences, problems = read_tagged(text, name)
    assert [(one.words, one.tags) for one in sentences] == [(WORDS, TAGS)] * 3
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
