"""What the text claims, in its sentences: cards show them, and so does a worksheet, which knows a claim by its name."""

from collections.abc import Mapping

from bertplay.i18n import N_

CLAIMS: Mapping[str, str] = {
    "cut": N_("WordPiece splits “unconstitutionally” into un + constitution + al + ly."),
    "both_sides": N_("BERT uses the words on both sides of a mask at once."),
    "pairs": N_("BERT recognises whether a second sentence continues the first."),
    "rare_words": N_("Rare words are split into frequent tokens."),
    "no_recurrence": N_("BERT has no recurrence: word order comes from the position embeddings alone."),
    "less_data": N_("Fine-tuning needs less data than training from scratch."),
}
"""The name of its test -> the sentence."""
