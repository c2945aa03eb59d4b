"""Several models compared, in words: where they agree, where they differ, and what each answer costs."""

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from bertplay.i18n import N_, LazyString, joined, lazy
from bertplay.results import MaskedWordPredictions, SentenceSurprisal
from bertplay.results.compare import Column as ModelColumn
from bertplay.results.compare import Comparison, ItemScore, Suspicion
from bertplay.results.embeddings import FollowedWord, SentenceComparison
from bertplay.results.next_sentence import BothOrders
from bertplay.summaries import masked_word, next_sentence
from bertplay.summaries.base import Cell, Column, Summary, Table
from bertplay.summaries.embeddings import quoted, summarize_followed
from bertplay.summaries.embeddings import summarize_similarity as summarize_similarity_of_one

R = TypeVar("R")

WORD_START = "Ġ▁"
"""How some tokenizers write the space before a word."""
MODEL = Column(N_("model"))
COST = (
    Column(N_("parameters"), "count"),
    Column(N_("memory, MB"), "bits"),
    Column(N_("number format")),
    Column(N_("time, ms"), "bits"),
)
SAME_VECTOR = 0.001
"""Cosines closer together than this are the same."""
CHANCE = 0.5


def compared(
    found: Comparison[R],
    sentence: Callable[[Sequence[tuple[str, R]]], str],
    columns: Sequence[Column],
    rows_of: Callable[[R], Iterable[tuple[Cell, ...]]],
) -> Summary:
    """The sentence about (title, answer) of the models that answer, a row for each of their figures with its cost, the others' reasons."""
    reasons = tuple(one.reason for one in found.columns if one.measured is None)
    if not found.answers:
        return Summary(lazy("None of these models was trained for this."), reasons)
    rows = tuple((column.title, *row, *cost_of(column)) for column, answer in found.answers for row in rows_of(answer))
    said = sentence([(column.title, answer) for column, answer in found.answers])
    return Summary(said, reasons, Table((MODEL, *columns, *COST), rows))


def cost_of(column: ModelColumn[R]) -> tuple[Cell, ...]:
    """The cells of COST."""
    if column.measured is None:
        return (None,) * len(COST)
    cost = column.measured.cost
    return cost.parameters, cost.bytes / 1e6, cost.precision, cost.milliseconds


def grouped(named: Iterable[tuple[str, str]]) -> list[tuple[str, list[str]]]:
    """The models by what they say: [("door", BERT), ("room", XLNet), ("door", ALBERT)] -> door: BERT, ALBERT; room: XLNet."""
    groups: dict[str, list[str]] = {}
    for said, model in named:
        groups.setdefault(said, []).append(model)
    return list(groups.items())


def listed(groups: Sequence[tuple[str, list[str]]]) -> LazyString:
    """“door” (BERT, ALBERT), “room” (XLNet)"""
    return joined([lazy("“{said}” ({models})", said=said, models=joined(models, ", ")) for said, models in groups], ", ")


def summarize_predictions(found: Comparison[MaskedWordPredictions]) -> Summary:
    """The first prediction of every model at the first mask."""
    columns = (Column(N_("mask"), "count"), Column(N_("rank"), "count"), Column(N_("word")), Column(N_("probability"), "share"))
    return compared(
        found,
        about_predictions,
        columns,
        lambda one: (
            (mask.index + 1, rank, best.word, best.probability) for mask in one.masks for rank, best in enumerate(mask.guesses, 1)
        ),
    )


def about_predictions(answers: Sequence[tuple[str, MaskedWordPredictions]]) -> str:
    """Whether the models predict the same word, and with what probability."""
    if len(answers) == 1:
        return masked_word.summarize_predictions(answers[0][1]).sentence
    first = [(title, one.masks[0].guesses[0]) for title, one in answers]
    words = {title: guess.word.lstrip(WORD_START) for title, guess in first}
    if len({word.casefold() for word in words.values()}) == 1:
        low, high = (pick(first, key=lambda pair: pair[1].probability) for pick in (min, max))
        said = N_("All {n} models predict “{word}”: {most} with {high:percent}, {least} with {low:percent}.")
        shares = {"high": high[1].probability, "low": low[1].probability}
        return lazy(said, n=len(first), word=words[high[0]], most=high[0], least=low[0], **shares)
    named = [(words[title], lazy("{model} {share:percent}", model=title, share=guess.probability)) for title, guess in first]
    return lazy("The models predict different words: {words}.", words=listed(grouped(named)))


