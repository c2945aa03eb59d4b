"""Models: what is loaded, what can be downloaded, and the reader's own."""

from bertplay.i18n import N_
from bertplay.ui.kit.page import Page
from bertplay.ui.models.download import DOWNLOAD
from bertplay.ui.models.loaded import LOADED
from bertplay.ui.models.overview import OVERVIEW
from bertplay.ui.models.own import OWN

Page(
    name="models",
    title=N_("Models"),
    field=N_("Model cache and model hub"),
    introduction=N_(
        "Every page can use the models on this machine: the bundled ones, those downloaded from the Hugging Face hub, and your own folders."
    ),
    tabs=(OVERVIEW, DOWNLOAD, OWN, LOADED),
).draw()
