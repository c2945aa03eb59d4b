"""Three tutorials below the questions, each one click from a training that is all set."""

import streamlit as st

from bertplay.lessons.tutorials import Tutorial, tutorials
from bertplay.ui.lesson.link import is_fixed
from bertplay.ui.parts.ten_questions.steps import leave_for
from bertplay.wording import mark, t

WHAT = mark(
    "What a model that has read a lot can be taught. Each opens the fine-tuning page with everything set: one more click, and it learns."
)


def show_tutorials() -> None:
    """The three cards side by side; not where a link shows one thing alone."""
    if is_fixed():
        return
    st.header(t("Three tutorials"), anchor=False)
    st.markdown(t(WHAT))
    for place, tutorial in zip(st.columns(3, gap="small"), tutorials(), strict=True):
        with place:
            show_tutorial(tutorial)


def show_tutorial(tutorial: Tutorial) -> None:
    with st.container(border=True, height="stretch", gap="small"):
        st.markdown(f"**{t(tutorial.title)}**")
        st.markdown(t(tutorial.text))
        st.space("stretch")
        if st.button(t("Set it up"), icon=":material/model_training:", width="stretch", key=f"tutorial_{tutorial.id}"):
            leave_for("fine_tuning", tutorial.link)
