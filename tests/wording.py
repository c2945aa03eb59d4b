"""What is to be translated, found in the sources: the catalogue is compared with it, and its files are filled from it.

python -m tests.wording                        what is missing in the catalogue, and what nobody uses any more
python -m tests.wording embeddings FILE ...    the missing texts of these sources, to be translated, into wording/fr/embeddings.po;
                                               what nobody uses any more leaves that file
"""

import ast
import string
import sys
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from babel.messages.pofile import escape

from bertplay.wording.catalogue import FILES, read

ROOT = Path(__file__).parents[1]
SHOWN = {"t", "t_n", "t_as", "mark", "later"}
LESSONS = ROOT / "bertplay" / "lessons"
# File or folder of lessons -> the keys whose text a page shows. Sentences that a model reads are not among them.
PROSE: dict[str, tuple[str, ...]] = {
    "compare": ("title", "asks", "right", "limits"),
    "layers_examples.toml": ("example.title",),
    "masked_word_examples.toml": ("example.title",),
    "next_sentence_examples.toml": ("pair.title", "pair.note", "rank.title", "rank.note"),
    "next_sentence_samples.toml": ("sample.title",),
    "ready": ("title", "note", "step.question", "step.note", "step.answer"),
    "ten_questions.toml": tuple(f"question.{key}" for key in ("question", "short", "answer", "guess", "look", "seen")),
    "tutorials.toml": ("tutorial.title", "tutorial.text"),
    "wordpiece.toml": ("text.title", "claim.who", "sample.title", "reading.title", "training.title"),
}


@dataclass(frozen=True, slots=True)
class Found:
    """One text and where it stands. many: its form for several; context: its sense."""

    text: str
    file: str
    line: int
    many: str = ""
    context: str | None = None

    @property
    def key(self) -> tuple[str | None, str]:
        return self.context, self.text

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.text!r}"


def name_of(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


def python_sources() -> list[Path]:
    """Everything a page is made of."""
    return [ROOT / "app.py", *sorted((ROOT / "pages").glob("*.py")), *sorted((ROOT / "bertplay").rglob("*.py"))]


def prose_files() -> list[Path]:
    """The lessons' data that have prose."""
    return [file for name in PROSE for file in ([LESSONS / name] if name.endswith(".toml") else sorted((LESSONS / name).glob("*.toml")))]


def found_in(file: Path) -> list[Found]:
    """The texts of one source that `t` and its like are given, or of one file of a lesson."""
    if file.suffix == ".toml":
        return list(found_in_lesson(file))
    calls = [node for node in ast.walk(ast.parse(file.read_text("utf-8"))) if isinstance(node, ast.Call)]
    named = [(node.func.id, node) for node in calls if isinstance(node.func, ast.Name) and node.func.id in SHOWN]
    named.sort(key=lambda one: one[1].lineno)
    return [found for name, node in named if (found := found_in_call(file, name, node))]


def found_in_call(file: Path, name: str, call: ast.Call) -> Found | None:
    """The text of one call, where it is written there; None for `t(CONSTANT)`.

    Read from the tree and not by Babel's extractor, which does not see a call inside an f-string.
    """
    texts = [argument.value for argument in call.args[:2] if isinstance(argument, ast.Constant) and isinstance(argument.value, str)]
    place = name_of(file), call.lineno
    if name in {"t_n", "t_as"}:
        assert len(texts) == 2, f"{place}: two texts are to stand in the call itself"
        return Found(texts[0], *place, many=texts[1]) if name == "t_n" else Found(texts[1], *place, context=texts[0])
    return Found(texts[0], *place) if texts else None


def found_in_lesson(file: Path) -> Iterator[Found]:
    """The prose of a lesson's data. The line is not known: 0."""
    name = file.relative_to(LESSONS).parts[0]
    data = tomllib.loads(file.read_text("utf-8"))
    for path in PROSE[name]:
        for text in texts_at(data, path.split(".")):
            yield Found(text, name_of(file), 0)


def texts_at(data: Any, path: Sequence[str]) -> Iterator[str]:
    """texts_at({"pair": [{"title": "A"}, {"title": "B"}]}, ["pair", "title"]) -> A, B"""
    for item in data if isinstance(data, list) else [data]:
        if path and path[0] in item:
            yield from texts_at(item[path[0]], path[1:])
        elif not path and item:
            yield item


def everything_found() -> list[Found]:
    """All texts of all sources; lessons' data on that list are left out."""
    files = [*python_sources(), *prose_files()]
    return [found for file in files for found in found_in(file)]


def entries() -> list[tuple[Path, Any]]:
    """(file, message) of the catalogue, its head left out."""
    return [(file, message) for file in sorted(FILES.glob("*.po")) for message in read(file) if message.id]


def id_of(message: Any) -> tuple[str | None, str]:
    return message.context, message.id[0] if isinstance(message.id, tuple | list) else message.id


def forms_of(message: Any) -> tuple[str, ...]:
    """A translation, or its forms for one and for many."""
    return tuple(message.string) if isinstance(message.string, tuple | list) else (message.string or "",)


def missing(found: list[Found]) -> list[Found]:
    """What the catalogue lacks or has not translated."""
    have = {id_of(message) for _, message in entries() if all(forms_of(message)) and not message.fuzzy}
    return [one for one in found if one.key not in have]


def unused(found: list[Found]) -> list[str]:
    """What stands in the catalogue and nowhere else."""
    wanted = {one.key for one in found}
    return [f"{file.name}:{message.lineno}: {id_of(message)[1]!r}" for file, message in entries() if id_of(message) not in wanted]


def places(text: str) -> list[str]:
    """The names in braces with their formats, sorted: "{n:,} of {m}" -> ["m", "n:,"]."""
    return sorted(f"{name}:{form}" if form else name for _, name, form, _ in string.Formatter().parse(text) if name is not None)


def docstrings(tree: ast.AST) -> set[ast.AST]:
    """The constants that stand alone: documentation."""
    return {node.value for node in ast.walk(tree) if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)}


