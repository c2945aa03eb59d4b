"""bertplay in the browser: `streamlit run app.py`.

The server imports this file once, for `app`. To draw a page, Streamlit runs it as a script, which is then called "__main__".
"""

from pathlib import Path

import streamlit as st

from bertplay import ui
from bertplay.i18n import _
from bertplay.server.lifespan import lifespan
from bertplay.server.middleware import middleware
from bertplay.ui.classroom.membership import enter_classroom
from bertplay.ui.components.page import attend_to_page
from bertplay.ui.kit.link import is_fixed, is_presenting
from bertplay.ui.kit.recording import record
from bertplay.ui.language import enter_language, offer_languages, offer_presenter_mode
from bertplay.ui.lesson.add_step import offer_step
from bertplay.ui.lesson.bar import show_lesson
from bertplay.ui.runtime import get_runtime
from bertplay.ui.streamlit_internals import install, keep_history_short

COLUMN_WIDTH = 860
"""Pixels; on a phone, as wide as it is."""
ASSETS = Path(ui.__file__).parent / "assets"


def draw() -> None:
    """Draw the page of the link, with what surrounds every page."""
    install()
    # Before the navigation, whose icons would be sought in the network.
    st.set_page_config(page_icon=ASSETS / "icon.png", layout="wide")
    if not is_presenting():  # without a sidebar it would take a line of its own
        st.logo(ASSETS / "bertplay.svg", icon_image=ASSETS / "icon.png", size="large")

    enter_language()
    page = st.navigation(
        {
            "": [
                st.Page("pages/home.py", title=_("Home"), icon=":material/home:", default=True),
                st.Page("pages/ten_questions.py", title=_("Ten questions"), icon=":material/quiz:"),
            ],
            _("Words"): [
                st.Page("pages/masked_word.py", title=_("Masked word"), icon=":material/password:"),
                st.Page("pages/next_sentence.py", title=_("Next sentence"), icon=":material/low_priority:"),
                st.Page("pages/wordpiece.py", title=_("WordPiece"), icon=":material/content_cut:"),
                st.Page("pages/embeddings.py", title=_("Embeddings"), icon=":material/scatter_plot:"),
            ],
            _("Inside"): [
                st.Page("pages/layers.py", title=_("Layers and attention"), icon=":material/layers:"),
                st.Page("pages/rnn.py", title=_("RNN vs Transformer"), icon=":material/timer:"),
            ],
            _("Learning"): [
                st.Page("pages/pretraining.py", title=_("Pretraining"), icon=":material/school:"),
                st.Page("pages/fine_tuning.py", title=_("Fine-tuning"), icon=":material/model_training:"),
                st.Page("pages/fine_tuned.py", title=_("Fine-tuned models"), icon=":material/label:"),
                st.Page("pages/runs.py", title=_("Runs"), icon=":material/list_alt:"),
            ],
            _("Models"): [
                st.Page("pages/compare.py", title=_("Compare models"), icon=":material/compare:"),
                st.Page("pages/models.py", title=_("Models"), icon=":material/memory:"),
            ],
            _("Teaching"): [
                st.Page("pages/lesson.py", title=_("Lessons"), icon=":material/co_present:"),
                st.Page("pages/classroom.py", title=_("Classroom"), icon=":material/groups:"),
                st.Page("pages/worksheet.py", title=_("Worksheet"), icon=":material/assignment:"),
            ],
        },
        expanded=True,
        position="hidden" if is_fixed() or is_presenting() else "sidebar",
    )
    st.set_page_config(page_title=f"{page.title} · bertplay" if page.url_path else "bertplay")
    record()
    if not (is_fixed() or is_presenting()):
        with st.sidebar:
            offer_languages()
            offer_presenter_mode()
    get_runtime()
    enter_classroom()
    name = page.url_path or "home"
    with st.container(horizontal_alignment="center"), st.container(width="stretch" if is_presenting() else COLUMN_WIDTH):
        ask_in_words = show_lesson(name)
        page.run()
        ask_in_words()
    if not is_presenting():
        offer_step(name)
    attend_to_page()
    keep_history_short()


if __name__ == "__main__":
    draw()
else:
    app = st.App(__file__, middleware=middleware(), lifespan=lifespan)
