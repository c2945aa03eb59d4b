"""What is known about a model before it is loaded. No torch, so pages and commands can import it freely."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from bertplay.i18n import N_
from bertplay.models.heads import Head


class Ability(StrEnum):
    """What a model was trained for. A page offers the models with the abilities it needs."""

    MASKED_WORD = N_("masked word")
    NEXT_SENTENCE = N_("next sentence")
    SENTENCE_ORDER = N_("sentence order")
    REPLACED_WORD = N_("replaced word")
    EMBEDDING = N_("embedding")
    ATTENTION = N_("attention")
    FINE_TUNING = N_("fine-tuning")
    TASK_HEAD = N_("a task that it was fine-tuned for")


# What each head adds to what every encoder can do.
ENCODER = frozenset({Ability.EMBEDDING, Ability.ATTENTION, Ability.FINE_TUNING})
WORDS = ENCODER | {Ability.MASKED_WORD}
WORDS_AND_PAIRS = WORDS | {Ability.NEXT_SENTENCE}
PAIRS = (Ability.NEXT_SENTENCE, Ability.SENTENCE_ORDER)
"""Two questions about a pair of texts; no model was trained for both."""


class Family(StrEnum):
    """An architecture with its tokenizer; the value is the `model_type` of its config.json, but of the one that stands for several."""

    BERT = "bert"
    DISTILBERT = "distilbert"
    ROBERTA = "roberta"
    XLM_ROBERTA = "xlm-roberta"
    CAMEMBERT = "camembert"
    ELECTRA = "electra"
    ALBERT = "albert"
    XLNET = "xlnet"
    MODERNBERT = "modernbert"
    OTHER = "other"
    BILSTM = "bertplay-bilstm"
    WORD2VEC = "bertplay-word2vec"


NORMALIZE = "normalize"


@dataclass(frozen=True, slots=True)
class SentencePooling:
    """How the authors of a sentence-transformers model compute a sentence vector.

    modes           "mean", "cls", "max", … of the last layer; several are put side by side
    steps           what follows: NORMALIZE, scaled to length 1, or the folder of a linear layer, "2_Dense"
    max_tokens      no more of a text are read; 0: as many as fit
    prompt          what goes before every text
    is_lower_case   texts are written in lower case first
    unknown         a step that is not known here: then nothing of this can be computed but max_tokens
    """

    modes: tuple[str, ...]
    steps: tuple[str, ...] = ()
    max_tokens: int = 0
    prompt: str = ""
    is_lower_case: bool = False
    unknown: str = ""


@dataclass(frozen=True, slots=True)
class Bundled:
    """A bundled model."""

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
    """A folder under BERTPLAY_MODELS_DIR. written: when its newest file was, in nanoseconds: another model may get its name."""

    folder: Path
    written: int = 0


@dataclass(frozen=True, slots=True)
class Run:
    """The model of a fine-tuning run, under BERTPLAY_RUNS_DIR. written: as for Local; a resumed run replaces its model."""

    folder: Path
    written: int = 0


WeightsSource = Bundled | Hub | Local | Run


@dataclass(frozen=True, slots=True)
class ModelSpec:
    """One model of the catalog.

    id           how links, commands and settings name it: "bert", "bert-base-uncased", "local/mine"
    layers, hidden, parameters (encoder and pooler), max_tokens   0 when not known before it is loaded
    pooling      how its authors make one vector of a sentence; None where they do not say
    head         for a task that it was fine-tuned for; None of a model that was only pretrained
    """

    id: str
    title: str
    family: Family
    source: WeightsSource
    abilities: frozenset[Ability]
    layers: int
    hidden: int
    parameters: int
    max_tokens: int
    licence: str
    pooling: SentencePooling | None = None
    head: Head | None = None

    @property
    def default_pooling(self) -> str:
        """The pooling to begin with: as its authors pool, or else the mean of all tokens."""
        return "published" if self.pooling and not self.pooling.unknown else "mean"

    def can(self, ability: Ability) -> bool:
        return ability in self.abilities