def summarize_pairs(found: Comparison[BothOrders]) -> Summary:
    """Which model's answer depends on the order of the two sentences."""
    columns = (Column(N_("question")), Column(N_("as typed"), "share"), Column(N_("swapped"), "share"))
    return compared(
        found,
        about_pairs,
        columns,
        lambda one: [(lazy(next_sentence.QUESTIONS[one.question]), one.as_typed, one.swapped)],
    )


def about_pairs(answers: Sequence[tuple[str, BothOrders]]) -> str:
    """Whose answer changes when the two are swapped."""
    changed = [(title, one) for title, one in answers if abs(one.as_typed - one.swapped) >= next_sentence.SAME]
    others = [title for title, one in answers if abs(one.as_typed - one.swapped) < next_sentence.SAME]
    if not changed:
        return lazy("No model's answer changes much when the two sentences are swapped: their order hardly matters here.")
    said = N_("{model} ({typed:percent} as typed, {swapped:percent} swapped)")
    named = joined([lazy(said, model=title, typed=one.as_typed, swapped=one.swapped) for title, one in changed], ", ")
    if not others:
        return lazy("Swapping the two sentences changes the answer of every model: {models}.", models=named)
    sentence = N_("Swapping the two sentences changes the answer of {models}; it makes hardly any difference to {others}.")
    return lazy(sentence, models=named, others=joined(others, ", "))


def summarize_similarity(found: Comparison[SentenceComparison]) -> Summary:
    """Which sentence each model finds the most similar."""
    columns = (
        Column(N_("sentence")),
        Column(N_("cosine"), "number"),
        Column(N_("centred cosine"), "number"),
        Column(N_("centred cosine, unrelated sentences: 95% are below"), "number"),
    )
    return compared(
        found,
        about_similarity,
        columns,
        lambda one: ((near.text, near.cosine, near.centred, one.baseline_centred.high) for near in one.nearest),
    )


def about_similarity(answers: Sequence[tuple[str, SentenceComparison]]) -> str:
    """Whether the models agree on it."""
    if len(answers) == 1 or not all(one.nearest for _, one in answers):
        return summarize_similarity_of_one(answers[0][1]).sentence
    groups = grouped((quoted(one.nearest[0].text), title) for title, one in answers)
    if len(groups) == 1:
        return lazy("All {n} models rank “{text}” as the most similar sentence.", n=len(answers), text=groups[0][0])
    return lazy("The models rank different sentences as the most similar: {sentences}.", sentences=listed(groups))


def summarize_word(found: Comparison[FollowedWord]) -> Summary:
    """In which sentence the word is most similar to the first."""
    columns = (
        Column(N_("sentence number"), "count"),
        Column(N_("sentence")),
        Column(N_("cosine at the last layer"), "number"),
        Column(N_("cosine, random words"), "number"),
    )
    return compared(
        found,
        about_word,
        columns,
        lambda one: (
            (number, text, cosine, one.baselines[-1].mean)
            for number, text, cosine in zip(one.numbers[1:], one.sentences[1:], one.cosines[-1], strict=True)
        ),
    )


def about_word(answers: Sequence[tuple[str, FollowedWord]]) -> str:
    """Whether the models agree on it; a static vector is the same in every sentence."""
    static = [title for title, one in answers if max(one.cosines[-1]) - min(one.cosines[-1]) < SAME_VECTOR]
    others = [(title, one) for title, one in answers if title not in static]
    if len(answers) == 1 and others:
        return summarize_followed(answers[0][1]).sentence
    said = []
    for number, models in grouped((str(nearest_number(one)), title) for title, one in others):
        near = N_("sentence {number} for {models}")
        said.append(lazy(near, number=number, models=joined(models, ", ")))
    if static:
        said.append(lazy("all are the same for {models}", models=joined(static, ", ")))
    first = answers[0][1]
    return lazy("Nearest to “{word}” in sentence {first}: {found}.", word=first.word, first=first.numbers[0], found=joined(said, "; "))


