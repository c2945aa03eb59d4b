"""The head that a model was fine-tuned with for a task: which one a folder has, by its config.json and its weights. No torch."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from bertplay.i18n import N_
from bertplay.models.weights import Tensor


class HeadKind(StrEnum):
    """What a head answers, by the name of the task."""

    CLASSIFICATION = "classification"
    ENTITIES = "entities"
    QUESTION_ANSWERING = "question_answering"


HEAD_TITLES = {
    HeadKind.CLASSIFICATION: N_("text classification"),
    HeadKind.ENTITIES: N_("token classification"),
    HeadKind.QUESTION_ANSWERING: N_("question answering"),
}
ARCHITECTURES = {
    "ForSequenceClassification": HeadKind.CLASSIFICATION,
    "ForTokenClassification": HeadKind.ENTITIES,
    "ForQuestionAnswering": HeadKind.QUESTION_ANSWERING,
    "ForQuestionAnsweringSimple": HeadKind.QUESTION_ANSWERING,
}
"""How the name of a class of transformers ends -> its head."""
LAST_LAYER = re.compile(r"(?:classifier(?:\.out_proj)?|logits_proj|(?:qa_classifier\.)?qa_outputs)\.weight")
"""The layer whose rows are the labels, in all families."""


@dataclass(frozen=True, slots=True)
class Head:
    """A head for a task.

    kind         what it answers
    labels       in the order of its logits; of question answering none
    activation   what makes probabilities of logits: "softmax" where one label is right, "sigmoid" where several may be; "none": the
                 only logit is a number (regression)
    """

    kind: HeadKind
    labels: tuple[str, ...]
    activation: str = "softmax"

    @property
    def kinds(self) -> tuple[str, ...]:
        """Of entities, what is tagged: ("LOC", "PER") of B-LOC, I-LOC, B-PER, …"""
        return tuple(dict.fromkeys(kind for _, kind in split_tags(self.labels).values() if kind))


def head_of(config: Mapping[str, Any], tensors: Mapping[str, Tensor]) -> Head | None:
    """The head of a folder; None where its config.json names none that is known here, or its weights have none."""
    kind = next((kind for ending, kind in ARCHITECTURES.items() if named_class(config).endswith(ending)), None)
    last = next((tensor for name, tensor in tensors.items() if LAST_LAYER.fullmatch(name)), None)
    if kind is None or last is None or len(last.shape) != 2:
        return None
    if kind is HeadKind.QUESTION_ANSWERING:
        return Head(kind, ()) if last.shape[0] == 2 else None
    labels = labels_of(config, last.shape[0])
    return Head(kind, labels, activation_of(config, len(labels)) if kind is HeadKind.CLASSIFICATION else "softmax")


def named_class(config: Mapping[str, Any]) -> str:
    """The class of transformers that a config.json names; "" without one."""
    named = config.get("architectures")
    return str(named[0]) if isinstance(named, list) and named else ""


def labels_of(config: Mapping[str, Any], count: int) -> tuple[str, ...]:
    """The name of each label; transformers calls those without a name LABEL_0, LABEL_1, …"""
    names = config.get("id2label")
    known = names if isinstance(names, dict) else {}
    return tuple(str(known.get(str(number), f"LABEL_{number}")) for number in range(count))


def activation_of(config: Mapping[str, Any], count: int) -> str:
    """As the pipelines of transformers: what `problem_type` says, else sigmoid for one label and softmax for several.

    A cross-encoder, which scores how well two texts fit, may say that its one number is to stay as it is.
    """
    kind, cross_encoder = config.get("problem_type"), config.get("sentence_transformers")
    named = cross_encoder.get("activation_fn") if isinstance(cross_encoder, dict) else config.get("sbert_ce_default_activation_function")
    if kind == "regression" or (count == 1 and str(named).endswith("Identity")):
        return "none"
    return "sigmoid" if kind == "multi_label_classification" or count == 1 else "softmax"


TAG = re.compile(r"([BIESLU])[-_](.+)")


def split_tags(labels: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Each tag as (its place in an entity, what kind the entity is of); ("O", "") for a word of none.

    B-PER -> ("B", "PER"), so in IOB1, IOB2, BIOES and BILOU alike. Where not all tags are written so they are plain: PER -> ("I", "PER").
    """
    tags = [tag for tag in labels if tag != "O"]
    parts = {tag: TAG.fullmatch(tag) for tag in tags}
    is_plain = not all(parts.values())
    split = {tag: ("I", tag) if is_plain or match is None else (match[1], match[2]) for tag, match in parts.items()}
    return {**split, "O": ("O", "")}
