"""Pretraining: the game that BERT learned from, and how the learning went."""

from bertplay.i18n import N_
from bertplay.ui.kit.page import Page
from bertplay.ui.pretraining.checkpoints import CHECKPOINTS
from bertplay.ui.pretraining.learning_curves import LEARNING_CURVES
from bertplay.ui.pretraining.masking_game import MASKING_GAME
from bertplay.ui.pretraining.mini_pretraining import MINI_PRETRAINING

Page(
    name="pretraining",
    title=N_("Pretraining"),
    field=N_("Self-supervised learning: masked language modelling and next-sentence prediction"),
    introduction=N_(
        "Nobody taught BERT what words mean. It learned from plain text, by playing one game over and over: some tokens are chosen, most "
        "of them are masked, and the model has to predict them. Play it on a text of your own, then see how the bundled models got better "
        "at it."
    ),
    tabs=(MASKING_GAME, CHECKPOINTS, LEARNING_CURVES, MINI_PRETRAINING),
).draw()
