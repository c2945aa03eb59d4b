"""Mini-pretraining as one call, without the queue of runs."""

from pathlib import Path
from tempfile import TemporaryDirectory

from bertplay.results.training_curves import RunCurves
from bertplay.results.training_events import TrainEvent
from bertplay.training.curves import curves_of
from bertplay.training.jobs import MiniPretraining
from bertplay.training.run_job import run_job


def pretrain_on_text(text: str, *, sentence: str = "", seconds: float = 60.0, seed: int = 0) -> RunCurves:
    """Pretrain a very small BERT on the text of a file, for so many seconds, and predict the [MASK] of a sentence on the way.

    The page does the same in the queue of runs, which keeps the model. Raises BadInput for a text of fewer than 40 sentences.
    """
    job = MiniPretraining(text, seconds, seed, (sentence,) if sentence else ())
    events: list[TrainEvent] = []
    with TemporaryDirectory() as folder:
        run_job(job, Path(folder), events.append)
    return curves_of(job, events)
