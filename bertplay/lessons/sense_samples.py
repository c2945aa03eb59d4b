"""Bundled sentences, written for bertplay: ten words with two or three senses each, and a few sentences to compare."""

from functools import cache
from pathlib import Path

from bertplay.files.labelled import Labelled, from_lines

SENSES = Path(__file__).parent / "senses"
SENTENCES = Path(__file__).with_name("sentence_sample.txt")
FIRST_WORD = "match"
FIRST_QUERY = "She sang a song in the hall."
FIRST_SUM = "king - man + woman"
SUMS = ("king", FIRST_SUM, "paris - france + england", "was - is + are", "river", "unfriendliness")
UNRELATED_STEP = 4


@cache
def sense_samples() -> dict[str, Labelled]:
    """{"match": …}: each word with its sentences and the sense it has in them, the first word first."""
    words = sorted((file.stem for file in SENSES.glob("*.tsv")), key=lambda word: (word != FIRST_WORD, word))
    return {word: from_lines((SENSES / f"{word}.tsv").read_text("utf-8")) for word in words}


@cache
def sentence_sample() -> tuple[str, ...]:
    """Sentences about a few things, some of them about the same."""
    return from_lines(SENTENCES.read_text("utf-8")).texts


@cache
def unrelated_sentences() -> tuple[str, ...]:
    """What unrelated sentences are: every fourth of the samples, about 60 about as many things."""
    return tuple(text for sample in sense_samples().values() for text in sample.texts)[::UNRELATED_STEP]