HEAD = """# French of bertplay: {name}. The spaces before : ; ! ? » % are set by the program.
msgid ""
msgstr ""
"Language: fr\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=2; plural=(n > 1);\\n"
"""


def fill_file(name: str, files: list[Path]) -> None:
    """Write the texts of some sources that the catalogue lacks into one of its files, and take out what is unused there."""
    file = FILES / f"{name}.po"
    wanted, have = {one.key for one in everything_found()}, {id_of(message) for _, message in entries()}
    kept = [message for message in read(file) if message.id and id_of(message) in wanted] if file.exists() else []
    blocks = [written(*id_of(message), many_of(message), forms_of(message)) for message in kept]
    for one in (one for source in files for one in found_in(source)):
        if one.key not in have:
            have.add(one.key)
            blocks.append(written(one.context, one.text, one.many, ("", "")))
    file.write_text("\n".join([HEAD.format(name=name), *blocks]), "utf-8")


def many_of(message: Any) -> str:
    return message.id[1] if isinstance(message.id, tuple | list) else ""


def written(context: str | None, text: str, many: str, forms: Sequence[str]) -> str:
    """One entry as a file has it, each text on one line."""
    lines = [f"msgctxt {quoted(context)}"] if context else []
    lines.append(f"msgid {quoted(text)}")
    if many:
        lines.append(f"msgid_plural {quoted(many)}")
        lines += [f"msgstr[{number}] {quoted(form)}" for number, form in enumerate(forms)]
    else:
        lines.append(f"msgstr {quoted(forms[0])}")
    return "\n".join(lines) + "\n"


def quoted(text: str) -> str:
    return escape(text).replace("\n", "\\n")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        fill_file(sys.argv[1], [Path(argument).resolve() for argument in sys.argv[2:]])
    all_found = everything_found()
    sys.stdout.writelines(f"missing  {one}\n" for one in missing(all_found))
    sys.stdout.writelines(f"unused   {one}\n" for one in unused(all_found))
