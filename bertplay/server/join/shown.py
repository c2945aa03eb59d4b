"""What a student's page shows, as JSON in one language."""

import json
from typing import Any

from bertplay.classroom.question import model_text, place_text
from bertplay.i18n import N_, _, localized, ngettext, percent, using_language
from bertplay.results.classroom import BoxCounts, QuestionCounts

MAX_ROWS = 8
"""The maximum number of rows in a chart on a phone."""
YOUR_ANSWER = N_("Your answer")


def question_json(question: QuestionCounts | None, language: str) -> str:
    """The current question, with its answers once they are revealed; "null" before the first question."""
    if question is None:
        return "null"
    with using_language(language):
        return json.dumps(as_data(question), ensure_ascii=False)


def as_data(question: QuestionCounts) -> dict[str, Any]:
    """The question as a dictionary, in the reader's language."""
    numbers = [int(answer) for answer in question.choices] if question.is_number else []
    choices = [] if numbers else [{"value": answer, "text": localized(title)} for answer, title in question.choices.items()]
    return {
        "id": question.id,
        "lesson": localized(place_text(question.lesson)) if question.lesson else "",
        "lead": localized(question.lesson.question) if question.lesson and not question.is_in_words else "",
        "title": localized(question.title),
        "prompt": localized(question.prompt),
        "boxes": [localized(box.label) or _(YOUR_ANSWER) for box in question.boxes],
        "choices": choices,
        "range": [min(numbers), max(numbers)] if numbers else None,
        "revealed": revealed(question) if question.is_revealed else None,
    }


def revealed(question: QuestionCounts) -> dict[str, Any]:
    """How many answered, and the sentence and bars of each box."""
    return {
        "answered": ngettext("{n:,} answer", "{n:,} answers", question.answered),
        "charts": [chart(box, question.answered, is_word=not question.choices) for box in question.boxes],
        "teacher": _("The teacher’s answer: {answer}", answer=question.lesson.answer) if question.lesson and question.lesson.answer else "",
    }


def chart(box: BoxCounts, answered: int, *, is_word: bool) -> dict[str, Any]:
    """Bars for the most frequent answers and for the model's first answers."""
    return {
        "label": localized(box.label),
        "sentence": _(model_text(box, is_word=is_word)),
        "hasModel": box.model is not None,
        "rows": [
            {
                "answer": row.answer,
                "text": localized(row.title),
                "class": row.count / answered if answered else 0.0,
                "classText": _("{n:,} ({share:percent})", n=row.count, share=row.count / answered) if row.count else "0",
                "model": row.share,
                "modelText": "–" if row.share is None else percent(row.share),
            }
            for row in box.first(MAX_ROWS)
        ],
    }
