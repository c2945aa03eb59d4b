"""Next sentence: does a second sentence continue the first?"""

from bertplay.i18n import N_
from bertplay.ui.kit.page import Page
from bertplay.ui.next_sentence.all_orders import ALL_ORDERS
from bertplay.ui.next_sentence.candidates import CANDIDATES
from bertplay.ui.next_sentence.evaluation import TEST_ON_TEXT
from bertplay.ui.next_sentence.two_sentences import TWO_SENTENCES

Page(
    name="next_sentence",
    title=N_("Next sentence"),
    field=N_("Next-sentence prediction (NSP)"),
    introduction=N_(
        "This was BERT's second training task: given two texts, does the second one really follow the first, or was it taken from "
        "another document? Try it on your own sentences, and find out what BERT learned: their order, or only their topic."
    ),
    tabs=(TWO_SENTENCES, CANDIDATES, TEST_ON_TEXT, ALL_ORDERS),
).draw()
