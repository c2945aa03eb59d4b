"""Home: click a word and BERT predicts it; below it the doors to everything else."""

from bertplay.i18n import N_
from bertplay.ui.home.click_a_word import CLICK_A_WORD
from bertplay.ui.home.doors import show_doors
from bertplay.ui.kit.page import Page

Page(
    name="home",
    title=N_("Home"),
    heading=N_("Click a word. BERT predicts it."),
    field="",
    introduction="",
    tabs=(CLICK_A_WORD,),
    below=show_doors,
).draw()
