"""Pretraining in words: the masking game, predictions at checkpoints, learning curves, a minute of pretraining."""

from bertplay.i18n import N_, LazyString, joined, lazy
from bertplay.results.pretraining import CheckpointPredictions, MaskingGame, MaskingOutcome, PredictionsOverTraining, TrainingLog
from bertplay.results.training_curves import RunCurves
from bertplay.summaries.base import Column, Measure, Summary, Table

OUTCOMES = {MaskingOutcome.MASKED: N_("masked"), MaskingOutcome.RANDOM: N_("replaced"), MaskingOutcome.KEPT: N_("kept")}
TOKENS, TOP_1 = Column(N_("tokens"), "count"), Column(N_("top-1 accuracy"), "share")
RISE = 0.05
"""Nats by which the held-out loss must have risen again before a training is said to overfit."""


def summarize_masking_game(found: MaskingGame) -> Summary:
    """How many of the chosen tokens were predicted correctly, and the one that was missed by most."""
    worst = max(found.chosen, key=lambda token: token.rank)
    values = {"right": found.right, "n": len(found.chosen), "truth": worst.truth.text, "prediction": worst.prediction.word}
    if worst.rank == 1:
        sentence = lazy("The model predicts all {n} chosen tokens correctly.", **values)
    else:
        said = N_("The model predicts {right} of {n} chosen tokens correctly; in place of “{truth}” it predicts “{prediction}”.")
        sentence = lazy(said, **values)
    perplexity = N_(
        "Masked perplexity of this text with this seed: {perplexity:,.1f}, as if the model chose among that many equally probable tokens."
    )
    details: list[str] = [lazy(perplexity, perplexity=found.perplexity)]
    if found.cut:
        said = N_("The text is longer than this model's context window: {kept:,} of {total:,} tokens are used.")
        details.append(lazy(said, kept=found.cut.kept, total=found.cut.total))
    columns = (
        Column(N_("token")),
        Column(N_("masking outcome")),
        Column(N_("input")),
        Column(N_("model's prediction")),
        Column(N_("probability of the token"), "share"),
        Column(N_("rank"), "count"),
    )
    rows = tuple((t.truth.text, lazy(OUTCOMES[t.outcome]), t.shown, t.prediction.word, t.probability, t.rank) for t in found.chosen)
    return Summary(sentence, tuple(details), Table(columns, rows), Measure(N_("masked perplexity"), found.perplexity))


def summarize_checkpoints(found: PredictionsOverTraining) -> Summary:
    """From which checkpoint on the final prediction comes first, and what came first before."""
    last, settled = found.checkpoints[-1], settled_at(found)
    share = last.predictions.masks[0].guesses[0].probability
    values: dict[str, object] = {"word": best_word(last), "share": share}
    if settled == 0:
        sentence = lazy("“{word}” comes first at every checkpoint; at the end it has {share:percent}.", **values)
    else:
        before, first = found.checkpoints[settled - 1], found.checkpoints[settled]
        values |= {"before": best_word(before), "earlier": about_time(before), "tokens": first.tokens / 1e6}
        if first is last:
            said = N_(
                "“{word}” ({share:percent}) comes first only at the end, after {tokens:.0f} million tokens; {earlier} it was “{before}”."
            )
        else:
            said = N_(
                "“{word}” comes first from {tokens:.0f} million tokens on, at the end with {share:percent}; {earlier} it was “{before}”."
            )
        sentence = lazy(said, **values)
    columns = (
        Column(N_("share of the pretraining"), "share"),
        TOKENS,
        Column(N_("rank"), "count"),
        Column(N_("word")),
        Column(N_("probability"), "share"),
    )
    rows = tuple(
        (one.share, one.tokens, rank, guess.word, guess.probability)
        for one in found.checkpoints
        for rank, guess in enumerate(one.predictions.masks[0].guesses, 1)
    )
    return Summary(sentence, (), Table(columns, rows), Measure(N_("probability of the final prediction"), share))


def settled_at(found: PredictionsOverTraining) -> int:
    """The first checkpoint from which on the first prediction is the final one."""
    others = [i for i, one in enumerate(found.checkpoints) if best_word(one) != best_word(found.checkpoints[-1])]
    return others[-1] + 1 if others else 0


def best_word(checkpoint: CheckpointPredictions) -> str:
    """Its first prediction at the first mask."""
    return checkpoint.predictions.masks[0].guesses[0].word


def about_time(checkpoint: CheckpointPredictions) -> LazyString:
    """before any training; at 11% of the training"""
    if not checkpoint.tokens:
        return lazy("before any training")
    return lazy("at {share:percent} of the training", share=checkpoint.share)


