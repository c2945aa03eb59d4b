"""Fine-tuning: a model learns the reader's examples before their eyes, and the run does not die with the page."""

from bertplay.i18n import N_
from bertplay.ui.fine_tuning.comparison import COMPARISON
from bertplay.ui.fine_tuning.curves import CURVES
from bertplay.ui.fine_tuning.forgetting import FORGETTING
from bertplay.ui.fine_tuning.layers import LAYERS
from bertplay.ui.fine_tuning.mistakes import MISTAKES
from bertplay.ui.fine_tuning.sentences import SENTENCES
from bertplay.ui.fine_tuning.train import TRAIN
from bertplay.ui.fine_tuning.try_it import TRY_IT
from bertplay.ui.fine_tuning.vectors import VECTORS
from bertplay.ui.kit.page import Page

Page(
    name="fine_tuning",
    title=N_("Fine-tuning"),
    field=N_("Transfer learning: a pretrained encoder with a new head"),
    introduction=N_(
        "A pretrained BERT knows the language but no task. Give it a few hundred examples, and it learns one in a minute: a small new "
        "layer is added on top of [CLS], and all the weights below are adjusted a little. Start the training and watch."
    ),
    tabs=(TRAIN, COMPARISON, CURVES, SENTENCES, VECTORS, LAYERS, MISTAKES, TRY_IT, FORGETTING),
).draw()
