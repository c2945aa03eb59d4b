from typing import Any

import pandas as pd

from bertplay.charts.bars import Widths, bars
from bertplay.i18n import _
from bertplay.results import SentenceSurprisal


def surprisal_bars(surprisal: SentenceSurprisal) -> Any:
    """One bar per word, in the order of the sentence: its bits, and the model's own prediction."""
    rows = pd.DataFrame(
        {
            "place": range(1, len(surprisal.words) + 1),
            "word": [word.word for word in surprisal.words],
            "bits": [word.bits for word in surprisal.words],
            "label": [_("{bits:.1f} bits · expected: {word}", bits=word.bits, word=word.prediction.word) for word in surprisal.words],
        }
    )
    description = _("Each word of the sentence as a bar: its surprisal in bits.")
    return bars(rows, "bits", description, Widths(label=180))
