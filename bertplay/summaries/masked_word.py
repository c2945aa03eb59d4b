"""Masked words in words: predictions, joint predictions, candidates, two sentences, contexts, surprisal, replaced tokens."""

from collections.abc import Sequence

from bertplay.i18n import N_, LazyString, lazy
from bertplay.results import (
    CandidateWords,
    JointPredictions,
    LeftRightContext,
    MaskedWordPredictions,
    MaskPredictions,
    SentenceSurprisal,
    Truncation,
    WordContrast,
    WordScore,
)
from bertplay.results.compare import ReplacedTokens
from bertplay.summaries.base import Column, Measure, Summary, Table

FIRST_PROBABILITY = N_("probability of the first prediction")
CONTINUATION = "##"

CONFIDENCE = (
    (0.5, N_("The model is almost certain")),
    (2.0, N_("The model is fairly certain")),
    (4.0, N_("The model is undecided")),
    (7.0, N_("The model is uncertain")),
    (float("inf"), N_("The model has hardly any idea")),
)
"""Entropy in bits below which it is said so."""
NEARLY = 1.1
HARDLY, UNSURE = 0.05, 0.1
"""A difference that is hardly one, a probability that no prediction rests on."""
"""Times as probable: less is no difference worth a number."""
MAX_BITS = 60.0
"""More are no chance that anyone would write down."""


def summarize_predictions(found: MaskedWordPredictions) -> Summary:
    """The first prediction of each mask, and what became of the hidden words."""
    sentence = about_mask(found.masks[0]) if len(found.masks) == 1 else about_masks(found.masks)
    details: list[str] = [uncertainty(mask) for mask in found.masks[:1] if len(found.masks) == 1]
    if any(one.word.startswith(CONTINUATION) for mask in found.masks for one in mask.guesses):
        details.append(lazy("A prediction that begins with ## is a token that continues the word before it."))
    if found.cut:
        details.append(about_truncation(found.cut))
    rows = tuple((mask.index + 1, rank, one.word, one.probability) for mask in found.masks for rank, one in enumerate(mask.guesses, 1))
    columns = (Column(N_("mask"), "count"), Column(N_("rank"), "count"), Column(N_("word")), Column(N_("probability"), "share"))
    return Summary(sentence, tuple(details), Table(columns, rows), Measure(FIRST_PROBABILITY, found.masks[0].guesses[0].probability))


def about_mask(mask: MaskPredictions) -> LazyString:
    """“door” is the most probable word, with 91%: it is the word that was hidden."""
    best, hidden = mask.guesses[0], mask.hidden
    if hidden is None:
        return lazy("“{word}” is the most probable word here, with {share:percent}.", word=best.word, share=best.probability)
    if hidden.rank == 1:
        said = N_("Correct: “{word}”, the masked word, is the most probable one, with {share:percent}.")
        return lazy(said, word=best.word, share=best.probability)
    said = N_("The model predicts “{word}” with {share:percent}; {hidden}.")
    return lazy(said, word=best.word, share=best.probability, hidden=about_hidden(hidden))


def about_masks(masks: Sequence[MaskPredictions]) -> LazyString:
    """How many of several hidden words were found, or that each mask is predicted on its own."""
    known = [mask for mask in masks if mask.hidden is not None]
    right = sum(mask.hidden is not None and mask.hidden.rank == 1 for mask in known)
    if known:
        said = N_("{right} of {n:,} masked words are predicted correctly; each mask is predicted independently of the others.")
        return lazy(said, right=right, n=len(known))
    return lazy("{n:,} masks, each predicted independently of the others.", n=len(masks))


def about_hidden(hidden: WordScore) -> LazyString:
    """Where the hidden word is among the predictions: the hidden word “hot” is number 3, with 7.2%."""
    if not hidden.is_known:
        return lazy("the masked word “{word}” cannot be written with its vocabulary", word=hidden.word)
    if hidden.rank is None:
        said = N_("the masked word “{word}” takes {n} tokens ({tokens}) and has {share:percent}")
        return lazy(said, word=hidden.word, n=len(hidden.tokens), tokens=" ".join(hidden.tokens), share=hidden.probability)
    said = N_("the masked word “{word}” ranks number {rank:,}, with {share:percent}")
    return lazy(said, word=hidden.word, rank=hidden.rank, share=hidden.probability)


