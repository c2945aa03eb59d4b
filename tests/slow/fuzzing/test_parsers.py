"""Every parser that reads a stranger's file gets 10,000 broken ones: each is read, or refused in words, soon and in little memory.

What is JSON gets 10,000 more that are valid JSON, with other values. A tokenizer is opened in a process of its own, of which 120 are
started; what is checked before gets as many as the others.
"""

import json
import struct
import time
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any

import psutil
import pytest

from bertplay.errors import BertplayError
from bertplay.files.decoding import decode
from bertplay.files.labelled import read_labelled
from bertplay.files.tables import read_table
from bertplay.files.tagged import tagged_text
from bertplay.lessons.files import parse_lesson
from bertplay.lessons.ready import FOLDER
from bertplay.models.config_file import read_json
from bertplay.models.inspection import describe_folder
from bertplay.models.tokenizer_trial import check_growth, check_ids, check_words, try_tokenizer
from bertplay.models.weights import read_header
from tests.slow.fuzzing.mutations import json_mutations, mutations
from tests.tiny import save_bert

COUNT = 10_000
SECONDS_EACH = 5.0
"""Of processor time; the slowest lesson within its bounds takes one and a half on a busy machine."""
MEMORY = 300 << 20
TABLE = b'text,label\n"A good, long film",positive\nDull.,negative\n"He said ""no""",negative\nFine,positive\n'
JSONL = b'{"text": "a", "label": 1}\n{"text": "b", "label": null}\n{"text": ["c"], "label": {"d": 2}}\n'
TAGGED = b"Anna B-PER\nlives O\nin O\nNew B-LOC\nYork I-LOC\n\n# text = x\n1\tParis\tNNP\tU-LOC\n2\t.\t.\tO\n"


def fuzz(read: Callable[[bytes], object], broken: Iterable[bytes]) -> int:
    """Read each; how many were refused. Any other error, a slow file, or memory that grows fails."""
    refused, process = 0, psutil.Process()
    before = process.memory_info().rss
    for number, data in enumerate(broken):
        began = time.thread_time()
        try:
            read(data)
        except BertplayError:
            refused += 1
        except BaseException as error:
            raise AssertionError(f"file {number}: {data[:2_000]!r}") from error
        assert time.thread_time() - began < SECONDS_EACH, f"file {number}: {data[:2_000]!r}"
    assert process.memory_info().rss - before < MEMORY
    return refused


def test_lessons() -> None:
    good = [file.read_bytes() for file in sorted(FOLDER.glob("*.toml"))]
    assert 0 < fuzz(parse_lesson, mutations(good, COUNT)) < COUNT


@pytest.mark.parametrize(
    "read", [partial(read_table, name="a.csv"), partial(read_table, name="a.jsonl"), partial(tagged_text, name="a.conll")]
)
def test_tables_and_tagged_texts(read: Callable[[str], object]) -> None:
    def decoded(data: bytes) -> object:
        return read(decode(data, "a")[0])

    assert 0 < fuzz(decoded, mutations([TABLE, JSONL, TAGGED], COUNT)) < COUNT


def test_labelled_sentences() -> None:
    assert 0 < fuzz(partial(read_labelled, name="a.txt"), mutations([TABLE, JSONL, TAGGED], COUNT)) < COUNT


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save_bert(tmp_path_factory.mktemp("models") / "fuzzed")


def test_headers_of_weights(model: Path, tmp_path: Path) -> None:
    raw = (model / "model.safetensors").read_bytes()
    (length,) = struct.unpack("<Q", raw[:8])
    file = tmp_path / "model.safetensors"

    def read(header: bytes) -> object:
        file.write_bytes(struct.pack("<Q", len(header)) + header + raw[8 + length :])
        return read_header(file)

    small = json.dumps(dict(list(json.loads(raw[8 : 8 + length]).items())[:6])).encode()
    assert fuzz(read, both([small, raw[8 : 8 + length]], COUNT)) > COUNT / 2


@pytest.mark.parametrize("name", ["config.json", "tokenizer_config.json"])
def test_configurations(name: str, model: Path) -> None:
    good = (model / name).read_bytes()

    def read(data: bytes) -> object:
        (model / name).write_bytes(data)
        return describe_folder(model)

    try:
        assert 0 < fuzz(read, both([good], COUNT)) < 2 * COUNT
    finally:
        (model / name).write_bytes(good)


def test_what_is_checked_of_a_tokenizer_before_it_is_opened(model: Path, tmp_path: Path) -> None:
    file = tmp_path / "tokenizer.json"

    def read(data: bytes) -> object:
        file.write_bytes(data)
        content: dict[str, Any] = read_json(file)
        for check in (check_growth, check_words, partial(check_ids, vocabulary=1_000)):
            check(file, content)
        return content

    assert 0 < fuzz(read, both(tokenizers(model), COUNT)) < 2 * COUNT


def test_tokenizers(model: Path, tmp_path: Path) -> None:
    file = tmp_path / "tokenizer.json"

    def read(data: bytes) -> object:
        file.write_bytes(data)
        return try_tokenizer(file, 1_000)

    assert 0 < fuzz(read, both(tokenizers(model), 60)) < 120


def both(good: Sequence[bytes], count: int) -> Iterable[bytes]:
    """Files that are broken, and as many that are valid JSON with other values."""
    return chain(mutations(good, count), json_mutations([json.loads(good[0])], count))


def tokenizers(model: Path) -> Sequence[bytes]:
    """A WordPiece with few words, so that most changes hit its structure."""
    content = json.loads((model / "tokenizer.json").read_text("utf-8"))
    content["model"]["vocab"] = dict(list(content["model"]["vocab"].items())[:30])
    return [json.dumps(content).encode(), (model / "tokenizer.json").read_bytes()]
