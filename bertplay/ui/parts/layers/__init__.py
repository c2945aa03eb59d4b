"""The parts of the page that shows the layers from inside: the names they have in a link, and their titles."""

PARTS = {
    "walk": "The walk",
    "attention": "Attention",
    "switches": "Switches",
    "order": "Word order",
    "ledger": "The ledger",
}
NEED_A_TEXT = frozenset({"walk", "attention", "switches"})
