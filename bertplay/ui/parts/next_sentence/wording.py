"""Figures in words, for the next-sentence page."""

from bertplay.charts.palette import percent
from bertplay.models.catalog import find_model
from bertplay.models.spec import Bundled
from bertplay.results import WindowCut
from bertplay.ui.controls import held_out_accuracy

LABELS = (
    "**Label 0 means “is next”**, label 1 “is not next”. Nearly everybody gets it backwards, because elsewhere 1 means yes. The two "
    "logits become probabilities by softmax, so only their difference counts."
)


def in_words(probability_next: float) -> str:
    """0.97 -> "The second continues the first: 97 %"; 0.03 -> "The second does not continue the first: 97 %"."""
    if probability_next >= 0.5:
        return f"The second continues the first: {percent(probability_next)}"
    return f"The second does not continue the first: {percent(1 - probability_next)}"


def says(is_next: bool) -> str:
    return "it continues" if is_next else "it does not continue"


def about_cut(cut: WindowCut) -> str:
    return f"The two together are longer than this model's window: it saw {cut.kept:,} of {cut.total:,} pieces, the beginnings of both."


def shares_right(model_id: str) -> tuple[tuple[str, float], ...]:
    """(domain, share of held-out pairs judged rightly) of a bundled model; nothing for others."""
    source = find_model(model_id).source
    return held_out_accuracy(source.folder, "next_sentence") if isinstance(source, Bundled) else ()


def how_good(model_id: str) -> str:
    """How often a bundled model is right, where that was measured; nothing for others."""
    shares = shares_right(model_id)
    if not shares:
        return ""
    measured = " and ".join(f"{share:.0%} of pairs in {domain} text" for domain, share in shares)
    return f"On text that it never read, this model is right about {measured}. Half of those pairs are true, half come from two documents."


def how_good_at_order(model_id: str) -> str:
    """How often a bundled model puts two halves of a held-out text in their order; chance is half."""
    shares = shares_right(model_id)
    if not shares:
        return ""
    measured = " and ".join(f"{share:.0%} in {domain} text" for domain, share in shares)
    chance = " That is chance: it has read far too little to know." if all(share < 0.55 for _, share in shares) else ""
    return f"On text that it never read, our ALBERT is right about {measured}.{chance}"
