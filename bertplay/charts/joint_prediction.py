from typing import Any

import pandas as pd

from bertplay.charts.bars import Widths, bars
from bertplay.i18n import _, percent
from bertplay.results import JointPredictions


def joint_bars(joint: JointPredictions) -> Any:
    """The best combinations for all masks, beside the product of the probabilities that each mask gives these words alone."""
    rows = pd.DataFrame(
        {
            "word": [" · ".join(prediction.words) for prediction in joint.combinations],
            "place": range(1, len(joint.combinations) + 1),
            "probability": [prediction.probability for prediction in joint.combinations],
            "label": [
                percent(prediction.probability) + " · " + _("independently {share}", share=percent(prediction.alone))
                for prediction in joint.combinations
            ],
        }
    )
    description = _("The most probable words for all masks together, as bars with their probabilities.")
    return bars(rows, "probability", description, Widths(word=150, label=175))
