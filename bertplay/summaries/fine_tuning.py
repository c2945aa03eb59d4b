"""A fine-tuning run in words: its figures over the steps, the reader's own sentences, the [CLS] vectors, the layers."""

from collections.abc import Sequence

from bertplay.i18n import N_, LazyString, joined, lazy
from bertplay.results.training_curves import RunCurves
from bertplay.results.training_events import Evaluated, ProbeAnswer, ProjectedPoint
from bertplay.summaries.base import Column, Measure, Summary, Table

RISE = 0.02
"""In nats: a held-out loss that exceeds the lowest one so far by less than this still counts as lowest."""


def summarize_training(found: RunCurves) -> Summary:
    """How good the model is on held-out examples, beside what it has to beat; whether it is overfitting."""
    if not found.evaluations:
        return Summary(lazy("Nothing has been evaluated yet."))
    last = found.evaluations[-1]
    values = {"share": last.accuracy, "step": last.step, "majority": found.majority_share, "first": found.evaluations[0].accuracy}
    if last.f1 is not None:
        said = N_(
            "After step {step:,} the F1 of entities is {f1:.2f} on held-out sentences; {share:percent} of the words are tagged correctly."
        )
        sentence = lazy(said, f1=last.f1, **values)
    elif found.labels:
        said = N_(
            "After step {step:,} the model classifies {share:percent} of the held-out examples correctly; always predicting the most "
            "frequent label would be right for {majority:percent}."
        )
        sentence = lazy(said, **values)
    else:
        said = N_("After step {step:,} the top-1 accuracy on masked held-out tokens is {share:percent}; it began at {first:percent}.")
        sentence = lazy(said, **values)
    details: list[str] = [about_losses(found)] if last.step else []
    if found.about_texts:
        details.append(found.about_texts)
    if found.steps:
        details.append(lazy("{n:,.0f} examples per second.", n=found.steps[-1].examples_per_second))
    columns = [
        Column(N_("step"), "count"),
        Column(N_("epoch"), "number"),
        Column(N_("training loss"), "number"),
        Column(N_("held-out loss"), "number"),
        Column(N_("accuracy"), "share"),
        *([Column(N_("F1 of entities"), "number")] if last.f1 is not None else []),
    ]
    measure = Measure(N_("accuracy"), last.accuracy) if last.f1 is None else Measure(N_("F1 of entities"), last.f1)
    return Summary(sentence, tuple(details), Table(tuple(columns), tuple(map(evaluation_row, found.evaluations))), measure)


def evaluation_row(point: Evaluated) -> tuple[float | int, ...]:
    """One evaluation."""
    return (point.step, point.epoch, point.train_loss, point.eval_loss, point.accuracy, *([] if point.f1 is None else [point.f1]))


def about_losses(found: RunCurves) -> LazyString:
    """Whether the held-out loss still falls with the training loss, or rises again."""
    last, best = found.evaluations[-1], min(found.evaluations, key=lambda point: point.eval_loss)
    values = {"train": last.train_loss, "held_out": last.eval_loss, "best": best.eval_loss, "step": best.step}
    if last.eval_loss - best.eval_loss <= RISE:
        return lazy(
            "The training loss is {train:.2f} nats and the held-out loss {held_out:.2f}, its lowest so far: what was learned also holds "
            "for examples that the model has not seen.",
            **values,
        )
    return lazy(
        "The held-out loss was lowest at step {step:,}, with {best:.2f} nats; since then it has risen to {held_out:.2f}, while the "
        "training loss is {train:.2f}. The two diverge: the model is overfitting, it learns its examples by heart.",
        **values,
    )


def summarize_probes(found: RunCurves) -> Summary:
    """How many of the reader's own sentences have another prediction than at the first evaluation."""
    first, last = found.evaluations[0], found.evaluations[-1]
    rows = tuple(
        (sentence, prediction(before), prediction(after), lazy("yes") if changed(before, after) else "")
        for sentence, before, after in zip(found.probe_sentences, first.probes, last.probes, strict=True)
    )
    values = {"n": sum(bool(row[-1]) for row in rows), "all": len(rows), "step": last.step}
    if not last.step:
        sentence = lazy("These are the predictions before the training.")
    else:
        sentence = lazy("After step {step:,}, {n} of {all} sentences have a different prediction than before the training.", **values)
    columns = (
        Column(N_("sentence")),
        Column(N_("before the training")),
        Column(N_("now")),
        Column(N_("changed")),
    )
    return Summary(sentence, (), Table(columns, rows), Measure(N_("sentences with a changed prediction"), float(values["n"])))


