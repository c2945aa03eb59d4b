"""The parts of the page that shows the layers from inside: the names they have in a link, and their titles."""

from bertplay.wording import mark

PARTS = {
    "walk": mark("The walk"),
    "attention": mark("Attention"),
    "switches": mark("Switches"),
    "order": mark("Word order"),
    "ledger": mark("The ledger"),
}
NEED_A_TEXT = frozenset({"walk", "attention", "switches"})
