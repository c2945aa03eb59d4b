"""One model's answer to one question, and what it costs. Several models side by side are several of these."""

import time
from collections.abc import Callable, Sequence
from statistics import median

import numpy as np

from bertplay.errors import BadInput, MissingAbility
from bertplay.models.facts import why_not
from bertplay.models.loaded import LoadedModel, Wanted
from bertplay.models.spec import PAIRS, Ability
from bertplay.results import Floats
from bertplay.results.compare import Answer, Cost, FalseWords, JudgedWord, Likeness, Measured, OneWord, PairAnswer, Pieces
from bertplay.tasks.masked_word import guess_masked_words
from bertplay.tasks.surprise import words_of
from bertplay.tasks.vectors import hidden_states, random_pairs, unit
from bertplay.tasks.word_in_context import Asked, check_has_pieces, read_word
from bertplay.wording import english, later, mark

MOST_RUNS = 5
ENOUGH_SECONDS = 0.15  # of measuring: a slow model is asked fewer times
MOST_SENTENCES = 12

UNRELATED = tuple(
    english("""\
The train leaves at seven in the morning.
She has never liked onions.
Water freezes at zero degrees.
The judge asked him to stand up.
There are two windows in the kitchen.
His grandfather was born in a small village.
The song was played on the radio.
They painted the fence green.
Nobody answered the telephone.
The river is deeper in spring.
A good dictionary is expensive.
The children ran down the stairs.""").splitlines()
)
"""Sentences that have nothing to do with each other: what any two of them share, two sentences share by chance."""


def compare_words(model: LoadedModel, text: str, *, top_k: int = 5) -> Measured:
    """The guesses at every mask."""
    return measured(model, lambda: guess_masked_words(model, text, top_k=top_k), [text])


def compare_pieces(model: LoadedModel, text: str) -> Measured:
    """How the model cuts the text, and writes the pieces."""
    if not text.strip():
        raise BadInput(mark("There is no text."), remedy=mark("Type a sentence."))
    return measured(model, lambda: Pieces(text, model.encode(text).pieces), [text])


def compare_pair(model: LoadedModel, first: str, second: str) -> Measured:
    """Next sentence or sentence order, whichever of the two the model was trained for."""
    question = next((ability for ability in PAIRS if model.spec.can(ability)), None)
    if question is None:
        raise MissingAbility(why_not(model.spec.family, Ability.NEXT_SENTENCE), remedy=mark("Choose a BERT or an ALBERT."))
    if not (first.strip() and second.strip()):
        raise BadInput(mark("There is a sentence missing."), remedy=mark("Type both sentences."))
    encoding = model.encode(first, second)

    def judge() -> PairAnswer:
        [output] = model.forward([encoding], Wanted(pair=True))
        logits = np.zeros(2) if output.pair is None else output.pair.astype(np.float64)
        yes = float(1 / (1 + np.exp(logits[1] - logits[0])))
        return PairAnswer(question.value, yes, (float(logits[0]), float(logits[1])))

    return measured(model, judge, [], pieces=len(encoding))


def compare_likeness(model: LoadedModel, first: str, second: str) -> Measured:
    """The cosine of two sentences, each the mean of its pieces' last states, beside the cosines of unrelated sentences."""
    model.require(Ability.EMBEDDING)
    if not (first.strip() and second.strip()):
        raise BadInput(mark("There is a sentence missing."), remedy=mark("Type both sentences."))
    baseline = random_pairs(means(model, UNRELATED))

    def judge() -> Likeness:
        a, b = unit(means(model, (first, second)))
        return Likeness(float(a @ b), baseline)

    return measured(model, judge, [first, second])


def compare_one_word(model: LoadedModel, word: str, sentences: Sequence[str]) -> Measured:
    """One word in up to twelve sentences: the cosines of its last states. word2vec gives 1 everywhere."""
    lines = tuple(sentence for sentence in sentences if sentence.strip())
    if not 2 <= len(lines) <= MOST_SENTENCES:
        remedy = later("Write 2 to {most}, one a line.", most=MOST_SENTENCES)
        raise BadInput(mark("The number of sentences is out of range."), value=len(lines), remedy=remedy)
    check_has_pieces(model, word)

    def look() -> OneWord:
        found = read_word(model, Asked(word, lines))
        vectors = unit(found.steps[-1])
        cosines = tuple(tuple(float(c) for c in row) for row in vectors @ vectors.T)
        return OneWord(word, tuple(lines[occurrence.sentence] for occurrence in found.occurrences), cosines)

    return measured(model, look, lines)


def compare_false_words(model: LoadedModel, text: str) -> Measured:
    """Which word is false? The discriminator of ELECTRA judges every piece; a word is as false as its worst piece."""
    model.require(Ability.REPLACED_WORD)
    if not text.strip():
        raise BadInput(mark("There is no text."), remedy=mark("Type a sentence with a word in it that does not belong there."))
    encoding = model.encode(text)

    def judge() -> FalseWords:
        [output] = model.forward([encoding], Wanted(replaced=True))
        logits = np.zeros(len(encoding)) if output.replaced is None else output.replaced.astype(np.float64)
        chances = 1 / (1 + np.exp(-logits))
        words = []
        for positions in words_of(encoding):
            start, end = encoding.pieces[positions[0]].start, encoding.pieces[positions[-1]].end
            words.append(JudgedWord(encoding.text[start:end], start, end, float(chances[positions].max())))
        return FalseWords(encoding.text, tuple(words))

    return measured(model, judge, [text])


def means(model: LoadedModel, texts: Sequence[str]) -> Floats:
    """[texts, hidden]: the mean of each text's last states, the special tokens left out."""
    rows: dict[int, Floats] = {}
    for i, encoding, states in hidden_states(model, texts):
        kept = [p for p, piece in enumerate(encoding.pieces) if not piece.is_special]
        rows[i] = states[-1, kept].mean(axis=0) if kept else states[-1].mean(axis=0)
    return np.stack([rows[i] for i in range(len(texts))])


def measured(model: LoadedModel, ask: Callable[[], Answer], texts: Sequence[str], *, pieces: int = 0) -> Measured:
    """Ask once to warm up, then again for the clock: five times, or fewer when that takes long."""
    answer = ask()
    times: list[float] = []
    while len(times) < MOST_RUNS and (not times or sum(times) < ENOUGH_SECONDS):
        began = time.perf_counter()
        ask()
        times.append(time.perf_counter() - began)
    read = pieces or sum(len(model.encode(text)) for text in texts)
    return Measured(answer, cost_of(model, 1000 * median(times), len(times), read))


def cost_of(model: LoadedModel, milliseconds: float, runs: int, pieces: int) -> Cost:
    """What this model costs in this format."""
    return Cost(model.parameters, model.bytes, model.precision, milliseconds, runs, pieces)
