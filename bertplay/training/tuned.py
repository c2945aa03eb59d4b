"""A finished model, opened again: whatever its method, it answers texts and says how sure it is."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file
from torch import nn

from bertplay.errors import BertplayError, ModelLoadFailed
from bertplay.models.inspection import inspect_folder
from bertplay.training.baselines import Baseline, open_baseline
from bertplay.training.bilstm import BiLstm
from bertplay.training.config import TRANSFORMERS, Method, Task
from bertplay.training.events import OwnAnswer
from bertplay.training.judge import Judge
from bertplay.training.keeping import WEIGHTS
from bertplay.training.models import CLASSES, LOCAL, open_tokenizer, quiet
from bertplay.training.own import answer, own_example
from bertplay.training.record import Record, read_record
from bertplay.wording import later, mark


class Tuned:
    """A model that learned, with its record; `answers` gives what it says."""

    def __init__(self, record: Record, judge: Judge | None, baseline: Baseline | None) -> None:
        self.record, self.judge, self.baseline = record, judge, baseline

    def answers(self, texts: Sequence[str]) -> tuple[OwnAnswer, ...]:
        """One answer for each text; a pair is written "first ||| second". BadInput for what is none of its task."""
        if self.judge is not None:
            return answer(self.judge, texts)
        if self.baseline is None:
            raise ModelLoadFailed(mark("Nothing was learned."), remedy=mark("Run it again."))
        return baseline_answers(self.baseline, self.record.task, texts)


def open_tuned(folder: Path) -> Tuned:
    """Open folder/model of a run. ModelLoadFailed, UnsafeModel when it is none."""
    record = read_record(folder)
    try:
        if record.method in (Method.TFIDF, Method.MAJORITY):
            return Tuned(record, None, open_baseline(folder))
        model = open_transformer(record, folder) if record.method in TRANSFORMERS else open_bilstm(record, folder)
        judge = Judge(record.task, model.eval(), open_tokenizer(folder), record.labels, record.window)
    except BertplayError:
        raise
    except Exception as error:  # whatever a damaged file makes the libraries raise
        problem = later("The fine-tuned model cannot be opened: {kind}.", kind=type(error).__name__)
        raise ModelLoadFailed(problem, value=str(folder), remedy=mark("Run it again, or resume it.")) from error
    return Tuned(record, judge, None)


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
    vocabulary, width = weights["embeddings.weight"].shape
    model = BiLstm(vocabulary, len(record.labels), is_tagger=record.task is Task.ENTITIES, width=width)
    model.load_state_dict(weights)
    return model


def baseline_answers(baseline: Baseline, task: Task, texts: Sequence[str]) -> tuple[OwnAnswer, ...]:
    """What a method without a network says to each text."""
    answers = []
    for text in texts:
        rows = baseline.probabilities([own_example(task, text)]).tolist()
        if task is Task.ENTITIES:
            best = [max(range(len(row)), key=row.__getitem__) for row in rows]
            answers.append(OwnAnswer(tuple(baseline.labels[i] for i in best), tuple(map(max, rows))))
        else:
            answers.append(OwnAnswer(baseline.labels, tuple(rows[0])))
    return tuple(answers)
