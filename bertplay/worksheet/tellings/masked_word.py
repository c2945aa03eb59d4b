"""The masked word, told."""

from collections.abc import Sequence

from bertplay.results.masked_word import (
    JointGuesses,
    MaskedWordGuesses,
    MaskGuesses,
    NamedWords,
    SentenceSurprise,
    SidedGuesses,
    WordContrast,
)
from bertplay.results.worksheet import Told
from bertplay.wording import Later, later, mark
from bertplay.worksheet.tellings.base import Command, Telling
from bertplay.worksheet.words import MOST_ROWS, digits, share, short

UNKNOWN = later("unknown")
OF_COMBINATION = mark("probability of the first combination")
FIRST = mark("probability of the first guess")


def tell_guesses(found: MaskedWordGuesses) -> Told:
    """The first guesses of every mask."""
    rows, bars = rows_of([(str(mask.index + 1), mask) for mask in found.masks])
    first = found.masks[0]
    columns: tuple[str, ...] = (mark("mask"), mark("word"), mark("probability"))
    if len(found.masks) == 1:
        columns, rows = columns[1:], tuple(row[1:] for row in rows)
    return Told(first_guess(first), columns, rows, bars, first.guesses[0].probability, FIRST)


def first_guess(mask: MaskGuesses) -> Later:
    """The first guess of a mask, and the hidden word where there is one."""
    best, hidden = mask.guesses[0], mask.hidden
    said = later(
        "The first guess is “{word}” with {share}; the model is unsure by {bits:.1f} bits.",
        word=best.word,
        share=share(best.probability),
        bits=mask.entropy_bits,
    )
    if hidden is None or not hidden.is_known:
        return said
    was = later("The hidden word “{word}” has {share}.", word=hidden.word, share=share(hidden.probability))
    return later("{first} {second}", first=said, second=was)


def rows_of(masks: Sequence[tuple[str, MaskGuesses]]) -> tuple[tuple[tuple[str, ...], ...], tuple[float, ...]]:
    """The guesses of several masks as rows and bars, as many of each as there is room for."""
    each = max(MOST_ROWS // len(masks), 1)
    guesses = [(name, guess) for name, mask in masks for guess in mask.guesses[:each]][:MOST_ROWS]
    rows = tuple((name, short(guess.word), share(guess.probability)) for name, guess in guesses)
    return rows, tuple(guess.probability for _, guess in guesses)


def tell_together(found: JointGuesses) -> Told:
    """The best combinations."""
    best = found.combinations[:MOST_ROWS]
    rows = tuple((" … ".join(one.words), share(one.probability), share(one.alone)) for one in best)
    says = later(
        "Together the masks are most probably “{words}”, with {share}; judged alone these words have {alone}.",
        words=rows[0][0],
        share=rows[0][1],
        alone=rows[0][2],
    )
    bars = tuple(one.probability for one in best)
    return Told(says, (mark("words"), mark("together"), mark("alone")), rows, bars, best[0].probability, OF_COMBINATION)


def tell_named(found: NamedWords) -> Told:
    """The named words, most probable first."""
    words = found.words[:MOST_ROWS]
    rows = tuple(
        (short(word.word), share(word.probability), str(word.rank or "–"), " ".join(word.pieces) if word.is_known else UNKNOWN)
        for word in words
    )
    says = later(
        "Of the words that were named “{word}” is the most probable, with {share}.",
        word=words[0].word,
        share=share(words[0].probability),
    )
    bars = tuple(word.probability for word in words)
    columns = (mark("word"), mark("probability"), mark("rank"), mark("pieces"))
    return Told(says, columns, rows, bars, words[0].probability, mark("probability of the first word"))


def tell_contrast(found: WordContrast) -> Told:
    """The words that differ most."""
    most = found.differing[:MOST_ROWS]
    shares = [(2.0 ** float(found.first[i]), 2.0 ** float(found.second[i])) for i in most]
    rows = tuple((short(found.words[i]), share(first), share(second)) for i, (first, second) in zip(most, shares, strict=True))
    says = later(
        "“{word}” differs most: {first} in the first sentence, {second} in the second.",
        word=rows[0][0],
        first=rows[0][1],
        second=rows[0][2],
    )
    columns = (mark("word"), mark("first sentence"), mark("second sentence"))
    return Told(says, columns, rows, (), shares[0][0], mark("probability of that word in the first sentence"))


def tell_sides(found: SidedGuesses) -> Told:
    """The guesses from either side and from both."""
    sides = ((later("left side only"), found.left), (later("right side only"), found.right), (later("both sides"), found.both))
    rows, bars = rows_of(sides)
    left, right, both = (side.guesses[0] for _, side in sides)
    says = later(
        "The first guess: left side only “{left}” {left_share}, right side only “{right}” {right_share}, both sides “{both}” {both_share}.",
        left=left.word,
        left_share=share(left.probability),
        right=right.word,
        right_share=share(right.probability),
        both=both.word,
        both_share=share(both.probability),
    )
    return Told(says, (mark("seen"), mark("word"), mark("probability")), rows, bars, both.probability, FIRST)


def tell_surprise(found: SentenceSurprise) -> Told:
    """The words that surprise most."""
    words = sorted(found.words, key=lambda word: -word.bits)[:MOST_ROWS]
    rows = tuple((short(word.word), digits(word.bits, ".1f"), short(word.guess.word), share(word.guess.probability)) for word in words)
    longest = max(words[0].bits, 1e-9)
    says = later(
        "“{word}” surprises most, by {bits:.1f} bits; the pseudo-perplexity is {perplexity:.1f}.",
        word=short(words[0].word),
        bits=words[0].bits,
        perplexity=found.pseudo_perplexity,
    )
    bars = tuple(max(word.bits, 0.0) / longest for word in words)
    columns = (mark("word"), mark("bits"), mark("its guess"), mark("probability"))
    return Told(says, columns, rows, bars, found.pseudo_perplexity, mark("pseudo-perplexity"))


def mask_command(text: str, *, top_k: int = 5, hidden: Sequence[str | None] = ()) -> Command:
    """`mask`: a hidden word for every mask, or none."""
    return Command("mask", (text,), (("--top-k", top_k), *(("--hidden", word or "") for word in hidden if any(hidden))))


TELLINGS = {
    "bertplay.tasks.masked_word.guess_masked_words": Telling(mark("Guesses for a masked word"), ("text",), tell_guesses, mask_command),
    "bertplay.tasks.joint_words.guess_jointly": Telling(
        mark("Several masks together"),
        ("text",),
        tell_together,
        lambda text, *, top_k=5: Command("jointly", (text,), (("--top-k", top_k),)),
    ),
    "bertplay.tasks.named_words.score_words": Telling(
        mark("Words that were named"),
        ("text", "words"),
        tell_named,
        lambda text, words, *, mask_index=0: Command("words", (text, ", ".join(words)), (("--mask-index", mask_index),)),
    ),
    "bertplay.tasks.sentence_contrast.contrast_sentences": Telling(
        mark("One mask in two sentences"), ("first", "second"), tell_contrast, lambda first, second: Command("contrast", (first, second))
    ),
    "bertplay.tasks.context_sides.compare_sides": Telling(
        mark("Left side, right side, both"),
        ("text",),
        tell_sides,
        lambda text, *, mask_index=0, top_k=5: Command("sides", (text,), (("--mask-index", mask_index), ("--top-k", top_k))),
    ),
    "bertplay.tasks.surprise.score_surprise": Telling(
        mark("How surprising each word is"), ("text",), tell_surprise, lambda text: Command("surprise", (text,))
    ),
}
