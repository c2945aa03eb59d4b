"""What is known of a model before it is loaded. Torch-free: pages and commands read it freely."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from bertplay.wording import mark


class Ability(StrEnum):
    """What a model was trained for. A page offers the models that have what it needs."""

    MASKED_WORD = mark("masked word")
    NEXT_SENTENCE = mark("next sentence")
    SENTENCE_ORDER = mark("sentence order")
    REPLACED_WORD = mark("replaced word")
    EMBEDDING = mark("embedding")
    ATTENTION = mark("attention")
    FINE_TUNING = mark("fine-tuning")


# What each head adds to what every encoder can do.
ENCODER = frozenset({Ability.EMBEDDING, Ability.ATTENTION, Ability.FINE_TUNING})
WORDS = ENCODER | {Ability.MASKED_WORD}
WORDS_AND_PAIRS = WORDS | {Ability.NEXT_SENTENCE}
PAIRS = (Ability.NEXT_SENTENCE, Ability.SENTENCE_ORDER)
"""Two questions about a pair of texts; no model was trained for both."""


class Family(StrEnum):
    """An architecture with its tokenizer; the value is the `model_type` of its config.json."""

    BERT = "bert"
    DISTILBERT = "distilbert"
    ROBERTA = "roberta"
    XLM_ROBERTA = "xlm-roberta"
    CAMEMBERT = "camembert"
    ELECTRA = "electra"
    ALBERT = "albert"
    XLNET = "xlnet"
    MODERNBERT = "modernbert"
    BILSTM = "bertplay-bilstm"
    WORD2VEC = "bertplay-word2vec"


@dataclass(frozen=True, slots=True)
class Bundled:
    """A model that travels with bertplay."""

    folder: Path


@dataclass(frozen=True, slots=True)
class Hub:
    """A model of the Hugging Face hub.

    revision   the commit to download, when it is known for certain; None: the one of the first download,
               which is recorded and used from then on
    """

    repo: str
    revision: str | None = None


@dataclass(frozen=True, slots=True)
class Local:
    """A folder under BERTPLAY_MODELS_DIR."""

    folder: Path


@dataclass(frozen=True, slots=True)
class Run:
    """The model that a fine-tuning run left, under BERTPLAY_RUNS_DIR."""

    folder: Path


Source = Bundled | Hub | Local | Run


@dataclass(frozen=True, slots=True)
class ModelSpec:
    """One model of the catalog.

    id           how links, commands and settings name it: "bert", "bert-base-uncased", "local/mine"
    layers, hidden, parameters (encoder and pooler), max_tokens   0 when not known before it is loaded
    """

    id: str
    title: str
    family: Family
    source: Source
    abilities: frozenset[Ability]
    layers: int
    hidden: int
    parameters: int
    max_tokens: int
    licence: str

    def can(self, ability: Ability) -> bool:
        return ability in self.abilities
