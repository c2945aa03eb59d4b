"""The settings of a pretraining run: every number, with the reason for its default."""

from dataclasses import asdict, dataclass, fields
from typing import Any

from bertplay.errors import PretrainingError


@dataclass(frozen=True, slots=True)
class PretrainConfig:
    """One pretraining run.

    PretrainConfig(tokens=60_000_000)                     an hour on two cores with bfloat16
    PretrainConfig(seconds=3600)                          as far as this machine gets in an hour
    PretrainConfig(layers=6, hidden=384, heads=6, tokens=10**9, tokens_per_step=65_536)   a GPU
    """

    family: str = "bert"  # a file of bertplay.pretraining.families

    # Shape: the one Turc et al. (2019) call BERT-Mini.
    layers: int = 4
    hidden: int = 256
    heads: int = 4
    max_tokens: int = 128
    vocabulary: int = 12_000

    # Budget: one of the two, or both, and then whichever is used up first. The schedule follows the share that is used up.
    tokens: int = 0
    seconds: float = 0.0

    # Data. Mixed lengths, because positions that are never trained are never learned; the weights are
    # shares of all tokens, so that one step always costs the same.
    tokens_per_step: int = 4096
    lengths: tuple[int, ...] = (32, 64, 128)
    length_shares: tuple[float, ...] = (0.2, 0.4, 0.4)
    single_share: float = 0.15  # rows of one segment: what people type is often one sentence
    domain_shares: tuple[float, ...] = ()  # of all rows, in the order of the domains; () gives each the same
    unrelated: tuple[str, ...] = ()  # domains whose lines are unrelated: each line is a row

    # Objectives (Devlin et al. 2019, section 3.1 and appendix A.1).
    mask_rate: float = 0.15
    next_sentence_weight: float = 0.5  # an equal weight costs more accuracy on masked tokens than it adds on pairs
    replaced_weight: float = 50.0  # of replaced-token detection beside the generator's loss, as Clark et al. (2020) have it
    keep_vectors: float = 0.0  # weight of a third loss: 1 - cosine between the mean vectors of this encoder and of the one it started from

    # AdamW. The rate stays level and falls to zero over the last `decay_share`: a run can be prolonged until the fall
    # begins, without having been planned for it.
    learning_rate: float = 1.5e-3
    warmup_share: float = 0.01
    decay_share: float = 0.4
    weight_decay: float = 0.01
    clip_norm: float = 1.0
    layer_decay: float = 1.0  # the rate of each layer as a multiple of the next higher one's; below 1 where layers are trained already
    head_rate: float = 1.0  # the rate of the heads as a multiple of the highest layer's; above 1 where only they are new
    bfloat16_weights: bool = False  # forward and backward in a bfloat16 copy; the float32 weights collect the steps
    word_deviation: float = 0.06  # of the starting word vectors and positions; 0.06 to 0.2 differ little

    # Bookkeeping.
    evaluate_every: int = 500  # steps
    checkpoint_seconds: float = 120.0
    seed: int = 0
    compiled: bool = False  # layers go through torch.compile; on a GPU only
    workers: int = 1  # threads that compute each gradient, one core each; 1: PyTorch spreads each operation over the cores

    def __post_init__(self) -> None:
        if min(self.tokens, self.seconds) < 0 or not (self.tokens or self.seconds):
            raise PretrainingError(
                "A training needs a budget.",
                value={"tokens": self.tokens, "seconds": self.seconds},
                remedy="Give --tokens or --seconds, or both.",
            )
        if self.hidden % self.heads:
            shape = (self.hidden, self.heads)
            raise PretrainingError("The hidden size is not a multiple of the number of heads.", value=shape, remedy="Change one of them.")
        if len(self.lengths) != len(self.length_shares) or not all(8 <= n <= self.max_tokens for n in self.lengths):
            remedy = f"Give lengths from 8 to {self.max_tokens}, each with a share."
            raise PretrainingError("Row lengths do not fit.", value=self.lengths, remedy=remedy)
        if self.domain_shares and (min(self.domain_shares) < 0 or abs(sum(self.domain_shares) - 1) > 1e-6):
            remedy = "Give a share for each domain, together 1."
            raise PretrainingError("The shares of the domains do not fit.", value=self.domain_shares, remedy=remedy)
        if self.keep_vectors < 0 or self.head_rate <= 0 or not 0 < self.layer_decay <= 1:
            values = {name: getattr(self, name) for name in ("keep_vectors", "head_rate", "layer_decay")}
            remedy = "Weights are at least 0, multiples of the rate above 0, and layer_decay is at most 1."
            raise PretrainingError("A weight or a multiple of the rate is out of range.", value=values, remedy=remedy)
        if not 0 < self.mask_rate < 1:
            remedy = "Give a number between 0 and 1; BERT used 0.15."
            raise PretrainingError("The mask rate is not a share.", value=self.mask_rate, remedy=remedy)

    def progress(self, tokens: int, seconds: float) -> float:
        """The share of the budget used up, 0 to 1."""
        used = [have / budget for have, budget in ((tokens, self.tokens), (seconds, self.seconds)) if budget]
        return min(1.0, max(used))

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> "PretrainConfig":
        known = {f.name for f in fields(cls)}
        tuples: dict[str, Any] = {name: tuple(v) if isinstance(v, list) else v for name, v in values.items() if name in known}
        return cls(**tuples)


def learning_rate(config: PretrainConfig, progress: float) -> float:
    """The rate at a share of the budget: up linearly, level, down linearly to zero."""
    if progress < config.warmup_share:
        return config.learning_rate * progress / config.warmup_share
    return config.learning_rate * min(1.0, (1.0 - progress) / config.decay_share)
