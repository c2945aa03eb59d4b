"""The reader's own sentences, answered while a model learns and afterwards."""

from collections.abc import Sequence

import torch

from bertplay.errors import BadInput
from bertplay.i18n import N_
from bertplay.results.training_events import ProbeAnswer
from bertplay.text import MASK_SPELLING
from bertplay.training.baselines import Baseline
from bertplay.training.data.typed import probe
from bertplay.training.encode import collate
from bertplay.training.evaluator import TOP_K, Evaluator
from bertplay.training.jobs import Task


def answer_probes(evaluator: Evaluator, texts: Sequence[str]) -> tuple[ProbeAnswer, ...]:
    """What the network predicts for each of these sentences now."""
    if not texts:
        return ()
    if evaluator.task is Task.MASKED_WORDS:
        return tuple(fill_mask(evaluator, text) for text in texts)
    examples = [probe(evaluator.task, text) for text in texts]
    predictions = evaluator.predict(evaluator.encode(examples))
    if evaluator.task is Task.ENTITIES:
        found = zip(evaluator.tags(predictions, examples), evaluator.confidences(predictions, examples), examples, strict=True)
        return tuple(ProbeAnswer(tags, shares, example.words) for tags, shares, example in found)
    return tuple(ProbeAnswer(evaluator.labels, tuple(row)) for row in predictions.probabilities.tolist())


def fill_mask(evaluator: Evaluator, text: str) -> ProbeAnswer:
    """The most probable tokens at the first [MASK]."""
    tokenizer = evaluator.tokenizer
    probe(evaluator.task, text)
    ids = tokenizer(MASK_SPELLING.sub(tokenizer.mask_token, text), truncation=True, max_length=evaluator.max_tokens)["input_ids"]
    if tokenizer.mask_token_id not in ids:
        raise BadInput(N_("The [MASK] is beyond the model's context window."), value=text, remedy=N_("Shorten the sentence."))
    batch = collate([{"input_ids": ids, "token_type_ids": [0] * len(ids), "labels": list(ids)}], tokenizer)
    was_training = evaluator.model.training
    evaluator.model.eval()
    with torch.inference_mode():
        logits = evaluator.forward(batch)[0][0, ids.index(tokenizer.mask_token_id)]
    evaluator.model.train(was_training)
    best = logits.softmax(-1).topk(TOP_K)
    return ProbeAnswer(tuple(tokenizer.convert_ids_to_tokens(best.indices.tolist())), tuple(best.values.tolist()))


def baseline_answers(baseline: Baseline, task: Task, texts: Sequence[str]) -> tuple[ProbeAnswer, ...]:
    """What a baseline predicts for each text."""
    answers = []
    for text in texts:
        example = probe(task, text)
        rows = baseline.probabilities([example]).tolist()
        if task is Task.ENTITIES:
            best = [max(range(len(row)), key=row.__getitem__) for row in rows]
            answers.append(ProbeAnswer(tuple(baseline.labels[i] for i in best), tuple(map(max, rows)), example.words))
        else:
            answers.append(ProbeAnswer(baseline.labels, tuple(rows[0])))
    return tuple(answers)
