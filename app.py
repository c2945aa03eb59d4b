"""bertplay in the browser: `streamlit run app.py`."""

from pathlib import Path

import streamlit as st

from bertplay.ui.components.back_button import mend_back_button
from bertplay.ui.components.page_language import tell_page_language
from bertplay.ui.language import enter_language, offer_languages
from bertplay.ui.lesson.bar import show_lesson
from bertplay.ui.lesson.draft import offer_step
from bertplay.ui.lesson.link import is_fixed
from bertplay.ui.noting import enter_page
from bertplay.ui.room.visit import enter_room
from bertplay.ui.runtime import get_runtime
from bertplay.wording import t

ASSETS = Path(__file__).parent / "bertplay" / "ui" / "assets"

st.set_page_config(page_title="bertplay", page_icon=ASSETS / "icon.png", layout="centered")
st.logo(ASSETS / "bertplay.svg", icon_image=ASSETS / "icon.png", size="large")

enter_language()
page = st.navigation(
    {
        "": [st.Page("pages/ten_questions.py", title=t("Ten questions"), icon=":material/home:", default=True)],
        t("Words"): [
            st.Page("pages/masked_word.py", title=t("The masked word"), icon=":material/password:"),
            st.Page("pages/next_sentence.py", title=t("The next sentence"), icon=":material/low_priority:"),
            st.Page("pages/wordpiece.py", title=t("Words into pieces"), icon=":material/content_cut:"),
            st.Page("pages/embeddings.py", title=t("Embeddings"), icon=":material/scatter_plot:"),
        ],
        t("Inside"): [
            st.Page("pages/layers.py", title=t("The layers from inside"), icon=":material/layers:"),
            st.Page("pages/recurrence.py", title=t("Recurrence"), icon=":material/timer:"),
        ],
        t("Learning"): [
            st.Page("pages/pretraining.py", title=t("Pretraining"), icon=":material/school:"),
            st.Page("pages/fine_tuning.py", title=t("Fine-tuning"), icon=":material/model_training:"),
            st.Page("pages/runs.py", title=t("Runs"), icon=":material/list_alt:"),
        ],
        t("Models"): [
            st.Page("pages/compare.py", title=t("Models compared"), icon=":material/compare:"),
            st.Page("pages/model_cache.py", title=t("Models in memory"), icon=":material/memory:"),
        ],
        t("Teaching"): [
            st.Page("pages/lesson.py", title=t("Lessons"), icon=":material/co_present:"),
            st.Page("pages/room.py", title=t("A class"), icon=":material/groups:"),
            st.Page("pages/worksheet.py", title=t("Worksheet"), icon=":material/assignment:"),
        ],
    },
    expanded=True,
    position="hidden" if is_fixed() else "sidebar",
)
enter_page(page.title)
if not is_fixed():
    with st.sidebar:
        offer_languages()
get_runtime()
enter_room()
name = page.url_path or "ten_questions"
show_lesson(name)
page.run()
offer_step(name)
tell_page_language()
mend_back_button()