def nearest_number(one: FollowedWord) -> int:
    """The number of the sentence whose word is most similar to that of the first, at the last layer."""
    last = one.cosines[-1]
    return one.numbers[1 + max(range(len(last)), key=last.__getitem__)]


def summarize_suspicion(found: Comparison[Suspicion]) -> Summary:
    """Which word each model finds the most suspicious."""
    columns = (Column(N_("word")), Column(N_("surprisal in bits"), "bits"), Column(N_("probability that it was replaced"), "share"))
    return compared(
        found,
        about_suspicion,
        columns,
        suspicion_rows,
    )


def suspicion_rows(one: Suspicion) -> Iterable[tuple[Cell, ...]]:
    """A row for each word: in bits by a masked language model, as a probability by a discriminator."""
    is_bits = isinstance(one, SentenceSurprisal)
    return ((word, value if is_bits else None, None if is_bits else value) for word, value in suspicions(one))


def suspicions(one: Suspicion) -> list[tuple[str, float]]:
    """(word, bits or probability of having been replaced)"""
    if isinstance(one, SentenceSurprisal):
        return [(word.word, word.bits) for word in one.words]
    return [(word.word, word.probability) for word in one.words]


def about_suspicion(answers: Sequence[tuple[str, Suspicion]]) -> str:
    """Whether the models suspect the same word."""
    groups = grouped((max(suspicions(one), key=lambda pair: pair[1])[0], title) for title, one in answers)
    if len(groups) == 1:
        return lazy("“{word}” is the most suspicious word for {models}.", word=groups[0][0], models=joined(groups[0][1], ", "))
    return lazy("The models suspect different words: {words}.", words=listed(groups))


def summarize_items(found: Comparison[ItemScore]) -> Summary:
    """Which model does best, beside chance; a row for each model."""
    columns = (
        Column(N_("top-1 accuracy"), "share"),
        Column(N_("prefers the answer"), "share"),
        Column(N_("median rank"), "bits"),
        Column(N_("answers of several tokens"), "count"),
        Column(N_("surprisal in bits"), "bits"),
    )
    return compared(
        found,
        about_items,
        columns,
        lambda one: [(one.accuracy, one.preferred, one.median_rank, one.several, one.bits)],
    )


def about_items(answers: Sequence[tuple[str, ItemScore]]) -> str:
    """The best and the worst model by the share in which the answer is preferred, where there are other words; by accuracy otherwise."""
    has_other = all(one.preferred is not None for _, one in answers)
    scored = [((one.preferred or 0.0) if has_other else one.accuracy, title) for title, one in answers]
    (high, best), (low, worst) = max(scored, key=lambda pair: pair[0]), min(scored, key=lambda pair: pair[0])
    values = {"n": len(answers[0][1].items), "high": high, "best": best, "low": low, "worst": worst, "chance": CHANCE}
    if not has_other:
        if not high:
            return lazy("The answer is not the first prediction of any model in any of the {n} sentences.", **values)
        if len(answers) == 1:
            return lazy("{best} predicts the answer first in {high:percent} of {n} sentences.", **values)
        said = N_("{best} predicts the answer first in {high:percent} of {n} sentences, {worst} in {low:percent}.")
        return lazy(said, **values)
    if len(answers) == 1:
        return lazy("{best} prefers the answer in {high:percent} of {n} sentences; chance would give {chance:.0%}.", **values)
    said = N_("{best} prefers the answer in {high:percent} of {n} sentences, {worst} in {low:percent}; chance would give {chance:.0%}.")
    return lazy(said, **values)


def item_table(found: Comparison[ItemScore]) -> Table:
    """Every sentence with the prediction of each model."""
    columns = (
        MODEL,
        Column(N_("sentence")),
        Column(N_("answer")),
        Column(N_("alternative")),
        Column(N_("prediction")),
        Column(N_("rank"), "count"),
        Column(N_("surprisal in bits"), "bits"),
        Column(N_("surprisal of the alternative"), "bits"),
        Column(N_("prefers the answer")),
    )
    rows = tuple(
        (column.title, one.item.text, one.item.answer, one.item.other, one.prediction, one.rank, one.bits, one.other_bits, preferred)
        for column, score in found.answers
        for one in score.items
        for preferred in (None if one.prefers is None else lazy("yes") if one.prefers else lazy("no"),)
    )
    return Table(columns, rows)
