"""Which layer remembers further: an LSTM and self-attention, trained one after the other to copy the first token of a text."""

from pathlib import Path
from tempfile import TemporaryDirectory

from bertplay.results.recurrence import FirstWord, MemoryComparison
from bertplay.results.training_events import Evaluated, Started, TrainEvent
from bertplay.training.jobs import CopyFirstToken, Layer
from bertplay.training.run_job import run_job


def compare_memory(*, max_length: int = 128, seconds: float = 30.0, seed: int = 0) -> MemoryComparison:
    """Train both layers here, for so many seconds each, on texts of 1 to `max_length` tokens.

    The page does the same in the queue of runs. Raises BadInput for a length or a time out of range.
    """
    return MemoryComparison(tuple(trained(CopyFirstToken(layer, max_length, seconds, seed)) for layer in Layer))


def trained(job: CopyFirstToken) -> FirstWord:
    """Train one layer; its final accuracy at each distance."""
    events: list[TrainEvent] = []
    with TemporaryDirectory() as folder:
        ended = run_job(job, Path(folder), events.append)
    [started, *_] = [event for event in events if isinstance(event, Started)]
    evaluated = [event for event in events if isinstance(event, Evaluated)]
    return FirstWord(
        layer=job.layer.value,
        longest=job.max_distance,
        steps=ended.step,
        seconds=ended.metrics["train_seconds"],
        parameters=started.parameters,
        chance=started.majority_share,
        shares=evaluated[-1].by_distance,
        curve=tuple((event.step, event.accuracy) for event in evaluated),
    )
