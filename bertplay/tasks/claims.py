"""Claims of textbooks, each tested on a model. The verdict always follows from a measured figure."""

from collections.abc import Callable, Sequence

import numpy as np

from bertplay.errors import BertplayError, MissingAbility
from bertplay.i18n import N_, error_text, lazy
from bertplay.models.loaded import Encoding, LoadedModel
from bertplay.models.tokenizer_file import open_tokenizer
from bertplay.results import Token
from bertplay.results.claims import Claim, Verdict
from bertplay.tasks.ablations import compare_orders
from bertplay.tasks.checks import encode_masked, word_scores
from bertplay.tasks.left_right_context import one_context
from bertplay.tasks.next_sentence import encode_pair, pair_logits
from bertplay.tasks.wordpiece_counts import count_words

THE_WORD, THE_TOKENS = "unconstitutionally", ("un", "constitution", "al", "ly")
SAME = 1e-4  # vectors that differ by less differ by rounding alone, which grows with the layers
PASSING_SHARE = 0.75  # of the pairs; chance is half
Found = tuple[bool, str]


def check_claim(model: LoadedModel, name: str, samples: Sequence[Sequence[str]] = ()) -> Claim:
    """Test one claim; the samples are what it is tested on.

    check_claim(model, "cut")
    check_claim(model, "both_sides", [("She opened the [MASK] and went in.", "door"), …])
    check_claim(model, "pairs", [("It rained.", "We got wet.", "yes"), ("It rained.", "Iron melts.", "no"), …])
    check_claim(model, "rare_words", [("unfathomable",), …])
    check_claim(model, "no_recurrence", [("dog bites man", "man bites dog"), …])
    """
    try:
        holds, figure = TESTS[name](model, samples)
    except MissingAbility as error:
        return Claim(model.spec.id, name, Verdict.CANNOT_BE_TESTED, lazy(error.problem))
    except BertplayError as error:
        return Claim(model.spec.id, name, Verdict.CANNOT_BE_TESTED, error_text(error))
    return Claim(model.spec.id, name, Verdict.HOLDS if holds else Verdict.DOES_NOT_HOLD, figure)


def check_claims(model: LoadedModel, asked: Sequence[tuple[str, Sequence[Sequence[str]]]]) -> tuple[Claim, ...]:
    """Several claims, each with its samples."""
    return tuple(check_claim(model, name, samples) for name, samples in asked)


def tokenized_as_the_book_says(model: LoadedModel, samples: Sequence[Sequence[str]]) -> Found:
    """unconstitutionally = un + constitution + al + ly"""
    tokens = [token.text for token in model.tokenize_word(THE_WORD)]
    bare = tuple(token.removeprefix("##").lstrip("Ġ▁") for token in tokens)
    return bare == THE_TOKENS, f"{THE_WORD} = {' + '.join(tokens)}"


def both_contexts_help(model: LoadedModel, samples: Sequence[Sequence[str]]) -> Found:
    """The right word is more probable given the whole context than given either side of it, on average."""
    asked = [(encode_masked(model, text), model.tokenize_word(word)) for text, word in samples]
    single = [(encoding, tokens[0]) for encoding, tokens in asked if len(tokens) == 1]
    if not single:
        raise MissingAbility(N_("None of the hidden words is a single token of this model."), remedy=N_("Choose another model."))
    left, right, both = context_bits(model, single)
    figure = lazy(
        "surprisal of the right word: {both:.1f} bits with the whole context, {left:.1f} with the left "
        "context only, {right:.1f} with the right context only ({n} sentences)",
        both=both,
        left=left,
        right=right,
        n=len(single),
    )
    return bool(both < min(left, right)), figure


def context_bits(model: LoadedModel, asked: Sequence[tuple[Encoding, Token]]) -> tuple[float, float, float]:
    """Mean surprisal of a token at the first mask, in bits: given the left context, the right context, both."""
    views = [view for encoding, _ in asked for view in views_of(encoding)]
    found = iter(word_scores(model, views))
    bits = np.array([[-next(found)[0][token.id] / np.log(2) for _ in range(3)] for _, token in asked])
    left, right, both = bits.mean(axis=0).tolist()
    return left, right, both


def views_of(encoding: Encoding) -> tuple[Encoding, Encoding, Encoding]:
    """An encoding with the left context of its first mask only, with the right only, and whole."""
    place = encoding.masks[0]
    return one_context(encoding, place, left=True), one_context(encoding, place, left=False), encoding


def pairs_are_classified(model: LoadedModel, samples: Sequence[Sequence[str]]) -> Found:
    """Does the second sentence continue the first?"""
    logits = pair_logits(model, [encode_pair(model, first, second) for first, second, _ in samples])
    right = sum((pair.argmax() == 0) == (answer == "yes") for pair, (_, _, answer) in zip(logits, samples, strict=True))
    figure = lazy(
        "{right} of {n} pairs classified correctly; the wrong second sentences are about something "
        "else. The claim holds from {asked:.0%}; chance is 50%",
        right=int(right),
        n=len(samples),
        asked=PASSING_SHARE,
    )
    return right / len(samples) >= PASSING_SHARE, figure


def rare_words_have_frequent_tokens(model: LoadedModel, samples: Sequence[Sequence[str]]) -> Found:
    """Every token of a rare word is more frequent in the training text than the word itself."""
    counts = count_words(open_tokenizer(model.spec.id), " ".join(word for [word] in samples))
    if any(token.count is None for word in counts.words for token in word.tokens):
        raise MissingAbility(N_("This model has no counts of words and tokens."), remedy=N_("Choose the bundled BERT."))
    held = [word for word in counts.words if min(token.count or 0 for token in word.tokens) > (word.count or 0)]
    figure = lazy("in {held} of {n} rare words, every token is more frequent than the word", held=len(held), n=len(counts.words))
    return len(held) == len(counts.words), figure


def no_recurrence(model: LoadedModel, samples: Sequence[Sequence[str]]) -> Found:
    """Without position embeddings, word order makes no difference; with them it does."""
    orders = [compare_orders(model, first, second) for first, second in samples]
    without = max(order.most_without_positions for order in orders)
    with_ = min(max(token.with_positions for token in order.tokens) for order in orders)
    figure = lazy(
        "without positions, the vectors differ by at most {off:.6f}; with positions, by at least {on:.1f} ({n} pairs of sentences)",
        off=without,
        on=with_,
        n=len(orders),
    )
    return without < SAME < with_, figure


TESTS: dict[str, Callable[[LoadedModel, Sequence[Sequence[str]]], Found]] = {
    "cut": tokenized_as_the_book_says,
    "both_sides": both_contexts_help,
    "pairs": pairs_are_classified,
    "rare_words": rare_words_have_frequent_tokens,
    "no_recurrence": no_recurrence,
}
