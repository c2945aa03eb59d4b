"""WordPiece in words: steps, a search, counts, whole words, a vocabulary, tokenizers compared, one trained."""

from bertplay.i18n import N_, LazyString, joined, lazy
from bertplay.results.wordpiece import (
    MissingWords,
    TokenizationSteps,
    TokenizedSample,
    TokenizerComparison,
    TrainedVocabulary,
    VocabularyMakeup,
    VocabularyMatches,
    WordCount,
    WordCounts,
    WordSearch,
)
from bertplay.summaries.base import Column, Measure, Summary, Table

TOKENS = N_("number of tokens")
SCORES = {
    "frequency": N_("score: its frequency"),
    "likelihood": N_("score: gain in log-likelihood, nats"),
    "ratio": N_("score: frequency / (left × right)"),
}
"""What the rules of a training give a pair."""


def summarize_steps(found: TokenizationSteps) -> Summary:
    """How many tokens a text becomes, and how many of its words are split."""
    split = len(found.tokens) - sum(not token.continues_word for token in found.tokens)
    unknown = sum(token.text == found.unknown for token in found.tokens)
    if len(found.words) == 1:
        said = about_one_word(len(found.tokens), is_unknown=unknown > 0)
    elif unknown:
        said = N_("{words:,} words and punctuation marks become {tokens:,} tokens; {unknown:,} of them unknown: {symbol}.")
    elif split:
        said = N_("{words:,} words and punctuation marks become {tokens:,} tokens: rare words are split into several.")
    else:
        said = N_("{words:,} words and punctuation marks become {tokens:,} tokens: the vocabulary has every word as a whole.")
    values = {"words": len(found.words), "tokens": len(found.tokens), "unknown": unknown, "symbol": found.unknown}
    columns = (
        Column(N_("token")),
        Column(N_("id"), "count"),
        Column(N_("start"), "count"),
        Column(N_("end"), "count"),
        Column(N_("characters")),
    )
    rows = tuple((token.text, token.id, token.start, token.end, found.text[token.start : token.end]) for token in found.tokens)
    return Summary(lazy(said, **values), (), Table(columns, rows), Measure(TOKENS, float(len(found.tokens))))


def about_one_word(tokens: int, *, is_unknown: bool) -> str:
    """What becomes of a text of one word."""
    if is_unknown:
        return N_("This word becomes {symbol}: the vocabulary cannot write it.")
    if tokens == 1:
        return N_("This word is one token: the vocabulary has it as a whole.")
    return N_("This word becomes {tokens:,} tokens: the vocabulary does not have it as a whole.")


def summarize_search(found: WordSearch) -> Summary:
    """The tokens that the greedy search finds for one word, and the number of look-ups."""
    failed = sum(not one.is_found for one in found.look_ups)
    if not found.is_known:
        said = N_("“{word}” cannot be written with this vocabulary: after {n:,} look-ups it is {tokens}.")
    elif len(found.tokens) == 1:
        said = N_("“{word}” is in the vocabulary as a whole: one token.")
    else:
        said = N_("“{word}” becomes {tokens}: {n:,} look-ups, of which {failed:,} found nothing.")
    sentence = lazy(said, word=found.word, tokens=" ".join(found.tokens), n=len(found.look_ups), failed=failed)
    columns = (
        Column(N_("look-up"), "count"),
        Column(N_("token")),
        Column(N_("start"), "count"),
        Column(N_("end"), "count"),
        Column(N_("found")),
    )
    rows = tuple((i, one.token, one.start, one.end, lazy("yes") if one.is_found else lazy("no")) for i, one in enumerate(found.look_ups, 1))
    return Summary(sentence, (), Table(columns, rows), Measure(N_("look-ups"), float(len(found.look_ups))))


def summarize_counts(found: WordCounts) -> Summary:
    """How often the rarest word occurs, and how often its rarest token."""
    word = max(found.words, key=lambda one: (len(one.tokens), one.rank or found.total))
    counted = [token for token in word.tokens if token.count is not None]
    occurs = at_most(word, found.listed_from)
    if len(word.tokens) > 1 and counted:
        rarest = min(counted, key=lambda token: token.count or 0)
        said = N_("“{word}” occurs {times} in the training text; even the rarest of its tokens, {token}, occurs {count:,} times.")
        sentence = lazy(said, word=word.word, times=occurs, token=rarest.token, count=rarest.count)
    else:
        sentence = lazy(
            "“{word}” occurs {times} among {total:,} words of the training text.", word=word.word, times=occurs, total=found.total
        )
    columns = (Column(N_("word")), Column(N_("counted")), Column(N_("occurrences"), "count"))
    rows = tuple(
        (one.word, name, count) for one in found.words for name, count in ((one.word, one.count), *((t.token, t.count) for t in one.tokens))
    )
    return Summary(sentence, (), Table(columns, rows), Measure(N_("occurrences of the first word"), float(found.words[0].count or 0)))


def at_most(word: WordCount, listed_from: int) -> str:
    """How often a word occurs: a word that is not listed, at most as often as the rarest one that is."""
    if word.count is None:
        return lazy("at most {n:,} times", n=listed_from)
    return lazy("{n:,} times", n=word.count)


