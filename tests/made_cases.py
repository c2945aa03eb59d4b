"""More small files as programs and people write them, with the expected results; most contain the same eight sentences."""

import atexit
import json
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.cases import Case

FOLDER = Path(tempfile.mkdtemp(prefix="bertplay-cases-"))
atexit.register(shutil.rmtree, FOLDER, ignore_errors=True)
TEXTS = (
    *("Fine soup, and warm.", "Cold soup again.", "Good bread, and a view.", "Rude waiter today."),
    *("We came back twice.", "Never again, sorry.", "Lovely garden seats.", "Overpriced and loud."),
)
LABELS = ("good", "bad") * 4
ROWS = tuple(zip(TEXTS, LABELS, strict=True))
NAMES = ("Anna", "Bert", "Carl", "Dora", "Emil", "Fritz", "Gina", "Hans")
TAGS, SPANS = ("B-PER", "I-PER", "O", "B-ORG", "O"), ("(PER*", "*)", "*", "(ORG)", "*")
SENTENCES = tuple(tuple(zip((name, "Berg", "met", "UN", "."), TAGS, SPANS, strict=True)) for name in NAMES)


@dataclass(frozen=True)
class MadeCase(Case):
    """A case with its bytes."""

    raw: bytes = b""

    @property
    def file(self) -> Path:
        file = FOLDER / self.name
        file.write_bytes(self.raw)
        return file


def labelled(name: str, raw: str | bytes, said: str = "", *, task: str = "classification", lost: int = 0) -> MadeCase:
    """A file of the eight rows: six train, two are held out; of fewer rows one less trains."""
    return MadeCase(name, task, 6 - lost, 2, 8, said, raw if isinstance(raw, bytes) else raw.encode())


def tagged(name: str, raw: str, said: str = "", *, lost: int = 0) -> MadeCase:
    """A file of the eight sentences of words."""
    return MadeCase(name, "entities", 6 - lost, 2, 8 - lost, said, raw.encode())


def table(separator: str = ",", names: tuple[str, str] = ("text", "label")) -> str:
    rows = [names, *((f'"{text}"' if "," in text else text, label) for text, label in ROWS)]
    return "".join(separator.join(row) + "\n" for row in rows)


def lines(record: Any) -> str:
    return "".join(json.dumps(record(text, label)) + "\n" for text, label in ROWS)


def words(line: str, nothing: str = "O") -> str:
    """The sentences with a word a line, and something else for "O"."""
    return "\n".join(
        "".join(
            line.format(i=i, word=word, tag=nothing if tag == "O" else tag, kind=nothing if tag == "O" else tag[2:], span=span) + "\n"
            for i, (word, tag, span) in enumerate(sentence, 1)
        )
        for sentence in SENTENCES
    )


def conll_2012() -> str:
    """As OntoNotes has it: predicates, whose number differs by sentence, behind the entities."""
    line = "bc/a  0  {i}  {word}  NN  *  -  -  -  Speaker#1  {span}"
    return f"#begin document (bc/a); part 000\n{words(line).replace('(ORG)', '(ORG)  (ARG0*)', 2)}\n#end document\n"


