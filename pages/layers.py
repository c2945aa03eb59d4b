"""Layers and attention: what happens to a sentence on its way through the model."""

from bertplay.i18n import N_
from bertplay.ui.kit.page import Page
from bertplay.ui.layers.ablations import ABLATIONS
from bertplay.ui.layers.attention import ATTENTION
from bertplay.ui.layers.attention_steps import ATTENTION_STEPS
from bertplay.ui.layers.head_finder import HEAD_FINDER
from bertplay.ui.layers.layer_by_layer import LAYER_BY_LAYER
from bertplay.ui.layers.parameters import PARAMETERS
from bertplay.ui.layers.word_order import WORD_ORDER

Page(
    name="layers",
    title=N_("Layers and attention"),
    field=N_("Transformer encoder, self-attention"),
    introduction=N_(
        "BERT is a stack of Transformer layers. Every token becomes a vector, and in each layer every vector takes something from the "
        "others through attention. Follow a sentence through the layers, see what the heads attend to, and remove parts of the model."
    ),
    tabs=(LAYER_BY_LAYER, ATTENTION, ATTENTION_STEPS, HEAD_FINDER, ABLATIONS, WORD_ORDER, PARAMETERS),
).draw()
