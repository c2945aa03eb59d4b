"""WordPiece: how a text becomes the tokens that BERT reads."""

from bertplay.i18n import N_
from bertplay.ui.kit.page import Page
from bertplay.ui.wordpiece.compare_tokenizers import COMPARE
from bertplay.ui.wordpiece.one_word import ONE_WORD
from bertplay.ui.wordpiece.text_to_tokens import TEXT_TO_TOKENS
from bertplay.ui.wordpiece.train import TRAIN
from bertplay.ui.wordpiece.vocabulary import VOCABULARY
from bertplay.ui.wordpiece.why_subwords import WHY_SUBWORDS

Page(
    name="wordpiece",
    title=N_("WordPiece"),
    field=N_("Subword tokenization"),
    introduction=N_(
        "BERT reads tokens. A frequent word is one token, and a rare one is split into several, so that a vocabulary of 30,000 tokens "
        "can write nearly everything. The vocabulary is learned from text; splitting a word is then a simple search."
    ),
    tabs=(TEXT_TO_TOKENS, ONE_WORD, WHY_SUBWORDS, VOCABULARY, COMPARE, TRAIN),
).draw()