def uncertainty(mask: MaskPredictions) -> LazyString:
    """The entropy in words, in bits, and as a number of equally probable words."""
    confidence = next(said for limit, said in CONFIDENCE if mask.entropy_bits < limit)
    words = 2**mask.entropy_bits
    said = N_(
        "{confidence}: the entropy of its prediction is {bits:.1f} bits, as if it chose among {choices:rounded} equally probable words."
    )
    return lazy(said, confidence=lazy(confidence), bits=mask.entropy_bits, choices=words)


def about_truncation(cut: Truncation) -> LazyString:
    """That the model did not read all of the text."""
    said = N_("The text is longer than the context window: the model read {kept:,} of its {total:,} tokens, those around the masks.")
    return lazy(said, kept=cut.kept, total=cut.total)


def summarize_joint_predictions(found: JointPredictions) -> Summary:
    """The best combination, and whether it is the one that the masks have alone."""
    best = found.combinations[0]
    alone = max(found.combinations, key=lambda one: one.alone)
    words = " … ".join(best.words)
    if alone is best:
        said = N_("Jointly, “{words}” is the most probable, with {share:percent}; predicted independently, the masks give the same.")
        sentence = lazy(said, words=words, share=best.probability)
    else:
        said = N_("Jointly, “{words}” is the most probable, with {share:percent}; predicted independently, the masks give “{alone}”.")
        sentence = lazy(said, words=words, share=best.probability, alone=" … ".join(alone.words))
    columns = (Column(N_("words")), Column(N_("jointly"), "share"), Column(N_("each mask alone"), "share"))
    rows = tuple((" … ".join(one.words), one.probability, one.alone) for one in found.combinations)
    measure = Measure(N_("probability of the first combination"), best.probability)
    return Summary(sentence, (), Table(columns, rows), measure)


def summarize_candidates(found: CandidateWords) -> Summary:
    """Which of the candidates is the most probable, and by how much."""
    best, *others = found.words
    if others and others[0].probability > 0:
        times = best.probability / others[0].probability
        said = N_("“{word}” is the most probable candidate, with {share:percent}: {times:rounded} times as probable as “{other}”.")
        if times < NEARLY:
            said = N_("“{word}” and “{other}” are about equally probable, with {share:percent}.")
        sentence = lazy(said, word=best.word, share=best.probability, times=times, other=others[0].word)
    else:
        sentence = lazy("“{word}” has a probability of {share:percent} at this mask.", word=best.word, share=best.probability)
    columns = (Column(N_("word")), Column(N_("probability"), "share"), Column(N_("rank"), "count"), Column(N_("tokens")))
    rows = tuple((s.word, s.probability, s.rank, " ".join(s.tokens) if s.is_known else lazy("not in the vocabulary")) for s in found.words)
    return Summary(sentence, (), Table(columns, rows), Measure(N_("probability of the first word"), best.probability))


def summarize_contrast(found: WordContrast) -> Summary:
    """The word whose probability differs most between the two sentences, or that even this one's hardly does."""
    shares = [(2.0 ** float(found.first[i]), 2.0 ** float(found.second[i])) for i in found.differing]
    first, second = shares[0]
    said = N_("“{word}” differs most: {first:percent} in the first sentence, {second:percent} in the second.")
    if abs(first - second) < HARDLY and max(first, second) < 2 * min(first, second):
        said = N_(
            "The two sentences hardly differ here: even “{word}” gets {first:percent} in the first and {second:percent} in the second."
        )
    sentence = lazy(said, word=found.words[found.differing[0]], first=first, second=second)
    columns = (Column(N_("word")), Column(N_("first sentence"), "share"), Column(N_("second sentence"), "share"))
    rows = tuple((found.words[i], *pair) for i, pair in zip(found.differing, shares, strict=True))
    return Summary(sentence, (), Table(columns, rows), Measure(N_("probability of that word in the first sentence"), first))


