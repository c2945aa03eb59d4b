"""Figures in words, for the next-sentence page."""

from collections.abc import Iterable

from bertplay.models.catalog import find_model
from bertplay.models.spec import Bundled
from bertplay.results import WindowCut
from bertplay.ui.controls import held_out_accuracy, share_in
from bertplay.wording import mark, percent, t

LABELS = mark(
    "**Label 0 means “is next”**, label 1 “is not next”. Nearly everybody gets it backwards, because elsewhere 1 means yes. The two "
    "logits become probabilities by softmax, so only their difference counts."
)
RIGHT, WRONG = mark("It is right."), mark(":orange-badge[It is wrong here.]")
SAID = {True: mark("it continues"), False: mark("it does not continue")}
HOW_GOOD = mark(
    "On text that it never read, this model is right about {measured}. Half of those pairs are true, half come from two documents."
)


def in_words(probability_next: float) -> str:
    """0.97 -> "The second continues the first: 97%"; 0.03 -> "The second does not continue the first: 97%"."""
    if probability_next >= 0.5:
        return t("The second continues the first: {share}", share=percent(probability_next))
    return t("The second does not continue the first: {share}", share=percent(1 - probability_next))


def says(is_next: bool) -> str:
    """A verdict in few words, as a reader or a model gives it."""
    return t(SAID[is_next])


def about_cut(cut: WindowCut) -> str:
    said = mark("The two together are longer than this model's window: it saw {kept:,} of {total:,} pieces, the beginnings of both.")
    return t(said, kept=cut.kept, total=cut.total)


def shares_right(model_id: str) -> tuple[tuple[str, float], ...]:
    """(domain, share of held-out pairs judged rightly) of a bundled model; nothing for others."""
    source = find_model(model_id).source
    return held_out_accuracy(source.folder, "next_sentence") if isinstance(source, Bundled) else ()


def how_good(model_id: str) -> str:
    """How often a bundled model is right, where that was measured; nothing for others."""
    shares = shares_right(model_id)
    if not shares:
        return ""
    measured = in_a_row(t("{share:.0%} of pairs in {domain} text", share=share, domain=t(domain)) for domain, share in shares)
    return t(HOW_GOOD, measured=measured)


def how_good_at_order(model_id: str) -> str:
    """How often a bundled model puts two halves of a held-out text in their order; chance is half."""
    shares = shares_right(model_id)
    if not shares:
        return ""
    measured = in_a_row(share_in(domain, share) for domain, share in shares)
    said = t("On text that it never read, our ALBERT is right about {measured}.", measured=measured)
    is_chance = all(share < 0.55 for _, share in shares)
    return f"{said} {t('That is chance: it has read far too little to know.')}" if is_chance else said


def in_a_row(parts: Iterable[str]) -> str:
    """The figures of each kind of text as one: "81% … and 74% …"."""
    return f" {t('and')} ".join(parts)
