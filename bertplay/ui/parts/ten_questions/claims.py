"""What the book says, what the model does, and the trainings that tell, where no answer of a model can."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import streamlit as st

from bertplay.lessons.claims import ClaimSaid, claims
from bertplay.results.claims import Claim, Stamp
from bertplay.results.few_examples import FewExamples
from bertplay.training.config import SAMPLE
from bertplay.ui import state
from bertplay.ui.feedback import plain
from bertplay.ui.parts.fine_tuning.wording import duration, joined
from bertplay.ui.parts.ten_questions.steps import leave_for
from bertplay.ui.runtime import get_backend, get_desk
from bertplay.wording import mark, t

if TYPE_CHECKING:
    from bertplay.runs.less_data import LessData

STAMPS = {
    Stamp.HOLDS: ("green", mark("holds")),
    Stamp.DOES_NOT_HOLD: ("orange", mark("does not hold here")),
    Stamp.CANNOT_BE_TESTED: ("gray", mark("cannot be tested with this model")),
    Stamp.NOT_RUN: ("gray", mark("cannot be tested yet")),
}


def show_claim(model: str, name: str) -> None:
    """Tested now, on this model, or judged by trainings."""
    said = claims()[name]
    with st.container(border=True, gap="xsmall"):
        if said.by_runs:
            show_judged(model, said)
        else:
            claim = ask_model(model, said)
            show_book(said, [(t(STAMPS[claim.stamp][1]), claim.stamp)])
            say_measured(claim, mark("The model does: {figure}."))


def show_book(said: ClaimSaid, stamps: Sequence[tuple[str, Stamp]]) -> None:
    """The sentence of the book, and a stamp for each test of it: its words, and what it is."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(t("**The book says**"), width="content")
        for words, stamp in stamps:
            st.badge(words, color=STAMPS[stamp][0])  # type: ignore[arg-type]  # one of the colours
    st.text(t(said.says))


def say_measured(claim: Claim, says: str) -> None:
    """What was measured, or why nothing was."""
    is_measured = claim.stamp in (Stamp.HOLDS, Stamp.DOES_NOT_HOLD)
    st.text(plain(t(says, figure=t(claim.figure)) if is_measured else t(claim.figure)))


def ask_model(model: str, said: ClaimSaid) -> Claim:
    from bertplay.tasks.claims import check_claim

    return get_backend().call(model, check_claim, said.name, said.samples)


def show_judged(model: str, said: ClaimSaid) -> None:
    """The claim that only trainings can judge, their figures, and the way to them."""
    from bertplay.runs.less_data import less_data

    found = less_data(get_desk().runs(), model)
    show_book(said, stamps_of(found))
    says = mark("Trainings that travel with bertplay: {figure}.") if found.is_stored else mark("The trainings here say: {figure}.")
    for claim in found.claims:
        say_measured(claim, says)
    if found.judged_by:
        with st.expander(t("The trainings behind it"), icon=":material/stacked_line_chart:"):
            for few in found.judged_by:
                show_trainings(few, found.is_stored)
    show_way(found)


def stamps_of(found: "LessData") -> list[tuple[str, Stamp]]:
    """A stamp for each sample set that was tried, under its name when there are several."""
    from bertplay.runs.names import SOURCES

    if len(found.claims) == 1:
        return [(t(STAMPS[claim.stamp][1]), claim.stamp) for claim in found.claims]
    tried = zip(found.judged_by, found.claims, strict=True)
    return [(t("{what}: {said}", what=t(SOURCES[few.sample]), said=t(STAMPS[one.stamp][1])), one.stamp) for few, one in tried]


def show_trainings(few: FewExamples, is_stored: bool) -> None:
    """All methods over the examples that they learned from."""
    from bertplay.charts.training_compare import efficiency_lines
    from bertplay.runs.names import METHODS, SOURCES
    from bertplay.ui.figure import draw

    st.markdown(f"**{t(SOURCES[few.sample])}**")
    draw(efficiency_lines(few, {method.value: t(name) for method, name in METHODS.items()}), key=f"few_{few.sample}")
    seconds = sum(run.seconds for run in few.runs)
    about = t("{n} trainings, {duration} in all; each line is the mean of the seeds.", n=len(few.runs), duration=duration(seconds))
    stored = t("Stored: made beforehand with these very weights by bertplay {version}.", version=few.version) if is_stored else ""
    st.caption(joined(about, stored))


def show_way(found: "LessData") -> None:
    """To the experiment that is here, or to where it is started, with the same settings."""
    if found.experiment:
        label, link = t("See the experiment"), {state.EXPERIMENT: found.experiment}
    elif found.judged_by:
        few = found.judged_by[0]
        label, link = t("Repeat it on the fine-tuning page"), {state.TUNING_DATA: SAMPLE + few.sample, state.TUNING_SEEDS: str(few.seeds)}
    else:
        label, link = t("Open the fine-tuning page"), {}
    if st.button(label, icon=":material/open_in_new:", type="tertiary", key="card_runs"):
        leave_for("fine_tuning", link)
