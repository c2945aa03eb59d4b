"""Claims of textbooks in words: whether one holds for a model."""

from bertplay.i18n import N_, lazy
from bertplay.results.claims import Claim, Verdict
from bertplay.summaries.base import Measure, Summary

VERDICTS = {
    Verdict.HOLDS: N_("Holds"),
    Verdict.DOES_NOT_HOLD: N_("Does not hold here"),
    Verdict.CANNOT_BE_TESTED: N_("Cannot be tested with this model"),
    Verdict.NOT_RUN: N_("Not tested yet"),
}


def summarize_claim(found: Claim) -> Summary:
    """The verdict, and the figure from which it follows."""
    sentence = lazy("{verdict}: {figure}.", verdict=lazy(VERDICTS[found.verdict]), figure=found.figure)
    return Summary(sentence, measure=Measure(N_("1 if it holds"), float(found.verdict is Verdict.HOLDS)))
