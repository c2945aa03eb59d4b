"""Answers compared with gold answers, as the script of SQuAD does (Rajpurkar et al. 2016, 2018): exact match and F1 of words."""

import ast
import re
import string
from collections import Counter
from typing import Any

from bertplay.files.tables import Row
from bertplay.results.task_heads import AnswerScore

GOLD_COLUMNS = ("answers", "answer", "gold", "gold_answers", "answer_text")
ARTICLES = re.compile(r"\b(a|an|the)\b")
PUNCTUATION = str.maketrans("", "", string.punctuation)


def gold_answers(row: Row, column: str) -> tuple[str, ...] | None:
    """The answers that count as right: ("",) where the passage has none, None where the file does not say.

    [{"text": "Oslo"}] of SQuAD, {"text": ["Oslo"]} of the hub, also as pandas writes it, ["Oslo"], or "Oslo"
    """
    value = row.value(column)
    if isinstance(value, str) and value.lstrip().startswith(("{", "[")):
        value = literal(re.sub(r"\barray\((\[.*?\])[^)]*\)", r"\1", value, flags=re.DOTALL))
    if isinstance(value, dict):
        value = value.get("text")
    if isinstance(value, str | int | float):
        return (str(value),) if str(value).strip() else None
    if not isinstance(value, list):
        return None
    texts = [one.get("text") if isinstance(one, dict) else one for one in value]
    return tuple(str(text) for text in texts if normalized(str(text))) or ("",)


def literal(text: str) -> Any:
    """A value as Python prints it; the text itself where it is none."""
    try:
        return ast.literal_eval(text)
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return text


def score_answer(answer: str, gold: tuple[str, ...]) -> AnswerScore:
    """The best exact match, 0 or 1, and the best F1 over the gold answers; "" is "no answer".

    score_answer("the Norman dynasty", ("Norman",)) -> exact 0, F1 2/3: precision 1/2, recall 1
    """
    return AnswerScore(max(float(normalized(answer) == normalized(one)) for one in gold), max(f1_of_words(answer, one) for one in gold))


def normalized(text: str) -> str:
    """In lower case, without punctuation, articles and blanks that are too many: "The  U.S." -> "us" """
    return " ".join(ARTICLES.sub(" ", text.lower().translate(PUNCTUATION)).split())


def f1_of_words(answer: str, gold: str) -> float:
    """2 * shared words / words of both; of an empty one 1 where both are."""
    first, second = normalized(answer).split(), normalized(gold).split()
    if not first or not second:
        return float(first == second)
    return 2 * (Counter(first) & Counter(second)).total() / (len(first) + len(second))
