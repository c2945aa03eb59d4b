"""Questions about passages, as SQuAD has them (Rajpurkar et al. 2016): articles of paragraphs, each with its questions."""

from collections.abc import Iterator
from typing import Any

from bertplay.files.tables import Row, Table, check_count, refuse_bad_lines
from bertplay.i18n import N_
from bertplay.results.problem import Problem

NO_PARAGRAPHS = N_("This article has no paragraphs with questions; left out.")


def with_questions(table: Table, name: str) -> Table:
    """A table of articles as one with a question in each row; any other as it is.

    {"title": …, "paragraphs": [{"context": …, "qas": [{"id": …, "question": …, "answers": [{"text": …}]}]}]}
    """
    if "paragraphs" not in table.columns:
        return table
    rows: list[Row] = []
    problems: list[Problem] = []
    for article in table.rows:
        found = [Row(article.line, cells) for cells in questions_of(article.cells)]
        rows += found
        problems += [] if found else [Problem(NO_PARAGRAPHS, article.line, given=article.shown)]
        check_count(len(rows), name)
    refuse_bad_lines(len(rows), problems, name)
    columns = tuple(dict.fromkeys(column for row in rows for column in row.cells))
    return Table(columns, tuple(rows), (*table.problems, *problems))


def questions_of(article: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The cells of each question of an article."""
    for paragraph in objects(article.get("paragraphs")):
        for asked in objects(paragraph.get("qas")):
            if "question" in asked and "context" in paragraph:
                known = {"id": asked.get("id"), "title": article.get("title")}
                yield {
                    **known,
                    "question": asked["question"],
                    "context": paragraph["context"],
                    "answers": [] if asked.get("is_impossible") else asked.get("answers"),
                }


def objects(value: Any) -> list[dict[str, Any]]:
    """The objects of a list."""
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
