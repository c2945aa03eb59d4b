"""How numbers and long texts are written in a worksheet."""

MOST_ROWS = 12
MOST_CELL = 80


def share(probability: float) -> str:
    """Three digits however small: 0.41 -> "41 %", 0.0000123 -> "0.00123 %"."""
    return f"{100 * probability:.3g} %"


def short(text: str, limit: int = MOST_CELL) -> str:
    """The text on one line, cut with a mark when it is long."""
    line = " ".join(text.split())
    return line if len(line) <= limit else f"{line[: limit - 1]}…"
