"""Fine-tuned models: models with a head for a task, asked one text or a whole file."""

from bertplay.i18n import N_
from bertplay.ui.fine_tuned.apply import APPLY
from bertplay.ui.fine_tuned.ask import ASK
from bertplay.ui.kit.page import Page

Page(
    name="fine_tuned",
    title=N_("Fine-tuned models"),
    field=N_("Text classification, token classification, question answering"),
    introduction=N_(
        "Try a model that was fine-tuned for a task on new texts: one that you trained here, or any other from a folder or the hub. It "
        "labels a text, finds the names in it, or marks the answer to a question in a passage."
    ),
    tabs=(ASK, APPLY),
).draw()