NLI = "gold_label\tsentence1\tsentence2\n" + "".join(
    f"{'-' if number == 3 else label}\t{text}\t{TEXTS[0]}\n" for number, (text, label) in enumerate(ROWS)
)
HUB_NLI = "".join(
    json.dumps({"premise": f"{text} {number}", "hypothesis": TEXTS[0], "label": -1 if number == 7 else number % 3}) + "\n"
    for number, text in enumerate(TEXTS)
)
READ = "The sentences are those of the column {}, the labels those of {}."
MADE = (
    labelled(
        "wide.csv",
        ",".join(f"f{i}" for i in range(300)) + ",text,label\n" + "".join("0.5," * 300 + f'"{text}",{label}\n' for text, label in ROWS),
    ),
    labelled("wide.jsonl", lines(lambda text, label: {**{f"f{i}": 0.5 for i in range(300)}, "text": text, "label": label})),
    labelled("french.csv", table(";", ("Commentaire", "Étiquette"))),
    labelled("spam.csv", table(names=("v1", "v2")), READ.format("'v1'", "'v2'")),
    labelled("airline.csv", table(names=("text", "airline_sentiment")), READ.format("'text'", "'airline_sentiment'")),
    labelled("tilde.txt", table("~")),
    labelled("comments.csv", "# id: 5\n# by me, and you\n#\n" + table(), "Line 1: This line is above the header"),
    labelled("hash.tsv", "#" + table("\t").replace('"', "")),
    labelled("in_cells.csv", "".join('"' + line.replace('"', '""') + '"\n' for line in table().splitlines())),
    labelled("psql.txt", " text | label \n------+-------\n" + "".join(f" {text} | {label}\n" for text, label in ROWS) + "(8 rows)\n"),
    labelled("mysql.txt", "+---+---+\n| text | label |\n+---+---+\n" + "".join(f"| {t} | {w} |\n" for t, w in ROWS) + "+---+---+\n"),
    labelled("null.tsv", table("\t").replace('"', "").replace("today.\tbad", "today.\t\\N"), "Line 5: The label is empty", lost=1),
    labelled("by_id.json", json.dumps({f"r{i}": {"text": text, "label": label} for i, (text, label) in enumerate(ROWS)})),
    labelled("comma.json", "[\n" + "".join(json.dumps({"text": text, "label": label}) + ",\n" for text, label in ROWS) + "]\n"),
    labelled("python.jsonl", "".join(f"{ ({'text': text, 'label': label}) }\n" for text, label in ROWS)),
    labelled("doccano.jsonl", lines(lambda text, label: {"text": text, "label": [label]})),
    labelled(
        "spacy.jsonl", lines(lambda text, label: {"text": text, "cats": {"good": float(label == "good"), "bad": float(label == "bad")}})
    ),
    labelled(
        "prodigy.jsonl",
        lines(lambda text, label: {"text": text, "accept": [label], "answer": "reject" if text == TEXTS[3] else "accept"}),
        "Line 4: This annotation was not accepted",
        lost=1,
    ),
    labelled(
        "studio.json",
        json.dumps(
            [
                {"data": {"text": text}, "annotations": [{"result": [{"value": {"choices": [label]}, "type": "choices"}]}]}
                for text, label in ROWS
            ]
        ),
    ),
    labelled("odd.csv", table().encode("utf-16") + b"\n"),
    labelled(
        "koi8.csv", table().replace("waiter", "Иван").encode("koi8-r"), "Line 5: This line is not in UTF-8. The file was read as KOI8-R"
    ),
    labelled(
        "upper.csv", table().replace("waiter", "RÉSUMÉ").encode("cp1252"), "Line 5: This line is not in UTF-8. The file was read as Windows"
    ),
    labelled("snli.txt", NLI, "Line 5: The label '-' says that there is none", task="pairs", lost=1),
    MadeCase("snli.jsonl", "pairs", 4, 3, 8, "Line 8: The label '-1' says that there is none", HUB_NLI.encode()),
    labelled(
        "qnli.tsv",
        "question\tsentence\tlabel\n" + "".join(f"{text}\tSoup.\t{label}\n" for text, label in ROWS),
        task="pairs",
    ),
    tagged("conll2012.v4_gold_conll", conll_2012()),
    tagged("brackets.txt", words("{word} {span}")),
    *(tagged(f"nothing_{ord(sign)}.conll", words("{word} {tag}", sign)) for sign in "-_0"),
    *(tagged(f"kinds_{ord(sign)}.tsv", words("{word}\t{kind}", sign), "The tags have no B- or I-") for sign in "-_0"),
    tagged("webanno.tsv", "#FORMAT=WebAnno TSV 3.2\n\n" + words("1-{i}\t0-4\t{word}\t{kind}\t", "_")),
    tagged("offsets.conll", words("{tag}\t{i}\t{i}\t{word}")),
    tagged("hipe.tsv", "TOKEN\tNE-COARSE-LIT\tMISC\n" + words("{word}\t{tag}\t_")),
    tagged("quoted.tsv", words('"{word}"\t"{tag}"')),
    tagged("pairs.json", json.dumps([[[word, tag] for word, tag, _ in sentence] for sentence in SENTENCES])),
    tagged("objects.jsonl", "".join(json.dumps({"tokens": [{"orth": w, "ner": t} for w, t, _ in one]}) + "\n" for one in SENTENCES)),
    tagged(
        "gliner.json", json.dumps([{"tokenized_text": [w for w, *_ in one], "ner": [[0, 1, "PER"], [3, 3, "ORG"]]} for one in SENTENCES])
    ),
    tagged("bars.txt", "".join(" ".join(f"{w}|{t}" for w, t, _ in one) + "\n" for one in SENTENCES)),
    tagged("beside.txt", "".join("\t".join(" ".join(cells[:2][at] for cells in one) for at in (0, 1)) + "\n" for one in SENTENCES)),
    labelled("words.csv", "word,tag\n" + "".join(f"{name},{label}\n" for name, label in zip(NAMES, LABELS, strict=True))),
)