def summarize_missing(found: MissingWords) -> Summary:
    """What a vocabulary of whole words misses, and what WordPiece misses."""
    missing, unknown = (count / found.total if found.total else 0.0 for count in (found.missing, found.unknown))
    said = N_(
        "A vocabulary of {size:,} whole words misses {missing:percent} of this text; WordPiece, with {tokens:,} tokens, {unknown:percent}."
    )
    sentence = lazy(said, size=found.table_size, missing=missing, tokens=found.vocabulary_size, unknown=unknown)
    columns = (
        Column(N_("word")),
        Column(N_("occurrences"), "count"),
        Column(N_("rank among whole words"), "count"),
        Column(N_("WordPiece tokens")),
    )
    rows = tuple((word.word, word.count, word.rank, " ".join(word.tokens)) for word in found.words)
    return Summary(sentence, (), Table(columns, rows), Measure(N_("share of missing words"), missing))


def summarize_matches(found: VocabularyMatches) -> Summary:
    """How many tokens match."""
    if not found.tokens:
        sentence = lazy("No token matches.")
    else:
        sentence = lazy("{n:,} tokens match; the first is {token}.", n=len(found.tokens), token=found.tokens[0])
    columns = (Column(N_("token")), Column(N_("id"), "count"), Column(N_("occurrences in the training text"), "count"))
    rows = tuple(zip(found.tokens, found.ids, found.counts, strict=True))
    return Summary(sentence, (), Table(columns, rows), Measure(N_("tokens that match"), float(len(found.tokens))))


def summarize_makeup(found: VocabularyMakeup) -> Summary:
    """The largest kind of token."""
    largest = max(found.kinds, key=lambda kind: kind.count)
    said = N_("{share:percent} of the {size:,} tokens are of one kind: {kind}.")
    sentence = lazy(said, share=largest.count / found.size, size=found.size, kind=lazy(largest.name))
    columns = (Column(N_("by")), Column(N_("kind")), Column(N_("tokens"), "count"), Column(N_("examples")))
    rows = tuple(
        (lazy(by), lazy(share.name), share.count, " ".join(share.examples))
        for by, shares in ((N_("kind"), found.kinds), (N_("script"), found.scripts))
        for share in shares
    )
    return Summary(sentence, (), Table(columns, rows), Measure(N_("size of the vocabulary"), float(found.size)))


def summarize_comparison(found: TokenizerComparison) -> Summary:
    """Which subword tokenizer needs the fewest and which the most tokens for the first text; those of whole words in the details."""
    details = tuple(lazy("{model}: {reason}", model=model, reason=reason) for model, reason in found.absent)
    if not found.samples:
        return Summary(lazy("None of these tokenizers can be read."), details)
    first = [row for row in found.samples if row.sample == found.samples[0].sample]
    details += tuple(whole_words(row) for row in first if not row.is_split)
    rows = sorted([row for row in first if row.is_split] or first, key=lambda row: row.tokens)
    if rows[0].tokens == rows[-1].tokens:
        said = N_("The number of tokens is the same with every subword tokenizer: {few:,}.")
    elif len(first) == len(found.samples):
        said = N_("Split into subwords, the text takes the fewest tokens with {least} ({few:,}), and the most with {most} ({many:,}).")
    else:
        said = N_("Split into subwords, your text takes the fewest tokens with {least} ({few:,}), and the most with {most} ({many:,}).")
    least, most = (joined([row.model_title for row in rows if row.tokens == end.tokens], ", ") for end in (rows[0], rows[-1]))
    sentence = lazy(said, least=least, few=rows[0].tokens, most=most, many=rows[-1].tokens)
    columns = (
        Column(N_("model")),
        Column(N_("text")),
        Column(N_("characters"), "count"),
        Column(N_("words"), "count"),
        Column(N_("tokens"), "count"),
        Column(N_("tokens per word"), "number"),
        Column(N_("unknown"), "count"),
    )
    return Summary(sentence, details, Table(columns, tuple(map(comparison_row, found.samples))), Measure(TOKENS, float(rows[0].tokens)))


def whole_words(row: TokenizedSample) -> LazyString:
    """What a tokenizer does that splits no word: as many tokens as words and signs, and none for a word that it does not know."""
    said = N_("{model} splits no word: {n:,} words and signs, {unknown:,} of them unknown.")
    return lazy(said, model=row.model_title, n=row.tokens, unknown=row.unknown)


def comparison_row(row: TokenizedSample) -> tuple[str | float | int | None, ...]:
    """One model and one text; Chinese has no words between spaces."""
    by_word = round(row.tokens_per_word, 2) if row.words else None
    return (row.model_title, lazy(row.sample), row.characters, row.words or None, row.tokens, by_word, row.unknown)


def summarize_training(found: TrainedVocabulary) -> Summary:
    """From how many characters, by how many merges."""
    columns = (
        Column(N_("merge"), "count"),
        Column(N_("left")),
        Column(N_("right")),
        Column(N_("new token")),
        Column(N_("frequency"), "count"),
        Column(N_("frequency of left"), "count"),
        Column(N_("frequency of right"), "count"),
        Column(SCORES[found.rule], "number"),
    )
    rows = tuple((i, m.left, m.right, m.token, m.count, m.left_count, m.right_count, m.score) for i, m in enumerate(found.merges, 1))
    if found.merges:
        said = N_("{n:,} merges turn {characters:,} characters into a vocabulary; the first joins {left} and {right}.")
        first = found.merges[0]
        sentence = lazy(said, n=len(found.merges), characters=len(found.alphabet), left=first.left, right=first.right)
    else:
        sentence = lazy("No word of this text has two characters, so there is nothing to merge.")
    return Summary(sentence, (), Table(columns, rows), Measure(N_("merges"), float(len(found.merges))))
