"""Figures in words, for the page of the layers. Plain text."""

from bertplay.results import WindowCut


def about_cut(cut: WindowCut) -> str:
    """That not all of the text was used."""
    return f"This page looks at 128 pieces at most: {cut.kept:,} of the text's {cut.total:,} were used."