def summarize_learning_curves(logs: tuple[TrainingLog, ...]) -> Summary:
    """Every evaluation on held-out text; how far the trainings came in top-1 accuracy on the first kind of text."""
    domain = logs[0].points[0].domain
    columns = (
        Column(N_("model")),
        Column(N_("text")),
        TOKENS,
        Column(N_("loss"), "number"),
        TOP_1,
        Column(N_("sentence pairs"), "share"),
    )
    rows = tuple((log.model, lazy(p.domain), p.tokens, p.loss, p.top1, p.pair) for log in logs for p in log.points)
    return Summary(about_curves(logs, domain, "top1"), (), Table(columns, rows))


def about_curves(logs: tuple[TrainingLog, ...], domain: str, measure: str) -> LazyString:
    """Where the curves end, and that they did not read equally much. measure: "top1", "loss" or "pair"."""
    ends = {log.title: value for log in logs if (value := log.at_end(domain, measure)) is not None}
    worst, best = sorted(ends, key=lambda title: ends[title], reverse=measure == "loss")[:: len(ends) - 1] if len(ends) > 1 else [*ends] * 2
    least, most = min(logs, key=lambda log: log.tokens), max(logs, key=lambda log: log.tokens)
    said = {
        "top1": N_(
            "At the end of their training they predict {worst:percent} ({worst_model}) to {best:percent} ({best_model}) of the "
            "masked tokens correctly."
        ),
        "loss": N_("At the end of their training their losses are between {worst:.2f} ({worst_model}) and {best:.2f} nats ({best_model})."),
        "pair": N_(
            "At the end of their training they classify {worst:percent} ({worst_model}) to {best:percent} ({best_model}) of the "
            "sentence pairs correctly."
        ),
    }
    values = {"worst": ends[worst], "worst_model": worst, "best": ends[best], "best_model": best}
    read = N_("They were trained on different amounts of text: {least} on {fewest:.0f} million tokens, {most} on {tokens:.0f} million.")
    amounts = lazy(read, least=least.title, fewest=least.tokens / 1e6, most=most.title, tokens=most.tokens / 1e6)
    return joined([lazy(said[measure], **values), amounts])


def summarize_trainings(logs: tuple[TrainingLog, ...]) -> Summary:
    """One row a training: how much it read, when it left the plateau, what the decay gained; accuracies are means."""
    columns = (
        Column(N_("model")),
        Column(N_("tokens seen"), "count"),
        Column(N_("majority baseline"), "share"),
        Column(N_("left the plateau")),
        Column(N_("decay starts at"), "count"),
        Column(N_("top-1 then"), "share"),
        Column(N_("top-1 at the end"), "share"),
    )
    rows = tuple(
        (log.title, log.tokens, log.by_frequency, about_plateau(log), log.falls_from, *(log.fall or (None, log.course[-1][1])))
        for log in logs
    )
    alt = lazy("For each model: the tokens it was trained on, where it left the plateau, and its final accuracy.")
    return Summary(alt, table=Table(columns, rows))


def about_plateau(log: TrainingLog) -> LazyString:
    """Where it was left: at 1.2 M; before 30.0 M, when its first evaluation was already past it"""
    first, left = log.course[0][0], log.left_plateau
    if left is None:
        return lazy("not yet")
    said = N_("before {millions:.1f} M tokens") if left == first else N_("at {millions:.1f} M tokens")
    return lazy(said, millions=left / 1e6)


def summarize_mini_pretraining(found: RunCurves) -> Summary:
    """How far the held-out loss fell, and whether it rose again while the training loss went on falling."""
    first, last = found.evaluations[0], found.evaluations[-1]
    best = min(found.evaluations, key=lambda point: point.eval_loss)
    values = {"first": first.eval_loss, "best": best.eval_loss, "step": best.step, "last": last.eval_loss, "train": last.train_loss}
    if last.eval_loss - best.eval_loss > RISE:
        said = N_(
            "The model overfits: the held-out loss is lowest after {step:,} steps ({best:.2f} nats) and ends at {last:.2f}, "
            "while the training loss falls to {train:.2f}."
        )
    else:
        said = N_("The held-out loss has fallen from {first:.2f} to {last:.2f} nats, the training loss to {train:.2f}.")
    about = N_(
        "After step {step:,} ({epoch:.1f} epochs) {share:percent} of the masked tokens in the held-out text are predicted correctly."
    )
    details = (lazy(about, step=last.step, epoch=last.epoch, share=last.accuracy),)
    columns = (
        Column(N_("step"), "count"),
        Column(N_("training loss"), "number"),
        Column(N_("held-out loss"), "number"),
        TOP_1,
        Column(N_("top predictions")),
    )
    rows = tuple(
        (p.step, p.train_loss, p.eval_loss, p.accuracy, " · ".join(p.probes[0].labels) if p.probes else "") for p in found.evaluations
    )
    return Summary(lazy(said, **values), details, Table(columns, rows), Measure(N_("held-out loss"), last.eval_loss))
