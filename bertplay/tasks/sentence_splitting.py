"""Sentence splitting, by the rules of sentencex (Wikimedia): abbreviations, quotations and initials do not end one."""

import re

import sentencex

from bertplay.models.encoding import short
from bertplay.results.next_sentence import Sentence
from bertplay.text import without_surrogates

LANGUAGE = "en"  # sets which abbreviations are known
BLANK_LINE = re.compile(r"\n\s*\n")


def split_into_sentences(text: str) -> tuple[Sentence, ...]:
    """The sentences of a text that hold a letter or a digit, each with the number of its paragraph.

    Blank lines separate paragraphs; in a text without any, each line is one. Raises BadInput for more than 100,000 characters.

    "He met Dr. Smith. They sat.\\n\\nIt rained." -> "He met Dr. Smith." 0, "They sat." 0, "It rained." 1
    """
    lines = "\n".join(without_surrogates(short(text)).splitlines()).strip()
    paragraphs = BLANK_LINE.split(lines) if BLANK_LINE.search(lines) else lines.split("\n")
    split = [[s.strip() for s in sentencex.segment(LANGUAGE, " ".join(paragraph.split()))] for paragraph in paragraphs]
    sentences_of = [kept for sentences in split if (kept := [s for s in sentences if any(map(str.isalnum, s))])]
    return tuple(Sentence(sentence, number) for number, sentences in enumerate(sentences_of) for sentence in sentences)
