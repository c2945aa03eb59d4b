"""A fine-tuned model, opened again: whatever its method, it predicts for new texts."""

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file
from torch import nn

from bertplay.errors import BertplayError, ModelLoadFailed
from bertplay.i18n import N_, lazy
from bertplay.models.devices import choose_device, send
from bertplay.models.inspection import inspect_folder
from bertplay.models.tokenizer import open_folder_tokenizer
from bertplay.results.training_events import ProbeAnswer
from bertplay.settings import get_settings
from bertplay.training.baselines import Baseline, open_baseline
from bertplay.training.bilstm import BiLstm
from bertplay.training.evaluator import Evaluator
from bertplay.training.jobs import BASELINES, TRANSFORMERS, Task
from bertplay.training.model_folder import WEIGHTS
from bertplay.training.models import CLASSES, LOCAL, quiet
from bertplay.training.probes import answer_probes, baseline_answers
from bertplay.training.record import RECORD, Record, read_record


class Tuned:
    """A fine-tuned network (`evaluator`) or baseline, with its record."""

    def __init__(self, record: Record, evaluator: Evaluator | None, baseline: Baseline | None) -> None:
        self.record, self.evaluator, self.baseline = record, evaluator, baseline

    def answers(self, texts: Sequence[str]) -> tuple[ProbeAnswer, ...]:
        """One answer for each text; a pair is written "first ||| second". BadInput for what does not fit the task."""
        if self.evaluator is not None:
            return answer_probes(self.evaluator, texts)
        if self.baseline is None:
            raise ModelLoadFailed(N_("Nothing was learned."), remedy=N_("Run it again."))
        return baseline_answers(self.baseline, self.record.task, texts)


def tuned_model(folder: Path) -> Tuned:
    """The model in a folder, opened once as long as its record stays the same. ModelLoadFailed when it is none."""
    read_record(folder)
    return opened(folder, (folder / RECORD).stat().st_mtime_ns)


@lru_cache(maxsize=2)
def opened(folder: Path, stamp: int) -> Tuned:
    """Open a folder; `stamp` is the time it was written, for the cache."""
    return open_tuned(folder)


def open_tuned(folder: Path) -> Tuned:
    """Open folder/model of a run. ModelLoadFailed or UnsafeModel when it is none."""
    record = read_record(folder)
    try:
        if record.method in BASELINES:
            return Tuned(record, None, open_baseline(folder))
        model = open_transformer(record, folder) if record.method in TRANSFORMERS else open_bilstm(record, folder)
        evaluator = Evaluator(
            record.task,
            send(model.eval(), choose_device(get_settings().device)),
            open_folder_tokenizer(folder),
            record.labels,
            record.window,
            record.job.long_texts,
        )
    except BertplayError:
        raise
    except Exception as error:  # whatever a damaged file makes the libraries raise
        problem = lazy("The fine-tuned model cannot be opened: {kind}.", kind=type(error).__name__)
        raise ModelLoadFailed(problem, value=str(folder), remedy=N_("Run it again, or resume it.")) from error
    return Tuned(record, evaluator, None)


def open_transformer(record: Record, folder: Path) -> nn.Module:
    """The network as transformers opens it, after its folder was inspected."""
    quiet()
    inspect_folder(folder)
    auto: Any = CLASSES[record.task]
    model: nn.Module = auto.from_pretrained(folder.absolute(), dtype=torch.float32, use_safetensors=True, **LOCAL)
    return model


def open_bilstm(record: Record, folder: Path) -> nn.Module:
    """The BiLSTM; its sizes are those of its weights."""
    weights = load_file(folder / WEIGHTS)
    vocabulary, hidden = weights["embeddings.weight"].shape
    model = BiLstm(vocabulary, len(record.labels), is_tagger=record.task is Task.ENTITIES, hidden=hidden)
    model.load_state_dict(weights)
    return model
