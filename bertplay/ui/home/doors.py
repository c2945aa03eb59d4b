"""Three doors: what can be tried, what can be learned, what a teacher finds."""

from bertplay.i18n import _
from bertplay.i18n.descriptions import DESCRIPTIONS
from bertplay.lessons.ten_questions import ten_questions
from bertplay.ui.components.doors import Door, Section, doors
from bertplay.ui.kit import link

TEACHING = ("lesson", "classroom", "worksheet")
NOT_TRIED = ("home", "ten_questions", *TEACHING)


def show_doors() -> None:
    """Links to all pages; a click opens the page in this session, with the language."""
    tried = [door_to(page) for page in DESCRIPTIONS if page not in NOT_TRIED]
    asked = [Door("ten_questions", f"{n}. {_(one.question)}", tab=one.id) for n, one in enumerate(ten_questions(), 1)]
    sections = (
        Section(_("Try"), _("What can I do here? Every page runs a real model on sentences of your own."), tried),
        Section(_("Learn"), _("Ten questions about BERT, each answered by an experiment."), asked),
        Section(
            _("Teach"), _("A lesson for today, a class that answers live, a worksheet to hand in."), [door_to(one) for one in TEACHING]
        ),
    )
    if opened := doors(sections, key="home.doors", label=_("Where to start")):
        link.open_page(opened.page, {link.TAB: opened.tab} if opened.tab else {})


def door_to(page: str) -> Door:
    """A page with its picture and its line."""
    about = DESCRIPTIONS[page]
    return Door(page, _(about.title), _(about.says), picture=page)
