"""What textbooks claim, tested on the model; the claim that only trainings can test; and the papers behind a card."""

from typing import Literal

import streamlit as st

from bertplay.calls.claims import CHECK_CLAIM
from bertplay.i18n import _, localized
from bertplay.lessons.claims import TextbookClaim, claims
from bertplay.lessons.papers import papers
from bertplay.lessons.ten_questions import Question
from bertplay.results.claims import Claim, Verdict
from bertplay.summaries.claims import VERDICTS
from bertplay.training.jobs import SAMPLE_NAMES
from bertplay.ui.feedback import plain
from bertplay.ui.kit.view import View
from bertplay.ui.runtime import get_run_service

FIRST_DATA = "topics"
"""The data set shown first when several experiments were run."""
COLORS: dict[Verdict, Literal["green", "orange", "gray"]] = {
    Verdict.HOLDS: "green",
    Verdict.DOES_NOT_HOLD: "orange",
    Verdict.CANNOT_BE_TESTED: "gray",
    Verdict.NOT_RUN: "gray",
}


def show_claim(view: View, name: str) -> None:
    """The claim, whether it holds, and the figure from which that follows."""
    claim = claims()[name]
    tested = tested_by_runs(view.model) if claim.by_runs else [("", test(view, claim))]
    with st.container(border=True, gap="xsmall"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown(_("**A textbook claim, tested here**"), width="content")
            for what, one in tested:
                verdict = _(VERDICTS[one.verdict])
                st.badge(_("{what}: {verdict}", what=_(what), verdict=verdict) if what else verdict, color=COLORS[one.verdict])
        st.text(_(claim.says))
        for _what, one in tested:
            st.caption(plain(_("Measured: {figure}.", figure=localized(one.figure)) if is_measured(one) else localized(one.figure)))


def show_papers(question: Question) -> None:
    """Folded away: where what the card claims comes from, a line a paper."""
    with st.expander(_("Sources"), icon=":material/menu_book:"):
        for paper in (papers()[key] for key in question.papers):
            st.markdown(f"{paper.who}: [{paper.title}]({paper.address})")


def is_measured(claim: Claim) -> bool:
    """Whether its figure was measured, and does not say why nothing was."""
    return claim.verdict in {Verdict.HOLDS, Verdict.DOES_NOT_HOLD}


def test(view: View, claim: TextbookClaim) -> Claim:
    """On the model of the page."""
    return view.ask(CHECK_CLAIM(view.model, name=claim.name, samples=claim.samples))


def tested_by_runs(model: str) -> list[tuple[str, Claim]]:
    """(what was trained on, the claim): a row for each experiment; "" where there is only one."""
    from bertplay.runs.experiments.less_data import less_data

    found = less_data(get_run_service().runs(), model)
    if len(found.claims) == 1:
        return [("", found.claims[0])]
    pairs = sorted(zip(found.evidence, found.claims, strict=True), key=lambda pair: pair[0].sample != FIRST_DATA)
    return [(SAMPLE_NAMES[few.sample], claim) for few, claim in pairs]