def summarize_contexts(found: LeftRightContext) -> Summary:
    """What is predicted from the left, from the right, and from both."""
    left, right, both = (mask.guesses[0] for mask in (found.left, found.right, found.both))
    alone = max(one.probability if one.word == both.word else 0.0 for one in (left, right))
    if both.probability < UNSURE:
        said = N_(
            "Even both sides together leave it open: “{both}” comes first with {share:percent}; the left context alone gives “{left}”, the "
            "right one “{right}”."
        )
    elif both.word not in (left.word, right.word):
        said = N_(
            "Only both sides together lead to “{both}” ({share:percent}): the left context alone gives “{left}”, the right one “{right}”."
        )
    elif both.probability > 2 * alone:
        said = N_(
            "Both sides together make “{both}” far more probable ({share:percent}) than either alone (left: “{left}”, right: “{right}”)."
        )
    else:
        said = N_(
            "Here one side is nearly enough: both sides give “{both}” with {share:percent}, the left context alone “{left}”, the right "
            "“{right}”."
        )
    sentence = lazy(said, both=both.word, share=both.probability, left=left.word, right=right.word)
    sides = ((N_("left context"), found.left), (N_("right context"), found.right), (N_("both"), found.both))
    columns = (Column(N_("the model sees")), Column(N_("rank"), "count"), Column(N_("word")), Column(N_("probability"), "share"))
    rows = tuple((lazy(name), rank, one.word, one.probability) for name, mask in sides for rank, one in enumerate(mask.guesses, 1))
    return Summary(sentence, (), Table(columns, rows), Measure(FIRST_PROBABILITY, both.probability))


def summarize_surprisal(found: SentenceSurprisal) -> Summary:
    """The most surprising word, and the pseudo-perplexity."""
    worst = max(found.words, key=lambda word: word.bits)
    said = N_("“{word}” is the most surprising word: 1 chance in {chances:,.0f} ({bits:.1f} bits); the model expected “{expected}”.")
    chances = 2 ** min(worst.bits, MAX_BITS)
    sentence = lazy(said, word=worst.word, chances=chances, bits=worst.bits, expected=worst.prediction.word)
    perplexity = N_(
        "Pseudo-perplexity {perplexity:.1f}; 1 would be a perfectly predictable text. A word of n bits had a probability of one in 2ⁿ."
    )
    details: list[str] = [lazy(perplexity, perplexity=found.pseudo_perplexity)]
    if found.cut:
        details.append(about_truncation(found.cut))
    columns = (
        Column(N_("word")),
        Column(N_("surprisal in bits"), "bits"),
        Column(N_("expected instead")),
        Column(N_("probability"), "share"),
    )
    rows = tuple((word.word, word.bits, word.prediction.word, word.prediction.probability) for word in found.words)
    return Summary(sentence, tuple(details), Table(columns, rows), Measure(N_("pseudo-perplexity"), found.pseudo_perplexity))


def summarize_replaced_tokens(found: ReplacedTokens) -> Summary:
    """The word that most probably was replaced."""
    worst = max(found.words, key=lambda word: word.probability)
    if worst.probability >= 0.5:
        sentence = lazy("“{word}” was probably replaced: {share:percent}.", word=worst.word, share=worst.probability)
    else:
        said = N_("Probably no word was replaced; the most suspicious is “{word}”, with {share:percent}.")
        sentence = lazy(said, word=worst.word, share=worst.probability)
    columns = (Column(N_("word")), Column(N_("probability that it was replaced"), "share"))
    rows = tuple((word.word, word.probability) for word in found.words)
    return Summary(sentence, (), Table(columns, rows), Measure(N_("probability of the most suspicious word"), worst.probability))
