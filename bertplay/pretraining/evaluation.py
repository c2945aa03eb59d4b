"""How good a model is on held-out documents."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

import torch
from sklearn.metrics import roc_auc_score
from torch.nn.functional import cross_entropy

from bertplay.pretraining.batches import Batch
from bertplay.pretraining.families import Family
from bertplay.pretraining.model import autocast_dtype


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Figures on the held-out text of one domain, all chosen tokens masked.

    loss            nats per masked token
    top1, top5      share of masked tokens that are the first prediction, among the first five
    next_sentence   share of pairs classified correctly (next sentence, or order), half of them true; 0 of 0 where a family has no such task
    masked, pairs   the number of each
    found           of ELECTRA: share of replaced tokens that its discriminator takes for replaced ones; None of other families
    false_alarms    share of the other tokens that it takes for replaced ones
    auc             chance that it finds a replaced token more suspicious than another one (area under the ROC curve)
    """

    loss: float
    top1: float
    top5: float
    next_sentence: float
    masked: int
    pairs: int
    found: float | None = None
    false_alarms: float | None = None
    auc: float | None = None

    def as_json(self) -> dict[str, float]:
        return {name: round(value, 4) for name, value in asdict(self).items() if value is not None}


@torch.inference_mode()
def evaluate(family: Family, model: Any, batches: Iterable[Batch], device: torch.device) -> Evaluation:
    """Evaluate a model on fixed batches."""
    loss = top1 = top5 = right = 0.0
    masked = pairs = 0
    logits, labels = [], []  # of replaced-token detection
    model.eval()
    for batch in (b.to(device) for b in batches):
        with torch.autocast(device.type, dtype=autocast_dtype(device), enabled=autocast_dtype(device) != torch.float32):
            words, verdicts, _, replaced = family.scores(model, batch)
        words = words.float()
        best = words.topk(5).indices == batch.targets[:, None]
        loss += float(cross_entropy(words, batch.targets, reduction="sum"))
        top1 += float(best[:, 0].sum())
        top5 += float(best.sum())
        masked += len(batch.targets)
        if verdicts is not None:
            right += float((verdicts.argmax(-1) == batch.next_labels).sum())
            pairs += int((batch.next_labels >= 0).sum())
        if replaced is not None:
            logits.append(replaced.logits.float().cpu())
            labels.append(replaced.labels.cpu())
    model.train()
    detection = told_apart(torch.cat(logits), torch.cat(labels)) if logits else ()
    return Evaluation(loss / masked, top1 / masked, top5 / masked, right / max(pairs, 1), masked, pairs, *detection)


def told_apart(logits: torch.Tensor, labels: torch.Tensor) -> tuple[float, float, float]:
    """For replaced-token detection, logits and labels [tokens]: recall, false-alarm rate, area under the ROC curve."""
    alarms = logits > 0
    return float(alarms[labels].float().mean()), float(alarms[~labels].float().mean()), float(roc_auc_score(labels, logits))
