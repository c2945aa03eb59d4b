"""bertplay in the browser: `streamlit run app.py`."""

from pathlib import Path

import streamlit as st

from bertplay.ui.lesson.bar import show_lesson
from bertplay.ui.lesson.draft import offer_step
from bertplay.ui.lesson.link import is_fixed
from bertplay.ui.noting import enter_page
from bertplay.ui.room.visit import enter_room
from bertplay.ui.runtime import get_runtime

ASSETS = Path(__file__).parent / "bertplay" / "ui" / "assets"

st.set_page_config(page_title="bertplay", page_icon=ASSETS / "icon.png", layout="centered")
st.logo(ASSETS / "bertplay.svg", icon_image=ASSETS / "icon.png", size="large")

page = st.navigation(
    {
        "": [st.Page("pages/ten_questions.py", title="Ten questions", icon=":material/home:", default=True)],
        "Words": [
            st.Page("pages/masked_word.py", title="The masked word", icon=":material/password:"),
            st.Page("pages/next_sentence.py", title="The next sentence", icon=":material/low_priority:"),
            st.Page("pages/wordpiece.py", title="Words into pieces", icon=":material/content_cut:"),
            st.Page("pages/embeddings.py", title="Embeddings", icon=":material/scatter_plot:"),
        ],
        "Inside": [
            st.Page("pages/layers.py", title="The layers from inside", icon=":material/layers:"),
            st.Page("pages/recurrence.py", title="Recurrence", icon=":material/timer:"),
        ],
        "Learning": [
            st.Page("pages/pretraining.py", title="Pretraining", icon=":material/school:"),
            st.Page("pages/fine_tuning.py", title="Fine-tuning", icon=":material/model_training:"),
            st.Page("pages/runs.py", title="Runs", icon=":material/list_alt:"),
        ],
        "Models": [
            st.Page("pages/compare.py", title="Models compared", icon=":material/compare:"),
            st.Page("pages/model_cache.py", title="Models in memory", icon=":material/memory:"),
        ],
        "Teaching": [
            st.Page("pages/lesson.py", title="Lessons", icon=":material/co_present:"),
            st.Page("pages/room.py", title="A class", icon=":material/groups:"),
            st.Page("pages/worksheet.py", title="Worksheet", icon=":material/assignment:"),
        ],
    },
    expanded=True,
    position="hidden" if is_fixed() else "sidebar",
)
enter_page(page.title)
get_runtime()
enter_room()
name = page.url_path or "ten_questions"
show_lesson(name)
page.run()
offer_step(name)