def summarize_first_probe(found: RunCurves) -> Summary:
    """What the first of the reader's own sentences was classified as before the training and is now, and how good the model has become."""
    first, last = found.evaluations[0], found.evaluations[-1]
    correct = N_("{now:percent} of the held-out examples are classified correctly; before the training it was {start:percent}.")
    said = [lazy(correct, now=last.accuracy, start=first.accuracy)]
    if first.probes and last.probes:
        before, after = first.probes[0], last.probes[0]
        values = {"text": found.probe_sentences[0], "after": prediction(after), "before": lazy(before.best)}
        if changed(before, after):
            said.insert(0, lazy("“{text}” is classified as {after}; before the training it was {before}.", **values))
        else:
            said.insert(0, lazy("“{text}” is still classified as {after}.", **values))
    whole = summarize_training(found)
    return Summary(joined(said), (summarize_movement(found).sentence,) if any(last.layer_movement) else (), whole.table, whole.measure)


def changed(before: ProbeAnswer, after: ProbeAnswer) -> bool:
    """Whether two answers differ: in any tag, or in the most probable label or word."""
    return before.labels != after.labels if after.words else before.best != after.best


def prediction(answer: ProbeAnswer) -> LazyString | str:
    """ "sports (93%)"; of a tagged sentence its entities: "Anna Smith (PER), Oslo (LOC)"."""
    if answer.words:
        entities = entities_of(answer.words, answer.labels)
        return ", ".join(f"{words} ({kind})" for words, kind in entities) or lazy("no entity")
    return lazy("{label} ({share:percent})", label=answer.best, share=answer.probability(answer.best)) if answer.labels else ""


def entities_of(words: Sequence[str], tags: Sequence[str]) -> list[tuple[str, str]]:
    """(("Anna", "Smith", "sings"), ("B-PER", "I-PER", "O")) -> [("Anna Smith", "PER")]"""
    found: list[tuple[str, str]] = []
    before = "O"
    for word, tag in zip(words, tags, strict=False):
        if tag != "O" and tag == f"I-{before[2:]}" and found:
            found[-1] = (f"{found[-1][0]} {word}", found[-1][1])
        elif tag != "O":
            found.append((word, tag[2:]))
        before = tag
    return found


def summarize_vectors(found: RunCurves, index: int) -> Summary:
    """How well the [CLS] vectors are separated by label at one evaluation, beside the first."""
    first, now = found.evaluations[0], found.evaluations[index]
    values = {"before": same_label_share(first.projection), "now": same_label_share(now.projection), "step": now.step}
    if now.step == first.step:
        sentence = lazy("Before the training, {now:percent} of the sentences have a nearest neighbour with the same label.", **values)
    else:
        sentence = lazy(
            "After step {step:,}, {now:percent} of the sentences have a nearest neighbour with the same label; before the training it was "
            "{before:percent}.",
            **values,
        )
    columns = (Column(N_("sentence")), Column(N_("label")), Column("x", "number"), Column("y", "number"))
    rows = tuple((dot.text, dot.label, dot.x, dot.y) for dot in now.projection)
    return Summary(sentence, (), Table(columns, rows), Measure(N_("nearest neighbours with the same label"), values["now"]))


def same_label_share(dots: Sequence[ProjectedPoint]) -> float:
    """The share of points whose nearest other point on the map has the same label; 0 of fewer than two."""
    if len(dots) < 2:
        return 0.0
    same = 0
    for dot in dots:
        nearest = min((other for other in dots if other is not dot), key=lambda other: (other.x - dot.x) ** 2 + (other.y - dot.y) ** 2)
        same += nearest.label == dot.label
    return same / len(dots)


def summarize_movement(found: RunCurves) -> Summary:
    """Which layer has moved most, and which least."""
    last = found.evaluations[-1]
    moved = dict(enumerate(last.layer_movement))
    most, least = max(moved, key=lambda layer: moved[layer]), min(moved, key=lambda layer: moved[layer])
    if moved[most] == 0:
        sentence = lazy("No weight has moved yet.")
    else:
        said = N_(
            "After step {step:,} {most} has moved furthest, by {far:.2%} of the size of its weights, and {least} least, by {near:.2%}."
        )
        values = {"most": part_name(most), "least": part_name(least), "far": moved[most], "near": moved[least]}
        sentence = lazy(said, step=last.step, **values)
    columns = (Column(N_("step"), "count"), Column(N_("part")), Column("|W − W₀| / |W₀|", "number"))
    rows = tuple((point.step, part_name(layer), share) for point in found.evaluations for layer, share in enumerate(point.layer_movement))
    return Summary(sentence, (), Table(columns, rows), Measure(N_("largest movement of a layer"), moved[most]))


def part_name(layer: int) -> LazyString:
    """The embeddings come first."""
    return lazy("layer {layer}", layer=layer) if layer else lazy("the embedding layer")
