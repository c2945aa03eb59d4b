"""The worksheet: what this browser kept, to download."""

from bertplay.i18n import N_
from bertplay.ui.kit.page import Page
from bertplay.ui.worksheet.sheet import SHEET

Page(
    name="worksheet",
    title=N_("Worksheet"),
    field="",
    introduction=N_(
        "The answers that you added on other pages or guessed first, what you wrote in lessons, what you answered in class (if you open "
        "this page on the same day), and your trainings that have finished. "
        "**Whoever uses this browser sees it**: on a machine that you share, download it and then delete it."
    ),
    tabs=(SHEET,),
).draw()
