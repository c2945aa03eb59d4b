"""What shows each part of the layers' page."""

from collections.abc import Callable

from bertplay.ui.parts.layers.asked import Asked
from bertplay.ui.parts.layers.attention import show_attention
from bertplay.ui.parts.layers.ledger import show_ledger
from bertplay.ui.parts.layers.order import show_order
from bertplay.ui.parts.layers.switches import show_switches
from bertplay.ui.parts.layers.walk import show_walk

SHOW: dict[str, Callable[[Asked], None]] = {
    "walk": show_walk,
    "attention": show_attention,
    "switches": show_switches,
    "order": show_order,
    "ledger": show_ledger,
}
