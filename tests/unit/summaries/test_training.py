from bertplay.i18n import localized
from bertplay.results.claims import Claim, Verdict
from bertplay.results.training_curves import RunCurves
from bertplay.results.training_events import Evaluated, ProbeAnswer
from bertplay.summaries.claims import summarize_claim
from bertplay.summaries.fine_tuning import summarize_first_probe

LABELS = ("politics", "science")


def run(*accuracy: float, probes: tuple[tuple[float, float], ...]) -> RunCurves:
    answers = [(ProbeAnswer(LABELS, shares),) for shares in probes]
    points = tuple(
        Evaluated(0.0, step, 1.0, 10, 0.5, 0.5, share, None, (0.01, 0.02), (), answer)
        for step, (share, answer) in enumerate(zip(accuracy, answers, strict=True))
    )
    return RunCurves("full", "full", "full", 0, 128, LABELS, 0.5, 1, (), points, ("A planet.",))


def test_a_sentence_before_and_after() -> None:
    changed = summarize_first_probe(run(0.5, 0.9, probes=((0.6, 0.4), (0.25, 0.75))))
    assert localized(changed.sentence).startswith("“A planet.” is classified as science (75%); before the training it was politics.")
    assert "layer 1 has moved furthest" in localized(changed.details[0])
    same = summarize_first_probe(run(0.5, 0.9, probes=((0.4, 0.6), (0.25, 0.75))))
    assert localized(same.sentence).startswith("“A planet.” is still classified as science (75%).")


def test_a_claim_has_its_verdict_and_its_figure() -> None:
    assert localized(summarize_claim(Claim("bert", "cut", Verdict.DOES_NOT_HOLD, "a = b")).sentence) == "Does not hold here: a = b."
