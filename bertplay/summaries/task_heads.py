"""What a model with a head for a task predicts, in words: labels, entities, an answer in a passage."""

from collections.abc import Sequence

from bertplay.i18n import N_, LazyString, joined, lazy, number
from bertplay.results.compare import Comparison
from bertplay.results.task_heads import PassageAnswers, TextAnswer, TextAnswers
from bertplay.summaries.base import Cell, Column, Measure, Summary, Table
from bertplay.summaries.compare import compared, grouped, listed

HALF = 0.5
"""A label that may be right by itself is predicted from this probability on."""
WORDS = (Column(N_("word")), Column(N_("tag")), Column(N_("probability"), "share"))
LABELS = (Column(N_("text")), Column(N_("label")), Column(N_("probability"), "share"))
NUMBERS = (Column(N_("text")), Column(N_("label")), Column(N_("value"), "number"))
SPANS = (Column(N_("answer")), Column(N_("probability"), "share"), Column(N_("first character"), "count"))


def summarize_answers(found: TextAnswers) -> Summary:
    """What is predicted for the first text; a row for each label, word or token."""
    first = found.answers[0]
    rows = tuple(row for answer in found.answers for row in answer_rows(answer))
    columns = WORDS if first.words else NUMBERS if found.activation == "none" else LABELS
    said = [prediction_of(first, found.activation), *about_cut(found.answers)]
    measure = Measure(N_("value") if found.activation == "none" else N_("probability"), max(first.probabilities, default=0.0))
    return Summary(joined(said), (), Table(columns, rows), measure)


def prediction_of(answer: TextAnswer, activation: str) -> LazyString | str:
    """The sentence about one text."""
    if answer.words:
        entities = ", ".join(f"{one.text} ({one.kind})" for one in answer.spans)
        return lazy("Named entities: {entities}.", entities=entities) if entities else lazy("No named entity is found.")
    if activation == "none":
        return lazy("Prediction: {value:.2f}.", value=answer.probabilities[0])
    ranked = ranked_labels(answer)
    values = {"label": ranked[0][0], "share": ranked[0][1]} if ranked else {"label": "", "share": 0.0}
    if activation == "sigmoid":
        likely = [lazy("{label} ({share:percent})", label=label, share=share) for label, share in ranked if share >= HALF]
        if likely:
            return lazy("Labels that apply: {labels}.", labels=joined(likely, ", "))
        return lazy("No label reaches 50%; the most probable is {label}, with {share:percent}.", **values)
    return lazy("Prediction: {label}, with {share:percent}.", **values)


def about_cut(answers: Sequence[TextAnswer]) -> list[LazyString]:
    """How much of a text that is longer than the window was read; nothing where all were read whole."""
    cut = [one for one in answers if one.is_cut]
    if not cut:
        return []
    if len(answers) == 1:
        said = N_("The text has {n:,} tokens, more than the context window: the model read {read:,} of them.")
        return [lazy(said, n=cut[0].tokens, read=cut[0].tokens_read)]
    several = N_("{n:,} of {all:,} texts are longer than the context window; only part of each was read.")
    return [lazy(several, n=len(cut), all=len(answers))]


def answer_rows(answer: TextAnswer) -> list[tuple[str, str, float]]:
    """Each word with its tag; or each label, the most probable first."""
    if answer.words:
        return list(zip(answer.words, answer.labels, answer.probabilities, strict=True))
    return [(answer.text, label, share) for label, share in ranked_labels(answer)]


def ranked_labels(answer: TextAnswer) -> list[tuple[str, float]]:
    """The labels with their probabilities, the most probable first."""
    return sorted(zip(answer.labels, answer.probabilities, strict=True), key=lambda one: -one[1])


def summarize_passage(found: PassageAnswers) -> Summary:
    """The best answer, or that there is none; a row for each candidate."""
    best = found.best
    if best is not None:
        said: list[LazyString] = [lazy("The answer is “{answer}”, with {share:percent}.", answer=best.text, share=best.probability)]
    elif found.spans:
        first = found.spans[0]
        sentence = N_("The passage has no answer, with {none:percent}; the most probable one would be “{answer}”, with {share:percent}.")
        said = [lazy(sentence, none=found.no_answer, answer=first.text, share=first.probability)]
    else:
        said = [lazy("The passage has no answer.")]
    if found.windows > 1:
        said.append(lazy("The passage is longer than the context window and was read in {n} overlapping windows.", n=found.windows))
    rows: list[tuple[Cell, ...]] = [(one.text, one.probability, one.start) for one in found.spans]
    rows.append((lazy("no answer"), found.no_answer, None))
    rows.sort(key=lambda row: -float(row[1] or 0.0))
    measure = Measure(N_("probability"), found.spans[0].probability if found.spans else found.no_answer)
    return Summary(joined(said), (), Table(SPANS, tuple(rows)), measure)


def summarize_compared_answers(found: Comparison[TextAnswers]) -> Summary:
    """Whether several models predict the same."""
    columns = (Column(N_("text or word")), Column(N_("label")), Column(N_("probability"), "number"))
    return compared(found, about_answers, columns, lambda one: [row for answer in one.answers for row in answer_rows(answer)])


def about_answers(answers: Sequence[tuple[str, TextAnswers]]) -> str:
    """What each predicts for the first text."""
    if len(answers) == 1:
        return prediction_of(answers[0][1].answers[0], answers[0][1].activation)
    groups = grouped((in_short(one.answers[0], one.activation), title) for title, one in answers)
    if len(groups) == 1:
        return lazy("All {n} models predict the same: {said}.", n=len(answers), said=groups[0][0])
    return lazy("The models predict: {found}.", found=listed(groups))


def in_short(answer: TextAnswer, activation: str) -> str:
    """ "positive", or "Anna Smith (PER), Oslo (LOC)" """
    if answer.words:
        return ", ".join(f"{one.text} ({one.kind})" for one in answer.spans) or "–"
    if activation == "none":
        return number(answer.probabilities[0], ".2f")
    if activation == "sigmoid":
        return ", ".join(label for label, share in ranked_labels(answer) if share >= HALF) or "–"
    return answer.best


def summarize_compared_passages(found: Comparison[PassageAnswers]) -> Summary:
    """Whether several models find the same answer."""
    return compared(found, about_passages, SPANS, lambda one: [(span.text, span.probability, span.start) for span in one.spans])


def about_passages(answers: Sequence[tuple[str, PassageAnswers]]) -> str:
    """The answer of each."""
    if len(answers) == 1:
        return summarize_passage(answers[0][1]).sentence
    groups = grouped((one.best.text if one.best else "–", title) for title, one in answers)
    if len(groups) == 1:
        return lazy("All {n} models give the same answer: “{answer}”.", n=len(answers), answer=groups[0][0])
    return lazy("The models give different answers: {found}.", found=listed(groups))
