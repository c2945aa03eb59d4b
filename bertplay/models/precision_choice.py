"""Choosing a number format by what the answers allow: a smaller one is taken only if its predictions stay the same."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from bertplay.models.loaded import LoadedModel, Wanted
from bertplay.models.precision import PrecisionReport, candidates
from bertplay.models.spec import Ability

SENTENCES = (
    "The capital of France is [MASK].",
    "She opened the [MASK] and went inside.",
    "He drank a cup of [MASK] before work.",
    "The sun rises in the [MASK].",
    "They sailed across the [MASK] in a small boat.",
    "The king and the [MASK] lived in a castle.",
    "My brother is older than my [MASK].",
    "In winter the lake is covered with [MASK].",
    "The doctor told him to stay in [MASK].",
    "She was born in [MASK] and grew up in London.",
    "Two and two make [MASK].",
    "The river flows [MASK] the town.",
    "He has been [MASK] for three days.",
    "The book was [MASK] by a young woman.",
    "I do not [MASK] what you mean.",
    "The company was founded [MASK] 1905.",
    "The dog ran after the [MASK].",
    "After dinner they sat by the [MASK] and talked.",
    "The war began in the [MASK] of 1914.",
    "He is one of the [MASK] famous painters of his time.",
    "The train leaves at [MASK] in the morning.",
    "It was too dark to [MASK] anything.",
    "The old [MASK] had three windows and a red door.",
    "Nobody knew [MASK] he had come from.",
)


def compare_precisions(reference: LoadedModel, smaller: LoadedModel, sentences: Sequence[str] = SENTENCES) -> PrecisionReport:
    """Let both predict the masked word of each sentence."""
    ours, theirs = top_five(reference, sentences), top_five(smaller, sentences)
    shared = [len(set(a) & set(b)) / 5 for a, b in zip(ours.tolist(), theirs.tolist(), strict=True)]
    return PrecisionReport(smaller.precision, len(sentences), float((ours[:, 0] == theirs[:, 0]).mean()), float(np.mean(shared)))


def top_five(model: LoadedModel, sentences: Sequence[str]) -> npt.NDArray[np.intp]:
    """[sentences, 5] ids of the best predictions at the first mask, best first."""
    outputs = model.forward([model.encode(sentence) for sentence in sentences], Wanted(scores=True))
    scores = np.stack([output.scores[0] for output in outputs if output.scores is not None])
    return np.argsort(-scores, axis=1, kind="stable")[:, :5]


def choose_precision(model: LoadedModel, asked: str = "auto") -> LoadedModel:
    """The model in the configured format; with "auto", in the fastest format whose predictions agree with float32.

    "auto" on a processor with AMX: BERT-base becomes bfloat16 if its predictions stay the same, a model of a few
    million parameters stays float32. Both formats are in memory while they are compared.
    """
    formats = candidates(asked, model.parameters, model.device)
    if len(formats) > 1 and not model.spec.can(Ability.MASKED_WORD):
        return model  # nothing to compare: its vectors are to be those that its authors published
    for precision in formats:
        smaller = model.in_precision(precision)
        if len(formats) == 1 or precision == "float32":
            return smaller
        smaller.precision_report = compare_precisions(model, smaller)
        if smaller.precision_report.is_good:
            return smaller
    return model
