"""Figures in words, for the page of the layers. Plain text."""

from bertplay.results import WindowCut
from bertplay.wording import t


def about_cut(cut: WindowCut) -> str:
    """That not all of the text was used."""
    return t("This page looks at 128 pieces at most: {kept:,} of the text's {total:,} were used.", kept=cut.kept, total=cut.total)
