"""The catalogues compared with the sources, whose texts Babel extracts.

python -m tests.translations                          what each language lacks, and what is no longer used
python -m tests.translations fr embeddings FILE ...   the missing texts of these sources into locales/fr/embeddings.po, to be translated;
                                                      what is no longer used leaves that file
"""

import sys
import tomllib
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import IO, Any

from babel import Locale
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import write_po

from bertplay.i18n.languages import ENGLISH, LOCALES, offered_languages
from bertplay.i18n.messages import read

ROOT = Path(__file__).parents[1]
METHODS = [
    ("app.py", "python"),
    ("pages/*.py", "python"),
    ("bertplay/**.py", "python"),
    ("bertplay/**.html", "jinja2"),
    ("bertplay/lessons/**.toml", "tests.translations.lesson_texts"),
]
KEYWORDS = DEFAULT_KEYWORDS | {"lazy": None}
# File or folder of lessons -> the keys whose text a page shows. Sentences that a model reads are not among them.
PROSE: dict[str, tuple[str, ...]] = {
    "compare": ("title", "asks", "right", "limits"),
    "page_examples": ("example.title",),
    "next_sentence_examples.toml": ("pair.title", "pair.note", "rank.title", "rank.note"),
    "next_sentence_samples.toml": ("sample.title",),
    "ready": ("title", "note", "step.question", "step.note", "step.answer"),
    "ten_questions.toml": tuple(f"question.{key}" for key in ("question", "short", "claim", "guess", "seen")),
    "tutorials.toml": ("tutorial.title", "tutorial.text"),
    "wordpiece.toml": ("text.title", "claim.who", "sample.title", "reading.title", "training.title"),
}
TRANSLATED = [code for code in offered_languages() if code != ENGLISH]


def lesson_texts(file: IO[bytes], keywords: Any, comment_tags: Any, options: Any) -> Iterator[tuple[int, str, str, list[str]]]:
    """An extraction method of Babel: the prose of a lesson's data. The line is not known: 0."""
    name = Path(file.name).relative_to(ROOT / "bertplay" / "lessons").parts[0]
    data = tomllib.load(file)
    for path in PROSE.get(name, ()):
        for text in texts_at(data, path.split(".")):
            yield 0, "_", text, []


def texts_at(data: Any, path: Sequence[str]) -> Iterator[str]:
    """texts_at({"pair": [{"title": "A"}, {"title": "B"}]}, ["pair", "title"]) -> A, B"""
    for item in data if isinstance(data, list) else [data]:
        if path and path[0] in item:
            yield from texts_at(item[path[0]], path[1:])
        elif not path and item:
            yield item


@cache
def template() -> Catalog:
    """Every text of the sources, with the places where it is used."""
    found = Catalog()
    for file, line, text, _comments, context in extract_from_dir(ROOT, METHODS, keywords=KEYWORDS):
        found.add(text, locations=[(file, line)], context=context)
    return found


def entries(language: str) -> list[tuple[Path, Message]]:
    """(file, message) of a language's catalogue, the heads of its files left out."""
    return [(file, message) for file in sorted((LOCALES / language).glob("*.po")) for message in read(file) if message.id]


def key_of(message: Message) -> tuple[str | None, str]:
    """The context, and the English text; of several forms, the singular."""
    return message.context, english_of(message)[0]


def english_of(message: Message) -> tuple[str, ...]:
    return tuple(message.id) if isinstance(message.id, tuple | list) else (message.id,)


def forms_of(message: Message) -> tuple[str, ...]:
    """A translation, or its plural forms."""
    return tuple(message.string) if isinstance(message.string, tuple | list) else (message.string or "",)


def missing(language: str) -> list[str]:
    """What the catalogue lacks or has not translated."""
    have = {key_of(message) for _, message in entries(language) if all(forms_of(message)) and not message.fuzzy}
    wanted = [message for message in template() if message.id and key_of(message) not in have]
    return [f"{file}:{line}: {key_of(message)[1]!r}" for message in wanted for file, line in message.locations[:1]]


def unused(language: str) -> list[str]:
    """What is in the catalogue and no longer in the sources."""
    wanted = {key_of(message) for message in template() if message.id}
    return [f"{file.name}:{one.lineno}: {key_of(one)[1]!r}" for file, one in entries(language) if key_of(one) not in wanted]


def update(language: str, group: str, sources: Sequence[str]) -> None:
    """Write the missing texts of some sources into one file of the catalogue, and remove those no longer used there."""
    file = LOCALES / language / f"{group}.po"
    wanted = {key_of(message): message for message in template() if message.id}
    kept = [message for name, message in entries(language) if name == file and key_of(message) in wanted]
    have = {key_of(message) for _, message in entries(language)}
    new = [one for key, one in wanted.items() if key not in have and any(name in sources for name, _ in one.locations)]
    part = Catalog(language)
    for message in [*kept, *new]:
        part.add(message.id, message.string, context=message.context)
    head = (
        f"# {Locale.parse(language).english_name} of bertplay: {group}.\n"
        f'msgid ""\nmsgstr ""\n"Language: {language}\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n'
        f'"Plural-Forms: {part.plural_forms}\\n"\n\n'
    )
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("wb") as opened:
        opened.write(head.encode())
        write_po(opened, part, width=0, no_location=True, omit_header=True)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        code, group_name, *names = sys.argv[1:]
        update(code, group_name, [Path(name).resolve().relative_to(ROOT).as_posix() for name in names])
    for offered in TRANSLATED:
        sys.stdout.writelines(f"{offered}: missing  {one}\n" for one in missing(offered))
        sys.stdout.writelines(f"{offered}: unused   {one}\n" for one in unused(offered))
