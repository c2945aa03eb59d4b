"""What the text claims, in its sentences: cards show them, and so does a worksheet, which knows a claim by its name."""

from collections.abc import Mapping

from bertplay.wording import mark

CLAIMS: Mapping[str, str] = {
    "cut": mark("WordPiece cuts unconstitutionally into un + constitution + al + ly."),
    "both_sides": mark("The model uses the words on both sides of a gap at once."),
    "pairs": mark("The model recognises whether a second sentence continues the first."),
    "rare_words": mark("Rare words fall into pieces that are frequent."),
    "no_recurrence": mark("There is no recurrence in it: order comes from the position embeddings alone."),
    "less_data": mark("Fine-tuning needs less data than training from scratch."),
}
"""The name of its test -> the sentence."""
