"""RNN vs Transformer: a layer that reads token after token, against one that compares all tokens at once."""

from bertplay.i18n import N_
from bertplay.ui.kit.page import Page
from bertplay.ui.rnn.left_right_context import LEFT_RIGHT_CONTEXT
from bertplay.ui.rnn.memory import MEMORY
from bertplay.ui.rnn.race import RACE

Page(
    name="rnn",
    title=N_("RNN vs Transformer"),
    field=N_("Recurrent neural networks (LSTM, BiLSTM) and self-attention"),
    introduction=N_(
        "Before BERT, networks read a text token by token and carried a memory along. Self-attention compares all tokens at once and "
        "takes their order from position embeddings. What is gained by that, and what does it cost?"
    ),
    tabs=(RACE, MEMORY, LEFT_RIGHT_CONTEXT),
).draw()
