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
from bertplay.worksheet.tellings.base import Command, Telling
from bertplay.worksheet.words import MOST_ROWS, share, short

FIRST = "probability of the first guess"


def tell_guesses(found: MaskedWordGuesses) -> Told:
    """The first guesses of every mask."""
    rows, bars = rows_of([(str(mask.index + 1), mask) for mask in found.masks])
    first = found.masks[0]
    says = f"The first guess is “{first.guesses[0].word}” with {share(first.guesses[0].probability)}"
    unsure = f"; the model is unsure by {first.entropy_bits:.1f} bits"
    hidden = first.hidden
    was = f". The hidden word “{hidden.word}” has {share(hidden.probability)}" if hidden and hidden.is_known else ""
    columns: tuple[str, ...] = ("mask", "word", "probability")
    if len(found.masks) == 1:
        columns, rows = columns[1:], tuple(row[1:] for row in rows)
    return Told(f"{says}{unsure}{was}.", columns, rows, bars, first.guesses[0].probability, FIRST)


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
    says = f"Together the masks are most probably “{rows[0][0]}”, with {rows[0][1]}; judged alone these words have {rows[0][2]}."
    bars = tuple(one.probability for one in best)
    return Told(says, ("words", "together", "alone"), rows, bars, best[0].probability, "probability of the first combination")


def tell_named(found: NamedWords) -> Told:
    """The named words, most probable first."""
    words = found.words[:MOST_ROWS]
    rows = tuple(
        (short(word.word), share(word.probability), str(word.rank or "–"), " ".join(word.pieces) if word.is_known else "unknown")
        for word in words
    )
    says = f"Of the words that were named “{words[0].word}” is the most probable, with {share(words[0].probability)}."
    bars = tuple(word.probability for word in words)
    return Told(says, ("word", "probability", "rank", "pieces"), rows, bars, words[0].probability, "probability of the first word")


def tell_contrast(found: WordContrast) -> Told:
    """The words that differ most."""
    most = found.differing[:MOST_ROWS]
    shares = [(2.0 ** float(found.first[i]), 2.0 ** float(found.second[i])) for i in most]
    rows = tuple((short(found.words[i]), share(first), share(second)) for i, (first, second) in zip(most, shares, strict=True))
    says = f"“{rows[0][0]}” differs most: {rows[0][1]} in the first sentence, {rows[0][2]} in the second."
    return Told(
        says, ("word", "first sentence", "second sentence"), rows, (), shares[0][0], "probability of that word in the first sentence"
    )


def tell_sides(found: SidedGuesses) -> Told:
    """The guesses from either side and from both."""
    sides = (("left side only", found.left), ("right side only", found.right), ("both sides", found.both))
    rows, bars = rows_of(sides)
    said = ", ".join(f"{name} “{mask.guesses[0].word}” {share(mask.guesses[0].probability)}" for name, mask in sides)
    return Told(f"The first guess: {said}.", ("seen", "word", "probability"), rows, bars, found.both.guesses[0].probability, FIRST)


def tell_surprise(found: SentenceSurprise) -> Told:
    """The words that surprise most."""
    words = sorted(found.words, key=lambda word: -word.bits)[:MOST_ROWS]
    rows = tuple((short(word.word), f"{word.bits:.1f}", short(word.guess.word), share(word.guess.probability)) for word in words)
    longest = max(words[0].bits, 1e-9)
    says = f"“{short(words[0].word)}” surprises most, by {words[0].bits:.1f} bits; the pseudo-perplexity is {found.pseudo_perplexity:.1f}."
    bars = tuple(max(word.bits, 0.0) / longest for word in words)
    return Told(says, ("word", "bits", "its guess", "probability"), rows, bars, found.pseudo_perplexity, "pseudo-perplexity")


def mask_command(text: str, *, top_k: int = 5, hidden: Sequence[str | None] = ()) -> Command:
    """`mask`: a hidden word for every mask, or none."""
    return Command("mask", (text,), (("--top-k", top_k), *(("--hidden", word or "") for word in hidden if any(hidden))))


TELLINGS = {
    "bertplay.tasks.masked_word.guess_masked_words": Telling("Guesses for a masked word", ("text",), tell_guesses, mask_command),
    "bertplay.tasks.joint_words.guess_jointly": Telling(
        "Several masks together", ("text",), tell_together, lambda text, *, top_k=5: Command("jointly", (text,), (("--top-k", top_k),))
    ),
    "bertplay.tasks.named_words.score_words": Telling(
        "Words that were named",
        ("text", "words"),
        tell_named,
        lambda text, words, *, mask_index=0: Command("words", (text, ", ".join(words)), (("--mask-index", mask_index),)),
    ),
    "bertplay.tasks.sentence_contrast.contrast_sentences": Telling(
        "One mask in two sentences", ("first", "second"), tell_contrast, lambda first, second: Command("contrast", (first, second))
    ),
    "bertplay.tasks.context_sides.compare_sides": Telling(
        "Left side, right side, both",
        ("text",),
        tell_sides,
        lambda text, *, mask_index=0, top_k=5: Command("sides", (text,), (("--mask-index", mask_index), ("--top-k", top_k))),
    ),
    "bertplay.tasks.surprise.score_surprise": Telling(
        "How surprising each word is", ("text",), tell_surprise, lambda text: Command("surprise", (text,))
    ),
}
