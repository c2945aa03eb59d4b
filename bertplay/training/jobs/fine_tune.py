"""Fine-tuning: a model learns a task from labelled examples. Every number with the reason for its default."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import ClassVar, Literal

from pydantic import ConfigDict

from bertplay.errors import BadInput
from bertplay.i18n import N_, LazyString, lazy
from bertplay.training.jobs.base import check_probes, check_range, check_seed, listed

SAMPLE = "sample:"
MAX_EXAMPLES = 20_000
DEFAULT_MODEL = "bert"
SAMPLE_NAMES = {"topics": N_("Topics"), "entities": N_("Named entities"), "reviews": N_("Reviews"), "cooking": N_("Cooking text")}
"""Sample sets in a word or two, the easiest first."""


class Task(StrEnum):
    """What is learned."""

    CLASSIFICATION = "classification"
    PAIRS = "pairs"
    ENTITIES = "entities"
    MASKED_WORDS = "masked_words"


class Method(StrEnum):
    """How it is learned.

    full      the pretrained encoder and a new head, all weights trained
    frozen    the pretrained encoder as it is, a linear layer on top of it trained
    random    the same shape as `full` with random weights: what pretraining is worth
    bilstm    a bidirectional LSTM from scratch, no transformer at all
    tfidf     TF-IDF features with logistic regression, no network at all
    majority  the most frequent label, always
    """

    FULL = "full"
    FROZEN = "frozen"
    RANDOM = "random"
    BILSTM = "bilstm"
    TFIDF = "tfidf"
    MAJORITY = "majority"


class LongTexts(StrEnum):
    """What a classifier reads of a text, or a pair, that is longer than its window (Sun et al. 2019, section 5.3.1).

    head       its beginning
    head_tail  a quarter of the window from its beginning, the rest from its end
    windows    all of it in overlapping windows, each an example in training; the mean of their probabilities is the prediction
    """

    HEAD = "head"
    HEAD_TAIL = "head_tail"
    WINDOWS = "windows"


FOR_SENTENCES = tuple(Method)
METHODS_OF: dict[Task, tuple[Method, ...]] = {
    Task.CLASSIFICATION: FOR_SENTENCES,
    Task.PAIRS: FOR_SENTENCES,
    Task.ENTITIES: (Method.FULL, Method.FROZEN, Method.RANDOM, Method.BILSTM, Method.MAJORITY),
    Task.MASKED_WORDS: (Method.FULL, Method.RANDOM),
}
BASELINES = frozenset({Method.TFIDF, Method.MAJORITY})
"""The methods without a network and without steps."""
TRANSFORMERS = frozenset({Method.FULL, Method.FROZEN, Method.RANDOM})
"""The methods whose result is a model that `pipeline(task, folder)` opens."""
SHORT_NAMES = {
    Method.FULL: N_("all weights"),
    Method.FROZEN: N_("frozen encoder"),
    Method.RANDOM: N_("random weights"),
    Method.BILSTM: "BiLSTM",
    Method.TFIDF: N_("TF-IDF baseline"),
    Method.MAJORITY: N_("majority baseline"),
}
"""A method within the name of a run."""

# The paper (Devlin et al. 2019, appendix A.3) found 2 to 4 epochs and 2e-5 to 5e-5 best for 110 million weights and thousands of steps.
# A smaller model in 60 to 90 steps has to move further: named entities reach F1 0.44 at 2e-4, 0.76 at 3e-4, 0.57 at 1e-3 after 6 epochs;
# topics 94% at 1e-4, 96% at 2e-4 and 3e-4 after 3 (docs/benchmarks.md).
DEFAULTS: dict[Task, tuple[int, float]] = dict.fromkeys(Task, (3, 3e-4)) | {Task.ENTITIES: (6, 3e-4)}
"""Epochs and learning rate that suit each task."""


@dataclass(frozen=True, slots=True)
class DataSource:
    """Where the examples are.

    train, eval   "sample:topics", or the path of a CSV, TSV, JSONL, CoNLL or text file; eval "": the fixed test part of a
                  sample, and of a file every fifth example, chosen by a fixed seed
    text_column, pair_column, label_column   of a table; "" where there is none
    has_header    whether the first row of a table names its columns; otherwise they are called "1", "2", …
    merge_labels  labels that differ only in case or spaces become one
    """

    train: str
    eval: str = ""
    text_column: str = "text"
    pair_column: str = ""
    label_column: str = "label"
    has_header: bool = True
    merge_labels: bool = False

    def __post_init__(self) -> None:
        if not self.train:
            raise BadInput(N_("There is no training data."), remedy=N_("Choose a sample set, or give a file."))

    @property
    def sample(self) -> str:
        """The name of the sample set; "" for a file."""
        return self.train.removeprefix(SAMPLE) if self.train.startswith(SAMPLE) else ""

    @property
    def title(self) -> LazyString | str:
        """The sample set in a word, or the name of the file."""
        return lazy(SAMPLE_NAMES.get(self.sample, self.sample)) if self.sample else Path(self.train).name


@dataclass(frozen=True, slots=True)
class FineTune:
    """One fine-tuning run.

    epochs           passes over the training examples; 0: what suits the task
    learning_rate    of AdamW at its highest, after the warm-up; 0: what suits the task
    batch_size       examples a step; the paper tries 16 and 32
    seed             of the new head's weights, of the order, of dropout
    frozen_layers    embeddings and this many layers from below stay as they are; 0 trains all
    train_examples   use only this many, as many of each label as possible; None: all
    evaluate_every   steps between two evaluations; 0: about twelve times in the run
    max_tokens       the window; what is longer is read as `long_texts` says
    long_texts       of sentences and pairs alone
    probe_sentences  the reader's own, answered at every evaluation
    """

    data: DataSource
    task: Task = Task.CLASSIFICATION
    method: Method = Method.FULL
    model: str = DEFAULT_MODEL
    epochs: int = 0
    learning_rate: float = 0.0
    batch_size: int = 16
    seed: int = 0
    frozen_layers: int = 0
    train_examples: int | None = None
    evaluate_every: int = 0
    max_tokens: int = 128
    warmup_share: float = 0.1
    weight_decay: float = 0.01
    probe_sentences: tuple[str, ...] = ()
    long_texts: LongTexts = LongTexts.HEAD
    kind: Literal["fine_tune"] = "fine_tune"

    __pydantic_config__: ClassVar = ConfigDict(extra="forbid")

    def __post_init__(self) -> None:
        object.__setattr__(self, "task", Task(self.task))  # a program may say "entities"
        object.__setattr__(self, "method", Method(self.method))
        object.__setattr__(self, "long_texts", LongTexts(self.long_texts))
        epochs, learning_rate = DEFAULTS[self.task]
        object.__setattr__(self, "epochs", self.epochs or epochs)
        object.__setattr__(self, "learning_rate", self.learning_rate or learning_rate)
        check_range(N_("The number of epochs"), self.epochs, 1, 100)
        check_range(N_("The batch size"), self.batch_size, 1, 256)
        check_seed(self.seed)
        check_range(N_("The number of frozen layers"), self.frozen_layers, 0, 48)
        check_range(N_("The number of steps between two evaluations"), self.evaluate_every, 0, 100_000)
        check_range(N_("The maximum length in tokens"), self.max_tokens, 8, 512)
        check_range(N_("The learning rate"), self.learning_rate, 1e-8, 10.0)
        check_range(N_("The share of the warm-up"), self.warmup_share, 0.0, 0.9)
        check_range(N_("The weight decay"), self.weight_decay, 0.0, 1.0)
        if self.train_examples is not None:
            check_range(N_("The number of training examples"), self.train_examples, 2, MAX_EXAMPLES)
        check_probes(self.probe_sentences)
        if self.long_texts is not LongTexts.HEAD and self.task not in (Task.CLASSIFICATION, Task.PAIRS):
            remedy = N_("Leave it out; named entities are read in overlapping windows in any case.")
            raise BadInput(
                N_("How long texts are read can be chosen for sentences and sentence pairs only."), value=self.task.value, remedy=remedy
            )
        if self.method not in METHODS_OF[self.task]:
            names = ", ".join(method.value for method in METHODS_OF[self.task])
            raise BadInput(
                lazy("This method cannot learn this task: {task}.", task=self.task.value),
                value=self.method.value,
                remedy=lazy("Choose one of {names}.", names=names),
            )

    @property
    def title(self) -> LazyString | str:
        """Topics, 8 examples, 3 epochs, all weights, seed 1"""
        parts: list[LazyString | str] = [self.data.title]
        if self.train_examples:
            parts.append(lazy("{n:,} examples", n=self.train_examples))
        if self.method not in BASELINES:
            parts.append(lazy("{n} epochs", n=self.epochs) if self.epochs > 1 else lazy("1 epoch"))
        parts.append(lazy(SHORT_NAMES[self.method]))
        if self.model != DEFAULT_MODEL and self.method in TRANSFORMERS:
            parts.append(self.model)
        if self.seed:
            parts.append(lazy("seed {n}", n=self.seed))
        return listed(parts)

    @property
    def seconds(self) -> None:
        """It has no time budget: it takes as long as its epochs take."""
        return
