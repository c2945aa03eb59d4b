"""The worksheet: what this browser kept, to download."""

from bertplay.i18n import N_
from bertplay.ui.kit.page import Page
from bertplay.ui.worksheet.sheet import SHEET

Page(
    name="worksheet",
    title=N_("Worksheet"),
    field="",
    introduction=N_(
        "It collects the answers that you added on other pages, your guesses, your answers in lessons and in class (if you open this "
        "page on the same day), and your finished trainings. **Anyone who uses this browser can see it**: on a shared machine, download "
        "it and then delete it."
    ),
    tabs=(SHEET,),
).draw()
