"""How good a model is on documents it has never seen."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass

import torch
from torch.nn.functional import cross_entropy
from transformers import BertForPreTraining

from bertplay.pretraining.batches import Batch
from bertplay.pretraining.model import autocast_dtype, scores


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Figures over held-out text of one domain, every chosen piece replaced by [MASK].

    loss            nats a masked piece
    top1, top5      share of masked pieces that are the first guess, among the first five
    next_sentence   share of pairs judged rightly; half of them are true
    masked, pairs   how many of each were asked
    """

    loss: float
    top1: float
    top5: float
    next_sentence: float
    masked: int
    pairs: int

    def as_json(self) -> dict[str, float]:
        return {name: round(value, 4) for name, value in asdict(self).items()}


@torch.inference_mode()
def evaluate(model: BertForPreTraining, batches: Iterable[Batch], device: torch.device) -> Evaluation:
    """Examine a model on fixed batches."""
    loss = top1 = top5 = right = 0.0
    masked = pairs = 0
    model.eval()
    for batch in (b.to(device) for b in batches):
        with torch.autocast(device.type, dtype=autocast_dtype(device), enabled=autocast_dtype(device) != torch.float32):
            words, verdicts = scores(model, batch)
        words = words.float()
        best = words.topk(5).indices == batch.targets[:, None]
        loss += float(cross_entropy(words, batch.targets, reduction="sum"))
        top1 += float(best[:, 0].sum())
        top5 += float(best.sum())
        masked += len(batch.targets)
        right += float((verdicts.argmax(-1) == batch.next_labels).sum())
        pairs += int((batch.next_labels >= 0).sum())
    model.train()
    return Evaluation(loss / masked, top1 / masked, top5 / masked, right / max(pairs, 1), masked, pairs)
