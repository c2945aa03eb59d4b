"""Several fine-tuning runs in words: which method is best, and how few examples are enough."""

from collections import defaultdict
from collections.abc import Mapping
from statistics import mean

from bertplay.i18n import N_, lazy
from bertplay.i18n.methods import METHOD_NAMES
from bertplay.results.few_examples import FewExamples
from bertplay.results.training_curves import ComparedRuns
from bertplay.summaries.base import Column, Measure, Summary, Table


def summarize_comparison(found: ComparedRuns) -> Summary:
    """What each method has reached so far, the best first; the mean where there are several seeds."""
    reached = reached_by(found)
    ranked = sorted(((mean(values), *key) for key, values in reached.items()), reverse=True)
    if not ranked:
        return Summary(lazy("Nothing has been evaluated yet."))
    (best, method, _), *others = ranked
    values = {"method": lazy(METHOD_NAMES[method]), "best": best}
    if not others:
        sentence = lazy("{method}: {best:percent} on held-out examples.", **values)
    else:
        second, second_method, _ = others[0]
        sentence = lazy(
            "Best on held-out examples: {method}, with {best:percent}. Second: {second_method}, with {second:percent}.",
            second_method=lazy(METHOD_NAMES[second_method]),
            second=second,
            **values,
        )
    is_f1 = any(run.evaluations and run.evaluations[-1].f1 is not None for run in found.runs)
    measured = N_("F1 of entities") if is_f1 else N_("accuracy")
    columns = (Column(N_("method")), Column(N_("examples"), "count"), Column(measured, "share"), Column(N_("runs"), "count"))
    rows = tuple((lazy(METHOD_NAMES[method]), examples, score, len(reached[method, examples])) for score, method, examples in ranked)
    details = (lazy("With several seeds, this is their mean."),) if any(len(values) > 1 for values in reached.values()) else ()
    return Summary(sentence, details, Table(columns, rows), Measure(measured, best))


def reached_by(found: ComparedRuns) -> Mapping[tuple[str, int], list[float]]:
    """(method, examples) -> the newest F1 of entities, or accuracy, of each of its runs."""
    reached: dict[tuple[str, int], list[float]] = defaultdict(list)
    for run in found.runs:
        if run.evaluations:
            last = run.evaluations[-1]
            reached[run.method, run.examples].append(last.accuracy if last.f1 is None else last.f1)
    return reached


def summarize_few_examples(found: FewExamples) -> Summary:
    """How many examples the pretrained weights need for what random weights reach with all."""
    scores = {key: mean(values) for key, values in found.scores().items()}
    sizes = sorted({size for _, size in scores})
    methods = list(dict.fromkeys(run.method for run in found.runs))
    pretrained, scratch = by_size(scores, "full"), by_size(scores, "random")
    if not pretrained or not scratch:
        return Summary(lazy("Nothing has been evaluated yet."))
    most = max(scratch)
    least = next((size for size, score in sorted(pretrained.items()) if score >= scratch[most]), None)
    if least is None:
        sentence = lazy(
            "With {most} examples random weights reach {scratch:percent}; the pretrained model does not reach that here.",
            most=most,
            scratch=scratch[most],
        )
    else:
        sentence = lazy(
            "The pretrained model reaches {full:percent} with {least} examples; the same shape with random weights reaches "
            "{scratch:percent} with {most}.",
            full=pretrained[least],
            least=least,
            scratch=scratch[most],
            most=most,
        )
    measured = N_("F1 of entities") if found.measure == "f1" else N_("accuracy")
    columns = (Column(N_("method")), *(Column(lazy("{n} examples", n=size), "share") for size in sizes))
    rows = tuple((lazy(METHOD_NAMES[method]), *(scores.get((method, size)) for size in sizes)) for method in methods)
    details = (lazy("{measure} on held-out examples, the mean of {n} seeds.", measure=lazy(measured), n=found.seeds),)
    return Summary(sentence, details, Table(columns, rows), Measure(measured, max(scores.values())))


def by_size(scores: dict[tuple[str, int], float], method: str) -> dict[int, float]:
    """What one method reached with how many examples."""
    return {size: score for (name, size), score in scores.items() if name == method}
