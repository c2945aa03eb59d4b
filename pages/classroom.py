"""A class: open one, or join one."""

from bertplay.i18n import N_
from bertplay.ui.classroom.page import CLASSROOM
from bertplay.ui.kit.page import Page

Page(
    name="classroom",
    title=N_("Classroom"),
    field="",
    introduction=N_(
        "Ask a whole class what the model will predict, before it does. Students guess on their own screens; their guesses are counted "
        "without names, and deleted a day later. The teacher watches the counts grow, and reveals the model's prediction to everyone."
    ),
    tabs=(CLASSROOM,),
).draw()
